import type { Comparison } from '../../../catalog/index.ts'
import { waterOf } from '../water.ts'

interface WaterCase {
  readonly id: string
  readonly itMw: number
  readonly wueLPerKwh: number
  readonly m3PerDay: number
  readonly source: string
}

const cases: readonly WaterCase[] = [
  {
    id: '100 MW at 1.2 L/kWh',
    itMw: 100,
    wueLPerKwh: 1.2,
    m3PerDay: 2880,
    source: 'By hand: 100 MW x 24 h x 1.2 m3/MWh, after the definition of The Green Grid, 2011',
  },
  {
    id: '10 MW at 3 L/kWh',
    itMw: 10,
    wueLPerKwh: 3,
    m3PerDay: 720,
    source: 'KVRM, comparison of cooling towers, adiabatic and dry coolers, https://kvrm.in: 720,000 litres per day', // prettier-ignore
  },
]

export const waterComparisons = (): readonly Comparison[] =>
  cases.map(({ id, itMw, wueLPerKwh, m3PerDay, source }) => {
    const cooling = { kind: 'stated', wueLPerKwh, pue: 1.25 } as const
    const water = waterOf({ itMw, cooling })
    return {
      family: 'power/water',
      id,
      quantity: 'water consumed on the peak day',
      unit: 'm3/day',
      published: m3PerDay,
      predicted: water.ok ? water.value.consumedPeakDayM3 : 0,
      error: 'relative',
      split: 'none',
      source,
    }
  })
