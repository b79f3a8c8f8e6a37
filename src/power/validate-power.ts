import type { Bound, Comparison, Validation } from '../catalog/index.ts'
import type { Solve } from '../milp/index.ts'
import { centComparisons, financeComparisons } from './cases/finance-cases.ts'
import { genxCases } from './cases/genx-cases.ts'
import { leftCases } from './cases/left-cases.ts'
import { marketCases } from './cases/market-cases.ts'
import { caseOfNetwork, networkCases, type NetworkCase } from './cases/network-cases.ts'
import { capacityFamily, compareCase, type PowerCase } from './cases/power-case.ts'
import { randomNetworkCases } from './cases/random-network-cases.ts'
import { sectorCases } from './cases/sector-cases.ts'
import { siteCases } from './cases/site-cases.ts'
import { smallCases } from './cases/small-cases.ts'
import { unitCases } from './cases/unit-cases.ts'
import { solveDispatch } from './dispatch/solve-dispatch.ts'
import { readPypsa } from './pypsa/read-pypsa.ts'

/** Every published case that the room carries itself. */
export const powerCases = (): readonly PowerCase[] => [
  ...siteCases,
  ...smallCases,
  ...unitCases,
  ...marketCases,
  ...sectorCases,
  ...genxCases,
  ...randomNetworkCases(),
]

const exactMax = 1e-6
const capacityMax = 1e-4
/** Half a cent, and what binary fractions add to it. */
const centMax = 0.005_01

const exact = (family: string): Bound => ({
  family,
  split: 'all',
  statistic: 'worst',
  max: exactMax,
  because: 'the same problem has one least cost: what is left is the tolerance of the solvers',
})
const ofCapacities: Bound = {
  family: capacityFamily,
  split: 'all',
  statistic: 'worst',
  max: capacityMax,
  because: 'capacities are published to a few digits, and may move a little at the same cost',
}
const toTheCent: Bound = {
  family: 'power/finance to the cent',
  split: 'all',
  statistic: 'worst',
  max: centMax,
  because: 'it is published to the cent',
}

/**
 * Least-cost dispatch against the published cases of other planners. The solver is handed in; cases with commitment want it
 * to close the gap to 0.
 */
export async function validatePower({ solve }: { readonly solve: Solve }): Promise<Validation> {
  const solved: Validation[] = []
  for (const one of powerCases()) solved.push(await validateCase(one, solve))
  return {
    comparisons: [
      ...solved.flatMap(({ comparisons }) => comparisons),
      ...financeComparisons(),
      ...centComparisons(),
    ],
    bounds: [
      exact('power/dispatch'),
      exact('power/commitment'),
      exact('power/network'),
      exact('power/finance'),
      ofCapacities,
      toTheCent,
    ],
    left: [...solved.flatMap((one) => one.left), ...leftCases],
  }
}

/**
 * The same for the networks that PyPSA ships, read from its CSV files by path, e.g. everything below `examples/networks` of a
 * checkout of PyPSA. A network whose files are not there is left out with a reason.
 */
export async function validatePypsaNetworks(
  files: ReadonlyMap<string, string>,
  solve: Solve,
): Promise<Validation> {
  const found: Validation[] = []
  for (const network of networkCases) found.push(await validateNetwork(network, files, solve))
  const comparisons = found.flatMap((one) => one.comparisons)
  const bounds = [exact('power/network'), ofCapacities]
  return {
    comparisons,
    bounds: bounds.filter(({ family }) => comparisons.some((one) => one.family === family)),
    left: found.flatMap((one) => one.left),
  }
}

async function validateNetwork(
  network: NetworkCase,
  files: ReadonlyMap<string, string>,
  solve: Solve,
): Promise<Validation> {
  const read = readPypsa(filesOf(network.folder, files), {
    linkConvention: 'pypsa',
    capitalPer: 'horizon',
  })
  if (read.ok) return validateCase(caseOfNetwork(network, read.value), solve)
  const why = read.diagnostics[0]?.message ?? 'it cannot be read'
  return leave({ family: 'power/network', id: network.id, why })
}

/** The files that lie in a folder of the network's name, by their own names. */
function filesOf(folder: string, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = [...files].flatMap(([path, content]): [string, string][] => {
    const [name = '', parent] = path.split('/').toReversed()
    return parent === folder ? [[name, content]] : []
  })
  return new Map(found)
}

async function validateCase(one: PowerCase, solve: Solve): Promise<Validation> {
  const outcome = await solveDispatch(one.model, solve)
  if (outcome.status === 'optimal')
    return { comparisons: compareCase(one, outcome.dispatch), bounds: [], left: [] }
  // A case that has an answer and finds none is an error of 100 %, not one that is left out.
  const missed = one.expected.map((expected): Comparison => ({
    family: one.family,
    id: `${one.id}: ${expected.quantity}`,
    quantity: expected.quantity,
    unit: expected.unit,
    published: expected.published,
    predicted: 0,
    error: 'relative',
    split: 'none',
    source: one.source,
    note: `the solve ended as ${outcome.status}`,
  }))
  return { comparisons: missed, bounds: [], left: [] }
}

const leave = (left: Validation['left'][number]): Validation => ({
  comparisons: [],
  bounds: [],
  left: [left],
})
