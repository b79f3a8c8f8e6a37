import type { InstantMs } from '../units/index.ts'
import type { LegOutcome, LegPhase } from '../decide/index.ts'

/**
 * What runs legs at one site. The engine is the truth about jobs: gridloom orders, observes, compares and corrects.
 *
 * Laws, held by one conformance suite for every engine:
 *  1. `allocate` is idempotent by leg id: a repeated order finds the leg, it never makes a second one.
 *  2. A leg with `barrier: true` holds its nodes and runs nothing of the tenant until `release`.
 *  3. `release`, `signal` and `cancel` of a leg that has ended, or was never made, are harmless.
 *  4. `cancel` of an unknown leg leaves a mark, so that a late `allocate` of the same leg id is refused.
 *  5. `observe` names every leg of ours, however it was made, and counts load that is not ours.
 *  6. A site that cannot be asked answers `isReachable: false`; it never says that legs are gone.
 *  7. `account` is the engine's own record of when the tenant's command ran, whole milliseconds, half-open; waiting at
 *     the barrier is not in it. A leg that never ran has none.
 *  8. A new Engine object over the same site (daemon restart) sees everything that the old one made.
 *  9. No text of a tenant is parsed by a shell of ours.
 */
export interface Engine extends AsyncDisposable {
  readonly kind: 'process' | 'slurm' | 'simulated'
  readonly siteId: string
  allocate(order: LegOrder): Promise<EngineAnswer>
  release(legId: string): Promise<EngineAnswer>
  signal(legId: string, signal: LegSignal): Promise<EngineAnswer>
  cancel(legId: string): Promise<EngineAnswer>
  observe(): Promise<SiteObservation>
  /** Undefined when it never ran. Rejects when the site cannot be asked: no answer is not "never ran". */
  account(legId: string): Promise<LegAccount | undefined>
  /** The leg's output from a byte offset; an engine whose files are elsewhere says so in `note`. */
  readLog(legId: string, fromByte: number, maxBytes: number): Promise<LogSlice>
  /** Forget a leg that has ended and was accounted for, with its scratch files. Checkpoints and logs stay. */
  forget(legId: string): Promise<void>
}

export interface LegOrder {
  readonly legId: string
  readonly fencingToken: number
  readonly workloadId: string
  readonly tenantId: string
  readonly siteId: string
  readonly poolId: string
  readonly accelerator: string
  readonly accelerators: number
  readonly nodes: number
  readonly command: readonly string[]
  /** The tenant's own variables; those of the contract are added over them. */
  readonly environment: Readonly<Record<string, string>>
  readonly durationMaxS: number
  readonly barrier: boolean
  readonly checkpointCommand?: readonly string[]
  readonly contract: LaunchContract
}

/** What every leg is told, as `GRIDLOOM_*` variables; see docs/launch-contract.md. Addresses are `host:port`. */
export interface LaunchContract {
  readonly runId: string
  readonly attempt: number
  readonly rank: number
  readonly legCount: number
  /** Where this leg listens; empty when it needs no peers. */
  readonly listen: string
  /** Where this leg reaches the first leg. */
  readonly rendezvous: string
  /** Where this leg reaches each leg, by rank. */
  readonly peers: readonly string[]
  readonly wanGbps: number
  readonly wanRttMs: number
  readonly sync: 'sync' | 'loose'
  readonly rampS: number
  readonly checkpointIntervalS: number
}

/** `checkpoint-now` arrives as SIGUSR1; a change of mode rewrites the control file and arrives as SIGUSR2. */
export type LegSignal =
  | { readonly kind: 'checkpoint-now' }
  | {
      readonly kind: 'set-mode'
      readonly sync: 'sync' | 'loose'
      /** Share of full speed, 0 to 1. */ readonly speedShare: number
    }

export type EngineAnswer =
  | { readonly status: 'done' }
  /** The engine will not do this, and asking again will not help. */
  | { readonly status: 'refused'; readonly why: string }
  /** No answer, or a passing fault: ask again. */
  | { readonly status: 'unknown'; readonly why: string }

export type SiteObservation =
  | {
      readonly isReachable: true
      readonly atMs: InstantMs
      readonly legs: readonly LegReport[]
      readonly foreignAccelerators: Readonly<Record<string, number>>
      readonly downAccelerators: Readonly<Record<string, number>>
    }
  | { readonly isReachable: false; readonly atMs: InstantMs; readonly why: string }

export interface LegReport {
  readonly legId: string
  readonly fencingToken: number
  readonly phase: LegPhase
  readonly engineJobId: string
  /** When the tenant's command started, as in the account; absent until it did. */
  readonly startedAtMs?: InstantMs
  readonly endedAtMs?: InstantMs
  readonly outcome?: LegOutcome
  readonly exitCode?: number
}

export interface LegAccount {
  readonly legId: string
  readonly fromMs: InstantMs
  /** Undefined while the leg is still running. */
  readonly toMs?: InstantMs
  readonly accelerators: number
  readonly source: string
}

export interface LogSlice {
  readonly text: string
  readonly nextByte: number
  readonly isEnded: boolean
  readonly note?: string
}
