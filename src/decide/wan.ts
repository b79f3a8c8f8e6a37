import type { WorkloadSpec } from '../fleet/index.ts'
import { isDisjoint } from '../network/index.ts'
import type { Path } from '../network/index.ts'
import type { Gbps, InstantMs } from '../units/index.ts'
import { heldUntilMs } from './book.ts'
import { addGrant, toMbps } from './grant.ts'
import type { WanGrant } from './event.ts'
import type { Refusal } from './site-check.ts'
import type { Reservation, State } from './state.ts'

/**
 * WAN as a booked resource: the first leg is the hub, each other leg gets a path to it (two that share no SRLG, each
 * with the full rate, when asked for). Rates are whole Mb/s inside, so that sums are exact.
 */
export interface WanQuery {
  readonly spec: WorkloadSpec
  /** Mb/s that each route can still carry (`freeMbps`), counted once per search. */
  readonly free: ReadonlyMap<string, number>
  /** Judge the network as if nothing were booked and all of it were lit. */
  readonly isEmpty?: boolean
}

/** From the first leg's site to another's. */
export interface Ends {
  readonly hubSiteId: string
  readonly siteId: string
}

export type WanAnswer =
  | { readonly ok: true; readonly grant: WanGrant; readonly usdPerH: number }
  | { readonly ok: false; readonly refusal: Refusal }

/** Mb/s booked on each route at an instant, now or later. */
export function bookedMbps(state: State, atMs: InstantMs): Map<string, number> {
  if (atMs <= state.nowMs) return new Map(state.wanHeldMbps)
  const booked = new Map<string, number>()
  for (const leg of state.wanLegs.values())
    if (heldUntilMs(state, leg) > atMs) addGrant(booked, leg.wan)
  return booked
}

/** The best way for one leg by itself. How several legs share the network is told in star.ts. */
export function findGrant(state: State, ends: Ends, query: WanQuery): WanAnswer {
  const { wan } = query.spec
  if (wan === undefined) return { ok: true, grant: { gbps: 0, paths: [], rttMs: 0 }, usdPerH: 0 }
  const wide = widePaths(state, ends, query)
  if (!wide.ok) return wide
  const chosen = wan.disjointPaths === 1 ? cheapest(wide.paths) : shortestPair(wide.paths)
  if (chosen !== undefined) return { ok: true, ...toGrant(wan.gbps, chosen) }
  return {
    ok: false,
    refusal: {
      constraint: 'wan-disjoint',
      need: 2,
      limit: 1,
      unit: 'SRLG-disjoint paths',
      note: `${wide.paths.length} paths are wide enough, no two share no risk`,
    },
  }
}

export interface GrantOption {
  readonly grant: WanGrant
  readonly usdPerH: number
  /** What is to be least: the price of a single path, the length of a pair. */
  readonly weight: number
}

/** Every way for one leg, the best first. */
export function grantOptions(state: State, ends: Ends, query: WanQuery): readonly GrantOption[] {
  const wide = widePaths(state, ends, query)
  if (!wide.ok) return []
  const { gbps, disjointPaths } = query.spec.wan!
  const options =
    disjointPaths === 1
      ? wide.paths.map((path) => ({
          ...toGrant(gbps, [path]),
          weight: path.priceUsdPerGbpsH,
        }))
      : wide.paths.flatMap((a, i) =>
          wide.paths
            .slice(i + 1)
            .filter((b) => isDisjoint(a, b))
            .map((b) => ({ ...toGrant(gbps, [a, b]), weight: a.lengthKm + b.lengthKm })),
        )
  return options.sort((a, b) => a.weight - b.weight || a.usdPerH - b.usdPerH)
}

const toGrant = (
  gbps: Gbps,
  paths: readonly Path[],
): { readonly grant: WanGrant; readonly usdPerH: number } => ({
  grant: { gbps, paths: paths.map((path) => path.routeIds), rttMs: paths[0]!.rttMs },
  usdPerH: gbps * paths.reduce((sum, path) => sum + path.priceUsdPerGbpsH, 0),
})

type Wide =
  | { readonly ok: true; readonly paths: readonly Path[] }
  | { readonly ok: false; readonly refusal: Refusal }

