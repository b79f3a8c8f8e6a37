import type { FacilityMw, H, InstantMs, Mwh, Ratio } from '../../units/index.ts'
import type { Hourly } from './hourly.ts'

/**
 * What may feed a site, at its meter. Each kind fails in its own way, and that is what the fields say: a contract may be called,
 * a reactor is refuelled, a river runs dry, a permit runs out, a battery is empty, the weather does not ask.
 */
export type EnvelopeSupply =
  GridFirm | GridNonFirm | Ppa | Nuclear | Hydro | Gas | FuelCell | Weather | Battery

interface Common {
  readonly id: string
  readonly maxMw: FacilityMw
  /** Commercial operation: as likely as not, and with nine chances in ten. In service already where left out. */
  readonly onlineP50Ms?: InstantMs
  readonly onlineP90Ms?: InstantMs
}

/** Equal units that fail one by one, each for this share of time. */
interface Units {
  readonly units?: number
  readonly forcedOutageRate?: Ratio
}

export interface GridFirm extends Common {
  readonly kind: 'grid-firm'
}

export interface GridNonFirm extends Common {
  readonly kind: 'grid-nonfirm'
  readonly curtailment: Curtailment
}

/** A contract that lets the grid call power back. */
export type Curtailment =
  | {
      readonly kind: 'series'
      /** Share of the power that is there, hour by hour: a schedule, or the calls of a past year. */
      readonly availability: Hourly
    }
  | {
      readonly kind: 'budget'
      /** Hours of a year in which it may be called, and the share of the year's energy that may be: the lower binds. */
      readonly hoursMaxH?: H
      readonly energyMaxShare?: Ratio
      /** What a call takes: 1 is all of it, and where left out. */
      readonly depthShare?: Ratio
      readonly eventMaxH?: H
      /**
       * Nobody knows which hours. In the worst case any hour may be called, so that none is firm; by percentile, an hour is firm where
       * the chance that it is not called is at least the probability asked for.
       */
      readonly hours: 'worst-case' | 'percentile'
    }

/** Energy bought from a plant elsewhere. It is never firm; a financial one moves money and certificates, and no power. */
export interface Ppa extends Common {
  readonly kind: 'ppa'
  readonly delivery: 'physical' | 'financial'
  readonly availability: Hourly
}

export interface Nuclear extends Common, Units {
  readonly kind: 'nuclear'
  /** Planned outages; `units` of them stand still at once, one where left out. */
  readonly refuellings: readonly {
    readonly fromHour: number
    readonly lengthH: H
    readonly units?: number
  }[]
}

export interface Hydro extends Common {
  readonly kind: 'hydro'
  /** Of a mean year, January first. */
  readonly monthlyMwh: readonly Mwh[]
  /** Energy of a dry year over that of a mean one. */
  readonly dryYearFactor: Ratio
}

export interface Gas extends Common, Units {
  readonly kind: 'gas'
  /** Hours of a year that the air permit allows; all where left out. */
  readonly permitMaxH?: H
}

export interface FuelCell extends Common, Units {
  readonly kind: 'fuel-cell'
}

export interface Weather extends Common {
  readonly kind: 'solar' | 'wind'
  /** Capacity factor, hour by hour. */
  readonly availability: Hourly
}

export interface Battery extends Common {
  readonly kind: 'battery'
  readonly energyMwh: Mwh
  /** Of a full cycle; the loss is split evenly between charging and discharging. */
  readonly roundTripEfficiency: Ratio
  /** Share held at the start of the year; half where left out. */
  readonly initialShare?: Ratio
}

/** Why a supply gives less than its nameplate. */
export type LossCause =
  | 'not in service'
  | 'curtailable'
  | 'financial only'
  | 'refuelling'
  | 'forced outage'
  | 'dry year'
  | 'weather'
  | 'permit hours'
  | 'stored energy'
