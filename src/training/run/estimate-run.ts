import { parametersOf } from '../../catalog/index.ts'
import type { Gbps, Ms } from '../../units/index.ts'
import { estimateAcross } from '../across/estimate.ts'
import type { AcrossRequest, ExchangePrecision, Strategy } from '../across/request.ts'
import { requiredGbps, type RequiredRate } from '../across/required-rate.ts'
import type { LooseSyncOutcome } from '../across/loose-sync.ts'
import { finish, type FinishOutcome } from '../goodput/finish.ts'
import { failurePreset } from '../goodput/failure-presets.ts'
import { goodput } from '../goodput/goodput.ts'
import type { GoodputOutcome, Ranged } from '../goodput/goodput-request.ts'
import {
  searchParallelism,
  type SearchOutcome,
  type SearchRequest,
} from '../search/search-parallelism.ts'
import type { StepEstimate } from '../step.ts'

/**
 * One training run, from its model to its finish date: the best layout inside each of equal sites, what the link between
 * them leaves of it at each rate and precision, and how long all tokens take when accelerators fail. Each part is a room of
 * its own; here they are only put one after the other.
 */
export interface RunRequest extends Omit<SearchRequest, 'accelerators' | 'globalBatchSequences'> {
  /** Over all sites. */
  readonly accelerators: number
  readonly batchSequences: number
  readonly sites: number
  readonly rttMs: Ms
  readonly linkGbps: readonly Gbps[]
  readonly reductions: readonly ExchangePrecision[]
  /**
   * Share of the compute time behind which the exchange is assumed to hide, shown beside what the schedule gives: runs that
   * reduce gradients earlier than with the last micro-batch. None without it.
   */
  readonly overlapShare?: number
  /** Steps between exchanges of the loose strategy that is shown beside; none without it. */
  readonly innerSteps?: number
  readonly allowExtrapolation?: boolean
  readonly tokens?: number
  readonly failures: FailureAssumptions
}

export interface FailureAssumptions {
  /** Id of a fleet whose interruptions were published. */
  readonly preset: string
  readonly stallS: Ranged
  readonly restartS: Ranged
  readonly repairH: number
  /** At each site. */
  readonly spares: number
}

export interface AcrossRow {
  readonly strategy: Strategy['kind']
  readonly gbps: Gbps
  readonly precision: ExchangePrecision
  readonly utilisation: number
  readonly stepTimeS: number
  readonly tokensPerS: number
  readonly linkWaitS: number
  /** What the exchange hides behind. */
  readonly windowS: number
  readonly isWindowAssumed: boolean
  readonly loss?: LooseSyncOutcome
}

export type RunOutcome =
  | {
      readonly kind: 'estimated'
      /** Of one site with its share of accelerators and batch. */
      readonly inside: Extract<SearchOutcome, { kind: 'found' }>
      readonly rows: readonly AcrossRow[]
      /** Booked rate for 95 % of one site's efficiency, by precision. */
      readonly required: readonly { readonly precision: ExchangePrecision; readonly rate: RequiredRate }[] // prettier-ignore
      readonly goodput: GoodputOutcome
      readonly finishes: readonly { readonly row?: AcrossRow; readonly finish: FinishOutcome }[]
      readonly notes: readonly string[]
    }
  | { readonly kind: 'no-layout'; readonly inside: SearchOutcome }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const target = 0.95

export function estimateRun(request: RunRequest): RunOutcome {
  const why = faultsOf(request)
  if (why.length > 0) return { kind: 'impossible', why }
  const { sites, accelerators, batchSequences } = request
  const inside = searchParallelism({
    ...request,
    accelerators: accelerators / sites,
    globalBatchSequences: batchSequences / sites,
  })
  if (inside.kind !== 'found') return { kind: 'no-layout', inside }
  const rows = sites === 1 ? [] : rowsOf(request, inside.estimate)
  const gets = goodputOf(request)
  return {
    kind: 'estimated',
    inside,
    rows,
    required: sites === 1 ? [] : request.reductions.map((precision) => ({ precision, rate: requiredGbps(acrossOf(request, inside.estimate, { gbps: 1, precision, strategy: { kind: 'synchronous' } }), target) })), // prettier-ignore
    goodput: gets,
    finishes: finishesOf(request, inside.estimate, { rows, gets }),
    notes: notesOf(request, inside),
  }
}

