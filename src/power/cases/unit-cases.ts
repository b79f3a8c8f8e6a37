import type { Commitment, PerStep } from '../dispatch/model-parts.ts'
import type { Generator } from '../dispatch/model.ts'
import fortyUnits from './forty-units.json' with { type: 'json' }
import { fixed, flows, objective, type Expected, type PowerCase } from './power-case.ts'

/** Units that are switched, from the tests of PyPSA at commit 0209b0ed (19 August 2026). */
const commit = 'PyPSA 0209b0ed'

interface UnitCase {
  readonly id: string
  readonly loadMw: PerStep
  readonly units: readonly Omit<Generator, 'bus'>[]
  readonly expected: readonly Expected[]
  readonly source?: string
}

/** Units at one bus that meet a load of some steps. */
const unitCase = ({ id, loadMw, units, expected, source }: UnitCase): PowerCase => ({
  id,
  family: 'power/commitment',
  source: source ?? `${commit}, test/test_lopf_unit_commitment.py`,
  model: {
    snapshots: { count: typeof loadMw === 'number' ? 1 : loadMw.length },
    buses: [{ id: 'bus' }],
    loads: [{ id: 'load', bus: 'bus', loadMw }],
    generators: units.map((unit) => ({ ...unit, bus: 'bus' })),
  },
  expected,
})

const unit = (
  id: 'coal' | 'gas',
  { capacityMw, minShare }: { readonly capacityMw: number; readonly minShare: number },
  commitment: Commitment = {},
): Omit<Generator, 'bus'> => ({
  id,
  capacityMw: fixed(capacityMw),
  minShare,
  costUsdPerMwh: id === 'coal' ? 20 : 70,
  commitment,
})

const falling = [4000, 6000, 5000, 800]
const coal = { capacityMw: 10_000, minShare: 0.3 }
const gas = { capacityMw: 1000, minShare: 0.1 }
const off = { state: 'off' } as const

const switched: readonly PowerCase[] = [
  unitCase({
    id: 'start-cost',
    loadMw: falling,
    units: [
      unit('coal', { ...coal, minShare: 0.1 }, { startUsd: 3000, before: off }),
      unit('gas', { capacityMw: 10_000, minShare: 0 }, { startUsd: 1000 }),
    ],
    expected: [objective(359_000)],
  }),
  unitCase({
    id: 'stop-cost',
    loadMw: falling,
    units: [unit('coal', coal, { stopUsd: 1000 }), unit('gas', gas, { stopUsd: 1000 })],
    expected: [objective(358_000)],
  }),
  unitCase({
    id: 'plain-units',
    loadMw: falling,
    units: [unit('coal', coal), unit('gas', gas)],
    expected: [
      objective(356_000),
      ...flows('generators', 'coal', [4000, 6000, 5000, 0]),
      ...flows('generators', 'gas', [0, 0, 0, 800]),
    ],
  }),
  unitCase({
    id: 'stand-by-cost',
    loadMw: falling,
    units: [unit('coal', coal), unit('gas', gas, { standByUsdPerH: 10 })],
    expected: [objective(356_010)],
  }),
  unitCase({
    id: 'least-up-time',
    loadMw: [4000, 800, 5000, 3000],
    units: [unit('coal', coal), unit('gas', gas, { minUpSteps: 3, before: off })],
    expected: [
      ...flows('generators', 'coal', [3900, 0, 4900, 3000]),
      ...flows('generators', 'gas', [100, 800, 100, 0]),
    ],
  }),
  unitCase({
    id: 'least-up-time-on-before',
    loadMw: [4000, 800, 5000, 3000],
    units: [
      unit('coal', coal),
      unit('gas', gas, { minUpSteps: 4, before: { state: 'on', steps: 1 } }),
    ],
    expected: [
      ...flows('generators', 'coal', [3900, 0, 4900, 3000]),
      ...flows('generators', 'gas', [100, 800, 100, 0]),
    ],
  }),
  unitCase({
    id: 'least-down-time-off-before',
    loadMw: [3000, 800, 3000, 8000],
    units: [
      unit('coal', coal, { minDownSteps: 3, before: { state: 'off', steps: 2 } }),
      unit('gas', { capacityMw: 4000, minShare: 0.1 }),
    ],
    expected: [
      ...flows('generators', 'coal', [0, 0, 3000, 8000]),
      ...flows('generators', 'gas', [3000, 800, 0, 0]),
    ],
  }),
  unitCase({
    id: 'stand-by-and-start',
    loadMw: [0, 50],
    units: [
      {
        id: 'unit',
        capacityMw: fixed(200),
        minShare: 0.1,
        costUsdPerMwh: 10,
        commitment: { startUsd: 5, standByUsdPerH: 1 },
      },
    ],
    expected: [objective(506)],
    source: `${commit}, test/test_riskaversion.py`,
  }),
]

/** Load of 40 days in hundreds of MW: how many days, how much. */
const fortyDays: readonly (readonly [number, number])[] = [
  [5, 5],
  [5, 6],
  [5, 8],
  [5, 10],
  [10, 7],
  [10, 6],
]

/** The units are drawn by numpy's default generator with the seeds 1 to 40, as the test of PyPSA does. */
const manyUnits: PowerCase = {
  ...unitCase({
    id: 'forty-units',
    loadMw: fortyDays.flatMap(([days, load]) => Array.from({ length: days }, () => load * 100)),
    units: fortyUnits.map((row, index) => ({
      id: `unit ${index}`,
      capacityMw: fixed(row.mw),
      minShare: row.minShare,
      costUsdPerMwh: row.usdPerMwh,
      commitment: {
        startUsd: row.startUsd,
        stopUsd: row.stopUsd,
        minUpSteps: row.minUpSteps,
        minDownSteps: row.minDownSteps,
        before: off,
      },
    })),
    expected: [objective(1_241_250)],
    source: `units of ${commit}, test/test_lopf_unit_commitment.py, solved with PyPSA 1.3.0 and HiGHS to a gap of 0`,
  }),
  note: 'the test itself states 1241100, and asserts it within 1 %',
}

const linkCommitment: PowerCase = {
  id: 'committed-link',
  family: 'power/commitment',
  source: `${commit}, test/test_lopf_unit_commitment.py`,
  model: {
    snapshots: { count: 4 },
    buses: [{ id: 'gas' }, { id: 'electricity' }],
    loads: [{ id: 'load', bus: 'electricity', loadMw: [4000, 6000, 800, 5000] }],
    generators: [
      { id: 'gas', bus: 'gas', capacityMw: fixed(20_000), costUsdPerMwh: 10 },
      { id: 'wind', bus: 'electricity', capacityMw: fixed(800) },
    ],
    links: [
      {
        id: 'turbine',
        from: 'gas',
        to: 'electricity',
        capacityMw: fixed(12_000),
        efficiency: 0.5,
        minShare: 0.1,
        commitment: { minUpSteps: 3, startUsd: 3333, before: off },
      },
    ],
  },
  expected: [objective(267_333), ...flows('links', 'turbine', [6400, 10_400, 1200, 8400])],
}

export const unitCases: readonly PowerCase[] = [...switched, manyUnits, linkCommitment]
