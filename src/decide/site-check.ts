import { findResidencyBreach } from '../policy/index.ts'
import { capAt, capSpans, minItW } from '../power/index.ts'
import { dayMs } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { WorkloadSpec } from '../fleet/index.ts'
import { rampFullMs, rampLevelW, usedAt } from './book.ts'
import type { Constraint } from './decision.ts'
import { foreverMs, needInPool } from './need.ts'
import type { LegNeed } from './need.ts'
import type { Reservation, State } from './state.ts'
import type { WorldSite } from './world.ts'

/** Why a site cannot take a leg: the constraint that decided, with its number and limit. */
export interface Refusal {
  readonly constraint: Constraint
  readonly need: number
  readonly limit: number
  readonly unit: string
  readonly atMs?: InstantMs
  readonly note?: string
}

/** What would be freed by stopping others, when preemption is weighed. */
export interface Credit {
  readonly accelerators: number
  readonly itW: number
}

export interface SiteQuery {
  readonly spec: WorkloadSpec
  readonly accelerators: number
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** Promises to others that must be kept. */
  readonly reservation?: Reservation | undefined
  readonly credit?: ReadonlyMap<string, Credit>
  /** Judge the site as if nothing ran on it: can this ever be placed? */
  readonly isEmpty?: boolean
}

export type SiteAnswer =
  | { readonly ok: true; readonly need: LegNeed; readonly poolId: string }
  | { readonly ok: false; readonly refusal: Refusal }

const refuse = (
  constraint: Constraint,
  need: number,
  limit: number,
  unit: string,
  note?: string,
  atMs?: InstantMs,
): SiteAnswer => ({
  ok: false,
  refusal: {
    constraint,
    need,
    limit,
    unit,
    ...(note === undefined ? {} : { note }),
    ...(atMs === undefined ? {} : { atMs }),
  },
})

/** Can this site take the leg over `[fromMs, toMs)`? Cheap and lasting reasons come first, capacity over time last. */
export function checkSite(state: State, entry: WorldSite, query: SiteQuery): SiteAnswer {
  const lasting = checkLasting(state, entry, query)
  if (lasting !== undefined) return lasting
  const pool = entry.poolByAccelerator.get(query.spec.accelerators.kind)!
  const need = needInPool(query.accelerators, pool)!
  const total = pool.nodes * pool.acceleratorsPerNode
  if (need.accelerators > total)
    return refuse('accelerators', need.accelerators, total, 'accelerators', 'the whole pool')
  const capacity = query.isEmpty === true ? undefined : checkNow(state, entry, query, need, total)
  if (capacity !== undefined) return capacity
  const power = checkPower(state, entry, query, need)
  return power ?? { ok: true, need, poolId: pool.id }
}

function checkLasting(state: State, entry: WorldSite, query: SiteQuery): SiteAnswer | undefined {
  const { spec } = query
  const { site } = entry
  const pool = entry.poolByAccelerator.get(spec.accelerators.kind)
  if (pool === undefined)
    return refuse(
      'accelerator-kind',
      query.accelerators,
      0,
      'accelerators',
      `no ${spec.accelerators.kind} here`,
    )
  if (needInPool(query.accelerators, pool) === undefined)
    return refuse(
      'leg-count',
      query.accelerators,
      pool.acceleratorsPerNode,
      'accelerators',
      'not a whole number of nodes',
    )
  if (spec.sites?.allow !== undefined && !spec.sites.allow.includes(site.id))
    return refuse('site-not-allowed', 1, 0, 'sites', 'not among the sites asked for')
  if (spec.sites?.deny?.includes(site.id) === true)
    return refuse('site-not-allowed', 1, 0, 'sites', 'ruled out by the workload')
  const breach = findResidencyBreach(spec, site, state.world!.datasetById)
  if (breach !== undefined) return refuse('residency', 1, 0, 'permissions', breach)
  if (site.state === 'drained') return refuse('site-drained', 1, 0, 'sites', 'closed to new work')
  return undefined
}

/** Accelerators and ramp, at the start; and accelerators again where a reservation begins, since only it adds load later. */
function checkNow(
  state: State,
  entry: WorldSite,
  query: SiteQuery,
  need: LegNeed,
  total: number,
): SiteAnswer | undefined {
  const site = state.sites.get(entry.site.id)!
  if (!site.isReachable)
    return refuse('site-unreachable', 1, 0, 'sites', 'its engine does not answer')
  const pool = entry.poolByAccelerator.get(query.spec.accelerators.kind)!
  const free =
    total -
    (site.foreign[pool.id] ?? 0) -
    (site.down[pool.id] ?? 0) +
    (query.credit?.get(site.id)?.accelerators ?? 0)
  const used = usedAt(state, site, pool.id, query.fromMs).accelerators
  if (used + need.accelerators > free)
    return refuse('accelerators', need.accelerators, Math.max(0, free - used), 'accelerators')
  const promised = reservedHere(query.reservation, site.id)
  const reservation = query.reservation
  if (
    reservation !== undefined &&
    promised !== undefined &&
    promised.poolId === pool.id &&
    overlaps(reservation, query)
  ) {
    const atMs = Math.max(reservation.fromMs, query.fromMs)
    const then = usedAt(state, site, pool.id, atMs).accelerators + promised.accelerators
    if (then + need.accelerators > free)
      return refuse(
        'reserved',
        need.accelerators,
        Math.max(0, free - then),
        'accelerators',
        `kept for ${reservation.workloadId}`,
        atMs,
      )
  }
  return query.credit === undefined ? checkRamp(state, entry, query, need) : undefined
}

