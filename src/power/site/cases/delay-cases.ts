import type { Comparison } from '../../../catalog/index.ts'
import { annuity } from '../../dispatch/annuity.ts'
import { delayCost } from '../delay-cost.ts'

const derived = 'From 35 billion USD per GW at the meter (Bernstein, 2025-10), 8 %, five years, all of it bought and idle' // prettier-ignore
const epoch = 'Epoch AI, cost of 1 GW of IT and campus pages, https://epoch.ai (CC BY 4.0)'

/** The reference figures of delay, one by one. */
export function delayComparisons(): readonly Comparison[] {
  const cost = delayCost({
    facilityMw: 1000,
    capitalUsdPerMw: 35e6,
    rate: 0.08,
    lifeYears: 5,
    spreadShare: 1,
    boughtShare: 1,
    premiumUsdPerMwh: 50,
  })
  const value = cost.ok ? cost.value : undefined
  const common = { family: 'power/delay cost', error: 'relative', split: 'none', source: derived } as const // prettier-ignore
  // prettier-ignore
  return [
    { ...common, id: 'year', quantity: 'carrying cost of 1 GW', unit: 'billion USD/yr', published: 8.77, predicted: (value?.usdPerYear ?? 0) / 1e9 },
    { ...common, id: 'month', quantity: 'delay of 1 GW by a month', unit: 'million USD', published: 730, predicted: (value?.usdPerMonth ?? 0) / 1e6 },
    { ...common, id: 'premium', quantity: '50 USD/MWh more for 1 GW', unit: 'million USD/yr', published: 438, predicted: (value?.premiumUsdPerYear ?? 0) / 1e6 },
    { ...common, id: 'break-even', quantity: 'months of the premium that a month pays for', unit: 'months', published: 20, predicted: value?.premiumMonthsPerMonth ?? 0 },
    yearlyCost(),
  ]
}

/**
 * Yearly cost of owning a campus from its capital and operation: servers over five years, building over fourteen, at 8 %. The
 * published yearly cost is no input.
 */
function yearlyCost(): Comparison {
  const [itMw, serversUsd, buildingUsd, operationUsd] = [946, 24.7e9, 11.13e9, 0.853e9]
  const servers = annuity({ rate: 0.08, years: 5 }) ?? 0
  const building = annuity({ rate: 0.08, years: 14 }) ?? 0
  const usd = serversUsd * servers + buildingUsd * building + operationUsd
  return {
    family: 'power/yearly cost',
    id: 'colossus-2',
    quantity: 'yearly cost per MW of IT',
    unit: 'million USD/yr/MW IT',
    published: 8.5,
    predicted: usd / itMw / 1e6,
    error: 'relative',
    split: 'none',
    source: epoch,
    note: 'capital and operation of Colossus 2 (946 MW of IT) as published; 8 %, five and fourteen years are planning values',
  }
}
