import type { Cell, Figure } from './figure.ts'
import { assumed, figuresOf, published } from './table-cells.ts'

/**
 * Ways to power a site: what they cost, how long they take, how often they run, what they emit and drink. Lead times
 * are from order or request to power, as medians and ninth deciles; queues of the grid come on top. Water is consumed
 * at the plant, cooled by towers where it has any.
 */
const units = {
  capexUsdPerKw: 'USD/kW',
  fixedOpexUsdPerKwYear: 'USD/kW/yr',
  variableUsdPerMwh: 'USD/MWh',
  energyUsdPerMwh: 'USD/MWh',
  leadTimeMonthsP50: 'months',
  leadTimeMonthsP90: 'months',
  capacityFactor: '1',
  lifecycleGPerKwh: 'g CO2e/kWh',
  waterLPerKwh: 'L/kWh',
} as const

type Column = keyof typeof units
type Always = 'leadTimeMonthsP50' | 'leadTimeMonthsP90' | 'waterLPerKwh'

export type SupplyTechnology = { readonly id: string; readonly name: string } & {
  readonly [K in Always]: Figure
} & { readonly [K in Exclude<Column, Always>]?: Figure }

const atb = published(
  'NREL Annual Technology Baseline 2024, read in PyPSA technology-data 0.14, outputs/US/costs_2025.csv',
  '2025',
  'high',
)
const atb2030 = published(
  'NREL Annual Technology Baseline 2024, read in PyPSA technology-data 0.14, outputs/US/costs_2030.csv',
  '2025',
  'high',
)
const lazard = published('Lazard, Levelized Cost of Energy+ v19: middle of the range', '2026')
const dea = published(
  'Danish Energy Agency, read in PyPSA technology-data 0.14, outputs/costs_2030.csv: 1,469 EUR/kW at 1.08 USD',
  '2025',
)
const carbon = published(
  'Electricity Maps default emission factors (lifecycle), after IPCC 2014 and UNECE 2022',
  '2026-08',
  'high',
)
const press = assumed(
  'Press and vendor statements on backlogs; found in secondary reports only',
  '2026',
)
const judged = assumed('Judged from projects of the kind; no source states a distribution', '2026')
const water = assumed(
  'After Macknick et al. 2012 (NREL), medians with towers, in litres; from the record, not re-read',
  '2012',
)
const bloom = published(
  'Bloom Energy and Oracle: 55 days achieved against 90 planned; the slow tail is judged',
  '2025',
  'low',
)

type Range = readonly [low: number, high: number]
const middle = ([low, high]: Range, origin: typeof lazard): Cell => [
  (low + high) / 2,
  origin,
  {
    choice: `The middle; the range of its source is ${low} to ${high}`,
    others: [
      [low, origin],
      [high, origin],
    ],
  },
]
const months = (p50: number, p90: number, origin: typeof judged | typeof bloom) => ({
  leadTimeMonthsP50: [p50, origin] as Cell,
  leadTimeMonthsP90: [p90, origin] as Cell,
})

