import type { EnergyModel } from '../dispatch/model.ts'
import { chosen, fixed, objective, type PowerCase } from './power-case.ts'

/**
 * Heat, vehicles and water of PyPSA's notebooks at commit 0209b0ed (19 August 2026): units that give to several buses, stores
 * that lose energy by standing, efficiencies that change by the hour.
 */
const caseOf = (notebook: string, published: number, model: EnergyModel): PowerCase => ({
  id: notebook,
  family: 'power/dispatch',
  source: `PyPSA 0209b0ed, docs/examples/${notebook}.ipynb`,
  model,
  expected: [objective(published)],
})

const heatPump: EnergyModel = {
  snapshots: { count: 4 },
  buses: [{ id: 'power' }, { id: 'heat' }],
  loads: [{ id: 'heat', bus: 'heat', loadMw: 20 }],
  generators: [{ id: 'wind', bus: 'power', capacityMw: chosen(500), maxShare: [0, 0.2, 0.7, 0.4] }],
  links: [
    {
      id: 'heat pump',
      from: 'power',
      to: 'heat',
      efficiency: [2.5, 3, 3.2, 3],
      capacityMw: chosen(1000),
    },
  ],
  stores: [
    { id: 'tank', bus: 'heat', energyMwh: fixed(100), isCyclic: true, standingLossPerH: 0.01 },
  ],
}

const heatAndPower: EnergyModel = {
  snapshots: { count: 1 },
  buses: [{ id: 'power' }, { id: 'heat' }, { id: 'gas' }],
  loads: [
    { id: 'power', bus: 'power', loadMw: 5 },
    { id: 'heat', bus: 'heat', loadMw: 3 },
  ],
  generators: [{ id: 'gas', bus: 'gas', capacityMw: fixed(100), costUsdPerMwh: 100 }],
  links: [
    { id: 'turbine', from: 'gas', to: 'power', efficiency: 0.4, capacityMw: chosen(600) },
    {
      id: 'heat and power',
      from: 'gas',
      to: 'power',
      efficiency: 0.3,
      alsoTo: [{ bus: 'heat', efficiency: 0.3 }],
      capacityMw: chosen(1400),
    },
  ],
}

const times = (value: number, count: number): readonly number[] =>
  Array.from({ length: count }, () => value)

/** A car that is driven at 7 to 9 and 17 to 19 h, and charged from the panels at work between 9 and 17 h. */
const vehicle: EnergyModel = {
  snapshots: { count: 24 },
  buses: [{ id: 'work' }, { id: 'car' }],
  loads: [
    {
      id: 'driving',
      bus: 'car',
      loadMw: [...times(0, 7), 9, 9, ...times(0, 8), 9, 9, ...times(0, 5)],
    },
  ],
  generators: [
    {
      id: 'panel',
      bus: 'work',
      capacityMw: chosen(1000),
      maxShare: [
        ...times(0, 7),
        ...[0.2, 0.4, 0.6, 0.75, 0.85, 0.9, 0.85, 0.75, 0.6, 0.4, 0.2, 0.1],
        ...times(0, 5),
      ],
    },
  ],
  links: [
    {
      id: 'charger',
      from: 'work',
      to: 'car',
      efficiency: 0.9,
      capacityMw: fixed(120),
      maxShare: [...times(0, 9), ...times(1, 8), ...times(0, 7)],
    },
  ],
  stores: [{ id: 'battery', bus: 'car', energyMwh: fixed(100), isCyclic: true }],
}

/** Two reservoirs in a chain: what turns the upper turbine fills the lower one. */
const reservoirs: EnergyModel = {
  snapshots: { count: 8 },
  buses: [{ id: 'power 1' }, { id: 'power 2' }, { id: 'upper' }, { id: 'lower' }],
  loads: [
    { id: 'load 1', bus: 'power 1', loadMw: [20, 20, 15, 15, 30, 40, 35, 25] },
    { id: 'load 2', bus: 'power 2', loadMw: [30, 25, 20, 20, 40, 50, 45, 30] },
  ],
  generators: [
    {
      id: 'rain',
      bus: 'upper',
      capacityMw: fixed(350),
      maxShare: [0, 0.3, 0.8, 0.5, 0.1, 0, 0.2, 0.4],
    },
  ],
  links: [
    { id: 'spillage', from: 'upper', to: 'lower', efficiency: 0.5, capacityMw: chosen() },
    {
      id: 'turbine 1',
      from: 'upper',
      to: 'power 1',
      efficiency: 0.9,
      alsoTo: [{ bus: 'lower', efficiency: 0.5 }],
      capacityMw: chosen(1000),
    },
    { id: 'turbine 2', from: 'lower', to: 'power 2', efficiency: 0.9, capacityMw: chosen(1000) },
  ],
  stores: [
    { id: 'upper', bus: 'upper', energyMwh: fixed(10_000), isCyclic: true },
    { id: 'lower', bus: 'lower', energyMwh: fixed(10_000), isCyclic: true },
  ],
}

export const sectorCases: readonly PowerCase[] = [
  caseOf('power-to-heat-water-tank', 23_500.58582, heatPump),
  caseOf('chp-fixed-heat-power-ratio', 18_500, heatAndPower),
  caseOf('battery-electric-vehicle-charging', 7017.54386, vehicle),
  caseOf('chained-hydro-reservoirs', 100_000, reservoirs),
]
