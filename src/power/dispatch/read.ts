import type { Solution } from '../../milp/index.ts'
import type { Size } from './capacity.ts'
import type { DescribedDispatch } from './describe.ts'
import { capitalUsd } from './draft.ts'
import { balanceOf } from './energy-balance.ts'
import type { FlowPlace } from './generators.ts'
import { at, type Capacity } from './model-parts.ts'
import { amountOfLimit } from './model.ts'
import type { Dispatch, DispatchOutcome, FlowResult } from './result.ts'

/** What a solution of a described dispatch means. */
export function readDispatch(described: DescribedDispatch, solution: Solution): DispatchOutcome {
  switch (solution.status) {
    case 'optimal':
      return { status: 'optimal', dispatch: readParts(described, solution) }
    case 'stopped': {
      const { why, primal, objective, gap } = solution
      const found =
        primal === undefined || objective === undefined
          ? {}
          : { dispatch: readParts(described, { primal, objective }) }
      return { status: 'stopped', why, ...found, ...(gap === undefined ? {} : { gap }) }
    }
    case 'infeasible':
    case 'unbounded':
      return { status: solution.status }
    case 'failed':
      return { status: 'failed', why: solution.why }
  }
}

interface Solved {
  readonly objective: number
  readonly primal: Float64Array
  readonly rowDual?: Float64Array
}

function readParts(described: DescribedDispatch, solved: Solved): Dispatch {
  const { model } = described
  const existingUsd = sumExisting(described)
  const flows = readFlows(described, solved.primal)
  const parts = {
    costUsd: solved.objective + existingUsd,
    objectiveUsd: solved.objective,
    existingUsd,
    ...flows,
    ...readStores(described, solved.primal),
    buses: model.buses.map(({ id }, index) => ({ id, ...readPrice(described, solved, index) })),
    limits: (model.limits ?? []).map(({ id }, index) =>
      readLimit(described, solved, { id, index }),
    ),
  }
  return { ...parts, balance: balanceOf(described, parts) }
}

/** Capital of what exists of each capacity that is chosen. */
function sumExisting({ model, weights }: DescribedDispatch): number {
  const capacities: readonly Capacity[] = [
    ...(model.generators ?? []).map((part) => part.capacityMw),
    ...(model.storageUnits ?? []).map((part) => part.capacityMw),
    ...(model.stores ?? []).map((part) => part.energyMwh),
    ...(model.links ?? []).map((part) => part.capacityMw),
    ...(model.lines ?? []).map((part) => part.capacityMw),
  ]
  return capacities.reduce(
    (sum, capacity) =>
      capacity.kind === 'fixed'
        ? sum
        : sum + capitalUsd(capacity.capital, weights) * (capacity.existing ?? 0),
    0,
  )
}

const amountOf = (size: Size | undefined, primal: Float64Array): number =>
  size === undefined ? 0 : size.kind === 'fixed' ? size.amount : (primal[size.column] ?? 0)

function readFlows({ model, places, weights }: DescribedDispatch, primal: Float64Array) {
  const steps = weights.objective.length
  const take = (first: number): Float64Array => primal.slice(first, first + steps)
  const read = (id: string, place: FlowPlace | undefined): FlowResult => {
    const flow = { id, capacityMw: amountOf(place?.size, primal), flowMw: take(place?.flow ?? 0) }
    if (place?.committed === undefined) return flow
    return { ...flow, isOn: Uint8Array.from(take(place.committed.on), Math.round) }
  }
  return {
    generators: (model.generators ?? []).map(({ id }, index) => read(id, places.generators[index])),
    lines: (model.lines ?? []).map(({ id }, index) => read(id, places.lines[index])),
    links: (model.links ?? []).map(({ id, efficiency = 1 }, index) => {
      const place = places.links[index]
      const forward = read(id, place)
      const backward = place?.backward === undefined ? undefined : take(place.backward)
      const back = (step: number): number => backward?.[step] ?? 0
      return {
        ...forward,
        flowMw: forward.flowMw.map((flow, step) => flow - back(step) * at(efficiency, step)),
        arrivedMw: forward.flowMw.map((flow, step) => flow * at(efficiency, step) - back(step)),
      }
    }),
  }
}

function readStores({ model, places, weights }: DescribedDispatch, primal: Float64Array) {
  const steps = weights.objective.length
  const take = (first: number | undefined): Float64Array =>
    first === undefined ? new Float64Array(steps) : primal.slice(first, first + steps)
  return {
    storageUnits: (model.storageUnits ?? []).map(({ id }, index) => {
      const place = places.storageUnits[index]
      return {
        id,
        capacityMw: amountOf(place?.size, primal),
        chargeMw: take(place?.charge),
        dischargeMw: take(place?.discharge),
        storedMwh: take(place?.energy),
        spillMw: take(place?.spill),
      }
    }),
    stores: (model.stores ?? []).map(({ id }, index) => {
      const place = places.stores[index]
      return {
        id,
        energyMwh: amountOf(place?.size, primal),
        flowMw: take(place?.flow),
        storedMwh: take(place?.energy),
      }
    }),
  }
}

/** The dual of the balance over the weight of the step: weights differ from 1, and then this is easily forgotten. */
function readPrice({ places, weights }: DescribedDispatch, { rowDual }: Solved, bus: number) {
  const first = places.balances[bus]
  if (rowDual === undefined || first === undefined) return {}
  const priceUsdPerMwh = weights.objective.map(
    (weight, step) => (rowDual[first + step] ?? 0) / weight,
  )
  return { priceUsdPerMwh }
}

function readLimit(
  { model, places, problem }: DescribedDispatch,
  { primal, rowDual }: Solved,
  { id, index }: { readonly id: string; readonly index: number },
) {
  const row = places.limits[index] ?? 0
  const limit = model.limits?.[index]
  const amount = limit === undefined ? 0 : amountOfLimit(limit)
  // What stores hold beforehand stands on the right side of the row.
  const right = limit?.sense === 'at-least' ? problem.rowLower[row] : problem.rowUpper[row]
  let used = amount - (right ?? 0)
  for (let entry = problem.rowStart[row] ?? 0; entry < (problem.rowStart[row + 1] ?? 0); entry++)
    used += (problem.value[entry] ?? 0) * (primal[problem.columnOf[entry] ?? 0] ?? 0)
  return { id, used, ...(rowDual === undefined ? {} : { dualUsdPerUnit: rowDual[row] ?? 0 }) }
}
