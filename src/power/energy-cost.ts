import type { Site, Supply } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'
import type { InstantMs, UsdPerTonne } from '../units/index.ts'
import { pueAtHour } from './pue.ts'

/**
 * What one IT megawatt costs at a site, by UTC hour: PUE x (energy price + carbon price x intensity). With several
 * supplies the price is their mean, weighted by capacity: an assumption, as no dispatch is modelled here.
 */
export interface EnergyCost {
  readonly usdPerItMwhByHourUtc: readonly number[]
  readonly meanUsdPerItMwh: number
}

export function buildEnergyCost(site: Site, carbonUsdPerTonne: UsdPerTonne): EnergyCost {
  const capacityMw = site.supplies.reduce((sum, supply) => sum + supply.capacityMw, 0)
  const byHour = Array.from({ length: 24 }, (_, hour) => {
    const weighted = site.supplies.reduce((sum, supply) => {
      const carbonUsdPerMwh = (supply.carbonKgPerMwh / 1000) * carbonUsdPerTonne
      return sum + supply.capacityMw * (priceAt(supply, hour) + carbonUsdPerMwh)
    }, 0)
    return capacityMw === 0 ? 0 : (weighted / capacityMw) * pueAtHour(site.pue, hour)
  })
  return { usdPerItMwhByHourUtc: byHour, meanUsdPerItMwh: byHour.reduce((a, b) => a + b, 0) / 24 }
}

function priceAt(supply: Supply, hourUtc: number): number {
  const price = supply.energyPriceUsdPerMwh
  return typeof price === 'number' ? price : (price[hourUtc] ?? 0)
}

/** USD for one IT megawatt over `[fromMs, toMs)`: whole days at the mean, the rest hour by hour. */
export function usdPerItMw(cost: EnergyCost, fromMs: InstantMs, toMs: InstantMs): number {
  const wholeDays = Math.floor((toMs - fromMs) / (24 * hourMs))
  let usd = wholeDays * 24 * cost.meanUsdPerItMwh
  let at = fromMs + wholeDays * 24 * hourMs
  while (at < toMs) {
    const hourEndMs = (Math.floor(at / hourMs) + 1) * hourMs
    const until = Math.min(hourEndMs, toMs)
    const hour = Math.floor(at / hourMs) % 24
    usd += (cost.usdPerItMwhByHourUtc[hour] ?? 0) * ((until - at) / hourMs)
    at = until
  }
  return usd
}
