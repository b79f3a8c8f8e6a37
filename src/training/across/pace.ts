import { expectedSlowestS } from './expected-slowest.ts'
import type { AcrossRequest, SiteShare } from './request.ts'

/**
 * What each site computes, and how long they wait for each other.
 *
 * The batch is split in proportion to measured tokens/s, so that all sites end together; the weighted mean of gradients keeps
 * the mathematics. In whole sequences (largest remainder) the ends differ by less than one sequence. The mean over
 * accelerators is what computes; the slowest site less that mean is peer wait.
 */
export interface Pace {
  readonly sites: readonly {
    readonly site: string
    readonly tokens: number
    readonly computeS: number
  }[]
  /** Mean over accelerators. */
  readonly meanComputeS: number
  /** Expected time of the slowest site, jitter in it. */
  readonly slowestS: number
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

const weightOf = ({ pace, accelerators }: SiteShare): number =>
  pace.kind === 'throughput' ? pace.tokensPerS : accelerators

/** Shares that sum to 1: the stated ones as far as all sites state one, else by weight. */
export const sharesOf = (sites: readonly SiteShare[]): readonly number[] => {
  const stated = sites.map(({ batchShare }) => batchShare)
  const weights = stated.every((share) => share !== undefined) ? stated : sites.map(weightOf)
  const total = sum(weights)
  return weights.map((weight) => weight / total)
}

/** Splits whole sequences by share; the largest remainders get what is left. None is lost or invented. */
export const splitSequences = (sequences: number, shares: readonly number[]): readonly number[] => {
  const whole = shares.map((share) => Math.floor(share * sequences))
  const byRemainder = shares
    .map((share, i) => ({ i, rest: share * sequences - (whole[i] ?? 0) }))
    .toSorted((a, b) => b.rest - a.rest || a.i - b.i)
  const left = Math.max(0, sequences - sum(whole))
  const lucky = new Set(byRemainder.slice(0, left).map(({ i }) => i))
  return whole.map((count, i) => count + (lucky.has(i) ? 1 : 0))
}

const tokensOf = (request: AcrossRequest): readonly number[] => {
  const shares = sharesOf(request.sites)
  const { tokensPerStep, sequenceLength } = request
  if (sequenceLength === undefined) return shares.map((share) => share * tokensPerStep)
  return splitSequences(tokensPerStep / sequenceLength, shares).map((n) => n * sequenceLength)
}

/** Time and tokens of each site; `steps` independent steps between two meetings average the jitter out. */
export const paceOf = (request: AcrossRequest, steps: number): Pace => {
  const tokens = tokensOf(request)
  const sites = request.sites.map(({ site, pace }, i) => ({
    site,
    tokens: tokens[i] ?? 0,
    computeS: pace.kind === 'step' ? pace.computeS : (tokens[i] ?? 0) / pace.tokensPerS,
  }))
  const times = sites.map(({ computeS }) => computeS)
  const accelerators = request.sites.map((site) => site.accelerators)
  const meanComputeS =
    sum(times.map((time, i) => time * (accelerators[i] ?? 0))) / sum(accelerators)
  return {
    sites,
    meanComputeS: Math.min(meanComputeS, Math.max(...times)),
    slowestS: expectedSlowestS(times, (request.jitter ?? 0) / Math.sqrt(steps)),
  }
}
