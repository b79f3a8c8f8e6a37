import { findResidencyBreach } from '../policy/index.ts'
import { capAt, capSpans, minItW } from '../power/index.ts'
import { dayMs } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { WorkloadSpec } from '../fleet/index.ts'
import { acceleratorsUsedAt, itWUsedAt, rampFullMs, rampLevelW } from './book.ts'
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

const refuse = (refusal: Refusal): SiteAnswer => ({ ok: false, refusal })

/** A rule that is kept or broken has no amount: one is needed, none is allowed. */
const forbid = (constraint: Constraint, unit: string, note: string): SiteAnswer =>
  refuse({ constraint, need: 1, limit: 0, unit, note })

type Lack = Omit<Refusal, 'constraint' | 'unit'> & { readonly constraint?: Constraint }

const lacking = (lack: Lack): SiteAnswer =>
  refuse({ constraint: 'accelerators', unit: 'accelerators', ...lack })

/** A leg that is weighed against a site: the question, with what the leg needs there. */
interface Weighed extends SiteQuery {
  readonly need: LegNeed
  readonly totalAccelerators: number
}

/** Can this site take the leg over `[fromMs, toMs)`? Cheap and lasting reasons come first, capacity over time last. */
export function checkSite(state: State, entry: WorldSite, query: SiteQuery): SiteAnswer {
  const lasting = checkLasting(state, entry, query)
  if (lasting !== undefined) return lasting
  const pool = entry.poolByAccelerator.get(query.spec.accelerators.kind)!
  const need = needInPool(query.accelerators, pool)!
  const total = pool.nodes * pool.acceleratorsPerNode
  if (need.accelerators > total)
    return lacking({ need: need.accelerators, limit: total, note: 'the whole pool' })
  const weighed = { ...query, need, totalAccelerators: total }
  const capacity = query.isEmpty === true ? undefined : checkNow(state, entry, weighed)
  if (capacity !== undefined) return capacity
  const power = checkPower(state, entry, weighed)
  return power ?? { ok: true, need, poolId: pool.id }
}

function checkLasting(state: State, entry: WorldSite, query: SiteQuery): SiteAnswer | undefined {
  const { spec } = query
  const { site } = entry
  const pool = entry.poolByAccelerator.get(spec.accelerators.kind)
  if (pool === undefined)
    return lacking({
      constraint: 'accelerator-kind',
      need: query.accelerators,
      limit: 0,
      note: `no ${spec.accelerators.kind} here`,
    })
  if (needInPool(query.accelerators, pool) === undefined)
    return lacking({
      constraint: 'leg-count',
      need: query.accelerators,
      limit: pool.acceleratorsPerNode,
      note: 'not a whole number of nodes',
    })
  if (spec.sites?.allow !== undefined && !spec.sites.allow.includes(site.id))
    return forbid('site-not-allowed', 'sites', 'not among the sites asked for')
  if (spec.sites?.deny?.includes(site.id) === true)
    return forbid('site-not-allowed', 'sites', 'ruled out by the workload')
  const breach = findResidencyBreach(spec, site, state.world!.datasetById)
  if (breach !== undefined) return forbid('residency', 'permissions', breach)
  if (site.state === 'drained') return forbid('site-drained', 'sites', 'closed to new work')
  return undefined
}

/** Accelerators and ramp, at the start; and accelerators again where a reservation begins, since only it adds load later. */
function checkNow(state: State, entry: WorldSite, query: Weighed): SiteAnswer | undefined {
  const { need } = query
  const site = state.sites.get(entry.site.id)!
  if (!site.isReachable) return forbid('site-unreachable', 'sites', 'its engine does not answer')
  const pool = entry.poolByAccelerator.get(query.spec.accelerators.kind)!
  const free =
    query.totalAccelerators -
    (site.foreign[pool.id] ?? 0) -
    (site.down[pool.id] ?? 0) +
    (query.credit?.get(site.id)?.accelerators ?? 0)
  const used = acceleratorsUsedAt(state, { site, poolId: pool.id }, query.fromMs)
  if (used + need.accelerators > free)
    return lacking({ need: need.accelerators, limit: Math.max(0, free - used) })
  const promised = reservedHere(query.reservation, site.id)
  const reservation = query.reservation
  if (
    reservation !== undefined &&
    promised !== undefined &&
    promised.poolId === pool.id &&
    overlaps(reservation, query)
  ) {
    const atMs = Math.max(reservation.fromMs, query.fromMs)
    const then = acceleratorsUsedAt(state, { site, poolId: pool.id }, atMs) + promised.accelerators
    if (then + need.accelerators > free)
      return lacking({
        constraint: 'reserved',
        need: need.accelerators,
        limit: Math.max(0, free - then),
        note: `kept for ${reservation.workloadId}`,
        atMs,
      })
  }
  return query.credit === undefined ? checkRamp(state, entry, query) : undefined
}

/** May it bring up its load then? And will the budget be full again for whoever was promised a start after it? */
function checkRamp(state: State, entry: WorldSite, query: Weighed): SiteAnswer | undefined {
  const { need } = query
  const ratePerMin = entry.site.rampMaxMwPerMin
  if (ratePerMin === undefined) return undefined
  const fullW = ratePerMin * 1e6
  const site = state.sites.get(entry.site.id)!
  const level = rampLevelW(entry, site, query.fromMs)
  const facilityW = need.itW * capAt(entry.cap, query.fromMs).pue
  const needW = Math.min(facilityW, fullW)
  const refuseRamp = (leftW: number, constraint: 'ramp' | 'reserved', note: string): SiteAnswer =>
    refuse({
      constraint,
      need: needW / 1e6,
      limit: Math.max(0, leftW / 1e6),
      unit: 'facility MW',
      note,
    })
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
function checkPower(state: State, entry: WorldSite, query: Weighed): SiteAnswer | undefined {
  const { need } = query
  const site = state.sites.get(entry.site.id)!
  const promised = query.isEmpty === true ? undefined : reservedHere(query.reservation, site.id)
  const credit = query.credit?.get(site.id)?.itW ?? 0
  const others = query.isEmpty === true ? 0 : itWUsedAt(state, site, query.fromMs) - credit
  const peak = others + (promised?.itW ?? 0) + need.itW
  if (peak <= minItW(entry.cap, query.fromMs, query.toMs)) return undefined
  const reservation = promised === undefined ? undefined : query.reservation
  for (const span of spansToCheck(entry, query, reservation)) {
    const loadW = query.isEmpty === true ? 0 : itWUsedAt(state, site, span.fromMs) - credit
    const isPromised =
      reservation !== undefined &&
      reservation.fromMs <= span.fromMs &&
      span.fromMs < reservation.toMs
    const freeW = span.itW - loadW - (isPromised ? (promised?.itW ?? 0) : 0)
    if (need.itW <= freeW) continue
    const atMeter = span.binding === 'facility-power' ? span.pue : 1
    const unit = span.binding === 'facility-power' ? 'facility MW' : 'IT MW'
    return refuse({
      constraint: span.binding,
      need: (need.itW * atMeter) / 1e6,
      limit: (Math.max(0, freeW) * atMeter) / 1e6,
      unit,
      atMs: span.fromMs,
      ...(isPromised ? { note: `partly kept for ${reservation.workloadId}` } : {}),
    })
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
