import type { WorkloadSpec } from '../fleet/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { PlacedLeg } from './decision.ts'
import type { LegOutcome } from './event.ts'
import type { World } from './world.ts'

/**
 * Everything the decision core knows: a fold over events. It is plain data, owned by whoever folds, and `decide` advances
 * it in place: copying 10,000 live workloads for each event would cost more than deciding (docs/decisions/0005).
 * What is derived (`world`, site books, queue order) is rebuilt from the rest when a snapshot is read.
 */
export interface State {
  world: World | undefined
  nowMs: InstantMs
  /** The next fencing token to hand to an attempt. */
  nextToken: number
  readonly workloads: Map<string, Workload>
  /** `tenant/key` to workload id. */
  readonly byKey: Map<string, string>
  readonly sites: Map<string, SiteState>
  readonly tenants: Map<string, TenantState>
  readonly darkSpans: Set<string>
  /** Legs that hold WAN, by leg id. */
  readonly wanLegs: Map<string, Leg>
  /** Mb/s that those legs hold on each route. */
  readonly wanHeldMbps: Map<string, number>
  /** Waiting workloads by tenant and by what they ask for, each list in the order of the tenant. */
  readonly queues: Map<string, Workload[]>
  /** Whoever waits began to wait at this instant or later: a bound that spares looking through the queues. */
  noneWaitsSinceBeforeMs: InstantMs
  /** Workloads that time will change: start windows, walltimes, grace periods, back-off. */
  readonly live: Map<string, Workload>
  reservation: Reservation | undefined
  /** Has any capacity come free since the last pass? Then the reservation is looked for anew. */
  hasFreed: boolean
  /** Workloads that changed since the control loop last looked; it takes and clears them. Not part of the fold. */
  readonly touched: Set<string>
}

export type WorkloadStatus =
  | 'queued'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'timed-out'
  | 'refused'

export interface Workload {
  readonly id: string
  readonly spec: WorkloadSpec
  readonly submittedAtMs: InstantMs
  readonly submittedBy: string
  status: WorkloadStatus
  attempt: number
  failures: number
  /** Rolled-back starts in a row: they back off, but are not failures of the tenant's program. */
  rollbacks: number
  notBeforeMs: InstantMs
  /** Since when it waits: its submission, or the last time that it stopped running. */
  waitingSinceMs: InstantMs
  /** Legs of the current attempt, by rank. */
  legs: Leg[]
  /** Legs of earlier attempts that the engine has not yet confirmed gone: their capacity stays committed. */
  stale: Leg[]
  startBeforeMs: InstantMs
  endsByMs: InstantMs
  startedAtMs: InstantMs | undefined
  endedAtMs: InstantMs | undefined
  /** What follows once every leg is gone. */
  after: After | undefined
  /** When a stopping workload is ended, checkpoint or not. */
  graceEndsMs: InstantMs
  sync: 'sync' | 'loose'
  /** Set while it waits for its WAN or its site to come back. */
  pausedWhy: string | undefined
  /** Set by the fallback `single-site`. */
  legsMax: number
  costUsd: number
  /** Reasons of the last decision, packed (`packReasons`). */
  reasons: string
  decidedAtMs: InstantMs
  readonly history: { readonly atMs: InstantMs; readonly text: string }[]
}

export type After =
  | {
      readonly kind: 'finish'
      readonly outcome: 'completed' | 'failed' | 'cancelled' | 'timed-out'
    }
  | { readonly kind: 'queue'; readonly notBeforeMs: InstantMs; readonly isRestart: boolean }

export type LegDesire = 'held' | 'running' | 'checkpointed' | 'gone'

export interface Leg extends PlacedLeg {
  readonly workloadId: string
  readonly fencingToken: number
  readonly itW: number
  desired: LegDesire
  phase: 'ordered' | 'queued' | 'held' | 'running' | 'ended'
  wan?: PlacedLeg['wan'] & object
  engineJobId?: string
  startedAtMs?: InstantMs
  endedAtMs?: InstantMs
  outcome?: LegOutcome
  exitCode?: number
  /** Until when it is expected to hold its capacity. */
  holdsUntilMs: InstantMs
}

export interface SiteState {
  readonly id: string
  isReachable: boolean
  unreachableSinceMs: InstantMs
  foreign: Readonly<Record<string, number>>
  down: Readonly<Record<string, number>>
  /** Legs that hold capacity here, by leg id. */
  readonly legs: Map<string, Leg>
  readonly usedByPool: Map<string, number>
  usedItW: number
  readonly ports: Set<number>
  nextPort: number
  /** Start budget in facility watts (see ramp.ts). */
  rampLevelW: number
  rampAtMs: InstantMs
}

export interface TenantState {
  readonly id: string
  /** Decayed accelerator-hours up to `usageAtMs`. */
  usageH: number
  usageAtMs: InstantMs
  /** Accelerators held now. */
  heldAccelerators: number
}

/** The one promise about the future: the head of the queue will find this capacity free. */
export interface Reservation {
  readonly workloadId: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly legs: readonly {
    readonly siteId: string
    readonly poolId: string
    readonly accelerators: number
    readonly itW: number
  }[]
  /** Gb/s by route id. */
  readonly wan: ReadonlyMap<string, number>
}

export const emptyState = (): State => ({
  world: undefined,
  nowMs: 0,
  nextToken: 1,
  workloads: new Map(),
  byKey: new Map(),
  sites: new Map(),
  tenants: new Map(),
  darkSpans: new Set(),
  wanLegs: new Map(),
  wanHeldMbps: new Map(),
  queues: new Map(),
  noneWaitsSinceBeforeMs: Number.POSITIVE_INFINITY,
  live: new Map(),
  reservation: undefined,
  hasFreed: true,
  touched: new Set(),
})

export const isTerminal = (status: WorkloadStatus): boolean =>
  status === 'completed' ||
  status === 'failed' ||
  status === 'cancelled' ||
  status === 'timed-out' ||
  status === 'refused'

/** Keeps the last 24 lines of a workload's story. */
export function remember(workload: Workload, atMs: InstantMs, text: string): void {
  workload.history.push({ atMs, text })
  if (workload.history.length > 24) workload.history.splice(0, workload.history.length - 24)
}
