import type { EnergyModel } from '../dispatch/model.ts'
import {
  capacity,
  chosen,
  fixed,
  flows,
  limitDual,
  objective,
  prices,
  type PowerCase,
} from './power-case.ts'

/**
 * Five small cases of a GPU site's supply, each run with PyPSA 1.3.0, linopy 0.9.1 and HiGHS 1.15.1 (September 2026); the
 * objectives of the first, third and fourth are checked by hand as well.
 */
const source = 'run with PyPSA 1.3.0, linopy 0.9.1, HiGHS 1.15.1'

/** A site whose grid connection is too small: gas is built for the rest. */
const gridLimited: PowerCase = {
  id: 'grid-limited-site',
  family: 'power/dispatch',
  source,
  model: {
    snapshots: { count: 4, weightH: 6 },
    buses: [{ id: 'site' }],
    loads: [{ id: 'load', bus: 'site', loadMw: 100 }],
    generators: [
      { id: 'grid', bus: 'site', capacityMw: fixed(60), costUsdPerMwh: [30, 60, 90, 45] },
      { id: 'gas', bus: 'site', capacityMw: chosen(120), costUsdPerMwh: 70 },
      { id: 'shed', bus: 'site', capacityMw: fixed(100), costUsdPerMwh: 10_000 },
    ],
  },
  expected: [
    objective(153_000),
    capacity('generators', 'gas', 40),
    ...flows('generators', 'grid', [60, 60, 60, 60]),
    ...flows('generators', 'gas', [40, 40, 40, 40]),
    ...prices('site', [70, 70, 90, 70]),
  ],
}

const islandModel = (capT: number | undefined): EnergyModel => ({
  snapshots: { count: 6, weightH: 4 },
  buses: [{ id: 'site' }],
  carriers: [{ id: 'gas', co2TPerMwh: 0.2 }],
  loads: [{ id: 'load', bus: 'site', loadMw: 100 }],
  generators: [
    {
      id: 'solar',
      bus: 'site',
      capacityMw: chosen(300),
      maxShare: [0, 0.1, 0.7, 0.9, 0.4, 0],
    },
    {
      id: 'gas',
      bus: 'site',
      carrier: 'gas',
      capacityMw: chosen(150),
      costUsdPerMwh: 75,
      efficiency: 0.5,
    },
  ],
  storageUnits: [
    {
      id: 'battery',
      bus: 'site',
      capacityMw: chosen(420),
      maxH: 8,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
      isCyclic: true,
    },
  ],
  ...(capT === undefined
    ? {}
    : { limits: [{ id: 'co2', kind: 'co2', sense: 'at-most', tonnes: capT }] }),
})

const uncapped = [
  objective(155_137.09677419352),
  capacity('generators', 'solar', 274.193548),
  capacity('generators', 'gas', 32.634409),
  capacity('storageUnits', 'battery', 91.935484),
]

/** Solar, a battery and gas without a grid, under three limits on carbon. */
const islands: readonly PowerCase[] = [
  {
    id: 'island-no-limit',
    family: 'power/dispatch',
    source,
    model: islandModel(undefined),
    expected: uncapped,
  },
  {
    id: 'island-300-t',
    family: 'power/dispatch',
    source,
    model: islandModel(300),
    expected: [...uncapped, limitDual('co2', 0)],
  },
  {
    id: 'island-100-t',
    family: 'power/dispatch',
    source,
    model: islandModel(100),
    expected: [
      objective(155_513.48361635974),
      capacity('generators', 'solar', 291.975604),
      capacity('generators', 'gas', 20.833333),
      capacity('storageUnits', 'battery', 109.632863),
      limitDual('co2', -6.644642430040655),
    ],
  },
]

const tieModel = (linkConvention: 'physical' | 'pypsa'): EnergyModel => ({
  snapshots: { count: 3 },
  buses: [{ id: 'a' }, { id: 'b' }],
  loads: [
    { id: 'load a', bus: 'a', loadMw: [80, 100, 90] },
    { id: 'load b', bus: 'b', loadMw: [50, 60, 70] },
  ],
  generators: [
    { id: 'a', bus: 'a', capacityMw: fixed(200), costUsdPerMwh: [40, 100, 55] },
    { id: 'b', bus: 'b', capacityMw: fixed(150), costUsdPerMwh: [50, 45, 52] },
  ],
  links: [
    { id: 'tie', from: 'b', to: 'a', capacityMw: chosen(20), efficiency: 0.97, minShare: -1 },
  ],
  linkConvention,
})

/** Two campuses and a tie line with losses: the two conventions differ where it runs backwards. */
const ties: readonly PowerCase[] = [
  {
    id: 'tie-signed-flow',
    family: 'power/dispatch',
    source,
    model: tieModel('pypsa'),
    expected: [
      objective(23_442),
      capacity('links', 'tie', 90),
      ...flows('links', 'tie', [-50, 90, 80]),
      ...prices('a', [40, 100, 55]),
      ...prices('b', [38.8, 77, 53.35]),
    ],
    note: "PyPSA's convention: the reversed link delivers more than it takes",
  },
  {
    id: 'tie-loss-both-ways',
    family: 'power/dispatch',
    source: 'derived by hand from the case with the signed flow: step 0 makes 80 + 50/0.97 MW at a',
    model: tieModel('physical'),
    expected: [objective(23_563.85567), capacity('links', 'tie', 90)],
  },
]

/** A budget of 40 MWh that may be curtailed goes to the dearest hours. */
const curtailment: PowerCase = {
  id: 'curtailment-budget',
  family: 'power/dispatch',
  source,
  model: {
    snapshots: { count: 8 },
    buses: [{ id: 'site' }],
    loads: [{ id: 'load', bus: 'site', loadMw: 100 }],
    generators: [
      {
        id: 'grid',
        bus: 'site',
        capacityMw: fixed(120),
        costUsdPerMwh: [40, 45, 60, 300, 900, 250, 70, 50],
      },
      { id: 'curtail', bus: 'site', carrier: 'curtailment', capacityMw: fixed(25) },
    ],
    limits: [{ id: 'budget', kind: 'energy', carrier: 'curtailment', sense: 'at-most', mwh: 40 }],
  },
  expected: [
    objective(144_500),
    ...flows('generators', 'curtail', [0, 0, 0, 15, 25, 0, 0, 0]),
    limitDual('budget', -300),
  ],
}

const turbineStarts = {
  startUsd: 500,
  minUpSteps: 3,
  minDownSteps: 2,
  before: { state: 'off', steps: 2 },
} as const

/** Four small turbines that are switched. Dispatch is not unique, so only its cost is compared. */
const turbines: PowerCase = {
  id: 'committed-turbines',
  family: 'power/commitment',
  source,
  model: {
    snapshots: { count: 6 },
    buses: [{ id: 'site' }],
    loads: [{ id: 'load', bus: 'site', loadMw: [60, 75, 100, 95, 40, 30] }],
    generators: [
      ...[60, 62, 64, 66].map((costUsdPerMwh, index) => ({
        id: `turbine ${index}`,
        bus: 'site',
        capacityMw: fixed(35),
        minShare: 0.5,
        costUsdPerMwh,
        commitment: turbineStarts,
      })),
      { id: 'shed', bus: 'site', capacityMw: fixed(100), costUsdPerMwh: 5000 },
    ],
  },
  expected: [objective(26_060)],
}

export const siteCases: readonly PowerCase[] = [
  gridLimited,
  ...islands,
  ...ties,
  curtailment,
  turbines,
]
