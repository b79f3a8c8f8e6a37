import type { EnergyModel, Generator, Link, Load } from '../dispatch/model.ts'
import { fixed, objective, type PowerCase } from './power-case.ts'

/**
 * Markets of PyPSA's notebooks at commit 0209b0ed (19 August 2026): objectives as the notebooks give them, run with PyPSA 1.3.0.
 * Capacities, costs and loads are those of the notebooks; they are made up and no statement about the countries named.
 */
const notebook = (name: string): string => `PyPSA 0209b0ed, docs/examples/${name}.ipynb`

const market = 'simple-electricity-market-examples'
const costs = { wind: 0, hydro: 0, coal: 30, gas: 60, oil: 80 } as const

const plant = (bus: string, kind: keyof typeof costs, amount: number): Generator => ({
  id: `${bus} ${kind}`,
  bus,
  capacityMw: fixed(amount),
  costUsdPerMwh: costs[kind],
})

const southAfrica: readonly Generator[] = [
  plant('south-africa', 'coal', 35_000),
  plant('south-africa', 'wind', 3000),
  plant('south-africa', 'gas', 8000),
  plant('south-africa', 'oil', 2000),
]
const mozambique = plant('mozambique', 'hydro', 1200)
const eswatini = plant('eswatini', 'hydro', 600)
const loads: readonly Load[] = [
  { id: 'south-africa', bus: 'south-africa', loadMw: 42_000 },
  { id: 'mozambique', bus: 'mozambique', loadMw: 650 },
  { id: 'eswatini', bus: 'eswatini', loadMw: 250 },
]
const tie = (from: string, to: string, amount: number): Link => ({
  id: `${from} - ${to}`,
  from,
  to,
  capacityMw: fixed(amount),
  minShare: -1,
})

const modelOf = (buses: readonly string[], parts: Partial<EnergyModel>): EnergyModel => ({
  snapshots: { count: 1 },
  buses: buses.map((id) => ({ id })),
  loads: loads.filter(({ bus }) => buses.includes(bus)),
  ...parts,
})

const rising = [42_000, 43_000, 45_000, 46_000]
const changingWind: EnergyModel = {
  snapshots: { count: 4 },
  buses: [{ id: 'south-africa' }],
  loads: [{ id: 'load', bus: 'south-africa', loadMw: rising }],
  generators: southAfrica.map((unit) =>
    unit.id.endsWith('wind') ? { ...unit, maxShare: [0.3, 0.6, 0.4, 0.5] } : unit,
  ),
}

const simpleMarkets: readonly (readonly [string, number, EnergyModel])[] = [
  ['one-zone', 1_290_000, modelOf(['south-africa'], { generators: southAfrica })],
  [
    'two-zones',
    1_260_000,
    modelOf(['south-africa', 'mozambique'], {
      generators: [...southAfrica, mozambique],
      links: [tie('south-africa', 'mozambique', 500)],
    }),
  ],
  [
    'three-zones',
    1_245_000,
    modelOf(['south-africa', 'mozambique', 'eswatini'], {
      generators: [...southAfrica, mozambique, eswatini],
      links: [
        tie('south-africa', 'mozambique', 500),
        tie('south-africa', 'eswatini', 250),
        tie('mozambique', 'eswatini', 100),
      ],
    }),
  ],
  [
    'elastic-load',
    1_250_000,
    modelOf(['south-africa'], {
      generators: [
        ...southAfrica,
        {
          id: 'industry',
          bus: 'south-africa',
          capacityMw: fixed(8000),
          minShare: -1,
          maxShare: 0,
          costUsdPerMwh: 70,
        },
      ],
    }),
  ],
  ['changing-wind', 6_082_000, changingWind],
  [
    'pumped-hydro',
    6_046_000,
    {
      ...changingWind,
      storageUnits: [{ id: 'hydro', bus: 'south-africa', capacityMw: fixed(1000), maxH: 6 }],
    },
  ],
]

const supply = { mw: [120, 100, 50, 60, 70, 60, 50], usd: [0, 15, 20, 36, 60, 150, 200] }
const demand = { mw: [250, 80, 20, 40, 60], usd: [200, 90, 75, 65, 24] }
const supplyZones = ['north', 'south', 'north', 'north', 'south', 'north', 'south']
const demandZones = ['south', 'north', 'north', 'south', 'south']

/** Bids of sellers and of buyers, each at its zone. */
const bids = (
  zoneOf: (kind: 'supply' | 'demand', index: number) => string,
): readonly Generator[] => [
  ...supply.mw.map((amount, index) => ({
    id: `supply ${index}`,
    bus: zoneOf('supply', index),
    capacityMw: fixed(amount),
    costUsdPerMwh: supply.usd[index] ?? 0,
  })),
  ...demand.mw.map((amount, index) => ({
    id: `demand ${index}`,
    bus: zoneOf('demand', index),
    capacityMw: fixed(amount),
    costUsdPerMwh: -(demand.usd[index] ?? 0),
    isDemand: true,
  })),
]

const zoned: EnergyModel = {
  snapshots: { count: 1 },
  buses: [{ id: 'north' }, { id: 'south' }],
  generators: bids(
    (kind, index) => (kind === 'supply' ? supplyZones[index] : demandZones[index]) ?? 'north',
  ),
}

const bidMarkets: readonly (readonly [string, number, EnergyModel])[] = [
  [
    'bids-one-zone',
    -53_040,
    { snapshots: { count: 1 }, buses: [{ id: 'zone' }], generators: bids(() => 'zone') },
  ],
  ['bids-split', -37_000, zoned],
  [
    'bids-line',
    -52_220,
    {
      ...zoned,
      lines: [{ id: 'line', from: 'north', to: 'south', reactanceOhm: 0, capacityMw: fixed(100) }],
    },
  ],
]

const caseFrom =
  (source: string) =>
  ([id, published, model]: readonly [string, number, EnergyModel]): PowerCase => ({
    id,
    family: 'power/dispatch',
    source: notebook(source),
    model,
    expected: [objective(published)],
  })

export const marketCases: readonly PowerCase[] = [
  ...simpleMarkets.map(caseFrom(market)),
  ...bidMarkets.map(caseFrom('demand-supply-bids')),
]
