import { tenantState } from './book.ts'
import type { Decision, Reason } from './decision.ts'
import { place } from './place.ts'
import { packReasons } from './pack-reasons.ts'
import { findVictims, preempt } from './preempt.ts'
import { inOrder, isStarving } from './queue.ts'
import { reserveEarliest } from './reserve.ts'
import { search } from './search.ts'
import type { Reservation, State, Workload } from './state.ts'

/**
 * One walk down the queue. What fits now is placed. The first workload that does not fit may stop lesser ones; if that does
 * not help either, it gets the one reservation: the earliest instant at which it will fit, which nobody behind it may
 * touch. Whoever comes after may only fill the gaps (EASY backfill; Lifka 1995). At most `looksMax` searches are made in
 * one pass: the rest of the queue waits for the next, while the head's promise stands.
 */
const looksMax = 200
/** How many of the first that do not fit are asked for a reservation, when the ones before can never get one. */
const promisesMax = 3

export function runPass(state: State): Decision[] {
  const decisions: Decision[] = []
  const charged = new Map<string, number>()
  const previous = state.reservation
  state.reservation = undefined
  let promises = 0
  const roomiest = freeByAccelerator(state)
  let looks = 0
  const closed = new Set<string>()
  const mayPromise = (): boolean => state.reservation === undefined && promises < promisesMax
  // Within a pass nothing comes free: whoever is passed over once is passed over for good.
  const passOver = (workload: Workload) =>
    closed.has(workload.spec.tenant) ||
    (!mayPromise() && !mightFit(roomiest, workload)) ||
    isOverQuota(state, workload)
      ? 'its-queue'
      : workload.notBeforeMs > state.nowMs
        ? 'it'
        : 'nobody'
  for (const workload of inOrder(state, charged, passOver)) {
    if (workload.notBeforeMs > state.nowMs || closed.has(workload.spec.tenant)) continue
    if (isOverQuota(state, workload)) {
      // Or its tenant's small work would keep its large work out for ever.
      if (isStarving(state, workload, state.nowMs)) closed.add(workload.spec.tenant)
      continue
    }
    const isHead = mayPromise()
    if (!isHead && !mightFit(roomiest, workload)) continue
    if (looks++ >= looksMax) break
    const query = {
      spec: workload.spec,
      legsMax: workload.legsMax,
      fromMs: state.nowMs,
      reservation: state.reservation,
    }
    const found = search(state, query)
    if (found.layout !== undefined) {
      decisions.push(place(state, workload, { layout: found.layout, reasons: found.reasons }))
      const { tenant, accelerators } = workload.spec
      charged.set(tenant, (charged.get(tenant) ?? 0) + accelerators.count)
      refreshFree(state, roomiest, workload)
    } else if (isHead) {
      promises++
      decisions.push(...promise(state, workload, { reasons: found.reasons, previous }))
    }
  }
  state.hasFreed = false
  return decisions
}

interface Unplaced {
  readonly reasons: readonly Reason[]
  /** The reservation of the last pass. */
  readonly previous: Reservation | undefined
}

function promise(state: State, workload: Workload, { reasons, previous }: Unplaced): Decision[] {
  const victims = findVictims(state, workload)
  const decisions = victims === undefined ? [] : preempt(state, workload, victims)
  state.reservation = reserveEarliest(state, workload, previous)
  const reserved = state.reservation
  if (reserved === undefined) return decisions
  const siteIds = reserved.legs.map((leg) => leg.siteId)
  // Said again only when the promise changed: a pass that changes nothing decides nothing.
  const text = `reserved from ${reserved.fromMs} on ${siteIds.join(' + ')}`
  if (workload.history[workload.history.length - 1]?.text === text) return decisions
  workload.history.push({ atMs: state.nowMs, text })
  if (workload.history.length > 24) workload.history.shift()
  workload.reasons = packReasons(reasons)
  workload.decidedAtMs = state.nowMs
  return [
    ...decisions,
    { kind: 'reserved', workloadId: workload.id, siteIds, fromMs: reserved.fromMs, reasons },
  ]
}

export function isOverQuota(state: State, workload: Workload): boolean {
  const tenant = state.world!.tenantById.get(workload.spec.tenant)
  if (tenant === undefined) return true
  return (
    tenantState(state, tenant.id).heldAccelerators + workload.spec.accelerators.count >
    tenant.quota.acceleratorsMax
  )
}

/** The most accelerators of a kind that any one site has free: a cheap bound that spares most searches when all is full. */
function freeByAccelerator(state: State): Map<string, number> {
  const free = new Map<string, number>()
  for (const entry of state.world!.sites) {
    const site = state.sites.get(entry.site.id)!
    if (!site.isReachable) continue
    for (const [kind, pool] of entry.poolByAccelerator) {
      const left =
        pool.nodes * pool.acceleratorsPerNode -
        (site.usedByPool.get(pool.id) ?? 0) -
        (site.foreign[pool.id] ?? 0) -
        (site.down[pool.id] ?? 0)
      free.set(kind, Math.max(free.get(kind) ?? 0, left))
    }
  }
  return free
}

const mightFit = (roomiest: ReadonlyMap<string, number>, workload: Workload): boolean => {
  const { accelerators, legs } = workload.spec
  return (
    Math.ceil(accelerators.count / Math.min(legs.max, workload.legsMax)) <=
    (roomiest.get(accelerators.kind) ?? 0)
  )
}

function refreshFree(state: State, roomiest: Map<string, number>, workload: Workload): void {
  const { kind } = workload.spec.accelerators
  roomiest.set(kind, freeByAccelerator(state).get(kind) ?? 0)
}
