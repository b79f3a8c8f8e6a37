import type { Capacity, Carrier, Commitment, PerStep, Snapshots } from './model-parts.ts'

/**
 * An energy model as plain data: what stands where, what it may do in each step and what it costs. It says nothing of how it
 * is solved. Power is in MW at the bus that a part is attached to, energy in MWh, money in USD, steps are counted from 0.
 *
 * What it can hold follows the linear part of PyPSA 1.3 (see `../pypsa/`), so that its published cases can be reproduced.
 * Left out: AC power flow, losses of lines, ramp limits, quadratic and piecewise costs, scenarios, assets with build years.
 */
export interface EnergyModel {
  readonly snapshots: Snapshots
  readonly buses: readonly Bus[]
  readonly carriers?: readonly Carrier[]
  readonly generators?: readonly Generator[]
  readonly loads?: readonly Load[]
  readonly storageUnits?: readonly StorageUnit[]
  readonly stores?: readonly Store[]
  readonly links?: readonly Link[]
  readonly lines?: readonly Line[]
  readonly limits?: readonly Limit[]
  /**
   * How a link that may run backwards is charged its loss. `physical` (where left out): what arrives is less than what leaves,
   * either way. `pypsa`: the flow is one signed number, so that a reversed link delivers more than it takes; for parity only.
   */
  readonly linkConvention?: 'physical' | 'pypsa'
}

export interface Bus {
  readonly id: string
  /** Nominal voltage, kV: wanted where a line ends whose reactance matters. 1 where left out: reactances are per unit. */
  readonly nominalKv?: number
  /** Current on its lines; a passive DC network divides by resistance. AC where left out. */
  readonly current?: 'AC' | 'DC'
}

export interface Generator {
  readonly id: string
  readonly bus: string
  readonly carrier?: string
  readonly capacityMw: Capacity
  /** Cost of a MWh delivered; 0 where left out. */
  readonly costUsdPerMwh?: PerStep
  /** Share of the capacity that may be used at most; 1 where left out. */
  readonly maxShare?: PerStep
  /** Share of the capacity that must be used at least; 0 where left out, negative for one that may also take. */
  readonly minShare?: PerStep
  /** MWh delivered per MWh of fuel: emissions are counted on the fuel. 1 where left out. */
  readonly efficiency?: PerStep
  readonly commitment?: Commitment
  /** True where it takes from the bus in place of giving: a buyer, whose cost is minus what it would pay. */
  readonly isDemand?: boolean
}

export interface Load {
  readonly id: string
  readonly bus: string
  readonly loadMw: PerStep
}

/** What both ways of storing share. */
interface Storage {
  readonly id: string
  readonly bus: string
  readonly carrier?: string
  /** Share of the energy lost per hour of standing; 0 where left out. */
  readonly standingLossPerH?: number
  /** Energy held before the first step; ignored where cyclic. 0 where left out. */
  readonly initialMwh?: number
  /** The last step comes before the first. */
  readonly isCyclic?: boolean
  /** In each investment period anew: the initial energy, or the cycle. */
  readonly isPerPeriod?: boolean
  /** Cost of holding a MWh for one hour. */
  readonly holdingUsdPerMwhH?: PerStep
}

/** A battery or a reservoir: power and energy are bound by a number of hours. */
export interface StorageUnit extends Storage {
  readonly capacityMw: Capacity
  /** Energy at full charge per MW of capacity, h. */
  readonly maxH: number
  /** MWh stored per MWh taken; 1 where left out. */
  readonly chargeEfficiency?: number
  /** MWh delivered per MWh drawn from the store; 1 where left out. */
  readonly dischargeEfficiency?: number
  /** Share of the capacity that may be taken at most (1), and delivered at most (1). */
  readonly chargeMaxShare?: PerStep
  readonly dischargeMaxShare?: PerStep
  /** Cost of a MWh delivered. */
  readonly costUsdPerMwh?: PerStep
  /** Energy that flows in from outside, MW; what is not wanted is spilled. */
  readonly inflowMw?: PerStep
  readonly spillUsdPerMwh?: PerStep
  /** Energy that must be held at the end of a step; null where free. */
  readonly heldMwh?: readonly (number | null)[]
}

/** Energy without a limit on power: a tank, a cavern, a pile. */
export interface Store extends Storage {
  readonly energyMwh: Capacity
  readonly minShare?: PerStep
  readonly maxShare?: PerStep
  /** Cost of a MWh delivered to the bus; taking a MWh back earns it. */
  readonly costUsdPerMwh?: PerStep
}

/** A directed connection whose flow is chosen: a converter, a tie line, a pump. */
export interface Link {
  readonly id: string
  readonly carrier?: string
  readonly from: string
  readonly to: string
  /** MWh arriving per MWh leaving; 1 where left out. */
  readonly efficiency?: PerStep
  /** Further buses it delivers to, of the same flow: the heat of a heat-and-power unit. */
  readonly alsoTo?: readonly { readonly bus: string; readonly efficiency: PerStep }[]
  /** In MW leaving `from`. */
  readonly capacityMw: Capacity
  /** Shares of the capacity: 1 and 0 where left out; a negative least share lets it run backwards. */
  readonly maxShare?: PerStep
  readonly minShare?: PerStep
  /** Cost of a MWh leaving. */
  readonly costUsdPerMwh?: PerStep
  readonly commitment?: Commitment
}

/** A passive branch: its flow follows from the voltage law. */
export interface Line {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Series reactance (AC) and resistance (DC), ohm; per unit where the bus has no voltage. */
  readonly reactanceOhm: number
  readonly resistanceOhm?: number
  readonly capacityMw: Capacity
  /** Share of the capacity that may flow either way; 1 where left out. */
  readonly maxShare?: PerStep
}

/** A limit over all steps, or those of one investment period. */
export type Limit = {
  readonly id: string
  readonly sense: 'at-most' | 'at-least' | 'equal'
  /** The only investment period that counts, by its place; all where left out. */
  readonly period?: number
} & (
  | {
      /** Carbon of the fuel burnt, t: output over efficiency times the factor of the carrier. */
      readonly kind: 'co2'
      readonly tonnes: number
    }
  | {
      /** Energy given by a carrier, MWh: a budget of curtailment, a quota of fuel. */
      readonly kind: 'energy'
      readonly carrier: string
      readonly mwh: number
    }
  | {
      /** Hours that a generator with a commitment is on: the hours of a curtailment contract, of a permit. */
      readonly kind: 'hours'
      readonly generator: string
      readonly hours: number
    }
  | {
      /** How often a generator with a commitment comes on. */
      readonly kind: 'starts'
      readonly generator: string
      readonly starts: number
    }
)

/** The figure of a limit, in its unit. */
export function amountOfLimit(limit: Limit): number {
  switch (limit.kind) {
    case 'co2':
      return limit.tonnes
    case 'energy':
      return limit.mwh
    case 'hours':
      return limit.hours
    case 'starts':
      return limit.starts
  }
}
