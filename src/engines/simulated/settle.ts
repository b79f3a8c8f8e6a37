import type { InstantMs } from '../../units/index.ts'
import type { EnginePool } from '../pool-fault.ts'
import {
  endLeg,
  grantLeg,
  plannedEnd,
  type SimulatedBehaviour,
  type SimulatedLeg,
} from './simulated-leg.ts'

/** What a simulated site is besides its legs: what tests and rehearsals set. */
export interface SimulatedSite {
  readonly isReachable: boolean
  /** Accelerators by pool id. */
  readonly foreign: Readonly<Record<string, number>>
  readonly down: Readonly<Record<string, number>>
  /** No leg gets nodes at an instant before this: the load was another then, or is no longer known. */
  readonly loadSinceMs: InstantMs
}

export interface SettleOptions {
  readonly pools: readonly EnginePool[]
  readonly site: SimulatedSite
  readonly how: SimulatedBehaviour
}

/**
 * Brings legs up to an instant: what was due in between has happened at its own time, in order, so that the result does
 * not depend on how often anyone looked. In each pool nodes are granted in the order of asking; the first that does not
 * fit holds back those behind it, as a plain first-come scheduler does. Answers the legs that have changed.
 */
export function settle(
  legs: readonly SimulatedLeg[],
  nowMs: InstantMs,
  { pools, site, how }: SettleOptions,
): readonly SimulatedLeg[] {
  const changed = new Map<string, SimulatedLeg>()
  const current = legs.map((leg) => {
    const ended = endIfDue(leg, nowMs)
    if (ended !== leg) changed.set(leg.order.legId, ended)
    return ended
  })
  for (const pool of pools) {
    const inPool = current.filter((leg) => leg.order.poolId === pool.id)
    const holders = inPool.filter((leg) => leg.grantedAtMs !== undefined)
    const queue = inPool
      .filter((leg) => leg.grantedAtMs === undefined && leg.end === undefined)
      .toSorted((a, b) => a.orderedAtMs - b.orderedAtMs || compare(a.order.legId, b.order.legId))
    const total =
      pool.nodes * pool.acceleratorsPerNode -
      (site.foreign[pool.id] ?? 0) -
      (site.down[pool.id] ?? 0)
    let notBeforeMs = Math.max(site.loadSinceMs, ...holders.map((leg) => leg.grantedAtMs!))
    for (const leg of queue) {
      const readyAtMs = Math.ceil(leg.orderedAtMs + how.allocateS * 1000)
      const fromMs = Math.max(readyAtMs, notBeforeMs)
      const atMs = firstFit(holders, fromMs, total - leg.order.accelerators)
      if (atMs === undefined || atMs > nowMs) break
      const granted = endIfDue(grantLeg(leg, atMs, how), nowMs)
      changed.set(leg.order.legId, granted)
      holders.push(granted)
      notBeforeMs = atMs
    }
  }
  return [...changed.values()]
}

function endIfDue(leg: SimulatedLeg, nowMs: InstantMs): SimulatedLeg {
  if (leg.end !== undefined) return leg
  const end = plannedEnd(leg)
  return end === undefined || end.atMs > nowMs ? leg : endLeg(leg, end)
}

/** The first instant from `fromMs` at which the holders use no more than `usableMax` accelerators. */
function firstFit(
  holders: readonly SimulatedLeg[],
  fromMs: InstantMs,
  usableMax: number,
): InstantMs | undefined {
  const usages = holders.map((leg) => ({
    fromMs: leg.grantedAtMs!,
    toMs: leg.end?.atMs ?? plannedEnd(leg)?.atMs ?? Infinity,
    accelerators: leg.order.accelerators,
  }))
  const candidates = [fromMs, ...usages.map(({ toMs }) => toMs).filter((toMs) => toMs > fromMs)]
  return candidates
    .toSorted((a, b) => a - b)
    .find((atMs) => {
      if (atMs === Infinity) return false
      const used = usages.filter((usage) => usage.fromMs <= atMs && atMs < usage.toMs)
      return used.reduce((sum, { accelerators }) => sum + accelerators, 0) <= usableMax
    })
}

/** When something changes next by itself, as things stand: a rehearsal moves its clock there. */
export function nextChangeMs(
  legs: readonly SimulatedLeg[],
  nowMs: InstantMs,
  how: SimulatedBehaviour,
): InstantMs | undefined {
  const due = legs.flatMap((leg) => {
    if (leg.end !== undefined) return []
    if (leg.grantedAtMs === undefined) return [Math.ceil(leg.orderedAtMs + how.allocateS * 1000)]
    return [plannedEnd(leg)?.atMs ?? Infinity]
  })
  const next = Math.min(...due.filter((atMs) => atMs > nowMs))
  return next === Infinity ? undefined : next
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
