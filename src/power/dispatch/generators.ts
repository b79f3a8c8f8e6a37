import { addCapacity, addFlow, isEver, type Size } from './capacity.ts'
import { commit, type Committed } from './commitment.ts'
import { inject, type Draft } from './draft.ts'
import type { Capacity, Commitment, PerStep } from './model-parts.ts'
import type { Generator } from './model.ts'

/** Where a part stands in the problem: its capacity, and the first of its columns per step. */
export interface FlowPlace {
  readonly size: Size
  readonly flow: number
  readonly committed?: Committed
}

export function addGenerator(draft: Draft, generator: Generator): FlowPlace {
  const { id, bus, capacityMw, commitment, isDemand } = generator
  const place = addUnit(draft, {
    id,
    what: 'output',
    capacityMw,
    minShare: generator.minShare ?? 0,
    maxShare: generator.maxShare ?? 1,
    costUsdPerMwh: generator.costUsdPerMwh ?? 0,
    ...(commitment === undefined ? {} : { commitment }),
  })
  inject(draft, bus, { column: place.flow, factor: 1, sign: isDemand === true ? -1 : 1 })
  return place
}

export interface UnitOfFlow {
  readonly id: string
  readonly what: string
  readonly capacityMw: Capacity
  readonly minShare: PerStep
  readonly maxShare: PerStep
  readonly costUsdPerMwh: PerStep
  readonly commitment?: Commitment
}

/** A flow between two shares of a capacity, switched where it has a commitment. */
export function addUnit(draft: Draft, unit: UnitOfFlow): FlowPlace {
  const { id, what, minShare, maxShare, costUsdPerMwh, commitment } = unit
  const size = addCapacity(draft, id, unit.capacityMw)
  const isSwitched = commitment !== undefined && size.kind === 'fixed'
  // A unit that is off gives nothing, so that its least output cannot be a bound of the column.
  const least = isSwitched && isEver(minShare, (share) => share > 0) ? 0 : minShare
  const flow = addFlow(draft, { id, what, size, minShare: least, maxShare, costUsd: costUsdPerMwh })
  if (!isSwitched) return { size, flow }
  const state = { id, flow, capacityMw: size.amount, minShare, maxShare, commitment }
  return { size, flow, committed: commit(draft, state) }
}