/** What the figures across sites take for granted. */
function notesOf(
  { sites, innerSteps }: RunRequest,
  { estimate, layout }: Extract<SearchOutcome, { kind: 'found' }>,
): readonly string[] {
  if (sites === 1) return []
  const { virtualStages } = layout
  return [
    `the exchange hides behind the last backward pass only (${estimate.lastBackwardS.toPrecision(3)} s), from the first stage that ends to the last, all of them sharing the link`,
    ...(virtualStages > 1
      ? [`each of ${virtualStages} chunks of a stage is taken to be reduced as it ends; a schedule that waits for all of them has a window ${virtualStages} times shorter and needs more`] // prettier-ignore
      : []),
    ...(sites > 2
      ? ['the links form a star: each carries one copy of the gradients each way']
      : []),
    'cuts of the links are not in the goodput',
    ...(innerSteps === undefined
      ? []
      : ['DiLoCo: whatever stops one site is taken to stop all, which is too strict; its finish counts the extra tokens, and none is given where they were not measured']), // prettier-ignore
  ]
}

const atMostSites = 64

function faultsOf(request: RunRequest): string[] {
  const { sites, accelerators, batchSequences, rttMs, linkGbps, overlapShare } = request
  const faults: string[] = []
  if (!Number.isInteger(sites) || sites < 1 || sites > atMostSites)
    return [`sites is ${sites}, not a whole number from 1 to ${atMostSites}`]
  if (accelerators % sites !== 0)
    faults.push(`${accelerators} accelerators do not split over ${sites} equal sites`)
  if (batchSequences % sites !== 0)
    faults.push(`a batch of ${batchSequences} sequences does not split over ${sites} equal sites`)
  if (!(rttMs >= 0 && rttMs <= 1e6)) faults.push(`a round trip of ${rttMs} ms`)
  if (overlapShare !== undefined && !(overlapShare >= 0 && overlapShare <= 1))
    faults.push(`an overlap of ${overlapShare} of the compute time`)
  for (const gbps of linkGbps) if (!(gbps > 0 && gbps <= 1e9)) faults.push(`a link of ${gbps} Gb/s`)
  return faults
}

function rowsOf(request: RunRequest, inside: StepEstimate): AcrossRow[] {
  const { overlapShare } = request
  const loose = request.innerSteps === undefined ? [] : [{ strategy: { kind: 'diloco', innerSteps: request.innerSteps } as const, precision: 'bf16' as const }] // prettier-ignore
  const synchronous = request.reductions.map((precision) => ({ strategy: { kind: 'synchronous' } as const, precision })) // prettier-ignore
  const ways: readonly Omit<Way, 'gbps'>[] = [
    ...synchronous,
    ...(overlapShare === undefined ? [] : synchronous.map((way) => ({ ...way, overlapShare }))),
    ...loose,
  ]
  return ways.flatMap((way) =>
    request.linkGbps.flatMap((gbps): AcrossRow[] => {
      const outcome = estimateAcross(acrossOf(request, inside, { gbps, ...way }))
      if (outcome.kind !== 'estimated') return []
      const { computeUtilisation, stepTimeS, tokensPerS, clock, loss, exchange } = outcome.estimate
      return [
        {
          strategy: way.strategy.kind,
          gbps,
          precision: way.precision,
          utilisation: computeUtilisation,
          stepTimeS,
          tokensPerS,
          linkWaitS: clock.linkWaitS,
          windowS: exchange?.windowS ?? 0,
          isWindowAssumed: way.overlapShare !== undefined,
          ...(loss && { loss }),
        },
      ]
    }),
  )
}