const refuse = (refusal: Refusal): Wide => ({ ok: false, refusal })

const noPath = (note: string): Wide =>
  refuse({ constraint: 'wan-path', need: 1, limit: 0, unit: 'paths', note })

/** Paths that are near enough, lit, and wide enough for the whole rate, shortest first; never none. */
function widePaths(state: State, { hubSiteId, siteId }: Ends, query: WanQuery): Wide {
  const wan = query.spec.wan!
  const all = state.world!.paths(hubSiteId, siteId)
  if (all.length === 0) return noPath('no lit route joins them')
  const near = wan.rttMaxMs === undefined ? all : all.filter((path) => path.rttMs <= wan.rttMaxMs!)
  if (near.length === 0)
    return refuse({
      constraint: 'wan-latency',
      need: Math.min(...all.map((path) => path.rttMs)),
      limit: wan.rttMaxMs!,
      unit: 'ms RTT',
      note: 'on the quickest path',
    })
  const lit =
    query.isEmpty === true || state.darkSpans.size === 0
      ? near
      : near.filter((path) => !path.spanIds.some((span) => state.darkSpans.has(span)))
  if (lit.length === 0) return noPath('every path has a dark span')
  const free = (id: string): number => query.free.get(id)!
  const needMbps = toMbps(wan.gbps)
  const paths = lit.filter((path) => path.routeIds.every((id) => free(id) >= needMbps))
  if (paths.length > 0) return { ok: true, paths }
  const best = Math.max(...lit.map((path) => Math.min(...path.routeIds.map(free))))
  const limit = Math.max(0, best) / 1000
  return refuse({ constraint: 'wan-capacity', need: wan.gbps, limit, unit: 'Gb/s' })
}

export interface FreeQuery {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly reservation?: Reservation | undefined
  readonly isEmpty?: boolean
}

/** Mb/s that each route can still carry at `fromMs`, what is promised to others taken off. */
export function freeMbps(
  state: State,
  query: FreeQuery,
  booked: ReadonlyMap<string, number> = bookedMbps(state, query.fromMs),
): ReadonlyMap<string, number> {
  const { routes } = state.world!.graph
  const { reservation } = query
  const promised =
    reservation !== undefined && reservation.fromMs < query.toMs && query.fromMs < reservation.toMs
      ? reservation.wan
      : undefined
  const free = new Map<string, number>()
  for (const [id, { capacityGbps }] of routes) {
    const used = query.isEmpty === true ? 0 : (booked.get(id) ?? 0) + (promised?.get(id) ?? 0)
    free.set(id, toMbps(capacityGbps) - used)
  }
  return free
}

/** The cheapest path; the shortest among equals, as paths come in order of length. */
function cheapest(paths: readonly Path[]): readonly Path[] | undefined {
  const best = paths.reduce<Path | undefined>(
    (low, path) => (low === undefined || path.priceUsdPerGbpsH < low.priceUsdPerGbpsH ? path : low),
    undefined,
  )
  return best === undefined ? undefined : [best]
}

/** The SRLG-disjoint pair with the least sum of lengths, the cheaper of equals; exact over the paths that are listed. */
function shortestPair(paths: readonly Path[]): readonly Path[] | undefined {
  let best: readonly [Path, Path] | undefined
  let bestKm = Number.POSITIVE_INFINITY
  for (const [i, a] of paths.entries())
    for (const b of paths.slice(i + 1)) {
      const km = a.lengthKm + b.lengthKm
      if (km > bestKm) break
      if (best !== undefined && km === bestKm && priceOf(a, b) >= priceOf(...best)) continue
      if (!isDisjoint(a, b)) continue
      best = [a, b]
      bestKm = km
    }
  return best
}

const priceOf = (a: Path, b: Path): number => a.priceUsdPerGbpsH + b.priceUsdPerGbpsH

/** The first path of a grant that has no dark span; undefined when the digger took them all. */
export function litPath(state: State, grant: WanGrant): readonly string[] | undefined {
  const { routes } = state.world!.graph
  return grant.paths.find((path) =>
    path.every(
      (id) => routes.get(id)?.spanIds.every((span) => !state.darkSpans.has(span)) === true,
    ),
  )
}
