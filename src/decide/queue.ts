import { hourMs } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import { accrue, tenantState } from './book.ts'
import type { State, Workload } from './state.ts'

/**
 * The order of the queue. First whoever has waited longer than the fleet's starvation limit, the longest wait first; then
 * by priority; among equals the tenant that has used least of its share; then by age and, at one instant, by id - never by
 * the order of arrival, so that simultaneous submissions give the same result in any order.
 */
const before = (a: Workload, b: Workload): boolean =>
  a.spec.priority !== b.spec.priority
    ? a.spec.priority > b.spec.priority
    : a.submittedAtMs !== b.submittedAtMs
      ? a.submittedAtMs < b.submittedAtMs
      : a.id < b.id

/**
 * Workloads of those ids, the most urgent first. Books are maps in the order in which things happened, which a snapshot
 * does not keep: whoever walks them and decides must bring an order of its own.
 */
export const byUrgency = (state: State, ids: Iterable<string>): Workload[] =>
  [...new Set(ids)]
    .map((id) => state.workloads.get(id)!)
    .sort((a, b) => (a === b ? 0 : before(a, b) ? -1 : 1))

export function enqueue(state: State, workload: Workload): void {
  let queue = state.queues.get(workload.spec.tenant)
  if (queue === undefined) state.queues.set(workload.spec.tenant, (queue = []))
  const index = firstAfter(queue, workload)
  queue.splice(index, 0, workload)
  state.live.set(workload.id, workload)
  state.touched.add(workload.id)
}

export function dequeue(state: State, workload: Workload): void {
  const queue = state.queues.get(workload.spec.tenant)
  if (queue === undefined) return
  const index = firstAfter(queue, workload)
  if (queue[index] === workload) queue.splice(index, 1)
}

/** Binary search for the first entry that does not stand before the workload. */
function firstAfter(queue: readonly Workload[], workload: Workload): number {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(queue[middle]!, workload)) low = middle + 1
    else high = middle
  }
  return low
}

/** Had it waited longer than the fleet's starvation limit, at an instant? */
export const isStarving = (state: State, workload: Workload, atMs: InstantMs): boolean =>
  atMs - workload.waitingSinceMs > state.world!.fleet.policy.starvationAfterH * hourMs

/**
 * Walks the queue in order. `charged` adds to a tenant's usage what this pass has already given it; whoever is idle is
 * left out, which costs a look and not a place in the order: a long queue is mostly idle.
 */
export function* inOrder(
  state: State,
  charged: ReadonlyMap<string, number>,
  isIdle: (workload: Workload) => boolean = () => false,
): Generator<Workload> {
  const starving = new Set<Workload>()
  for (const queue of state.queues.values())
    for (const workload of queue)
      if (isStarving(state, workload, state.nowMs)) starving.add(workload)
  yield* [...starving].sort((a, b) => a.waitingSinceMs - b.waitingSinceMs || (a.id < b.id ? -1 : 1))
  // A queue that ran empty is as one that never was: usage is brought up to date in steps, so the steps must be the same
  // after a snapshot, which keeps no empty queues.
  const lists = [...state.queues]
    .filter(([, queue]) => queue.length > 0)
    .map(([tenantId, queue]) => ({
      tenantId,
      // A copy: what is placed meanwhile leaves the queue.
      waiting:
        starving.size === 0 ? [...queue] : queue.filter((workload) => !starving.has(workload)),
      next: 0,
      usageH: () => normalUsage(state, charged, tenantId),
    }))
  for (const list of lists) accrue(state, tenantState(state, list.tenantId))
  for (;;) {
    const best = lists.reduce<(typeof lists)[number] | undefined>((first, list) => {
      while (list.next < list.waiting.length && isIdle(list.waiting[list.next]!)) list.next++
      if (list.next >= list.waiting.length) return first
      return first === undefined || comesFirst(list, first) ? list : first
    }, undefined)
    if (best === undefined) return
    yield best.waiting[best.next++]!
  }
}

interface TenantQueue {
  readonly tenantId: string
  readonly waiting: readonly Workload[]
  readonly next: number
  /** Used of its share so far, in this pass too. */
  readonly usageH: () => number
}

function comesFirst(a: TenantQueue, b: TenantQueue): boolean {
  const x = a.waiting[a.next]!
  const y = b.waiting[b.next]!
  if (x.spec.priority !== y.spec.priority) return x.spec.priority > y.spec.priority
  const usedX = a.usageH()
  const usedY = b.usageH()
  if (usedX !== usedY) return usedX < usedY
  return before(x, y)
}

/** Decayed accelerator-hours per share; what is held now counts as one hour more. */
function normalUsage(state: State, charged: ReadonlyMap<string, number>, tenantId: string): number {
  const tenant = tenantState(state, tenantId)
  const shares = state.world!.tenantById.get(tenantId)?.shares ?? 1
  return (tenant.usageH + tenant.heldAccelerators + (charged.get(tenantId) ?? 0)) / shares
}
