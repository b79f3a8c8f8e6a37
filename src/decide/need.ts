import type { FleetPolicy, Pool, WorkloadSpec } from '../fleet/index.ts'
import { dayMs, hourMs } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'

/** The last instant that a date can hold: stands for "no end", and unlike infinity it survives JSON. */
export const foreverMs: InstantMs = 8_640_000_000_000_000

/** What one leg needs at a site that has the right pool. */
export interface LegNeed {
  readonly accelerators: number
  readonly nodes: number
  readonly itW: number
}

/** Accelerators of one leg when the work is split over `legs` sites; undefined when it does not split evenly. */
export const legAccelerators = (spec: WorkloadSpec, legs: number): number | undefined =>
  spec.accelerators.count % legs === 0 ? spec.accelerators.count / legs : undefined

/**
 * Whole nodes, or a share of one: a leg larger than a node takes whole nodes only, since no engine hands out 12 of 8.
 * Power is the node's IT power, in proportion when a node is shared.
 */
export function needInPool(accelerators: number, pool: Pool): LegNeed | undefined {
  const perNode = pool.acceleratorsPerNode
  if (accelerators > perNode && accelerators % perNode !== 0) return undefined
  const nodes = Math.ceil(accelerators / perNode)
  return { accelerators, nodes, itW: Math.round((pool.nodeKw * 1000 * accelerators) / perNode) }
}

/** When a run that starts at once is over at the latest. A service has no end. */
export const runEndsMs = (spec: WorkloadSpec, fromMs: InstantMs): InstantMs =>
  spec.durationMaxH === undefined ? foreverMs : fromMs + Math.round(spec.durationMaxH * hourMs)

/** What an engine may take to end a leg once it is told to: capacity is not promised to others before. */
export const endAllowanceMs = 30_000

/**
 * Until when capacity is promised to work that is placed at `fromMs`: it may take the whole start window until it runs,
 * then runs for its whole time, and takes a while to end. A service has no end: it must fit at every hour that is known.
 */
export const bookedUntilMs = (
  spec: WorkloadSpec,
  fromMs: InstantMs,
  policy: FleetPolicy,
): InstantMs =>
  Math.min(foreverMs, runEndsMs(spec, fromMs) + policy.startWindowS * 1000 + endAllowanceMs)

/** The window over which cost is compared: the whole run, or one day of a service. */
export const costWindowEndMs = (spec: WorkloadSpec, fromMs: InstantMs): InstantMs =>
  spec.durationMaxH === undefined ? fromMs + dayMs : runEndsMs(spec, fromMs)
