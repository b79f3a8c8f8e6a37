import type { FirmedSteps } from './firming.ts'
import type { SupplyHour } from './supply-hour.ts'
import type { EnvelopeSupply, LossCause } from './supply.ts'

/** One supply over all steps. */
export interface Course {
  readonly supply: EnvelopeSupply
  readonly steps: readonly SupplyHour[]
}

/** What permit hours or stored energy gave. */
export interface FirmedSupply {
  readonly id: string
  readonly unit: 'h' | 'MWh'
  readonly steps: FirmedSteps
}

/** What keeps firm power below nameplate in a step: the largest loss. */
export interface Binding {
  readonly supply: string
  readonly cause: LossCause
}
