import type { InstantMs } from '../units/index.ts'
import { hourMs } from '../units/index.ts'
import { letGo } from './book.ts'
import type { Decision } from './decision.ts'
import { bookedUntilMs, endAllowanceMs, foreverMs } from './need.ts'
import type { After, Leg, State, Workload } from './state.ts'
import { isTerminal, remember } from './state.ts'
import { enqueue, dequeue } from './queue.ts'

/**
 * A gang's life: placed in the books whole or not at all; its legs are ordered one after the other in the fixed order of the
 * fleet file (so two gangs can never each hold what the other needs); when every leg holds its nodes all are released; if
 * one does not come in time all are given back and the gang tries again later.
 */

/** The part of a leg that a decision shows. */
export function toPlacedLeg(leg: Leg) {
  const { legId, rank, siteId, poolId, accelerators, nodes, itMw, rampS, port, linkPort, wan } = leg
  return {
    legId,
    rank,
    siteId,
    poolId,
    accelerators,
    nodes,
    itMw,
    rampS,
    port,
    linkPort,
    ...(wan === undefined ? {} : { wan }),
  }
}

export const siteList = (workload: Workload): string =>
  workload.legs.map((leg) => leg.siteId).join(' + ')

/** May this leg be ordered now? In a gang each waits until the one before it holds its nodes. */
export function mayAllocate(workload: Workload, leg: Leg): boolean {
  if (leg.desired !== 'held' && leg.desired !== 'running') return false
  if (!workload.spec.legs.startTogether) return true
  return workload.legs.every(
    (other) => other.rank >= leg.rank || other.phase === 'held' || other.phase === 'running',
  )
}

/** Called when a leg came to hold its nodes: releases the gang when it is whole, or the leg alone when it is no gang. */
export function releaseIfWhole(state: State, workload: Workload): Decision[] {
  if (workload.status !== 'starting') return []
  if (!workload.spec.legs.startTogether) {
    for (const leg of workload.legs)
      if (leg.phase === 'held' && leg.desired === 'held') leg.desired = 'running'
    state.touched.add(workload.id)
    if (workload.legs.some((leg) => leg.desired === 'held')) return []
  } else {
    if (!workload.legs.every((leg) => leg.phase === 'held' && leg.desired === 'held')) return []
    for (const leg of workload.legs) leg.desired = 'running'
  }
  state.touched.add(workload.id)
  remember(
    workload,
    state.nowMs,
    `every leg holds its nodes: released (attempt ${workload.attempt})`,
  )
  return [{ kind: 'released', workloadId: workload.id, attempt: workload.attempt }]
}

/**
 * A leg runs: the clock of the run starts, and when every leg does, so does the run. A run that took longer to start than
 * its start window ends when its booking ends: what comes after is promised to others.
 */
export function startClock(state: State, workload: Workload): void {
  if (workload.status !== 'starting') return
  const isStarted = (leg: Leg): boolean => leg.phase === 'running' || leg.phase === 'ended'
  const started = workload.legs.filter(isStarted)
  const startedAtMs = Math.min(...started.map((leg) => leg.startedAtMs ?? state.nowMs))
  const { durationMaxH } = workload.spec
  if (durationMaxH !== undefined)
    workload.endsByMs = Math.min(
      startedAtMs + Math.round(durationMaxH * hourMs),
      ...workload.legs.map((leg) => leg.holdsUntilMs - endAllowanceMs),
    )
  if (started.length < workload.legs.length) return
  workload.status = 'running'
  workload.rollbacks = 0
  workload.startedAtMs = startedAtMs
  const holdsUntilMs = Math.min(foreverMs, workload.endsByMs + endAllowanceMs)
  for (const leg of workload.legs) leg.holdsUntilMs = holdsUntilMs
  remember(workload, state.nowMs, `running on ${siteList(workload)}`)
}

/**
 * Stops every leg, then does what `after` says once the engines confirm that they are gone.
 */
export function stop(state: State, workload: Workload, after: After): void {
  stopLegs(state, workload, 0)
  workload.after = after
}

