import { createProblemBuilder, type ProblemBuilder } from './builder.ts'
import type { Problem, Solution, Solve } from './problem.ts'

/**
 * The least that has to give: each row or column bound that has a penalty may be missed, at so much per unit, and the sum
 * of the penalties is made as small as can be. The costs of the problem itself count for nothing here. It works for
 * mixed-integer problems too, where no conflict set can be had. Equally cheap ways are not told apart: one is given.
 */
export interface Penalties {
  /** Per unit by which the row is missed; undefined for a row that holds in any case. */
  readonly row?: (row: number) => number | undefined
  /** The same for the bounds of a column. */
  readonly column?: (column: number) => number | undefined
}

export interface Need {
  readonly kind: 'row' | 'column'
  readonly index: number
  /** The name from the problem, e.g. `power/import[mke,year=2029]`. */
  readonly name: string
  readonly bound: 'lower' | 'upper'
  /** How far the bound has to move, in the units of its row. */
  readonly by: number
  readonly penalty: number
}

export type Relaxation =
  /** No needs: the problem is feasible as it stands. The dearest need comes first. */
  | {
      readonly status: 'relaxed'
      readonly needs: readonly Need[]
      readonly penalty: number
      readonly primal: Float64Array
      readonly solveS: number
    }
  /** What has no penalty already contradicts itself. */
  | { readonly status: 'infeasible'; readonly solveS: number }
  | Extract<Solution, { readonly status: 'stopped' | 'failed' }>

/** Below this a need is rounding of the solver, whose own tolerance is 1e-7. */
const needMin = 1e-6

export async function relax(
  solve: Solve,
  problem: Problem,
  penalties: Penalties,
): Promise<Relaxation> {
  const { builder, slacks, fault } = elastic(problem, penalties)
  if (fault !== undefined) return { status: 'failed', why: fault, solveS: 0 }
  const built = builder.build()
  if (built.status === 'faulty') {
    const why = built.faults[0]?.message ?? 'the problem cannot be solved'
    return { status: 'failed', why, solveS: 0 }
  }
  const solution = await solve(built.problem)
  const { solveS } = solution
  if (solution.status === 'unbounded')
    return { status: 'failed', why: 'a sum of penalties cannot be unbounded', solveS }
  if (solution.status !== 'optimal') return solution
  const needs = slacks
    .map(({ column, need }): Need => {
      const by = solution.primal[column] ?? 0
      return { ...need, by, penalty: by * (built.problem.cost[column] ?? 0) }
    })
    .filter(({ by }) => by > needMin)
    .sort((a, b) => b.penalty - a.penalty)
  const primal = solution.primal.slice(0, problem.cost.length)
  return { status: 'relaxed', needs, penalty: solution.objective, primal, solveS }
}

interface Slack {
  readonly column: number
  readonly need: Omit<Need, 'by' | 'penalty'>
}

/** The problem with a slack column for each bound that may be missed. */
function elastic(
  problem: Problem,
  penalties: Penalties,
): {
  readonly builder: ProblemBuilder
  readonly slacks: readonly Slack[]
  readonly fault: string | undefined
} {
  const builder = createProblemBuilder({ sense: 'minimise' })
  const slacks: Slack[] = []
  let fault: string | undefined
  const { columnLower, columnUpper, isInteger, rowLower, rowUpper } = problem
  const isSoft = Uint8Array.from(columnLower, (_, column) =>
    penalties.column?.(column) === undefined ? 0 : 1,
  )
  columnLower.forEach((lower, column) => {
    const free = isSoft[column] === 1
    builder.addColumn({
      name: '',
      lower: free ? -Infinity : lower,
      upper: free ? Infinity : (columnUpper[column] ?? NaN),
      isInteger: isInteger?.[column] === 1,
    })
  })
  const soften = (kind: Need['kind'], index: number, penalty: number): void => {
    const [lower, upper] =
      kind === 'row' ? [rowLower[index], rowUpper[index]] : [columnLower[index], columnUpper[index]]
    const name = kind === 'row' ? problem.rowName(index) : problem.columnName(index)
    if (!(penalty >= 0 && penalty < Infinity)) fault ??= `the penalty of ${name} is ${penalty}`
    for (const bound of ['lower', 'upper'] as const) {
      if (!Number.isFinite(bound === 'lower' ? lower : upper)) continue
      const column = builder.addColumn({ name, cost: penalty })
      builder.entry(column, bound === 'lower' ? 1 : -1)
      slacks.push({ column, need: { kind, index, name, bound } })
    }
  }
  rowLower.forEach((lower, row) => {
    builder.beginRow({ name: problem.rowName, lower, upper: rowUpper[row] ?? NaN })
    const end = problem.rowStart[row + 1] ?? 0
    for (let at = problem.rowStart[row] ?? 0; at < end; at++)
      builder.entry(problem.columnOf[at] ?? -1, problem.value[at] ?? NaN)
    const penalty = penalties.row?.(row)
    if (penalty !== undefined) soften('row', row, penalty)
    builder.endRow()
  })
  isSoft.forEach((soft, column) => {
    if (soft !== 1) return
    const [lower = NaN, upper = NaN] = [columnLower[column], columnUpper[column]]
    builder.beginRow({ name: problem.columnName(column), lower, upper })
    builder.entry(column, 1)
    soften('column', column, penalties.column?.(column) ?? NaN)
    builder.endRow()
  })
  return { builder, slacks, fault }
}
