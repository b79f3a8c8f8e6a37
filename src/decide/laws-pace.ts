import type { Fleet, Site, Trains, WorkloadSpec } from '../fleet/index.ts'
import { allWalks, walkRttMs } from './laws-reference.ts'

/**
 * How a modelled run fares over several sites, written again from the definitions for the tests to compare with: a tree
 * all-reduce moves 2(M-1)/M of the gradients over each link, of which framing takes a tenth, and light passes it
 * 2 ceil(log2 M) times; what does not hide behind the last backward pass is waited for.
 */
const bytesPerParameter = { bf16: 2, 'mixed-fp32': 3, fp32: 4 } as const
const payloadShare = 0.9

const profileOf = (trains: Trains, legs: number) =>
  trains.profile?.byLegs.find((one) => one.legs === legs)

export interface ReferencePace {
  readonly utilisation: number
  readonly hours: number
  readonly hoursP90: number
}

export function referencePace(
  trains: Trains,
  legs: number,
  { gbps, rttMs }: { readonly gbps: number; readonly rttMs: number },
): ReferencePace | undefined {
  const own = profileOf(trains, legs)
  if (own === undefined) return undefined
  const parameters = trains.profile!.gradientGb / 2
  // Up to the first leg and down again: each link of the star carries all gradients once each way.
  const gigabits = parameters * bytesPerParameter[trains.reduction] * 8
  const lightS = rttMs / 1000
  const transferS = legs === 1 ? 0 : gigabits / (gbps * payloadShare) + lightS
  const stepS = own.stepS + Math.max(0, transferS - Math.min(own.windowS, own.stepS))
  const hours = (trains.tokens / trains.profile!.tokensPerStep) * (stepS / 3600)
  return { utilisation: own.stepS / stepS, hours, hoursP90: (hours * own.stepP90S) / own.stepS }
}

/** A little in favour of the run: what stands on the edge may fall to either side by rounding. */
const edge = 1e-9

/** May it be begun at this pace? In time, and where its rate was chosen for it, not waiting for most of its time. */
export const isQuickEnough = (spec: WorkloadSpec, pace: ReferencePace): boolean =>
  pace.hoursP90 <= (spec.durationMaxH ?? Infinity) * (1 + edge) &&
  (spec.wan !== undefined || pace.utilisation >= 0.2 - edge)

/** The least whole rate that brings a share of compute time over a way: found by halving, not by formula. */
function leastGbps(trains: Trains, legs: number, share: number, rttMs: number): number | undefined {
  const brings = (gbps: number): boolean =>
    referencePace(trains, legs, { gbps, rttMs })!.utilisation >= share * (1 - 1e-12)
  let high = 1e9
  if (!brings(high)) return undefined
  let low = 0
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (brings(middle)) high = middle
    else low = middle
  }
  return high
}

export interface RatesToTry {
  readonly first: readonly number[]
  /** Only where none of the first can be had. */
  readonly then: readonly number[]
}

export function referenceRates(
  fleet: Fleet,
  spec: WorkloadSpec,
  sites: readonly Site[],
): RatesToTry {
  if (spec.wan !== undefined) return { first: [spec.wan.gbps], then: [] }
  const trains = spec.trains!
  const legs = sites.length
  const alone = referencePace(trains, legs, { gbps: Infinity, rttMs: 0 })!
  const least = Math.max(0.2, alone.hoursP90 / (spec.durationMaxH ?? Infinity))
  const ways = sites.slice(1).map((site) => allWalks(fleet, sites[0]!.id, site.id).map(walkRttMs))
  const quickest = Math.max(...ways.map((rtts) => Math.min(...rtts)))
  const shares = [0.99, 0.95, 0.9, 0.8, 0.65, 0.5, 0.35].filter((share) => share > least)
  const at = (share: number, rttMs: number): number[] => {
    const gbps = leastGbps(trains, legs, share, rttMs)
    return gbps === undefined ? [] : [gbps]
  }
  return {
    first: [...shares, least].flatMap((share) => at(share, quickest)),
    then: ways
      .flat()
      .filter((rttMs) => rttMs > quickest)
      .flatMap((rttMs) => at(least, rttMs)),
  }
}
