import type { ProblemFault } from './faults.ts'
import { findNumberFaults, faultsShownMax } from './faults.ts'
import type { Problem } from './problem.ts'
import type { ModelChange } from './wire.ts'

/** New numbers for some columns and rows, in any order; of one named twice the last counts. */
export interface ProblemChange {
  readonly cost?: { readonly columns: ArrayLike<number>; readonly cost: ArrayLike<number> }
  readonly columnBounds?: {
    readonly columns: ArrayLike<number>
    readonly lower: ArrayLike<number>
    readonly upper: ArrayLike<number>
  }
  readonly rowBounds?: {
    readonly rows: ArrayLike<number>
    readonly lower: ArrayLike<number>
    readonly upper: ArrayLike<number>
  }
}

export type ChangeOutcome =
  | { readonly status: 'changed'; readonly problem: Problem; readonly change: ModelChange }
  | { readonly status: 'faulty'; readonly faults: readonly ProblemFault[] }

/** The problem with the change, and the change as HiGHS takes it: each index once, rising. */
export function applyChange(
  problem: Problem,
  { cost, columnBounds, rowBounds }: ProblemChange,
): ChangeOutcome {
  const columnCount = problem.cost.length
  const rowCount = problem.rowLower.length
  const costColumns = rising(cost?.columns, 'column', columnCount)
  const columns = rising(columnBounds?.columns, 'column', columnCount)
  const rows = rising(rowBounds?.rows, 'row', rowCount)
  const strangers = [costColumns, columns, rows].flatMap(({ strange }) => strange)
  if (strangers.length > 0) return { status: 'faulty', faults: strangers.slice(0, faultsShownMax) }

  const changed: Problem = {
    ...problem,
    cost: replaced(problem.cost, cost?.columns, cost?.cost),
    columnLower: replaced(problem.columnLower, columnBounds?.columns, columnBounds?.lower),
    columnUpper: replaced(problem.columnUpper, columnBounds?.columns, columnBounds?.upper),
    rowLower: replaced(problem.rowLower, rowBounds?.rows, rowBounds?.lower),
    rowUpper: replaced(problem.rowUpper, rowBounds?.rows, rowBounds?.upper),
  }
  const faults = findNumberFaults(changed)
  if (faults.length > 0) return { status: 'faulty', faults }
  return { status: 'changed', problem: changed, change: wireChange(changed) }

  function wireChange(from: Problem): ModelChange {
    const some = (values: Float64Array, { indices }: Rising): Float64Array =>
      Float64Array.from(indices, (index) => values[index] ?? NaN)
    const bounds = {
      lower: some(from.columnLower, columns),
      upper: some(from.columnUpper, columns),
    }
    const rowEnds = { lower: some(from.rowLower, rows), upper: some(from.rowUpper, rows) }
    return {
      ...(costColumns.indices.length === 0
        ? {}
        : { cost: { columns: costColumns.indices, cost: some(from.cost, costColumns) } }),
      ...(columns.indices.length === 0
        ? {}
        : { columnBounds: { columns: columns.indices, ...bounds } }),
      ...(rows.indices.length === 0 ? {} : { rowBounds: { rows: rows.indices, ...rowEnds } }),
    }
  }
}

interface Rising {
  readonly indices: Int32Array
  readonly strange: readonly ProblemFault[]
}

function rising(
  indices: ArrayLike<number> | undefined,
  of: 'row' | 'column',
  count: number,
): Rising {
  const all = Array.from(indices ?? [])
  const strange = all
    .filter((index) => !(Number.isInteger(index) && index >= 0 && index < count))
    .map((index): ProblemFault => {
      const message = `a change names ${of} ${index}, of ${count} ${of}s`
      return { kind: `unknown-${of}`, where: '', message }
    })
  return { indices: Int32Array.from(new Set(all)).sort(), strange }
}

function replaced(
  values: Float64Array,
  indices: ArrayLike<number> | undefined,
  by: ArrayLike<number> | undefined,
): Float64Array {
  if (indices === undefined || indices.length === 0) return values
  const copy = values.slice()
  for (let at = 0; at < indices.length; at++) copy[indices[at] ?? -1] = by?.[at] ?? NaN
  return copy
}
