import type { Comparison } from '../../catalog/index.ts'
import { annuity, flatBill, type Financing } from '../dispatch/annuity.ts'

const annuities: readonly (readonly [Financing, number])[] = [
  [{ rate: 0.07, years: 25 }, 0.0858105172206656],
  [{ rate: 0.08, years: 20 }, 0.10185220882315058],
  [{ rate: 0.05, years: 30 }, 0.06505143508027657],
  [{ rate: 0, years: 20 }, 0.05],
  [{ rate: 0.03, years: 25, fixedShare: 0.03 }, 0.08742787103912777],
]

const ofReopt = { family: 'power/finance', unit: 'USD', error: 'relative', split: 'none' } as const
const reoptSource = 'REopt.jl 029db01d, test/runtests.jl with test/scenarios/no_techs.json'

/** Annuities, and the bill of a flat load without any technology. */
export function financeComparisons(): readonly Comparison[] {
  const bill = flatBill({ kwhPerYear: 10_000, usdPerKwh: 0.1, usdPerKwMonth: 10 })
  return [
    ...annuities.map(([financing, published]): Comparison => ({
      family: 'power/finance',
      id: `annuity of ${financing.years} years at ${financing.rate}`,
      quantity: 'annuity',
      unit: '1/year',
      published,
      predicted: annuity(financing) ?? 0,
      error: 'relative',
      split: 'none',
      source: 'pypsa.common.annuity, PyPSA 1.3.0',
    })),
    {
      ...ofReopt,
      id: 'no_techs energy',
      quantity: 'energy charge of the first year',
      published: 1000,
      predicted: bill.energyUsd,
      source: reoptSource,
    },
  ]
}

/** REopt publishes it to the cent, which is more than a millionth of it: half a cent either way. */
export function centComparisons(): readonly Comparison[] {
  const bill = flatBill({ kwhPerYear: 10_000, usdPerKwh: 0.1, usdPerKwMonth: 10 })
  return [
    {
      ...ofReopt,
      family: 'power/finance to the cent',
      id: 'no_techs demand',
      quantity: 'demand charge of the first year',
      published: 136.99,
      predicted: bill.demandUsd,
      error: 'absolute',
      source: reoptSource,
    },
  ]
}
