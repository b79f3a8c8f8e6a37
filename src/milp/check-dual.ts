import { checkPrimal, rowActivity, type PrimalCheck } from './check-primal.ts'
import type { Problem, Solution } from './problem.ts'

/**
 * Proof that a linear solution is optimal, from its duals alone. With y for rows and z for columns, each the change of the
 * objective per unit of the binding bound:
 *
 *     c = A'y + z                                         (stationary)
 *     minimising: y > 0 only where a lower bound binds, y < 0 only where an upper one does; maximising: the other way
 *     dual objective = offset + sum of y and z times the bound that each stands for
 *
 * Weak duality makes the dual objective a bound on every solution; where it equals the objective the solution is optimal.
 * Degenerate duals are not unique, so another solver may give others that prove the same.
 */
export interface DualCheck {
  readonly isOptimal: boolean
  readonly primal: PrimalCheck
  readonly dualObjective: number
  /** The distance between the objectives, relative to the larger of 1 and the objective. */
  readonly gap: number
  /** The largest error in c = A'y + z, relative to the larger of 1 and the cost. */
  readonly stationarity: number
  /** The largest dual that stands for a bound which does not exist. */
  readonly wrongSign: number
  /** The largest dual times the distance to the bound that it stands for, relative to the larger of 1 and the objective. */
  readonly complementarity: number
}

/** Undefined for a solution without duals: mixed-integer, or not optimal. */
export function checkDual(
  problem: Problem,
  solution: Solution,
  tolerance = 1e-6,
): DualCheck | undefined {
  if (solution.status !== 'optimal') return undefined
  const { primal: values, rowDual, columnDual } = solution
  if (rowDual === undefined || columnDual === undefined) return undefined
  const primal = checkPrimal(problem, values, tolerance)
  const sign = problem.sense === 'minimise' ? 1 : -1
  const rows = weigh({
    dual: rowDual,
    value: rowActivity(problem, values),
    lower: problem.rowLower,
    upper: problem.rowUpper,
    sign,
  })
  const columns = weigh({
    dual: columnDual,
    value: values,
    lower: problem.columnLower,
    upper: problem.columnUpper,
    sign,
  })
  const scale = Math.max(1, Math.abs(primal.objective))
  const dualObjective = problem.offset + rows.objective + columns.objective
  const gap = Math.abs(primal.objective - dualObjective) / scale
  const stationarity = stationarityError(problem, rowDual, columnDual)
  const wrongSign = Math.max(rows.wrongSign, columns.wrongSign)
  const complementarity = Math.max(rows.complementarity, columns.complementarity) / scale
  const errors = [gap, stationarity, wrongSign, complementarity]
  const isOptimal = primal.isFeasible && errors.every((error) => error <= tolerance)
  return { isOptimal, primal, dualObjective, gap, stationarity, wrongSign, complementarity }
}

interface Side {
  readonly dual: Float64Array
  readonly value: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** -1 for a maximisation, whose duals stand for the opposite bounds. */
  readonly sign: 1 | -1
}

function weigh({ dual, value, lower, upper, sign }: Side): {
  readonly objective: number
  readonly wrongSign: number
  readonly complementarity: number
} {
  let objective = 0
  let wrongSign = 0
  let complementarity = 0
  for (let index = 0; index < dual.length; index++) {
    const price = dual[index] ?? NaN
    if (price === 0) continue
    const bound = (sign * price > 0 ? lower[index] : upper[index]) ?? NaN
    if (!Number.isFinite(bound)) {
      wrongSign = Math.max(wrongSign, Math.abs(price))
      continue
    }
    objective += price * bound
    const distance = Math.abs(price * ((value[index] ?? NaN) - bound))
    complementarity = Math.max(complementarity, distance)
  }
  return { objective, wrongSign, complementarity }
}

function stationarityError(
  { cost, rowStart, columnOf, value }: Problem,
  rowDual: Float64Array,
  columnDual: Float64Array,
): number {
  const left = cost.map((price, column) => price - (columnDual[column] ?? NaN))
  for (let row = 0; row + 1 < rowStart.length; row++) {
    const price = rowDual[row] ?? NaN
    const end = rowStart[row + 1] ?? 0
    for (let at = rowStart[row] ?? 0; at < end; at++) {
      const column = columnOf[at] ?? -1
      left[column] = (left[column] ?? NaN) - price * (value[at] ?? NaN)
    }
  }
  return left.reduce(
    (worst, error, column) =>
      Math.max(worst, Math.abs(error) / Math.max(1, Math.abs(cost[column] ?? 0))),
    0,
  )
}
