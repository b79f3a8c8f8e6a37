import { createColumns, type Column, type ColumnFamily } from './build-columns.ts'
import { createRows, type Row, type RowFamily } from './build-rows.ts'
import { type AddFault, faultsShownMax, findFaults, type ProblemFault } from './faults.ts'
import type { Problem } from './problem.ts'

export type BuildOutcome =
  | { readonly status: 'built'; readonly problem: Problem }
  /** At most 50 of them: one broken formula breaks every hour of the year. */
  | { readonly status: 'faulty'; readonly faults: readonly ProblemFault[] }

/**
 * Builds a sparse problem family by family. Nothing here throws on a bad number: `build` reports all of them with the
 * names of their rows and columns. The builder may be used on after `build`; the problem is a copy.
 */
export interface ProblemBuilder {
  readonly columnCount: number
  readonly rowCount: number
  readonly entryCount: number
  /** Adds one column and returns its index. */
  addColumn(column: Column): number
  /** Adds `count` columns and returns the index of the first. */
  addColumns(count: number, family: ColumnFamily): number
  /** Adds one row, entry by entry the coefficient `values[k]` of `columns[k]`, and returns its index. */
  addRow(row: Row, columns: ArrayLike<number>, values: ArrayLike<number>): number
  /** Adds `count` rows and returns the index of the first; `entries(i, add)` states the entries of the i-th. */
  addRows(count: number, family: RowFamily): number
  /** The same in pieces, without a call per row into the caller: begin, any number of entries, end. */
  beginRow(row: Row): number
  /** A coefficient of the row begun last. Coefficients of one column in one row are summed. */
  entry(column: number, coefficient: number): void
  endRow(): void
  /** Replaces the cost of a column. */
  setCost(column: number, cost: number): void
  /** Adds to the cost of a column. */
  addCost(column: number, cost: number): void
  /** Adds to the objective what no decision changes. */
  addOffset(cost: number): void
  build(): BuildOutcome
}

export function createProblemBuilder({
  sense,
}: {
  readonly sense: Problem['sense']
}): ProblemBuilder {
  const faults: ProblemFault[] = []
  const addFault: AddFault = (makeFault) => {
    if (faults.length < faultsShownMax) faults.push(makeFault())
  }
  const columns = createColumns(addFault)
  const rows = createRows({ columnCount: columns.count, addFault })
  let offset = 0
  return {
    get columnCount() {
      return columns.count()
    },
    get rowCount() {
      return rows.count()
    },
    get entryCount() {
      return rows.entryCount()
    },
    addColumn: columns.add,
    addColumns: columns.addFamily,
    addRow: rows.add,
    addRows: rows.addFamily,
    beginRow: rows.begin,
    entry: rows.entry,
    endRow: rows.end,
    setCost: (column, cost) => columns.changeCost({ column, cost, isAdded: false }),
    addCost: (column, cost) => columns.changeCost({ column, cost, isAdded: true }),
    addOffset(cost) {
      offset += cost
    },
    build() {
      rows.end()
      const problem: Problem = { sense, offset, ...columns.freeze(), ...rows.freeze() }
      const all = [...faults, ...findFaults(problem)].slice(0, faultsShownMax)
      return all.length === 0 ? { status: 'built', problem } : { status: 'faulty', faults: all }
    },
  }
}
