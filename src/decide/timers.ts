import type { InstantMs } from '../units/index.ts'
import { abandon, settle, stop } from './gang.ts'
import type { Decision } from './decision.ts'
import { actOnLostSites, rollBack } from './observe.ts'
import type { State, Workload } from './state.ts'
import { remember } from './state.ts'

/** What time alone brings: start windows that close, walltimes that end, grace periods that run out, sites given up. */
export function runTimers(state: State): Decision[] {
  const decisions: Decision[] = actOnLostSites(state)
  for (const workload of [...state.live.values()]) {
    if (workload.status === 'starting') decisions.push(...startWindow(state, workload))
    if (workload.status === 'running' || workload.status === 'starting')
      decisions.push(...wallTime(state, workload))
    if (workload.status === 'stopping') decisions.push(...grace(state, workload))
  }
  return decisions
}

function startWindow(state: State, workload: Workload): Decision[] {
  if (state.nowMs < workload.startBeforeMs) return []
  const isReleased =
    workload.spec.legs.startTogether && workload.legs.every((leg) => leg.desired === 'running')
  const late = workload.legs.filter((leg) => leg.phase !== 'running' && leg.phase !== 'ended')
  if (!workload.spec.legs.startTogether && workload.legs.some((leg) => leg.phase === 'running')) {
    // Independent legs: those that run stay, the others go on waiting.
    workload.startBeforeMs = state.nowMs + state.world!.fleet.policy.startWindowS * 1000
    return []
  }
  // Once released, legs are the engine's to start: only one that still does not run a whole window later is given back.
  if (
    late.length === 0 ||
    (isReleased && state.nowMs < 2 * workload.startBeforeMs - workload.decidedAtMs)
  )
    return []
  return rollBack(
    state,
    workload,
    `${late.map((leg) => `${leg.legId} on ${leg.siteId} is ${leg.phase}`).join(', ')} at the end of the start window`,
  )
}

function wallTime(state: State, workload: Workload): Decision[] {
  if (state.nowMs < workload.endsByMs) return []
  remember(workload, state.nowMs, 'its longest run time is over')
  stop(state, workload, { kind: 'finish', outcome: 'timed-out' })
  return settle(state, workload)
}

function grace(state: State, workload: Workload): Decision[] {
  if (state.nowMs >= workload.graceEndsMs) {
    let isChanged = false
    for (const leg of workload.legs)
      if (leg.desired === 'checkpointed' && leg.phase !== 'ended') {
        leg.desired = 'gone'
        isChanged = true
      }
    if (isChanged) state.touched.add(workload.id)
  }
  const isOrphaned = workload.legs.some((leg) => leg.phase !== 'ended' && isLost(state, leg.siteId))
  const others = workload.legs.some((leg) => leg.phase !== 'ended' && !isLost(state, leg.siteId))
  return isOrphaned && !others ? abandon(state, workload) : []
}

function isLost(state: State, siteId: string): boolean {
  const site = state.sites.get(siteId)!
  return (
    !site.isReachable &&
    state.nowMs - site.unreachableSinceMs >= state.world!.fleet.policy.siteLostAfterS * 1000
  )
}

/** When the next pass is due although nothing happens; infinity when only events can change anything. */
export function nextDueMs(state: State): InstantMs {
  let due = Number.POSITIVE_INFINITY
  const lostS = state.world?.fleet.policy.siteLostAfterS ?? 0
  for (const site of state.sites.values())
    if (!site.isReachable && site.legs.size > 0)
      due = Math.min(due, later(state, site.unreachableSinceMs + lostS * 1000))
  for (const workload of state.live.values()) {
    if (workload.status === 'starting') due = Math.min(due, later(state, workload.startBeforeMs))
    if (workload.status === 'running' || workload.status === 'starting')
      due = Math.min(due, later(state, workload.endsByMs))
    if (workload.status === 'stopping') due = Math.min(due, later(state, workload.graceEndsMs))
    // Waiting work is looked at once a minute: caps move with the hour, ramps refill, reservations come due.
    if (workload.status === 'queued')
      due = Math.min(
        due,
        workload.notBeforeMs > state.nowMs ? workload.notBeforeMs : state.nowMs + 60_000,
      )
  }
  if (state.reservation !== undefined) due = Math.min(due, later(state, state.reservation.fromMs))
  return due
}

/** A time that has passed is looked at again in a second, not at once: what it waits for is an engine's word. */
const later = (state: State, atMs: InstantMs): InstantMs =>
  atMs > state.nowMs ? atMs : state.nowMs + 1000
