/** A figure with its range; where only the expected value is known the range is that value. */
export interface Ranged {
  readonly low: number
  readonly expected: number
  readonly high: number
}

export interface GoodputSite {
  readonly site: string
  readonly accelerators: number
  /** Accelerator-hours per hardware interruption (K). */
  readonly hoursPerInterruption: Ranged
  readonly jobInterruptionsPerH: number
  /** Accelerators that leave together: 8 of a node, 72 of a rack-scale domain. */
  readonly blastRadius: number
  /** Until what left is back, h. */
  readonly repairH: number
  /** Accelerators held ready to take over. */
  readonly spares: number
  /** Hours that the grid takes away, with a timetable known beforehand. */
  readonly curtailment?: { readonly eventsPerYear: number; readonly hoursPerEvent: number }
}

export interface GoodputLink {
  readonly cutsPerYear: number
  /** Until traffic runs again: protection switching, or repair where there is no second path. */
  readonly outageH: number
}

export interface GoodputRequest {
  readonly sites: readonly GoodputSite[]
  /** Links whose cut stops a synchronous run. */
  readonly links: readonly GoodputLink[]
  /** `synchronous`: whatever stops one site stops all. `decoupled` (DiLoCo): a site loses its own share only. */
  readonly coupling: 'synchronous' | 'decoupled'
  /** Stall of one checkpoint write, s. */
  readonly stallS: Ranged
  /** From interruption to training, s. */
  readonly restartS: Ranged
  /** Without it the best interval. */
  readonly intervalS?: number
  /** Transfer of weights and optimizer to a site that returns to a decoupled run, s. */
  readonly resyncS?: number
}

/** Named parts of the lost time, shares of the wall clock. */
export interface Waste {
  readonly writing: number
  readonly rework: number
  readonly restarting: number
  /** While a cut is not mended. */
  readonly linkCuts: number
  readonly curtailment: number
  /** Accelerators under repair beyond the spares. */
  readonly missingCapacity: number
}

export interface GoodputEstimate {
  readonly goodput: Ranged
  readonly waste: Waste
  readonly interruptionsPerDay: number
  readonly meanTimeToInterruptionH: number
  readonly intervalS: number
  /** What the first-order form says of checkpoints and restarts alone; below zero where it fails. */
  readonly firstOrderGoodput: number
  /** Mean number of accelerators under repair, all sites. */
  readonly acceleratorsDown: number
  readonly notes: readonly string[]
}

export type GoodputOutcome =
  | { readonly kind: 'estimated'; readonly estimate: GoodputEstimate }
  /** Interruptions come faster than training gets on. */
  | { readonly kind: 'no-progress'; readonly why: readonly string[] }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }
