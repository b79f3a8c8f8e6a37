import { hourMs } from '../units/index.ts'
import type { Gbps, InstantMs, Ms, Ratio, Usd } from '../units/index.ts'
import type { WorkloadSpec } from '../fleet/index.ts'
import type { Path } from '../network/index.ts'
import { legCostUsd } from './cost.ts'
import { aimedGbps, atPace, farthestRttMs, gbpsFor, leastUtilisation } from './efficiency.ts'
import { paceAcross, paceInWords, percent, usefulRates } from './efficiency.ts'
import type { Between, Pace, Rate } from './efficiency.ts'
import { costWindowEndMs } from './need.ts'
import type { LayoutSite } from './layout.ts'
import type { Refusal } from './site-check.ts'
import { joinStar } from './star.ts'
import type { Star } from './star.ts'
import type { State } from './state.ts'

/**
 * A set of sites joined by its WAN, and what all of it costs. A run that states a rate gets that rate. A run that says what
 * it trains gets, among the rates that each bring another share of compute time, the one at which it costs least: a slower
 * one is cheaper by the hour, but keeps accelerators waiting. Ways over which it would not be done in its longest run time
 * are not taken, however cheap. Where no such rate fits, the slowest that will do is tried over each longer way.
 */
export interface Joined {
  readonly sites: readonly LayoutSite[]
  readonly costUsd: Usd
  /** How efficient it is there, where a model says so. */
  readonly inWords?: () => string
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
  if (sites.length > 1 && trains?.profile !== undefined) return joinModelled(state, query, sites)
  if (wan === undefined || sites.length === 1) return { sites, costUsd: sitesUsd }
  const star = joinStar(state, idsOf(sites), { ...query, free: query.freeWan() })
  if ('constraint' in star) return star
  const hours = (costWindowEndMs(query.spec, query.fromMs) - query.fromMs) / hourMs
  return { sites: withGrants(sites, star), costUsd: star.usdPerH * hours + sitesUsd }
}

/** Every rate that is worth trying and that the network can give, and the cheapest of them. */
function joinModelled(
  state: State,
  query: JoinQuery,
  sites: readonly LayoutSite[],
): Joined | Refusal {
  const { spec } = query
  const legs = sites.length
  const least = leastUtilisation(spec, legs)
  const rttMs = shortestRttMs(state, sites)
  const rates = ratesToTry(spec, legs, rttMs)
  const slowest = rates.at(-1)
  if (slowest === undefined) return tooFar(spec, legs, rttMs)
  // Faster ones, and those over longer ways, need as much at least.
  const widest = starAt(state, query, { sites, wan: wanAt(spec, slowest.gbps) })
  if ('constraint' in widest) return explained(spec, widest, { legs, rttMs })
  const attempt = (gbps: Gbps): Joined | Refusal => atRate(state, { ...query, gbps, least }, sites)
  const first = cheapestOf(rates.map(({ gbps }) => attempt(gbps)))
  if (!('constraint' in first)) return first
  const longer = longerRttsMs(state, sites, rttMs).flatMap((wayMs) => {
    const gbps = spec.wan === undefined ? gbpsFor(spec.trains!, legs, { utilisation: least, rttMs: wayMs }) : undefined // prettier-ignore
    return gbps === undefined ? [] : [attempt(gbps)]
  })
  const second = cheapestOf([first, ...longer])
  return 'constraint' in second ? explained(spec, first, { legs, rttMs }) : second
}

/** The rates at which a set of sites is weighed first: the one that is stated, or those that are worth it on the shortest way. */
export function ratesToTry(spec: WorkloadSpec, legs: number, rttMs: Ms): readonly Rate[] {
  const least = leastUtilisation(spec, legs)
  if (spec.wan !== undefined) return [{ gbps: spec.wan.gbps, utilisation: least }]
  return usefulRates(spec.trains!, legs, { rttMs, least })
}

/** The first of the cheapest; else the last refusal: rates fall, so it says what even the slowest lacks. */
function cheapestOf(all: readonly (Joined | Refusal)[]): Joined | Refusal {
  let best: Joined | undefined
  for (const one of all)
    if (!('constraint' in one) && (best === undefined || one.costUsd < best.costUsd)) best = one
  return best ?? all.at(-1)!
}

type Wan = NonNullable<WorkloadSpec['wan']>

/** What is stated, or one path at this rate. */
const wanAt = (spec: WorkloadSpec, gbps: Gbps): Wan => spec.wan ?? { gbps, disjointPaths: 1 }

const starAt = (
  state: State,
  query: JoinQuery,
  { sites, wan }: { readonly sites: readonly LayoutSite[]; readonly wan: Wan },
): Star | Refusal =>
  joinStar(state, idsOf(sites), { ...query, spec: { ...query.spec, wan }, free: query.freeWan() })

interface AtRate extends JoinQuery {
  readonly gbps: Gbps
  /** The share of compute time that is asked for at least. */
  readonly least: Ratio
}

