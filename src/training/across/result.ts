import type { ExchangePath } from './exchange-path.ts'
import type { LooseSyncOutcome } from './loose-sync.ts'
import type { Pace } from './pace.ts'
import type { AcrossOutcome, AcrossRequest, ExchangeEstimate } from './request.ts'

/** What a strategy found out; the rest of the estimate follows from it. */
export interface Finding {
  readonly pace: Pace
  /** Per step, the mean over the steps between two exchanges. */
  readonly linkWaitS: number
  readonly exchange?: {
    readonly path: ExchangePath
    readonly everySteps: number
    readonly windowS: number
  }
  readonly extraMemoryGb: number
  readonly loss?: LooseSyncOutcome
  readonly notes: readonly string[]
}

const bitsPerByte = 8

const describe = (
  { path, everySteps, windowS }: NonNullable<Finding['exchange']>,
  stepTimeS: number,
): ExchangeEstimate => ({
  from: path.link.from,
  to: path.link.to,
  gigabytes: path.bytes / 1e9,
  everySteps,
  usableGbps: path.rate.gbps,
  limit: path.rate.limit,
  bandwidthDelayMb: path.rate.bandwidthDelayMb,
  latencyS: path.latencyS,
  transferS: path.bytesS + path.latencyS,
  windowS,
  averageGbps: (path.bytes * bitsPerByte) / 1e9 / (everySteps * stepTimeS),
})

const allFinite = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'object' && value !== null
      ? Object.values(value).every(allFinite)
      : true

/** Puts the named parts together: compute, peer wait and link wait are the step. */
export const estimateOf = (request: AcrossRequest, finding: Finding): AcrossOutcome => {
  const { pace, linkWaitS, exchange, loss } = finding
  const clock = {
    computeS: pace.meanComputeS,
    peerWaitS: Math.max(0, pace.slowestS - pace.meanComputeS),
    linkWaitS,
  }
  const stepTimeS = clock.computeS + clock.peerWaitS + clock.linkWaitS
  const estimate = {
    strategy: request.strategy,
    clock,
    stepTimeS,
    computeUtilisation: clock.computeS / stepTimeS,
    tokensPerStep: request.tokensPerStep,
    tokensPerS: request.tokensPerStep / stepTimeS,
    sites: pace.sites,
    ...(exchange && { exchange: describe(exchange, stepTimeS) }),
    extraMemoryGb: finding.extraMemoryGb,
    ...(loss && { loss }),
    notes: finding.notes,
  }
  return allFinite(estimate) && clock.computeS > 0
    ? { kind: 'estimated', estimate }
    : {
        kind: 'impossible',
        why: ['the figures are so far apart that the result leaves the range of numbers'],
      }
}

/** The sites are not joined in the way that the strategy needs. */
export const noPath = ({ sites, exchange, strategy }: AcrossRequest): AcrossOutcome => ({
  kind: 'no-path',
  why: [
    `no ${strategy.kind === 'pipeline-cut' ? 'chain' : (exchange.algorithm ?? 'ring').replace('-', ' ')} of links joins ` +
      sites.map(({ site }) => site).join(', '),
  ],
})
