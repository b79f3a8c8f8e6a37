import type { WorkloadSpec } from '../fleet/index.ts'
import type { Ms, Usd } from '../units/index.ts'
import { hourMs } from '../units/index.ts'
import { chargeUsd, legCostUsd } from './cost.ts'
import { atPace, leastHoursBeyond, leastUsefulUtilisation } from './efficiency.ts'
import { paceAcross, paceAlone } from './efficiency.ts'
import type { Pace } from './efficiency.ts'
import { idsOf, ratesToTry, shortestRttMs } from './join.ts'
import type { LegNeed } from './need.ts'
import type { LayoutSite } from './layout.ts'
import type { State } from './state.ts'
import type { WorldSite } from './world.ts'

/**
 * What a modelled run costs at least: the search ends a branch, or leaves a set out, when not even this can win. Each is
 * shown to lie below every cost that `join.ts` may find; the oracle test would find a set that was lost.
 */

export interface Weighed {
  readonly site: LayoutSite
  /** If it never waits. */
  readonly costUsd: Usd
}

interface LegAtSite {
  readonly spec: WorkloadSpec
  readonly fromMs: number
  readonly pace: Pace | undefined
  readonly poolId: string
  readonly need: LegNeed
  readonly legs: number
}

/** One leg at a site, with what it costs there; of a run that is split and says what it trains, with what it costs at least. */
export function weigh(state: State, entry: WorldSite, leg: LegAtSite): Weighed {
  const { spec, fromMs, pace, poolId, need, legs } = leg
  const world = state.world!
  const costUsd = legCostUsd(world, entry, { spec: atPace(spec, pace), need, fromMs })
  if (pace === undefined || legs === 1) return { site: { entry, poolId, need, costUsd }, costUsd }
  const anHour = { spec: { ...spec, durationMaxH: 1 }, need, fromMs }
  const site: LayoutSite = {
    entry,
    poolId,
    need,
    costUsd: costUsd - earnedByWaitingUsd(entry, leg, pace),
    chargeUsdPerH: chargeUsd(world.fleet, entry, anHour),
  }
  return { site, costUsd }
}

/** At a site that is paid for taking energy now and then, a run that waits for its WAN takes it for longer. */
function earnedByWaitingUsd({ energy }: WorldSite, { spec, need }: LegAtSite, pace: Pace): Usd {
  const least = Math.min(0, ...energy.usdPerItMwhByHourUtc)
  const longestH = Math.max(spec.durationMaxH ?? 0, pace.runH / leastUsefulUtilisation)
  return -least * (need.itW / 1e6) * longestH
}

/**
 * What a modelled run costs at least on these sites, over the cheapest ways that the network has at any load; infinity
 * where no rate will do. Waiting adds to the cost of the sites what is charged for their accelerators. Rate times hours
 * grows with the rate, as a window is never longer than its step, and hours grow with latency: so what is tried over a longer
 * way, at the share that is the least, costs no less than the least of this.
 */
export function leastModelledUsd(
  state: State,
  spec: WorkloadSpec,
  sites: readonly LayoutSite[],
): Usd {
  const legs = sites.length
  const trains = spec.trains!
  const alone = paceAlone(trains, legs)
  if (alone === undefined) return Number.POSITIVE_INFINITY
  const rttMs = shortestRttMs(state, sites)
  const rates = ratesToTry(spec, legs, rttMs)
  const usdPerH = pricesOf(state, spec, sites)
  const sitesUsd = sites.reduce((sum, site) => sum + site.costUsd, 0)
  const chargeUsdPerH = sites.reduce((sum, site) => sum + (site.chargeUsdPerH ?? 0), 0)
  const [slowest] = rates.slice(-1)
  const costs = rates.map(({ gbps }) => {
    const hours = paceAcross(trains, legs, { gbps, rttMs })?.runH ?? Number.POSITIVE_INFINITY
    return usdPerH * gbps * hours + chargeUsdPerH * Math.max(0, hours - alone.runH - roundedH)
  })
  if (slowest !== undefined && spec.wan === undefined) {
    const hours = leastHoursBeyond(spec, legs, rttMs)
    costs.push(usdPerH * slowest.gbps * alone.runH + chargeUsdPerH * Math.max(0, hours - alone.runH - roundedH)) // prettier-ignore
  }
  return sitesUsd + Math.min(Number.POSITIVE_INFINITY, ...costs)
}

/** Runs are booked in whole milliseconds. */
const roundedH = 2 / hourMs

/** USD/h for each Gb/s of the star, over the cheapest ways there are. */
function pricesOf(state: State, spec: WorkloadSpec, sites: readonly LayoutSite[]): number {
  const [hub = '', ...others] = idsOf(sites)
  const paths = spec.wan?.disjointPaths ?? 1
  return others.reduce((sum, id) => sum + paths * state.world!.leastUsdPerGbpsH(hub, id), 0)
}
