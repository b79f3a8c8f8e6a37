import type { InstantMs, Usd } from '../units/index.ts'
import type { WanGrant } from './event.ts'

/** The constraint that decided about a site or a set of sites. Names are stable: they are API. */
export type Constraint =
  | 'accelerator-kind'
  | 'accelerators'
  | 'it-power'
  | 'facility-power'
  | 'ramp'
  | 'site-drained'
  | 'site-unreachable'
  | 'site-not-allowed'
  | 'residency'
  | 'engine'
  | 'leg-count'
  | 'wan-path'
  | 'wan-capacity'
  | 'wan-latency'
  | 'wan-disjoint'
  | 'efficiency'
  | 'deadline'
  | 'budget'
  | 'quota'
  | 'priority'
  | 'fair-share'
  | 'back-off'
  | 'reserved'
  | 'cost'
  | 'start-window'
  | 'chosen'
  | 'duplicate'

/** Why here, why not there: one row for each site, or set of sites, that was considered. */
export interface Reason {
  /** Empty when the reason is not about a place (quota, for instance). */
  readonly siteIds: readonly string[]
  readonly verdict: 'chosen' | 'possible' | 'refused'
  readonly constraint: Constraint
  readonly need: number
  readonly limit: number
  /** limit minus need (or need minus limit where less is not enough): negative means it did not fit. */
  readonly slack: number
  readonly unit: string
  /** When the limit binds, where that is not the whole run. */
  readonly atMs?: InstantMs
  readonly note?: string
}

/** One leg as placed. */
export interface PlacedLeg {
  readonly legId: string
  readonly rank: number
  readonly siteId: string
  readonly poolId: string
  readonly accelerators: number
  readonly nodes: number
  readonly itMw: number
  /** Seconds over which it must bring up its load, so that the site keeps its ramp limit. */
  readonly rampS: number
  /** Port on which the leg listens for its peers; 0 where the engine needs none. */
  readonly port: number
  /** Port at which this leg reaches the first one when the WAN is emulated; 0 otherwise. */
  readonly linkPort: number
  readonly wan?: WanGrant
}

export type Decision =
  | { readonly kind: 'queued'; readonly workloadId: string; readonly reasons: readonly Reason[] }
  | { readonly kind: 'refused'; readonly workloadId: string; readonly reasons: readonly Reason[] }
  | {
      readonly kind: 'placed'
      readonly workloadId: string
      readonly attempt: number
      readonly fencingToken: number
      readonly legs: readonly PlacedLeg[]
      readonly costUsd: Usd
      readonly reasons: readonly Reason[]
    }
  | {
      readonly kind: 'reserved'
      readonly workloadId: string
      readonly siteIds: readonly string[]
      readonly fromMs: InstantMs
      readonly reasons: readonly Reason[]
    }
  | { readonly kind: 'released'; readonly workloadId: string; readonly attempt: number }
  | {
      readonly kind: 'rolled-back'
      readonly workloadId: string
      readonly attempt: number
      readonly why: string
      readonly retryAtMs: InstantMs
    }
  | { readonly kind: 'preempted'; readonly workloadId: string; readonly forWorkloadId: string }
  | {
      readonly kind: 'rerouted'
      readonly workloadId: string
      readonly rank: number
      readonly wan: WanGrant
    }
  | {
      readonly kind: 'fallback'
      readonly workloadId: string
      readonly fallback: 'pause' | 'single-site' | 'loose-sync'
      readonly why: string
    }
  | { readonly kind: 'restored'; readonly workloadId: string }
  | {
      readonly kind: 'retry'
      readonly workloadId: string
      readonly attempt: number
      readonly why: string
      readonly retryAtMs: InstantMs
    }
  | {
      readonly kind: 'finished'
      readonly workloadId: string
      readonly outcome: 'completed' | 'failed' | 'cancelled' | 'timed-out'
    }