/** May it bring up its load then? And will the budget be full again for whoever was promised a start after it? */
function checkRamp(
  state: State,
  entry: WorldSite,
  query: SiteQuery,
  need: LegNeed,
): SiteAnswer | undefined {
  const ratePerMin = entry.site.rampMaxMwPerMin
  if (ratePerMin === undefined) return undefined
  const fullW = ratePerMin * 1e6
  const site = state.sites.get(entry.site.id)!
  const level = rampLevelW(entry, site, query.fromMs)
  const facilityW = need.itW * capAt(entry.cap, query.fromMs).pue
  const needW = Math.min(facilityW, fullW)
  const refuseRamp = (leftW: number, constraint: 'ramp' | 'reserved', note: string): SiteAnswer =>
    refuse(constraint, needW / 1e6, Math.max(0, leftW / 1e6), 'facility MW', note)
  if (needW > level) return refuseRamp(level, 'ramp', 'the start budget of this minute is used')
  const { reservation } = query
  const promised = reservedHere(reservation, site.id)
  if (reservation === undefined || promised === undefined || reservation.fromMs < query.fromMs)
    return undefined
  const refilledW = (fullW * (reservation.fromMs - query.fromMs)) / 60_000
  const thenW = Math.min(fullW, promised.itW * capAt(entry.cap, reservation.fromMs).pue)
  return Math.min(fullW, level - facilityW + refilledW) < thenW
    ? refuseRamp(
        level + refilledW - thenW,
        'reserved',
        `the start budget is kept for ${reservation.workloadId}`,
      )
    : undefined
}

const overlaps = (reservation: Reservation, query: SiteQuery): boolean =>
  reservation.fromMs < query.toMs && query.fromMs < reservation.toMs

export function reservedHere(
  reservation: Reservation | undefined,
  siteId: string,
): Reservation['legs'][number] | undefined {
  return reservation?.legs.find((leg) => leg.siteId === siteId)
}

/** Watts over the whole run: the cap moves with the hour, the load falls as others end and rises with the reservation. */
function checkPower(
  state: State,
  entry: WorldSite,
  query: SiteQuery,
  need: LegNeed,
): SiteAnswer | undefined {
  const site = state.sites.get(entry.site.id)!
  const promised = query.isEmpty === true ? undefined : reservedHere(query.reservation, site.id)
  const credit = query.credit?.get(site.id)?.itW ?? 0
  const others = query.isEmpty === true ? 0 : usedAt(state, site, '', query.fromMs).itW - credit
  const peak = others + (promised?.itW ?? 0) + need.itW
  if (peak <= minItW(entry.cap, query.fromMs, query.toMs)) return undefined
  const reservation = promised === undefined ? undefined : query.reservation
  for (const span of spansToCheck(entry, query, reservation)) {
    const loadW = query.isEmpty === true ? 0 : usedAt(state, site, '', span.fromMs).itW - credit
    const isPromised =
      reservation !== undefined &&
      reservation.fromMs <= span.fromMs &&
      span.fromMs < reservation.toMs
    const freeW = span.itW - loadW - (isPromised ? (promised?.itW ?? 0) : 0)
    if (need.itW <= freeW) continue
    const atMeter = span.binding === 'facility-power' ? span.pue : 1
    const unit = span.binding === 'facility-power' ? 'facility MW' : 'IT MW'
    const note = isPromised ? `partly kept for ${reservation.workloadId}` : undefined
    return refuse(
      span.binding,
      (need.itW * atMeter) / 1e6,
      (Math.max(0, freeW) * atMeter) / 1e6,
      unit,
      note,
      span.fromMs,
    )
  }
  return undefined
}

/** Cap spans, cut where the reservation begins: load is highest at the start of each. */
function* spansToCheck(entry: WorldSite, query: SiteQuery, reservation: Reservation | undefined) {
  const horizonMs = Math.min(query.toMs, Number.MAX_SAFE_INTEGER)
  for (const span of capSpans(entry.cap, query.fromMs, horizonMs)) {
    yield span
    if (
      reservation !== undefined &&
      span.fromMs < reservation.fromMs &&
      reservation.fromMs < span.toMs
    )
      yield { ...span, fromMs: reservation.fromMs }
  }
  if (reservation === undefined) return
  // A day that repeats is listed once; a reservation that begins on a later day has to be met in every hour of its own.
  const fromMs = Math.max(reservation.fromMs, query.fromMs)
  const toMs = Math.min(reservation.toMs, horizonMs)
  if (fromMs < toMs) yield* capSpans(entry.cap, fromMs, toMs)
}

/**
 * The instants, in no order and some more than once, at which a site may have more room after `afterMs`: ends of legs,
 * changes of the cap (over a day from now, from each epoch of the cap, and from the last end), a start budget that is full
 * again.
 */
export function releaseInstants(
  state: State,
  entry: WorldSite,
  afterMs: InstantMs,
): readonly InstantMs[] {
  const site = state.sites.get(entry.site.id)!
  const instants = [rampFullMs(entry, site)]
  let lastEndMs = afterMs
  for (const { holdsUntilMs } of site.legs.values()) {
    if (holdsUntilMs <= afterMs || holdsUntilMs === foreverMs) continue
    instants.push(holdsUntilMs)
    lastEndMs = Math.max(lastEndMs, holdsUntilMs)
  }
  for (const fromMs of [afterMs, lastEndMs, ...entry.cap.epochs.map((epoch) => epoch.fromMs)])
    for (const span of capSpans(entry.cap, Math.max(fromMs, afterMs), fromMs + dayMs))
      instants.push(span.fromMs)
  return instants.filter((atMs) => atMs > afterMs)
}
