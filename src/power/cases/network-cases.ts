import type { EnergyModel } from '../dispatch/model.ts'
import {
  capacity,
  chosen,
  limitDual,
  objective,
  totalCost,
  type Expected,
  type PowerCase,
} from './power-case.ts'

/**
 * Whole networks that PyPSA ships as CSV folders (CC-BY-4.0) under `examples/networks` at commit 0209b0ed. They are not part
 * of gridloom: they are read from a copy of PyPSA where one is given. Expected figures: run with PyPSA 1.3.0, linopy 0.9.1 and
 * HiGHS 1.15.1 (September 2026).
 */
export interface NetworkCase {
  readonly id: string
  /** The folder with its CSV files. */
  readonly folder: string
  readonly expected: readonly Expected[]
  /** What is changed in the network before it is solved. */
  readonly change?: (model: EnergyModel) => EnergyModel
}

const source = 'PyPSA 0209b0ed, examples/networks, run with PyPSA 1.3.0, linopy 0.9.1, HiGHS 1.15.1'

/** Capacity of a carrier, or of all parts of a kind, summed. */
const sumCapacity = (
  name: string,
  of: 'generators' | 'storageUnits' | 'links' | 'lines',
  published: number,
): Expected => ({
  quantity: `capacity of ${name}`,
  unit: 'MW',
  published,
  read: (dispatch) =>
    dispatch[of]
      .filter(({ id }) => of === 'links' || of === 'lines' || id.toLowerCase().includes(name))
      .reduce((sum, { capacityMw }) => sum + capacityMw, 0),
  isCapacity: true,
})

const storeCapacity = (id: string, published: number): Expected => ({
  quantity: `energy of ${id}`,
  unit: 'MWh',
  published,
  read: (dispatch) => dispatch.stores.find((store) => store.id === id)?.energyMwh,
  isCapacity: true,
})

const lineCapacities = [725.075, 1497.275, 890.407, 362.627, 633.443, 474.154, 1030.849]

const withBackup = (model: EnergyModel): EnergyModel => ({
  ...model,
  generators: [
    ...(model.generators ?? []),
    {
      id: 'backup',
      bus: 'electricity',
      capacityMw: chosen(46_000),
      costUsdPerMwh: 150,
      efficiency: 0.5,
    },
  ],
})

export const networkCases: readonly NetworkCase[] = [
  {
    id: 'ac-dc-meshed',
    folder: 'ac-dc-meshed',
    expected: [
      objective(-3_474_256.04054992),
      totalCost(18_441_021.47772922),
      limitDual('co2_limit', -2178.291799217901),
      sumCapacity('gas', 'generators', 982.034),
      sumCapacity('wind', 'generators', 7292.134),
      sumCapacity('AC lines', 'lines', 5613.829),
      sumCapacity('DC links', 'links', 4003.901),
      ...lineCapacities.map((published, index) => capacity('lines', `${index}`, published)),
    ],
  },
  {
    id: 'storage-hvdc',
    folder: 'storage-hvdc',
    expected: [
      objective(14_670_508.825359242),
      totalCost(15_881_838.605836188),
      limitDual('co2_limit', -394.46587090019534),
      sumCapacity('storage', 'storageUnits', 3334.89385),
      sumCapacity('wind', 'generators', 5971.32115),
      sumCapacity('gas', 'generators', 576.47891),
    ],
  },
  {
    id: 'model-energy',
    folder: 'model-energy',
    expected: [
      objective(8_078_135_675.451243),
      capacity('generators', 'solar', 26_116.8),
      capacity('generators', 'wind', 32_474.38),
      capacity('links', 'electrolysis', 3025.153),
      capacity('links', 'turbine', 10_073.61),
      capacity('storageUnits', 'battery storage', 14_854.33),
      storeCapacity('hydrogen storage', 3_786_558),
    ],
  },
  {
    id: 'model-energy with backup',
    folder: 'model-energy',
    change: withBackup,
    expected: [
      objective(5_845_665_755.115514),
      capacity('generators', 'backup', 6271.224),
      capacity('generators', 'solar', 22_070.973),
      capacity('generators', 'wind', 21_467.337),
      capacity('storageUnits', 'battery storage', 9305.544),
    ],
  },
]

export const caseOfNetwork = (network: NetworkCase, model: EnergyModel): PowerCase => ({
  id: network.id,
  family: 'power/network',
  source,
  model: network.change?.(model) ?? model,
  expected: network.expected,
})
