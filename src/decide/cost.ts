import { rateAt } from '../fleet/index.ts'
import type { Fleet, WorkloadSpec } from '../fleet/index.ts'
import { usdPerItMw } from '../power/index.ts'
import { hourMs } from '../units/index.ts'
import type { InstantMs, Usd } from '../units/index.ts'
import { costWindowEndMs } from './need.ts'
import type { LegNeed } from './need.ts'
import type { World, WorldSite } from './world.ts'

/**
 * What a leg costs at a site, to compare sites: the rate for its accelerators, energy and carbon at the meter, and moving
 * its datasets. Floats are fine here: this ranks placements, bills are made by the ledger in decimals.
 */
export function legCostUsd(
  world: World,
  entry: WorldSite,
  leg: { readonly spec: WorkloadSpec; readonly need: LegNeed; readonly fromMs: InstantMs },
): Usd {
  const toMs = costWindowEndMs(leg.spec, leg.fromMs)
  const energyUsd = (leg.need.itW / 1e6) * usdPerItMw(entry.energy, leg.fromMs, toMs)
  return chargeUsd(world.fleet, entry, leg) + energyUsd + moveUsd(world, entry, leg.spec)
}

/** What the tenant will be charged for the leg if it runs for its whole time (a service: one day). */
export function chargeUsd(
  fleet: Fleet,
  entry: WorldSite,
  leg: { readonly spec: WorkloadSpec; readonly need: LegNeed; readonly fromMs: InstantMs },
): Usd {
  const hours = (costWindowEndMs(leg.spec, leg.fromMs) - leg.fromMs) / hourMs
  const { accelerators, flexibility } = leg.spec
  const ratedLeg = { siteId: entry.site.id, accelerator: accelerators.kind, flexibility }
  return leg.need.accelerators * hours * Number(rateAt(fleet.prices, ratedLeg, leg.fromMs) ?? 0)
}

function moveUsd(world: World, entry: WorldSite, spec: WorkloadSpec): Usd {
  return spec.datasets.reduce((sum, id) => {
    const dataset = world.datasetById.get(id)
    return dataset === undefined || dataset.homeSiteId === entry.site.id
      ? sum
      : sum + dataset.sizeGb * world.fleet.prices.egressUsdPerGb
  }, 0)
}
