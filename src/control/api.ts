import type { Diagnostic, Result } from '../diagnostics/index.ts'
import type { Decision, PlacedLeg, Reason } from '../decide/index.ts'
import type { LogSlice } from '../engines/index.ts'
import type { Fleet } from '../fleet/index.ts'
import type { InstantMs } from '../units/index.ts'

/**
 * What the server and the CLI may ask of the control plane. Plain data in, plain data out; who asks is settled by the
 * server before it calls, `Viewer` says whose work they may see.
 */
export interface ControlPlane extends AsyncDisposable {
  readonly fleet: Fleet
  submit(request: SubmitRequest): Promise<SubmitOutcome>
  /** A dry run: where it would go now and why; nothing is written. */
  preview(request: SubmitRequest): Promise<PreviewOutcome>
  cancel(idOrName: string, viewer: Viewer): Promise<ActionOutcome>
  list(
    viewer: Viewer,
    filter: {
      readonly state?: WorkloadStateName
      readonly limit?: number
      readonly after?: string
    },
  ): readonly WorkloadView[]
  /** By id, or by name: the newest with that name. */
  show(idOrName: string, viewer: Viewer): WorkloadDetail | undefined
  explain(idOrName: string, viewer: Viewer): Explanation | undefined
  readLog(
    idOrName: string,
    rank: number,
    fromByte: number,
    viewer: Viewer,
  ): Promise<LogSlice | undefined>
  sites(): readonly SiteView[]
  routes(): readonly RouteView[]
  /** Dark or light: a span id, a route id (`route:ID`) or an SRLG (`srlg:ID`). */
  setLink(target: string, isUp: boolean, by: string): Promise<ActionOutcome>
  status(): ControlStatus
  bill(query: BillQuery): Promise<BillView>
  reconcile(query: BillQuery): Promise<ReconcileView>
  verifyJournal(): Promise<JournalCheckView>
  replayJournal(): Promise<ReplayView>
  /** Events for the stream, in order, as they become durable; first those after `fromSeq` that are still remembered. */
  subscribe(
    viewer: Viewer,
    fromSeq: number | undefined,
    onEvent: (event: StreamEvent) => void,
  ): Disposable
  /** Counters and gauges for `/metrics`: name to value, labels in the name as Prometheus writes them. */
  metrics(): readonly MetricSample[]
}

/** An operator sees everything (`tenantId` undefined), a tenant its own. */
export interface Viewer {
  readonly subject: string
  readonly role: 'operator' | 'tenant' | 'viewer'
  readonly tenantId?: string
}

export interface SubmitRequest {
  /** The workload file as text, YAML or JSON, with the name to use in diagnostics. */
  readonly text: string
  readonly fileName: string
  readonly viewer: Viewer
  readonly idempotencyKey?: string
}

