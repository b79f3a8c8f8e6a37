import type { Usd } from '../units/index.ts'
import type { WanGrant } from './event.ts'
import type { LegNeed } from './need.ts'
import type { WorldSite } from './world.ts'

/** Where a workload goes, and what that costs. */
export interface Layout {
  readonly sites: readonly LayoutSite[]
  readonly costUsd: Usd
}

export interface LayoutSite {
  readonly entry: WorldSite
  readonly poolId: string
  readonly need: LegNeed
  /** Of a modelled run that is split: no more than it will cost, whatever its rate. */
  readonly costUsd: Usd
  /** Known of modelled runs, whose time depends on their rate. */
  readonly chargeUsdPerH?: number
  readonly grant?: WanGrant
}
