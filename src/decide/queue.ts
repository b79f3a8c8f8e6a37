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

/** Work of one tenant that asks for as much of the same, over as many sites, is passed over together. */
function queueKey({ spec, legsMax }: Workload): string {
  const { kind, count } = spec.accelerators
  return `${spec.tenant} ${kind} ${count} ${Math.min(spec.legs.max, legsMax)}`
}

export function enqueue(state: State, workload: Workload): void {
  const key = queueKey(workload)
  let queue = state.queues.get(key)
  if (queue === undefined) state.queues.set(key, (queue = []))
  state.noneWaitsSinceBeforeMs = Math.min(state.noneWaitsSinceBeforeMs, workload.waitingSinceMs)
  const index = firstAfter(queue, workload)
  queue.splice(index, 0, workload)
  state.live.set(workload.id, workload)
  state.touched.add(workload.id)
}

export function dequeue(state: State, workload: Workload): void {
  const key = queueKey(workload)
  const queue = state.queues.get(key)
  if (queue === undefined) return
  const index = firstAfter(queue, workload)
  if (queue[index] === workload) queue.splice(index, 1)
  if (queue.length === 0) state.queues.delete(key)
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

/** Looked for only when there may be some: a queue can be long. */
function findStarving(state: State): ReadonlySet<Workload> {
  const starving = new Set<Workload>()
  const limitMs = state.world!.fleet.policy.starvationAfterH * hourMs
  if (state.nowMs - state.noneWaitsSinceBeforeMs <= limitMs) return starving
  let firstMs = Number.POSITIVE_INFINITY
  for (const queue of state.queues.values())
    for (const workload of queue) {
      firstMs = Math.min(firstMs, workload.waitingSinceMs)
      if (isStarving(state, workload, state.nowMs)) starving.add(workload)
    }
  state.noneWaitsSinceBeforeMs = firstMs
  return starving
}

/**
 * Walks the queue in order. `charged` adds to a tenant's usage what this pass has already given it. Whoever is passed
 * over is left out, alone or with the rest of its queue, and takes nobody's place by that: a long queue is mostly passed
 * over.
 */
export function* inOrder(
  state: State,
  charged: ReadonlyMap<string, number>,
  passOver: (workload: Workload) => 'it' | 'its-queue' | 'nobody' = () => 'nobody',
): Generator<Workload> {
  const starving = findStarving(state)
  yield* [...starving].sort((a, b) => a.waitingSinceMs - b.waitingSinceMs || (a.id < b.id ? -1 : 1))
  const lists = [...state.queues.values()].map((queue): WaitingList => {
    const tenantId = queue[0]!.spec.tenant
    return {
      // A copy: what is placed meanwhile leaves the queue.
      waiting:
        starving.size === 0 ? [...queue] : queue.filter((workload) => !starving.has(workload)),
      next: 0,
      usageH: () => normalUsage(state, charged, tenantId),
      tenantId,
    }
  })
  for (const list of lists) accrue(state, tenantState(state, list.tenantId))
  for (;;) {
    const best = lists.reduce<WaitingList | undefined>((first, list) => {
      skip(list, passOver)
      if (list.next >= list.waiting.length) return first
      return first === undefined || comesFirst(list, first) ? list : first
    }, undefined)
    if (best === undefined) return
    yield best.waiting[best.next++]!
  }
}

function skip(
  list: WaitingList,
  passOver: (workload: Workload) => 'it' | 'its-queue' | 'nobody',
): void {
  while (list.next < list.waiting.length) {
    const whom = passOver(list.waiting[list.next]!)
    if (whom === 'nobody') return
    if (whom === 'its-queue') list.next = list.waiting.length
    else list.next++
  }
}

interface WaitingList {
  readonly tenantId: string
  readonly waiting: readonly Workload[]
  next: number
  /** Used of its share so far, in this pass too. */
  readonly usageH: () => number
}

function comesFirst(a: WaitingList, b: WaitingList): boolean {
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
