import type { InstantMs } from '../units/index.ts'
import { abandon, finish, settle, stop } from './gang.ts'
import { foreverMs, runEndsMs } from './need.ts'
import type { Decision } from './decision.ts'
import { actOnLostSites, isLost, mustFallBack, rollBack } from './observe.ts'
import type { SiteState, State, Workload } from './state.ts'
import { remember } from './state.ts'

/** What time alone brings: start windows that close, walltimes that end, grace periods that run out, sites given up. */
export function runTimers(state: State): Decision[] {
  const decisions: Decision[] = actOnLostSites(state)
  for (const workload of [...state.live.values()]) {
    if (workload.status === 'starting') decisions.push(...startWindow(state, workload))
    if (workload.status === 'running' || workload.status === 'starting')
      decisions.push(...wallTime(state, workload))
    if (workload.status === 'stopping') decisions.push(...grace(state, workload))
    if (workload.status === 'queued') decisions.push(...deadline(state, workload))
  }
  return decisions
}

function startWindow(state: State, workload: Workload): Decision[] {
  if (state.nowMs < workload.startBeforeMs) return []
  const late = workload.legs.filter((leg) => leg.phase !== 'running' && leg.phase !== 'ended')
  if (!workload.spec.legs.startTogether && workload.legs.some((leg) => leg.phase === 'running')) {
    // Independent legs: those that run stay, the others go on waiting.
    workload.startBeforeMs = state.nowMs + state.world!.fleet.policy.startWindowS * 1000
    return []
  }
  // Once released, legs are the engine's to start: only one that still does not run a whole window later is given back.
  if (late.length === 0 || (isReleased(workload) && state.nowMs < startLimitMs(workload))) return []
  return rollBack(
    state,
    workload,
    `${late.map((leg) => `${leg.legId} on ${leg.siteId} is ${leg.phase}`).join(', ')} at the end of the start window`,
  )
}

const isReleased = (workload: Workload): boolean =>
  workload.spec.legs.startTogether && workload.legs.every((leg) => leg.desired === 'running')

/** One start window after the first, counted from when it was placed. */
const startLimitMs = (workload: Workload): InstantMs =>
  2 * workload.startBeforeMs - workload.decidedAtMs

function wallTime(state: State, workload: Workload): Decision[] {
  if (state.nowMs < workload.endsByMs) return []
  remember(workload, state.nowMs, 'its longest run time is over')
  stop(state, workload, { kind: 'finish', outcome: 'timed-out' })
  return settle(state, workload)
}

/** A wait that cannot lead anywhere ends, or it would stand at the head of the queue for ever. */
function deadline(state: State, workload: Workload): Decision[] {
  const { deadlineMs } = workload.spec
  if (deadlineMs === undefined || runEndsMs(workload.spec, state.nowMs) <= deadlineMs) return []
  remember(workload, state.nowMs, 'its deadline can no longer be met')
  return [finish(state, workload, 'timed-out')]
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
  return isForsaken(state, workload) ? abandon(state, workload) : []
}

/** Are all the legs that are still to end at sites that were given up? */
function isForsaken(state: State, workload: Workload): boolean {
  const left = workload.legs.filter((leg) => leg.phase !== 'ended')
  return left.length > 0 && left.every((leg) => isLost(state, state.sites.get(leg.siteId)!))
}

/**
 * When the next pass is due although nothing happens; infinity when only events can change anything. Each instant is one at
 * which a pass will do something, save for waiting work, which is looked at once a minute: a world that only waits for an
 * engine's word is left in peace.
 */
export function nextDueMs(state: State): InstantMs {
  let due = Number.POSITIVE_INFINITY
  const at = (atMs: InstantMs): void => {
    due = Math.min(due, atMs > state.nowMs ? atMs : state.nowMs + 1000)
  }
  for (const site of state.sites.values()) siteDue(state, site, at)
  for (const workload of state.live.values()) workloadDue(state, workload, at)
  if (state.reservation !== undefined && state.reservation.fromMs > state.nowMs)
    at(state.reservation.fromMs)
  return due
}

function siteDue(state: State, site: SiteState, at: (atMs: InstantMs) => void): void {
  if (site.isReachable || site.legs.size === 0) return
  const lostMs = site.unreachableSinceMs + state.world!.fleet.policy.siteLostAfterS * 1000
  if (lostMs > state.nowMs || [...site.legs.values()].some((leg) => mustFallBack(state, leg)))
    at(lostMs)
}

function workloadDue(state: State, workload: Workload, at: (atMs: InstantMs) => void): void {
  const { status, startBeforeMs, endsByMs, graceEndsMs, notBeforeMs } = workload
  if (status === 'starting') at(isReleased(workload) ? startLimitMs(workload) : startBeforeMs)
  if ((status === 'starting' || status === 'running') && endsByMs < foreverMs) at(endsByMs)
  if (status === 'stopping') {
    const isAsked = workload.legs.some(
      (leg) => leg.desired === 'checkpointed' && leg.phase !== 'ended',
    )
    if (isAsked) at(graceEndsMs)
    else if (isForsaken(state, workload)) at(state.nowMs)
  }
  // Caps move with the hour, ramps refill, reservations come due.
  if (status === 'queued') at(notBeforeMs > state.nowMs ? notBeforeMs : state.nowMs + 60_000)
}
