import type { Comparison } from '../../catalog/index.ts'
import { gpuHourCost } from '../gpu-hour.ts'

const lives = [3, 4, 5, 6] as const

/** Energy price, interest, and US dollars per GPU-hour for a life of 3, 4, 5 and 6 years. */
const golden: readonly (readonly [price: number, interest: number, usdPerH: readonly number[]])[] =
  [
    [0.06, 0.07, [2.787, 2.325, 2.048, 1.865]],
    [0.06, 0.1, [2.987, 2.52, 2.241, 2.057]],
    [0.06, 0.13, [3.194, 2.724, 2.444, 2.26]],
    [0.12, 0.07, [2.9, 2.437, 2.161, 1.977]],
    [0.12, 0.1, [3.099, 2.632, 2.354, 2.17]],
    [0.12, 0.13, [3.307, 2.836, 2.557, 2.372]],
  ]

/** Bernstein (October 2025) gives 82,000 USD and 2.34 kW a GPU of GB200; two percent upkeep is conservative. */
const asset = {
  itUsd: 47_200,
  facilityUsd: 34_700,
  facilityLifeYears: 15,
  facilityKw: 2.34,
  loadShare: 0.8,
  itUpkeepShare: 0.02,
  facilityUpkeepShare: 0.02,
}

export const costComparisons = (): Comparison[] =>
  golden.flatMap(([energyUsdPerKwh, interestRate, values]) =>
    lives.flatMap((itLifeYears, index) => {
      const outcome = gpuHourCost({ ...asset, itLifeYears, energyUsdPerKwh, interestRate })
      if (outcome.kind !== 'costed') return []
      return [
        {
          family: 'serving/tco',
          id: `${itLifeYears} years, ${Math.round(100 * interestRate)} %, ${energyUsdPerKwh} USD/kWh`,
          quantity: 'cost of a GPU-hour',
          unit: 'USD/h',
          published: values[index] ?? NaN,
          predicted: outcome.cost.totalUsdPerH,
          error: 'absolute' as const,
          split: 'none' as const,
          source:
            'Annuity formula computed apart from this code, with capital and power per GPU after Bernstein (October 2025)',
          note: 'Checks the arithmetic; the inputs move the answer more than the formula',
        },
      ]
    }),
  )
