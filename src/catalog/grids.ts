import type { Cell, Figure } from './figure.ts'
import { figuresOf, published } from './table-cells.ts'

/**
 * Grids and market zones: what an hour costs and emits on average, how long a large load waits, and what it could take
 * now if it were curtailed in half a percent of its yearly energy. Means hide the tail: in 2024 ERCOT lay between -2.8
 * and 2,064.5 USD/MWh. A wholesale price is not the tariff of a large load.
 */
const units = {
  wholesaleUsdPerMwh: 'USD/MWh',
  directGPerKwh: 'g CO2/kWh',
  lifecycleGPerKwh: 'g CO2e/kWh',
  waitMonths: 'months',
  headroomGw: 'GW',
} as const

export type Grid = { readonly id: string; readonly name: string; readonly country: string } & {
  readonly [K in keyof typeof units]?: Figure
}

const price = {
  ...published(
    'Mean of the hourly prices of 2024 in HPE SustainCluster, from the market operators',
    '2024',
  ),
  licence: 'MIT; sources ODbL or BSD-3-Clause',
}
const carbon = {
  ...published('Mean of the hours of 2024 in HPE SustainCluster, from Electricity Maps', '2024'),
  licence: 'ODbL',
}
const duke = published(
  'Norris et al., Rethinking Load Growth, Duke University: headroom at a curtailment of 0.5 %; without limits of transmission',
  '2025-02',
  'high',
)
const jll = (text: string) => published(`JLL, data centre outlook: ${text}`, '2026')
const hubs = published('IEA: European hubs wait seven to ten years; the lower end', '2025', 'low')

interface Row {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly price?: number
  readonly carbon?: readonly [direct: number, lifecycle: number]
  readonly headroomGw?: number
  readonly wait?: Cell
}

const usWait: Cell = [48, jll('about four years for a large load in the United States on average')]
const pjmWait: Cell = [
  84,
  jll('about seven years for 100 MW in Northern Virginia'),
  {
    choice: 'The zone where most sites of the grid stand; others wait less',
    others: [
      [48, jll('about four years on the average of the United States')],
      [36, published('Avanza, Pittsburgh, by press', '2026', 'low')],
    ],
  },
]

// prettier-ignore
const rows: readonly Row[] = [
  { id: 'ercot', name: 'ERCOT (Texas)', country: 'US', price: 28.08, carbon: [303, 367], headroomGw: 10, wait: usWait },
  { id: 'pjm', name: 'PJM', country: 'US', price: 36.16, carbon: [321, 392], headroomGw: 17.8, wait: pjmWait },
  { id: 'nyiso', name: 'NYISO (New York)', country: 'US', price: 38.15, carbon: [223, 293], headroomGw: 4, wait: usWait },
  { id: 'caiso', name: 'CAISO (California)', country: 'US', price: 40.67, carbon: [169, 227], headroomGw: 5, wait: [72, published('Avanza, Silicon Valley, by press', '2026', 'low')] },
  { id: 'miso', name: 'MISO', country: 'US', headroomGw: 14.8, wait: usWait },
  { id: 'spp', name: 'SPP', country: 'US', headroomGw: 9.7, wait: usWait },
  { id: 'isone', name: 'ISO-NE (New England)', country: 'US', headroomGw: 3.5, wait: usWait },
  { id: 'southern', name: 'Southern Company', country: 'US', headroomGw: 7.7, wait: usWait },
  { id: 'tva', name: 'TVA', country: 'US', headroomGw: 4.5, wait: usWait },
  { id: 'fpl', name: 'Florida Power & Light', country: 'US', headroomGw: 4.2 },
  { id: 'duke-carolinas', name: 'Duke Energy Carolinas', country: 'US', headroomGw: 2.8 },
  { id: 'duke-florida', name: 'Duke Energy Florida', country: 'US', headroomGw: 2.1 },
  { id: 'bpa', name: 'Bonneville Power', country: 'US', headroomGw: 1.9 },
  { id: 'aps', name: 'Arizona Public Service', country: 'US', headroomGw: 1.6 },
  { id: 'srp', name: 'Salt River Project', country: 'US', headroomGw: 1.5 },
  { id: 'ca-on', name: 'Ontario (IESO)', country: 'CA', price: 22.56, carbon: [58, 88] },
  { id: 'br-sp', name: 'Brazil, São Paulo', country: 'BR', price: 22.41, carbon: [67, 103] },
  { id: 'cl-sic', name: 'Chile, central', country: 'CL', price: 126.65, carbon: [187, 238] },
  { id: 'de', name: 'Germany', country: 'DE', price: 84.58, carbon: [274, 332], wait: [84, hubs] },
  { id: 'fr', name: 'France', country: 'FR', price: 62.52 },
  { id: 'es', name: 'Spain', country: 'ES', price: 68.01 },
  { id: 'pt', name: 'Portugal', country: 'PT', price: 68.37 },
  { id: 'nl', name: 'Netherlands', country: 'NL', price: 83.29, wait: [120, published('Press: nothing in North Holland before 2036', '2026', 'low')] },
  { id: 'be', name: 'Belgium', country: 'BE', price: 75.78 },
  { id: 'at', name: 'Austria', country: 'AT', price: 87.87 },
  { id: 'ch', name: 'Switzerland', country: 'CH', price: 81.86 },
  { id: 'gb', name: 'Great Britain', country: 'GB', carbon: [106, 163], wait: [84, hubs] },
  { id: 'ie', name: 'Ireland', country: 'IE', wait: [84, hubs] },
  { id: 'jp-tk', name: 'Japan, Tokyo', country: 'JP', price: 86.53, carbon: [454, 544] },
  { id: 'kr', name: 'Korea', country: 'KR', price: 85.3, carbon: [357, 418] },
  { id: 'in-we', name: 'India, west', country: 'IN', price: 51.21, carbon: [680, 738] },
  { id: 'sg', name: 'Singapore', country: 'SG', price: 121.37, carbon: [367, 485] },
  { id: 'au-nsw', name: 'Australia, New South Wales', country: 'AU', price: 131.13, carbon: [500, 552] },
  { id: 'au-vic', name: 'Australia, Victoria', country: 'AU', price: 82.28, carbon: [456, 503] },
  { id: 'za', name: 'South Africa', country: 'ZA', price: 81.37, carbon: [657, 713] },
]

const cellOf = (value: number | undefined, origin: typeof price | typeof duke): Cell | undefined =>
  value === undefined ? undefined : [value, origin]

const gridOf = ({ id, name, country, ...row }: Row): Grid => {
  const cells: Record<keyof typeof units, Cell | undefined> = {
    wholesaleUsdPerMwh: cellOf(row.price, price),
    directGPerKwh: cellOf(row.carbon?.[0], carbon),
    lifecycleGPerKwh: cellOf(row.carbon?.[1], carbon),
    waitMonths: row.wait,
    headroomGw: cellOf(row.headroomGw, duke),
  }
  const stated = Object.entries(cells).filter(([, cell]) => cell !== undefined)
  return { id: `grid-${id}`, name, country, ...figuresOf(units, Object.fromEntries(stated)) }
}

export const grids: readonly Grid[] = rows.map(gridOf)