interface Way {
  readonly gbps: Gbps
  readonly overlapShare?: number
  readonly precision: ExchangePrecision
  readonly strategy: Strategy
}

function acrossOf(request: RunRequest, inside: StepEstimate, way: Way): AcrossRequest {
  const { model, sites, accelerators, batchSequences, sequenceLength } = request
  const shares = Array.from({ length: sites }, (_, i) => ({
    site: `site ${i + 1}`,
    accelerators: accelerators / sites,
    pace: { kind: 'step', computeS: inside.stepTimeS } as const,
  }))
  return {
    model: { parameters: parametersOf(model).total, hiddenSize: model.hiddenSize },
    tokensPerStep: batchSequences * sequenceLength,
    sites: shares,
    links: shares.slice(1).map(({ site }) => ({ from: 'site 1', to: site, gbps: way.gbps, oneWayMs: request.rttMs / 2 })), // prettier-ignore
    strategy: way.strategy,
    window:
      way.overlapShare === undefined
        ? { kind: 'last-micro-batch', backwardS: inside.lastBackwardS }
        : { kind: 'share-of-compute', share: way.overlapShare },
    exchange: { precision: way.precision, algorithm: 'spanning-tree' },
    ...(request.allowExtrapolation && { allowExtrapolation: true }),
  }
}

function goodputOf({ sites, accelerators, failures }: RunRequest): GoodputOutcome {
  const preset = failurePreset(failures.preset)
  if (preset === undefined)
    return { kind: 'impossible', why: [`no published fleet is named ${failures.preset}`] }
  return goodput({
    sites: Array.from({ length: sites }, (_, i) => ({
      site: `site ${i + 1}`,
      accelerators: accelerators / sites,
      hoursPerInterruption: {
        low: preset.hoursPerInterruptionLow.value,
        expected: preset.hoursPerInterruption.value,
        high: preset.hoursPerInterruptionHigh.value,
      },
      jobInterruptionsPerH: preset.jobInterruptionsPerH.value,
      blastRadius: preset.blastRadius,
      repairH: failures.repairH,
      spares: failures.spares,
    })),
    links: [],
    coupling: 'synchronous',
    stallS: failures.stallS,
    restartS: failures.restartS,
  })
}

interface Reached {
  readonly rows: readonly AcrossRow[]
  readonly gets: GoodputOutcome
}

/** The finish of one site, or of each row across sites, at the range of the step and of the goodput. */
function finishesOf(request: RunRequest, inside: StepEstimate, { rows, gets }: Reached) {
  const { tokens, sites } = request
  if (tokens === undefined || gets.kind !== 'estimated') return []
  const share = { low: inside.stepTimeS / inside.stepTimeP90S, high: inside.stepTimeS / inside.stepTimeP10S } // prettier-ignore
  const at = (tokensPerS: number, extraTokenShare = 0): FinishOutcome =>
    finish({
      tokens,
      extraTokenShare,
      tokensPerS: { low: tokensPerS * share.low, expected: tokensPerS, high: tokensPerS * share.high }, // prettier-ignore
      goodput: gets.estimate.goodput,
    })
  if (sites === 1) return [{ finish: at(inside.tokensPerS) }]
  return rows.map((row) => {
    const extra = extraTokensOf(row)
    return { row, finish: extra === undefined ? unmeasured : at(row.tokensPerS, extra) }
  })
}

const unmeasured: FinishOutcome = {
  kind: 'impossible',
  why: ['how many more tokens it needs was not measured there'],
}

/** Share of tokens that make good for loose synchronisation; a gain in loss is not counted. */
function extraTokensOf({ loss }: AcrossRow): number | undefined {
  if (loss === undefined) return 0
  if (loss.kind === 'beyond-measured' || loss.kind === 'impossible') return undefined
  const { expected } = loss.penalty.extraTokens
  return expected === undefined ? undefined : Math.max(0, expected)
}
