import type { Mwh, Usd } from '../../units/index.ts'

/** A dispatch read from a solution: what each part does in each step, and what a MWh is worth. */
export interface Dispatch {
  /** All cost of the horizon, the capital of chosen capacity in full. */
  readonly costUsd: Usd
  /** The same without the capital of what exists already: what PyPSA 1.x calls the objective. */
  readonly objectiveUsd: Usd
  /** Capital of the existing part of chosen capacity: PyPSA's objective constant. */
  readonly existingUsd: Usd
  readonly generators: readonly FlowResult[]
  readonly storageUnits: readonly StorageResult[]
  readonly stores: readonly StoreResult[]
  readonly links: readonly LinkResult[]
  readonly lines: readonly FlowResult[]
  readonly buses: readonly BusResult[]
  readonly limits: readonly LimitResult[]
  readonly balance: EnergyBalance
}

export interface FlowResult {
  readonly id: string
  readonly capacityMw: number
  readonly flowMw: Float64Array
  /** 1 where on; only of a unit with a commitment. */
  readonly isOn?: Uint8Array
}

/** The flow is what leaves `from`, negative where it arrives there. */
export interface LinkResult extends FlowResult {
  /** What arrives at `to`, negative where it leaves it. */
  readonly arrivedMw: Float64Array
}

export interface StorageResult {
  readonly id: string
  readonly capacityMw: number
  readonly chargeMw: Float64Array
  readonly dischargeMw: Float64Array
  readonly storedMwh: Float64Array
  readonly spillMw: Float64Array
}

export interface StoreResult {
  readonly id: string
  readonly energyMwh: Mwh
  /** Given to the bus; negative where taken. */
  readonly flowMw: Float64Array
  readonly storedMwh: Float64Array
}

export interface BusResult {
  readonly id: string
  /** Cost of one more MWh in the step; absent where units are switched, for then the problem has no duals. */
  readonly priceUsdPerMwh?: Float64Array
}

export interface LimitResult {
  readonly id: string
  /** Used, in the limit's unit: t or MWh. */
  readonly used: number
  /** Change of cost per unit by which the limit is raised: at most 0 where it is `at-most`; absent without duals. */
  readonly dualUsdPerUnit?: number
}

/** Energy over the horizon: what goes in is used, stored or lost. */
export interface EnergyBalance {
  /** Generators and inflow; the energy that stores hold before the first step counts when it is drawn, as stored below 0. */
  readonly inMwh: number
  /** Loads and buyers. */
  readonly usedMwh: number
  readonly storedMwh: number
  /** Links, storage efficiency, standing losses, spill. Negative where a link gains, as a heat pump does. */
  readonly lostMwh: number
  /** in - used - stored - lost. */
  readonly remainderMwh: number
  readonly isBalanced: boolean
}

/** How it ended. `stopped` may carry the best dispatch found so far. */
export type DispatchOutcome =
  | { readonly status: 'optimal'; readonly dispatch: Dispatch }
  | {
      readonly status: 'stopped'
      readonly why: 'time-limit' | 'cancelled'
      readonly dispatch?: Dispatch
      readonly gap?: number
    }
  /** No dispatch meets every load and limit. */
  | { readonly status: 'infeasible' }
  /** Cost has no lower end: something is paid for without a limit. */
  | { readonly status: 'unbounded' }
  | { readonly status: 'failed'; readonly why: string }
