import { hourMs } from '../units/index.ts'
import type { Gbps, InstantMs, Ms, Usd } from '../units/index.ts'
import type { WorkloadSpec } from '../fleet/index.ts'
import { legCostUsd } from './cost.ts'
import { aimedGbps, atPace, paceAcross, paceAlone, paceInWords, usefulRates } from './efficiency.ts'
import type { Pace } from './efficiency.ts'
import { costWindowEndMs } from './need.ts'
import type { LayoutSite } from './search.ts'
import type { Refusal } from './site-check.ts'
import { joinStar } from './star.ts'
import type { Star } from './star.ts'
import type { State } from './state.ts'

/**
 * A set of sites joined by its WAN, and what all of it costs. A run that states a rate gets that rate. A run that says what
 * it trains gets the rate at which it costs least: a slower one is cheaper by the hour, but keeps accelerators waiting.
 */
export interface Joined {
  readonly sites: readonly LayoutSite[]
  readonly costUsd: Usd
  /** How efficient it is there, where a model says so. */
  readonly note?: string
}

export interface JoinQuery {
  readonly spec: WorkloadSpec
  readonly fromMs: InstantMs
  readonly isEmpty?: boolean
  /** Mb/s that each route can still carry; asked for only when it comes to the network. */
  readonly freeWan: () => ReadonlyMap<string, number>
}

export function joinSites(
  state: State,
  query: JoinQuery,
  sites: readonly LayoutSite[],
): Joined | Refusal {
  const { trains, wan } = query.spec
  const sitesUsd = sites.reduce((sum, site) => sum + site.costUsd, 0)
  if (trains?.profile !== undefined && (sites.length > 1 || wan === undefined))
    return sites.length === 1 ? alone(query, sites) : atBestRate(state, query, sites)
  if (wan === undefined || sites.length === 1) return { sites, costUsd: sitesUsd }
  const star = joinStar(state, idsOf(sites), { ...query, free: query.freeWan() })
  if ('constraint' in star) return star
  const hours = (costWindowEndMs(query.spec, query.fromMs) - query.fromMs) / hourMs
  return { sites: withGrants(sites, star), costUsd: star.usdPerH * hours + sitesUsd }
}

function alone({ spec }: JoinQuery, sites: readonly LayoutSite[]): Joined {
  const pace = paceAlone(spec.trains!, 1)
  const note = pace === undefined ? {} : { note: paceInWords(pace) }
  return { sites, costUsd: sites.reduce((sum, site) => sum + site.costUsd, 0), ...note }
}

/** Every useful rate that the network can give, and the cheapest of them. */
function atBestRate(
  state: State,
  query: JoinQuery,
  sites: readonly LayoutSite[],
): Joined | Refusal {
  const { spec } = query
  const { wan } = spec
  const trains = spec.trains!
  const rttMs = shortestRttMs(state, sites)
  const rates = wan === undefined ? usefulRates(trains, sites.length, rttMs).map(({ gbps }) => gbps) : [wan.gbps] // prettier-ignore
  let best: Joined | undefined
  let refusal: Refusal | undefined
  for (const gbps of rates) {
    const joined = atRate(state, { ...query, gbps }, sites)
    // Rates fall: the last refusal says what even the slowest lacks.
    if ('constraint' in joined) refusal = joined
    else if (best === undefined || joined.costUsd < best.costUsd) best = joined
  }
  return best ?? refusal ?? tooFar(rttMs)
}

/** A round trip at which no rate brings a fifth of the time to use. */
const tooFar = (rttMs: Ms): Refusal => ({
  constraint: 'efficiency',
  need: rttMs,
  limit: 0,
  unit: 'ms RTT',
  note: 'so far apart that no rate keeps the accelerators busy for a fifth of the time',
})

function atRate(
  state: State,
  query: JoinQuery & { readonly gbps: Gbps },
  sites: readonly LayoutSite[],
): Joined | Refusal {
  const { gbps, fromMs } = query
  const wan = query.spec.wan ?? { gbps, disjointPaths: 1 as const }
  const spec = { ...query.spec, wan }
  const trains = spec.trains!
  const star = joinStar(state, idsOf(sites), { ...query, spec, free: query.freeWan() })
  if ('constraint' in star) return star
  const rttMs = Math.max(...star.grants.map((grant) => grant.rttMs))
  const pace = paceAcross(trains, sites.length, { gbps, rttMs })
  if (pace === undefined) return tooFar(rttMs)
  const late = tooSlow(spec, pace)
  if (late !== undefined) return late
  const costUsd = sites.reduce(
    (sum, { entry, need }) =>
      sum + legCostUsd(state.world!, entry, { spec: atPace(spec, pace), need, fromMs }),
    star.usdPerH * pace.hours,
  )
  const note = paceInWords(pace, { gbps, rttMs }, aimedGbps(trains, sites.length, rttMs))
  return { sites: withGrants(sites, star), costUsd, note }
}

/** A run is ended when its longest time is over: one that would not be done by then is not begun. */
export function tooSlow(spec: WorkloadSpec, pace: Pace): Refusal | undefined {
  const { durationMaxH } = spec
  if (durationMaxH === undefined || pace.hoursP90 <= durationMaxH) return undefined
  const share = pace.utilisation < 1 ? ` at ${Math.round(pace.utilisation * 100)} % efficiency` : ''
  return {
    constraint: 'efficiency',
    need: pace.hoursP90,
    limit: durationMaxH,
    unit: 'h',
    note: `to train all tokens (P90)${share}, against its longest run time`,
  }
}

const idsOf = (sites: readonly LayoutSite[]): string[] => sites.map((site) => site.entry.site.id)

const withGrants = (sites: readonly LayoutSite[], star: Star): readonly LayoutSite[] =>
  sites.map((site, i) => (i === 0 ? site : { ...site, grant: star.grants[i - 1]! }))

/** Between the first site and the farthest other, on the shortest path that each has. */
function shortestRttMs(state: State, sites: readonly LayoutSite[]): Ms {
  const [hub = '', ...others] = idsOf(sites)
  return Math.max(0, ...others.map((id) => state.world!.paths(hub, id)[0]?.rttMs ?? 0))
}
