import type { Fleet, WorkloadSpec } from '../fleet/index.ts'
import type { Gbps, InstantMs } from '../units/index.ts'

/**
 * What happened, as the journal keeps it. `decide` sees nothing else: no clock, no engine, no file. Every event carries
 * its instant; instants never run backwards within a journal (the control loop sees to that).
 */
export type Event =
  | FleetLoaded
  | WorkloadSubmitted
  | CancelRequested
  | LegObserved
  | SiteObserved
  | LinkObserved
  | PassDue
  | UsageRecorded
  | LeaderElected

interface At {
  readonly atMs: InstantMs
}

/** The world to decide in. A later one replaces it; work in flight stays where it is. */
export interface FleetLoaded extends At {
  readonly kind: 'fleet-loaded'
  readonly fleet: Fleet
  /** Version of gridloom that wrote it, for whoever replays this later. */
  readonly gridloomVersion: string
}

export interface WorkloadSubmitted extends At {
  readonly kind: 'workload-submitted'
  readonly workloadId: string
  readonly spec: WorkloadSpec
  readonly submittedBy: string
  /** Unique per tenant: the same key again is the same submission. */
  readonly idempotencyKey?: string
}

export interface CancelRequested extends At {
  readonly kind: 'cancel-requested'
  readonly workloadId: string
  readonly by: string
}

export type LegPhase = 'queued' | 'held' | 'running' | 'ended'
export type LegOutcome =
  'completed' | 'failed' | 'cancelled' | 'timed-out' | 'node-failed' | 'preempted' | 'vanished'

/** What an engine says of one leg; written when it differs from what the journal already knows. */
export interface LegObserved extends At {
  readonly kind: 'leg-observed'
  readonly legId: string
  readonly phase: LegPhase
  readonly engineJobId?: string
  readonly startedAtMs?: InstantMs
  readonly endedAtMs?: InstantMs
  readonly outcome?: LegOutcome
  readonly exitCode?: number
}

/** A site answers or does not, and carries load that we did not start. */
export interface SiteObserved extends At {
  readonly kind: 'site-observed'
  readonly siteId: string
  readonly isReachable: boolean
  /** Accelerators in use by jobs that are not ours, by pool id. */
  readonly foreignAccelerators: Readonly<Record<string, number>>
  /** Accelerators that the engine reports as out of service, by pool id. */
  readonly downAccelerators: Readonly<Record<string, number>>
}

/** Spans that are dark or lit again; `srlg` in the target has been resolved to spans by the control loop. */
export interface LinkObserved extends At {
  readonly kind: 'link-observed'
  readonly spanIds: readonly string[]
  readonly isUp: boolean
  readonly by: string
}

/** Time has passed, or something changed: place what can be placed, end what is over, act on time-outs. */
export interface PassDue extends At {
  readonly kind: 'pass-due'
}

/** Usage as the engine accounts for it; the ledger folds it, decide takes it into fair share. */
export interface UsageRecorded extends At {
  readonly kind: 'usage-recorded'
  readonly rowId: string
  readonly legId: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly source: string
  /** A row that this one corrects; its quantity counts as negative. */
  readonly corrects?: string
}

export interface LeaderElected extends At {
  readonly kind: 'leader-elected'
  readonly holder: string
  readonly fencingToken: number
}

/** WAN granted to one leg of a gang, from the first leg. */
export interface WanGrant {
  readonly gbps: Gbps
  /** Route ids of the working path and, when asked for, of the disjoint one. */
  readonly paths: readonly (readonly string[])[]
  readonly rttMs: number
}
