/** One number for all steps, or one per step. */
export type PerStep = number | readonly number[] | Float64Array

export const at = (series: PerStep, step: number): number =>
  typeof series === 'number' ? series : (series[step] ?? Number.NaN)

/** Time: how many steps there are and what each stands for. */
export interface Snapshots {
  readonly count: number
  /** Hours that each step stands for, in the objective, in stores and in the sums of limits. 1 where left out. */
  readonly weightH?: PerStep
  /** Where the three differ: each falls back to `weightH`. */
  readonly objectiveWeightH?: PerStep
  readonly storageWeightH?: PerStep
  readonly limitWeightH?: PerStep
  /** Investment periods, one after the other; their steps add up to `count`. */
  readonly periods?: readonly Period[]
}

export interface Period {
  readonly steps: number
  /** What a USD of the period counts in the objective, and how many years it stands for in limits. */
  readonly objectiveWeight: number
  readonly years: number
}

/** How much there is of something, in the unit of the field that holds it. */
export type Capacity =
  | { readonly kind: 'fixed'; readonly amount: number }
  | {
      readonly kind: 'extendable'
      readonly capital: Capital
      /** Already there: its cost is the constant of the objective. 0 where left out. */
      readonly existing?: number
      readonly min?: number
      /** No limit where left out. */
      readonly max?: number
    }

/**
 * Cost of a unit of capacity. A yearly cost against a horizon of days is the classic mistake, so it says of what it is the
 * cost: of the whole horizon, charged once as it stands, or of a year, scaled by the hours of the horizon over 8,760.
 */
export interface Capital {
  readonly usdPerUnit: number
  readonly per: 'horizon' | 'year'
}

/** A unit that is on or off. Times are counted in steps. */
export interface Commitment {
  readonly startUsd?: number
  readonly stopUsd?: number
  /** Cost of an hour of being on. */
  readonly standByUsdPerH?: number
  readonly minUpSteps?: number
  readonly minDownSteps?: number
  /** State before the first step; on, for long enough, where left out. No steps: for long enough. */
  readonly before?: { readonly state: 'on' | 'off'; readonly steps?: number }
}

export interface Carrier {
  readonly id: string
  /** Per MWh of fuel, not of electricity. */
  readonly co2TPerMwh: number
}

/** A common year. */
export const hoursPerYear = 8760