const thermal: readonly SupplyTechnology[] = [
  {
    id: 'gas-ccgt',
    name: 'Gas, combined cycle',
    ...figuresOf(units, {
      capexUsdPerKw: middle([1450, 2100], lazard),
      fixedOpexUsdPerKwYear: middle([10, 25.5], lazard),
      variableUsdPerMwh: middle([2.75, 5], lazard),
      energyUsdPerMwh: middle([51, 129], lazard),
      ...months(60, 96, press),
      lifecycleGPerKwh: [490, carbon],
      waterLPerKwh: [0.75, water],
    }),
  },
  {
    id: 'gas-peaker',
    name: 'Gas, open cycle and aeroderivative',
    ...figuresOf(units, {
      capexUsdPerKw: middle([1100, 1650], lazard),
      energyUsdPerMwh: middle([144, 276], lazard),
      ...months(24, 60, press),
      lifecycleGPerKwh: [490, carbon],
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'gas-reciprocating',
    name: 'Gas, reciprocating engines',
    ...figuresOf(units, {
      ...months(18, 24, press),
      lifecycleGPerKwh: [490, carbon],
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'gas-ccs',
    name: 'Gas, combined cycle with 95 % capture',
    ...figuresOf(units, {
      capexUsdPerKw: [2986, atb],
      ...months(72, 108, judged),
      waterLPerKwh: [1.4, water],
    }),
  },
  {
    id: 'fuel-cell',
    name: 'Fuel cells on gas',
    ...figuresOf(units, {
      capexUsdPerKw: [1587, dea],
      energyUsdPerMwh: [100, assumed('Press: near 0.10 USD/kWh', '2025')],
      ...months(3, 12, bloom),
      lifecycleGPerKwh: [490, { ...carbon, confidence: 'low' }],
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'coal',
    name: 'Coal',
    ...figuresOf(units, {
      capexUsdPerKw: [4320, atb],
      energyUsdPerMwh: middle([72, 177], lazard),
      ...months(72, 108, judged),
      lifecycleGPerKwh: [820, carbon],
      waterLPerKwh: [2.6, water],
    }),
  },
  {
    id: 'biomass',
    name: 'Biomass',
    ...figuresOf(units, {
      capexUsdPerKw: [5388, atb],
      ...months(48, 72, judged),
      lifecycleGPerKwh: [230, carbon],
      waterLPerKwh: [2.1, water],
    }),
  },
  {
    id: 'nuclear-large',
    name: 'Nuclear, large',
    ...figuresOf(units, {
      capexUsdPerKw: [
        8198,
        atb2030,
        {
          choice:
            'The baseline of its country; the other tables of the same collection are European',
          others: [[11_670, { ...dea, source: 'Danish Energy Agency: 10,806 EUR/kW at 1.08 USD' }]],
        },
      ],
      energyUsdPerMwh: middle([175, 255], lazard),
      ...months(120, 180, judged),
      capacityFactor: [0.93, atb2030],
      lifecycleGPerKwh: [12, carbon],
      waterLPerKwh: [2.54, water],
    }),
  },
  {
    id: 'nuclear-smr',
    name: 'Nuclear, small modular',
    ...figuresOf(units, {
      capexUsdPerKw: [10_387, atb2030],
      ...months(96, 144, judged),
      capacityFactor: [0.93, { ...atb2030, confidence: 'medium' }],
      lifecycleGPerKwh: [12, carbon],
      waterLPerKwh: [2.54, water],
    }),
  },
  {
    id: 'geothermal',
    name: 'Geothermal',
    ...figuresOf(units, {
      capexUsdPerKw: [
        7416,
        atb,
        { choice: 'Hydrothermal; enhanced systems cost more', others: [[12_901, atb]] },
      ],
      ...months(48, 84, judged),
      capacityFactor: [0.9, atb],
      lifecycleGPerKwh: [38, carbon],
      waterLPerKwh: [0.05, water],
    }),
  },
]

const renewable: readonly SupplyTechnology[] = [
  {
    id: 'wind-onshore',
    name: 'Wind, onshore',
    ...figuresOf(units, {
      capexUsdPerKw: [
        1689,
        atb,
        { choice: 'For 2025; the same source expects less for 2030', others: [[1515, atb2030]] },
      ],
      energyUsdPerMwh: middle([37, 99], lazard),
      ...months(36, 72, judged),
      capacityFactor: [0.458, atb],
      lifecycleGPerKwh: [11, carbon],
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'wind-offshore',
    name: 'Wind, offshore',
    ...figuresOf(units, {
      capexUsdPerKw: [
        6326,
        atb,
        { choice: 'For 2025; the same source expects less for 2030', others: [[4790, atb2030]] },
      ],
      energyUsdPerMwh: middle([105, 167], lazard),
      ...months(84, 120, judged),
      capacityFactor: [0.464, atb],
      lifecycleGPerKwh: [11, carbon],
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'solar-pv',
    name: 'Solar, utility scale',
    ...figuresOf(units, {
      capexUsdPerKw: [
        1606,
        atb,
        { choice: 'For 2025; the same source expects less for 2030', others: [[1285, atb2030]] },
      ],
      energyUsdPerMwh: middle([40, 98], lazard),
      ...months(20, 48, judged),
      capacityFactor: [0.268, atb],
      lifecycleGPerKwh: [45, carbon],
      waterLPerKwh: [0.02, water],
    }),
  },
  {
    id: 'solar-firm',
    name: 'Solar with storage, firm, in good sun',
    ...figuresOf(units, {
      energyUsdPerMwh: middle(
        [54, 82],
        published('IRENA, firm solar with storage: range of good sites', '2026-05'),
      ),
      ...months(19, 48, judged),
      lifecycleGPerKwh: [45, { ...carbon, confidence: 'low' }],
      waterLPerKwh: [0.02, water],
    }),
  },
  {
    id: 'hydro',
    name: 'Hydropower, new',
    ...figuresOf(units, {
      capexUsdPerKw: [8705, atb],
      ...months(84, 120, judged),
      capacityFactor: [0.62, atb],
      lifecycleGPerKwh: [24, carbon],
      waterLPerKwh: [17, water],
    }),
  },
]

const storage: readonly SupplyTechnology[] = [
  {
    id: 'battery-4h',
    name: 'Battery, 4 hours',
    ...figuresOf(units, {
      capexUsdPerKw: [
        1842,
        atb,
        { choice: 'For 2025; the same source expects less for 2030', others: [[1562, atb2030]] },
      ],
      energyUsdPerMwh: middle([210, 292], lazard),
      ...months(12, 30, judged),
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'battery-8h',
    name: 'Battery, 8 hours',
    ...figuresOf(units, {
      capexUsdPerKw: [
        3225,
        atb,
        { choice: 'For 2025; the same source expects less for 2030', others: [[2659, atb2030]] },
      ],
      ...months(12, 30, judged),
      waterLPerKwh: [0, water],
    }),
  },
  {
    id: 'pumped-hydro',
    name: 'Pumped hydropower',
    ...figuresOf(units, {
      capexUsdPerKw: [3470, atb],
      ...months(84, 120, judged),
      waterLPerKwh: [0, water],
    }),
  },
]

export const supplyTechnologies: readonly SupplyTechnology[] = [
  ...thermal,
  ...renewable,
  ...storage,
]