function atRate(state: State, query: AtRate, sites: readonly LayoutSite[]): Joined | Refusal {
  const { spec, gbps, least, fromMs } = query
  const trains = spec.trains!
  const legs = sites.length
  const stated = wanAt(spec, gbps)
  const nearMs = farthestRttMs(trains, legs, { gbps, utilisation: least })
  const near = { ...stated, rttMaxMs: Math.min(nearMs, stated.rttMaxMs ?? nearMs) }
  // With nothing to keep to, no way is too long.
  const star = starAt(state, query, { sites, wan: least > 0 ? near : stated })
  if ('constraint' in star) return star
  const between: Between = { gbps, rttMs: Math.max(...star.grants.map((grant) => grant.rttMs)) }
  const pace = paceAcross(trains, legs, between)
  if (pace === undefined) return tooFar(spec, legs, between.rttMs)
  const atItsPace = atPace(spec, pace)
  const costUsd = sites.reduce(
    (sum, { entry, need }) => sum + legCostUsd(state.world!, entry, { spec: atItsPace, need, fromMs }), // prettier-ignore
    star.usdPerH * pace.runH,
  )
  const inWords = (): string => paceInWords(pace, between, aimedGbps(trains, legs, between.rttMs))
  return { sites: withGrants(sites, star), costUsd, inWords }
}

/** What the network refused, in the words of whoever asked for time and not for a network. */
function explained(
  spec: WorkloadSpec,
  answer: Refusal,
  { legs, rttMs }: { readonly legs: number; readonly rttMs: Ms },
): Refusal {
  const { constraint, limit, need } = answer
  if (constraint === 'wan-latency' && need <= (spec.wan?.rttMaxMs ?? need))
    return tooFar(spec, legs, Math.max(need, rttMs))
  if (constraint !== 'wan-capacity' || spec.wan !== undefined || limit <= 0) return answer
  const pace = paceAcross(spec.trains!, legs, { gbps: limit, rttMs })
  const late = pace && tooSlow(spec, pace)
  if (late === undefined) return answer
  return { ...late, note: `${late.note}; ${limit} Gb/s are free, it takes ${need} Gb/s` }
}

/** Over this way it is not done in time, or no rate brings a fifth of the time to use. */
function tooFar(spec: WorkloadSpec, legs: number, rttMs: Ms): Refusal {
  const gbps = spec.wan?.gbps ?? Number.MAX_SAFE_INTEGER
  const pace = paceAcross(spec.trains!, legs, { gbps, rttMs })
  const late = pace && tooSlow(spec, pace)
  if (late !== undefined) return late
  return {
    constraint: 'efficiency',
    need: leastUtilisation(spec, legs),
    limit: pace?.utilisation ?? 0,
    unit: 'of the time computing',
    note: `${Number(rttMs.toPrecision(3))} ms apart: no rate keeps the accelerators busy for longer`,
  }
}

/** A run is ended when its longest time is over: one that would not be done by then is not begun. */
export function tooSlow(spec: WorkloadSpec, pace: Pace): Refusal | undefined {
  const { durationMaxH } = spec
  if (durationMaxH === undefined || pace.runP90H <= durationMaxH) return undefined
  const share = pace.utilisation < 1 ? ` at ${percent(pace.utilisation)} % efficiency` : ''
  return {
    constraint: 'efficiency',
    need: pace.runP90H,
    limit: durationMaxH,
    unit: 'h',
    note: `to train all tokens (P90)${share}, against its longest run time`,
  }
}

export const idsOf = (sites: readonly LayoutSite[]): string[] =>
  sites.map((site) => site.entry.site.id)

const withGrants = (sites: readonly LayoutSite[], star: Star): readonly LayoutSite[] =>
  sites.map((site, i) => (i === 0 ? site : { ...site, grant: star.grants[i - 1]! }))

/** Between the first site and the farthest other, on the quickest path that each has. */
export function shortestRttMs(state: State, sites: readonly LayoutSite[]): Ms {
  const hubId = sites[0]!.entry.site.id
  let rttMs = 0
  for (let i = 1; i < sites.length; i++)
    rttMs = Math.max(rttMs, quickestMs(state.world!.paths(hubId, sites[i]!.entry.site.id)))
  return rttMs
}

/** In hollow fibre the quickest path need not be the shortest. No path takes no time: the network refuses it by itself. */
function quickestMs(paths: readonly Path[]): Ms {
  const known = quickest.get(paths)
  if (known !== undefined) return known
  const rttMs = paths.length === 0 ? 0 : Math.min(...paths.map((path) => path.rttMs))
  quickest.set(paths, rttMs)
  return rttMs
}

/** The paths between two sites are found once for each fleet, and asked for with every set of sites. */
const quickest = new WeakMap<readonly Path[], Ms>()

/** Of every other way between the first site and another, the shortest first. */
function longerRttsMs(state: State, sites: readonly LayoutSite[], beyondMs: Ms): readonly Ms[] {
  const [hub = '', ...others] = idsOf(sites)
  const all = others.flatMap((id) => state.world!.paths(hub, id).map(({ rttMs }) => rttMs))
  return [...new Set(all)].filter((rttMs) => rttMs > beyondMs).sort((a, b) => a - b)
}