export type SubmitOutcome =
  | {
      readonly status: 'accepted'
      readonly workloadId: string
      readonly isRepeat: boolean
      readonly notes: readonly Diagnostic[]
    }
  | { readonly status: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  /** Understood, but it can never be placed or may not be: every reason. */
  | { readonly status: 'refused'; readonly workloadId: string; readonly reasons: readonly Reason[] }
  | { readonly status: 'forbidden'; readonly why: string }
  | { readonly status: 'unavailable'; readonly why: string }

export type PreviewOutcome =
  | { readonly status: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: 'forbidden'; readonly why: string }
  | {
      readonly status: 'placed' | 'waiting' | 'refused'
      readonly legs: readonly PlacedLeg[]
      readonly costUsd: number
      readonly startsAtMs?: InstantMs
      readonly reasons: readonly Reason[]
    }

export type ActionOutcome =
  | { readonly status: 'done' }
  | { readonly status: 'unknown-target' }
  | { readonly status: 'forbidden'; readonly why: string }
  | { readonly status: 'unavailable'; readonly why: string }

export type WorkloadStateName =
  | 'queued'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'paused'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'refused'
  | 'timed-out'

export interface WorkloadView {
  readonly id: string
  readonly name: string
  readonly kind: 'training' | 'batch' | 'service'
  readonly tenantId: string
  readonly state: WorkloadStateName
  readonly priority: number
  readonly accelerator: string
  readonly accelerators: number
  readonly siteIds: readonly string[]
  readonly submittedAtMs: InstantMs
  readonly startedAtMs?: InstantMs
  readonly endedAtMs?: InstantMs
  readonly attempt: number
  /** One sentence: why it is where it is. */
  readonly summary: string
}

export interface LegView extends PlacedLeg {
  readonly phase: 'ordered' | 'queued' | 'held' | 'running' | 'ended' | 'unknown'
  readonly outcome?: string
  readonly engineJobId?: string
  readonly startedAtMs?: InstantMs
  readonly endedAtMs?: InstantMs
}

export interface WorkloadDetail extends WorkloadView {
  readonly legs: readonly LegView[]
  readonly sync: 'sync' | 'loose'
  readonly costUsd: number
}

export interface Explanation {
  readonly id: string
  readonly name: string
  readonly state: WorkloadStateName
  readonly question: 'why here, why not there' | 'why not yet' | 'why not'
  readonly decidedAtMs: InstantMs
  readonly reasons: readonly Reason[]
  readonly history: readonly { readonly atMs: InstantMs; readonly text: string }[]
}

export interface SiteView {
  readonly id: string
  readonly name: string
  readonly grid: string
  readonly engine: string
  readonly isReachable: boolean
  readonly state: 'open' | 'drained'
  readonly pools: readonly {
    readonly id: string
    readonly accelerator: string
    readonly total: number
    readonly used: number
    readonly foreign: number
    readonly down: number
  }[]
  readonly itMw: number
  readonly facilityMw: number
  readonly facilityMaxMw: number
  readonly pue: number
  readonly legs: number
}

export interface RouteView {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly lengthKm: number
  readonly rttMs: number
  readonly capacityGbps: number
  readonly bookedGbps: number
  readonly isUp: boolean
  readonly srlgs: readonly string[]
}

export interface ControlStatus {
  readonly version: string
  readonly fleet: string
  readonly journalSeq: number
  readonly decisionHash: string
  readonly fencingToken: number
  readonly isLeader: boolean
  readonly startedAtMs: InstantMs
  readonly live: number
  readonly queued: number
  readonly running: number
}

export interface BillQuery {
  readonly tenantId?: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}

/** Amounts and hours are decimal text: they are never floats. */
export interface BillView extends BillQuery {
  readonly currency: 'USD'
  readonly lines: readonly {
    readonly rowId: string
    readonly tenantId: string
    readonly workloadId: string
    readonly legId: string
    readonly siteId: string
    readonly accelerator: string
    readonly accelerators: number
    readonly fromMs: InstantMs
    readonly toMs: InstantMs
    readonly acceleratorH: string
    readonly usdPerAcceleratorH: string
    readonly amountUsd: string
    readonly isCorrection: boolean
  }[]
  readonly acceleratorH: string
  readonly totalUsd: string
}

export interface ReconcileView extends BillQuery {
  readonly engineAcceleratorH: string
  readonly meteredAcceleratorH: string
  readonly diffAcceleratorH: string
  readonly differences: readonly {
    readonly legId: string
    readonly engineAcceleratorH: string
    readonly meteredAcceleratorH: string
    readonly why: string
  }[]
  /** Legs whose engine could not be asked. */
  readonly unknown: readonly string[]
}

export type JournalCheckView =
  | { readonly status: 'intact'; readonly records: number; readonly headHash: string }
  | {
      readonly status: 'broken'
      readonly seq: number
      readonly why: string
      readonly expected: string
      readonly found: string
    }

export interface ReplayView {
  readonly records: number
  readonly decisionHash: string
  readonly liveDecisionHash: string
  readonly isEqual: boolean
  readonly divergedAtSeq?: number
}

export interface StreamEvent {
  readonly seq: number
  readonly atMs: InstantMs
  readonly kind: string
  readonly workloadId?: string
  readonly tenantId?: string
  readonly summary: string
  readonly decisions: readonly Decision[]
}

export interface MetricSample {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge'
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

/** Opens a fleet and a workload as text: the loader's door, so that callers see the same diagnostics. */
export type LoadText<T> = (text: string, fileName: string) => Result<T>