/** The same, but each leg is first asked for a checkpoint and given the time for it. */
export function stopAtCheckpoint(state: State, workload: Workload, after: After): void {
  stopLegs(state, workload, graceS(workload))
  workload.after = after
}

function stopLegs(state: State, workload: Workload, graceS: number): void {
  workload.status = 'stopping'
  // A checkpoint does not lengthen the run: what comes after it is promised to others.
  const lastMs = Math.max(state.nowMs, workload.endsByMs)
  workload.graceEndsMs = Math.min(state.nowMs + Math.ceil(graceS * 1000), lastMs)
  for (const leg of workload.legs) {
    if (leg.phase === 'ended') continue
    leg.desired = graceS > 0 && leg.phase === 'running' ? 'checkpointed' : 'gone'
    leg.holdsUntilMs = Math.min(leg.holdsUntilMs, workload.graceEndsMs + endAllowanceMs)
  }
  state.live.set(workload.id, workload)
  state.touched.add(workload.id)
}

/** Seconds a checkpoint may take before the leg is ended anyway. */
const graceS = (workload: Workload): number => {
  const { checkpoint } = workload.spec
  return checkpoint === undefined ? 0 : Math.ceil(checkpoint.durationS * 1.5) + 5
}

/** Called when a leg ended: when all are gone, what was to follow follows. */
export function settle(state: State, workload: Workload): Decision[] {
  const { after } = workload
  if (after === undefined || workload.legs.some((leg) => leg.phase !== 'ended')) return []
  workload.after = undefined
  if (after.kind === 'finish') return [finish(state, workload, after.outcome)]
  workload.legs = []
  workload.status = 'queued'
  workload.notBeforeMs = after.notBeforeMs
  // A start that was rolled back is still waiting; what ran has had its turn.
  if (workload.startedAtMs !== undefined) workload.waitingSinceMs = state.nowMs
  enqueue(state, workload)
  return []
}

/**
 * Moves on without the engine's confirmation (its site does not answer): the legs stay committed and wanted gone, the
 * workload goes on. Only legs that never ran, or runs that declared they may be restarted elsewhere, are treated so.
 */
export function abandon(state: State, workload: Workload): Decision[] {
  for (const leg of workload.legs) {
    if (leg.phase === 'ended') continue
    leg.desired = 'gone'
    leg.holdsUntilMs = foreverMs
    workload.stale.push(leg)
  }
  workload.legs = workload.legs.filter((leg) => leg.phase === 'ended')
  return settle(state, workload)
}

export function finish(
  state: State,
  workload: Workload,
  outcome: 'completed' | 'failed' | 'cancelled' | 'timed-out',
): Decision {
  dequeue(state, workload)
  workload.status = outcome
  workload.endedAtMs = state.nowMs
  workload.after = undefined
  if (workload.stale.length === 0) state.live.delete(workload.id)
  state.touched.add(workload.id)
  remember(workload, state.nowMs, outcome)
  return { kind: 'finished', workloadId: workload.id, outcome }
}

/** Frees what a leg held, once its engine says that it has ended. */
export function confirmEnded(state: State, workload: Workload, leg: Leg): void {
  letGo(state, leg, workload.spec.tenant)
  const index = workload.stale.indexOf(leg)
  if (index >= 0) workload.stale.splice(index, 1)
  if (workload.stale.length === 0 && isTerminal(workload.status)) state.live.delete(workload.id)
}

/**
 * Exponential back-off with a spread that depends on the workload alone, so that gangs which met do not meet again and a
 * replay gives the same instants.
 */
export function backOffMs(state: State, workload: Workload, tries: number): InstantMs {
  const { first, max } = state.world!.fleet.policy.retryBackoffS
  const baseS = Math.min(max, first * 2 ** Math.min(tries - 1, 20))
  let hash = 2166136261
  for (const char of `${workload.id}#${workload.attempt}`)
    hash = Math.imul(hash ^ char.codePointAt(0)!, 16777619)
  const spread = ((hash >>> 0) % 1000) / 1000
  return state.nowMs + Math.round(baseS * 1000 * (1 + spread / 2))
}
