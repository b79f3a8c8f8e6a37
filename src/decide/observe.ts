import type { Decision } from './decision.ts'
import type { LegObserved, SiteObserved } from './event.ts'
import { fallBack, keepToOneSite, restore } from './fallback.ts'
import {
  backOffMs,
  confirmEnded,
  finish,
  releaseIfWhole,
  settle,
  startClock,
  stop,
} from './gang.ts'
import { byUrgency } from './queue.ts'
import type { Leg, SiteState, State, Workload } from './state.ts'
import { isTerminal, remember } from './state.ts'

/** The order of phases: an engine's late word never turns a leg back. */
const rank = { ordered: 0, queued: 1, held: 2, running: 3, ended: 4 } as const

export function observeLeg(state: State, event: LegObserved): Decision[] {
  const workload = state.workloads.get(event.legId.slice(0, event.legId.indexOf('.')))
  const leg =
    workload?.legs.find((one) => one.legId === event.legId) ??
    workload?.stale.find((one) => one.legId === event.legId)
  if (workload === undefined || leg === undefined || rank[event.phase] <= rank[leg.phase]) return []
  leg.phase = event.phase
  if (event.engineJobId !== undefined) leg.engineJobId = event.engineJobId
  if (event.startedAtMs !== undefined) leg.startedAtMs = event.startedAtMs
  if (event.endedAtMs !== undefined) leg.endedAtMs = event.endedAtMs
  if (event.outcome !== undefined) leg.outcome = event.outcome
  if (event.exitCode !== undefined) leg.exitCode = event.exitCode
  state.touched.add(workload.id)
  const isStale = !workload.legs.includes(leg)
  if (event.phase === 'ended') {
    confirmEnded(state, workload, leg)
    return isStale ? [] : legEnded(state, workload, leg)
  }
  if (isStale) return []
  if (event.phase === 'held') return releaseIfWhole(state, workload)
  if (event.phase === 'running') startClock(state, workload)
  return []
}

function legEnded(state: State, workload: Workload, leg: Leg): Decision[] {
  if (workload.after !== undefined) return settle(state, workload)
  if (isTerminal(workload.status)) return []
  if (leg.outcome === 'completed') {
    startClock(state, workload)
    return workload.legs.every((one) => one.phase === 'ended')
      ? [finish(state, workload, 'completed')]
      : []
  }
  if (leg.outcome === 'timed-out') {
    stop(state, workload, { kind: 'finish', outcome: 'timed-out' })
    return settle(state, workload)
  }
  const why = `${leg.legId} on ${leg.siteId}: ${leg.outcome ?? 'ended'}${leg.exitCode === undefined ? '' : ` (exit ${leg.exitCode})`}`
  if (leg.phase === 'ended' && leg.startedAtMs === undefined && leg.outcome !== 'failed')
    return rollBack(state, workload, why)
  return retry(state, leg, why)
}

/** Gives everything back: nothing of the tenant ran, nothing is charged, the start is tried again later. */
export function rollBack(state: State, workload: Workload, why: string): Decision[] {
  workload.rollbacks++
  const retryAtMs = backOffMs(state, workload, workload.rollbacks)
  const { attempt } = workload
  remember(workload, state.nowMs, `start rolled back: ${why}`)
  stop(state, workload, { kind: 'queue', notBeforeMs: retryAtMs, isRestart: false })
  return [
    { kind: 'rolled-back', workloadId: workload.id, attempt, why, retryAtMs },
    ...settle(state, workload),
  ]
}

/** A leg failed while it ran: the others are stopped, and the whole starts again from its checkpoint, or it has failed. */
function retry(state: State, leg: Leg, why: string): Decision[] {
  const workload = state.workloads.get(leg.workloadId)!
  const isLost =
    leg.outcome === 'node-failed' || leg.outcome === 'preempted' || leg.outcome === 'vanished'
  if (isLost) keepToOneSite(state, workload)
  workload.failures++
  if (workload.failures > workload.spec.retriesMax) {
    remember(workload, state.nowMs, `${why}; no retry left`)
    stop(state, workload, { kind: 'finish', outcome: 'failed' })
    return settle(state, workload)
  }
  const retryAtMs = backOffMs(state, workload, workload.failures)
  const { attempt } = workload
  remember(
    workload,
    state.nowMs,
    `${why}; retry ${workload.failures} of ${workload.spec.retriesMax}`,
  )
  stop(state, workload, { kind: 'queue', notBeforeMs: retryAtMs, isRestart: true })
  return [
    { kind: 'retry', workloadId: workload.id, attempt, why, retryAtMs },
    ...settle(state, workload),
  ]
}

export function observeSite(state: State, event: SiteObserved): Decision[] {
  const site = state.sites.get(event.siteId)
  if (site === undefined) return []
  if (site.isReachable && !event.isReachable) site.unreachableSinceMs = event.atMs
  site.isReachable = event.isReachable
  if (!event.isReachable) return []
  site.foreign = event.foreignAccelerators
  site.down = event.downAccelerators
  state.hasFreed = true
  const here = [...site.legs.values()].map((leg) => leg.workloadId)
  return byUrgency(state, here).flatMap((workload) => restore(state, workload))
}

/** Has the site been silent for longer than the fleet waits? */
export const isLost = (state: State, site: SiteState): boolean =>
  !site.isReachable &&
  state.nowMs - site.unreachableSinceMs >= state.world!.fleet.policy.siteLostAfterS * 1000

/** Is it a leg of a run that cannot go on without it, and has not yet taken the fallback that it declared? */
export function mustFallBack(state: State, leg: Leg): boolean {
  const workload = state.workloads.get(leg.workloadId)!
  const isLoose = workload.spec.fallback === 'loose-sync' && workload.sync === 'loose'
  const isGang = workload.legs.length > 1 && workload.legs.includes(leg)
  return workload.status === 'running' && isGang && !isLoose
}

/** Sites that have been silent for too long: their gangs take the fallback that they declared. */
export function actOnLostSites(state: State): Decision[] {
  const decisions: Decision[] = []
  for (const site of state.sites.values()) {
    if (!isLost(state, site)) continue
    const here = [...site.legs.values()].filter((leg) => mustFallBack(state, leg))
    const silentS = Math.round((state.nowMs - site.unreachableSinceMs) / 1000)
    const why = `${site.id} has not answered for ${silentS} s`
    for (const workload of byUrgency(
      state,
      here.map((leg) => leg.workloadId),
    ))
      decisions.push(...fallBack(state, workload, { why, siteId: site.id }))
  }
  return decisions
}
