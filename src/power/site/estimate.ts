import type { Diagnostic } from '../../diagnostics/index.ts'
import type { FacilityMw, LPerKwh, Ratio } from '../../units/index.ts'
import type { AverageFactor, CarbonScope, CarbonYear, EnergyContract, MarginalFactor } from './carbon.ts' // prettier-ignore
import type { Chain, ChainRequest } from './chain.ts'
import type { DelayCost, DelayRequest } from './delay-cost.ts'
import type { Envelope, EnvelopeCalendar } from './envelope.ts'
import type { Headroom, HeadroomRequest } from './headroom.ts'
import type { EnvelopeSupply } from './supply.ts'
import type { PowerOption, TimeToPower } from './time-to-power.ts'
import type { CoolingChoice, WaterPermit, WaterYear } from './water.ts'

/** What `gridloom estimate power` is asked. */
export interface PowerEstimateRequest extends ChainRequest {
  /** Either this or the number of accelerators. */
  readonly facilityMw?: FacilityMw
  readonly accelerators?: number
  /** Gives PUE, design peak and water where they are not stated. */
  readonly cooling?: CoolingChoice
  readonly cyclesOfConcentration?: Ratio
  readonly gridWaterLPerKwh?: LPerKwh
  readonly permit?: WaterPermit
  /** Of the catalog, with or without its `grid-`: gives price and carbon where they are not stated. */
  readonly grid?: string
  /** Of the catalog's factors; lifecycle where left out. */
  readonly carbonScope?: CarbonScope
  readonly gridCarbon?: AverageFactor
  readonly marginal?: MarginalFactor
  readonly residual?: AverageFactor
  readonly contracts?: readonly EnergyContract[]
  /** What feeds the site, held against its facility power. */
  readonly envelope?: Omit<EnvelopeCalendar, 'targetMw'> & {
    readonly supplies: readonly EnvelopeSupply[]
  }
  /** Load of the grid, for its headroom. */
  readonly load?: HeadroomRequest
  /** Ways to power, for its date. */
  readonly options?: readonly PowerOption[]
  readonly delay?: Omit<DelayRequest, 'facilityMw'>
}

export type PowerOutcome =
  PowerEstimate | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** A part that was not asked for is absent. */
export interface PowerEstimate {
  readonly kind: 'estimated'
  readonly chain: Chain
  readonly water?: WaterYear
  readonly carbon?: CarbonYear
  readonly envelope?: Envelope
  readonly headroom?: Headroom
  readonly timeToPower?: TimeToPower
  readonly delay?: DelayCost
  readonly warnings: readonly Diagnostic[]
}
