import { estimateAcross } from './estimate.ts'
import { requiredGbps, type RequiredRate } from './required-rate.ts'
import type { AcrossOutcome, AcrossRequest, Strategy } from './request.ts'

/**
 * All strategies for the same sites side by side: bytes, Gb/s, memory, loss, and why not. The fastest one that leaves the
 * loss alone is named apart from the fastest of all, because a change of the optimisation is the owner's choice and is never
 * made silently.
 */
export interface StrategyRow {
  readonly name: string
  readonly strategy: Strategy
  readonly outcome: AcrossOutcome
  /** Booked rate on every link for the target utilisation. */
  readonly required?: RequiredRate
  readonly changesLoss: boolean
  /** Tokens/s less the extra tokens that make good for the loss; absent where they are not known. */
  readonly effectiveTokensPerS?: number
  /** In sentences; empty for the one that is best on its terms. */
  readonly whyNot: readonly string[]
}

export interface StrategyComparison {
  readonly rows: readonly StrategyRow[]
  /** Most tokens/s with unchanged mathematics; absent where no strategy works. */
  readonly bestUnchanged?: string
  /** Most effective tokens/s among those whose loss penalty is known; a gain in loss is not counted. */
  readonly bestLoose?: string
  readonly targetUtilisation: number
}

export interface CompareRequest extends Omit<AcrossRequest, 'strategy'> {
  /** Without it a usual set: each site alone, synchronous, pipeline cut, DiLoCo at 30 and 100, streaming in FP4. */
  readonly strategies?: readonly Strategy[]
  /** 0.95 without it. */
  readonly targetUtilisation?: number
}

/** assumed: stages and micro-batches of a large dense run, one fragment per eighth of the layers, one step of overlap. */
const usualStrategies = ({ sites }: CompareRequest): readonly Strategy[] => [
  ...sites.map(({ site }) => ({ kind: 'single-site' as const, site })),
  { kind: 'synchronous' },
  { kind: 'pipeline-cut', stages: 16, microBatches: 64 },
  { kind: 'diloco', innerSteps: 30 },
  { kind: 'diloco', innerSteps: 100 },
  { kind: 'streaming-diloco', innerSteps: 100, fragments: 8, overlapSteps: 1, precision: 'fp4' },
]

const nameOf = (strategy: Strategy): string => {
  switch (strategy.kind) {
    case 'single-site':
      return `single site ${strategy.site}`
    case 'synchronous':
      return 'synchronous data parallel'
    case 'pipeline-cut':
      return 'pipeline cut'
    case 'diloco':
      return `DiLoCo, H ${strategy.innerSteps}`
    case 'streaming-diloco':
      return `streaming DiLoCo, H ${strategy.innerSteps}, ${strategy.fragments} fragments`
  }
}

type Row = Omit<StrategyRow, 'whyNot'>

const tokensPerS = ({ outcome }: Row): number =>
  outcome.kind === 'estimated' ? outcome.estimate.tokensPerS : 0

const effectiveTokensPerS = (outcome: AcrossOutcome): number | undefined => {
  if (outcome.kind !== 'estimated') return undefined
  const { loss, tokensPerS: plain } = outcome.estimate
  if (loss === undefined) return plain
  if (loss.kind === 'beyond-measured' || loss.kind === 'impossible') return undefined
  const { expected } = loss.penalty.extraTokens
  return expected === undefined ? undefined : plain / (1 + Math.max(0, expected))
}

const fastest = (rows: readonly Row[]): Row | undefined =>
  rows
    .filter((row) => row.effectiveTokensPerS !== undefined)
    .toSorted((a, b) => (b.effectiveTokensPerS ?? 0) - (a.effectiveTokensPerS ?? 0))[0]

const whyNot = (row: Row, best: Row | undefined): readonly string[] => {
  const { outcome, required } = row
  if (outcome.kind !== 'estimated') return outcome.why
  const { estimate } = outcome
  const lead = best?.effectiveTokensPerS ?? 0
  const slower =
    lead > 0 && row !== best ? 1 - (row.effectiveTokensPerS ?? tokensPerS(row)) / lead : 0
  return [
    ...(slower > 0
      ? [`${(100 * slower).toFixed(1)} % fewer effective tokens/s than ${best?.name}`]
      : []),
    ...(required?.kind === 'out-of-reach' ? [required.why] : []),
    ...(estimate.loss?.kind === 'beyond-measured'
      ? [`its loss is not known: ${estimate.loss.why.join('; ')}`]
      : []),
    ...(estimate.loss?.kind === 'extrapolated'
      ? [`its loss is extrapolated: ${estimate.loss.beyond.join('; ')}`]
      : []),
  ]
}

/** All strategies for given sites, none left out: what cannot run says why. */
export const compareStrategies = (request: CompareRequest): StrategyComparison => {
  const { strategies, targetUtilisation = 0.95, ...shared } = request
  const rows = (strategies ?? usualStrategies(request)).map((strategy): Row => {
    const one = { ...shared, strategy }
    const outcome = estimateAcross(one)
    const effective = effectiveTokensPerS(outcome)
    const crosses = outcome.kind === 'estimated' && outcome.estimate.exchange !== undefined
    return {
      name: nameOf(strategy),
      strategy,
      outcome,
      ...(effective !== undefined && { effectiveTokensPerS: effective }),
      ...(crosses && { required: requiredGbps(one, targetUtilisation) }),
      changesLoss: strategy.kind === 'diloco' || strategy.kind === 'streaming-diloco',
    }
  })
  const unchanged = fastest(rows.filter(({ changesLoss }) => !changesLoss))
  const loose = fastest(rows.filter(({ changesLoss }) => changesLoss))
  return {
    rows: rows.map((row) => ({
      ...row,
      whyNot: whyNot(row, row.changesLoss ? loose : unchanged),
    })),
    ...(unchanged && { bestUnchanged: unchanged.name }),
    ...(loose && { bestLoose: loose.name }),
    targetUtilisation,
  }
}
