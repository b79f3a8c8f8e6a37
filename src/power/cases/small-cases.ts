import type { EnergyModel } from '../dispatch/model.ts'
import {
  capacity,
  chosen,
  fixed,
  flows,
  objective,
  prices,
  type Expected,
  type PowerCase,
} from './power-case.ts'

/** Small cases of PyPSA at commit 0209b0ed (19 August 2026): asserted in its tests, or printed by its notebooks. */
const commit = 'PyPSA 0209b0ed'

const screeningSteps = 1001

/** Load falls in a straight line from 1,000 to 0: capacities follow from where the lines of cost cross. */
const screening: PowerCase = {
  id: 'screening-curve',
  family: 'power/dispatch',
  source: `${commit}, docs/examples/generation-investment-screening-curve.ipynb`,
  model: {
    snapshots: { count: screeningSteps, weightH: 1 / screeningSteps },
    buses: [{ id: 'bus' }],
    loads: [
      {
        id: 'load',
        bus: 'bus',
        loadMw: Array.from(
          { length: screeningSteps },
          (_, step) => 1000 - (1000 * step) / (screeningSteps - 1),
        ),
      },
    ],
    generators: [
      { id: 'coal', bus: 'bus', capacityMw: chosen(15), costUsdPerMwh: 2 },
      { id: 'gas', bus: 'bus', capacityMw: chosen(10), costUsdPerMwh: 12 },
      { id: 'shed', bus: 'bus', capacityMw: chosen(0), costUsdPerMwh: 1012 },
    ],
  },
  expected: [
    objective(14_706.193806194067),
    capacity('generators', 'coal', 500),
    capacity('generators', 'gas', 490),
    capacity('generators', 'shed', 10),
  ],
}

const holding: PowerCase = {
  id: 'holding-cost',
  family: 'power/dispatch',
  source: `${commit}, test/test_lopf_storage.py`,
  model: {
    snapshots: { count: 3 },
    buses: [{ id: 'bus' }],
    loads: [{ id: 'load', bus: 'bus', loadMw: 1 }],
    generators: [
      { id: 'unit', bus: 'bus', capacityMw: fixed(3), costUsdPerMwh: 1, maxShare: [1, 0, 0] },
    ],
    stores: [
      { id: 'store', bus: 'bus', energyMwh: fixed(10), initialMwh: 1, holdingUsdPerMwhH: 0.2 },
    ],
  },
  expected: [objective(2.6)],
}

const varyingCost: PowerCase = {
  id: 'varying-cost',
  family: 'power/dispatch',
  source: 'PyPSA issue 515',
  model: {
    snapshots: { count: 2 },
    buses: [{ id: 'bus' }],
    loads: [{ id: 'load', bus: 'bus', loadMw: 1 }],
    generators: [{ id: 'unit', bus: 'bus', capacityMw: fixed(1), costUsdPerMwh: [0, 10] }],
  },
  expected: [objective(10)],
}

const periodModel = (limit: NonNullable<EnergyModel['limits']>[number]): EnergyModel => ({
  snapshots: {
    count: 4,
    periods: [
      { steps: 2, objectiveWeight: 2, years: 2 },
      { steps: 2, objectiveWeight: 2, years: 2 },
    ],
  },
  buses: [{ id: 'bus' }],
  carriers: [{ id: 'gas', co2TPerMwh: 0.2 }],
  loads: [{ id: 'load', bus: 'bus', loadMw: 1 }],
  generators: [{ id: 'unit', bus: 'bus', capacityMw: fixed(2), costUsdPerMwh: 10 }],
  stores: [
    {
      id: 'store',
      bus: 'bus',
      carrier: 'gas',
      energyMwh: fixed(10),
      initialMwh: 10,
      isPerPeriod: true,
      costUsdPerMwh: 1,
    },
  ],
  limits: [limit],
})

const periodCases: readonly PowerCase[] = [
  {
    id: 'periods-co2',
    family: 'power/dispatch',
    source: `${commit}, test/test_lopf_multiinvest.py`,
    model: periodModel({ id: 'co2', kind: 'co2', sense: 'at-most', tonnes: 0.8 }),
    expected: [objective(44)],
  },
  {
    id: 'periods-energy',
    family: 'power/dispatch',
    source: `${commit}, test/test_lopf_multiinvest.py`,
    model: periodModel({
      id: 'gas',
      kind: 'energy',
      carrier: 'gas',
      sense: 'at-most',
      mwh: 6,
    }),
    expected: [objective(26)],
  },
]

const loopModel = (extraLoads: NonNullable<EnergyModel['loads']>): EnergyModel => ({
  snapshots: { count: 1 },
  buses: [{ id: '1' }, { id: '2' }, { id: '3' }],
  loads: [{ id: 'load 3', bus: '3', loadMw: 100 }, ...extraLoads],
  generators: [10, 20, 100].map((costUsdPerMwh, index) => ({
    id: `unit ${index + 1}`,
    bus: `${index + 1}`,
    capacityMw: fixed(100),
    costUsdPerMwh,
  })),
  lines: [
    { id: '12', from: '1', to: '2', reactanceOhm: 1, capacityMw: fixed(100) },
    { id: '23', from: '2', to: '3', reactanceOhm: 1, capacityMw: fixed(100) },
    { id: '13', from: '1', to: '3', reactanceOhm: 1, capacityMw: fixed(10) },
  ],
})

/** More load, less cost: load at bus 1 pulls flow off the line that is full. */
const loopCases: readonly PowerCase[] = [
  {
    id: 'voltage-law-loop',
    family: 'power/network',
    source: `${commit}, docs/examples/negative-prices-kvl-baker.ipynb`,
    model: loopModel([]),
    expected: [
      objective(7600),
      ...flows('generators', 'unit 1', [0]),
      ...flows('generators', 'unit 2', [30]),
      ...flows('generators', 'unit 3', [70]),
      ...flows('lines', '12', [-10]),
      ...flows('lines', '23', [20]),
      ...flows('lines', '13', [10]),
      ...prices('1', [-60]),
      ...prices('2', [20]),
      ...prices('3', [100]),
    ],
  },
  {
    id: 'voltage-law-more-load',
    family: 'power/network',
    source: `${commit}, docs/examples/negative-prices-kvl-baker.ipynb`,
    model: loopModel([{ id: 'load 1', bus: '1', loadMw: 1 }]),
    expected: [
      objective(7540),
      ...flows('generators', 'unit 2', [32]),
      ...flows('generators', 'unit 3', [69]),
    ],
  },
]

export const smallCases: readonly PowerCase[] = [
  screening,
  holding,
  varyingCost,
  ...periodCases,
  ...loopCases,
]
