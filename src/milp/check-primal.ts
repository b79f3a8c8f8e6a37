import type { Problem } from './problem.ts'

/**
 * Whether values are a solution, without asking the solver that found them. A violation is measured in units of its bound
 * and held against `tolerance` times the larger of 1 and the bound: 1e-6 of a megawatt-hour in one, 1 in a million.
 */
export interface PrimalCheck {
  readonly isFeasible: boolean
  /** The objective, recomputed from the costs. */
  readonly objective: number
  readonly row: Violation
  readonly column: Violation
  /** The largest distance of an integer column from an integer. */
  readonly integrality: Violation
  /** Columns without a finite value; they count as 0 in the rest of the check, and make it infeasible. */
  readonly missingCount: number
}

export interface Violation {
  readonly worst: number
  /** Name of the row or column; empty where nothing is violated. */
  readonly where: string
  /** How many are beyond the tolerance. */
  readonly count: number
}

export function checkPrimal(
  problem: Problem,
  primal: ArrayLike<number>,
  tolerance = 1e-6,
): PrimalCheck {
  const { cost, columnLower, columnUpper, isInteger, rowLower, rowUpper } = problem
  const missing = { count: 0 }
  const values = Float64Array.from(cost, (_, column) => {
    const value = primal[column] ?? NaN
    if (!Number.isFinite(value)) missing.count += 1
    return Number.isFinite(value) ? value : 0
  })
  const activity = rowActivity(problem, values)
  const row = worstOf(activity.length, problem.rowName, (index) =>
    beyond({ value: activity[index], lower: rowLower[index], upper: rowUpper[index], tolerance }),
  )
  const column = worstOf(cost.length, problem.columnName, (index) =>
    beyond({
      value: values[index],
      lower: columnLower[index],
      upper: columnUpper[index],
      tolerance,
    }),
  )
  const integrality = worstOf(isInteger?.length ?? 0, problem.columnName, (index) => {
    const value = values[index] ?? 0
    const amount = isInteger?.[index] === 1 ? Math.abs(value - Math.round(value)) : 0
    return { amount, isBeyond: amount > tolerance }
  })
  const violations = row.count + column.count + integrality.count + missing.count
  return {
    isFeasible: violations === 0,
    objective: cost.reduce(
      (sum, price, index) => sum + price * (values[index] ?? 0),
      problem.offset,
    ),
    row,
    column,
    integrality,
    missingCount: missing.count,
  }
}

/** Ax: what each row adds up to. */
export function rowActivity(
  { rowStart, columnOf, value }: Problem,
  primal: Float64Array,
): Float64Array {
  const activity = new Float64Array(Math.max(0, rowStart.length - 1))
  for (let row = 0; row < activity.length; row++) {
    let sum = 0
    const end = rowStart[row + 1] ?? 0
    for (let at = rowStart[row] ?? 0; at < end; at++)
      sum += (value[at] ?? 0) * (primal[columnOf[at] ?? -1] ?? 0)
    activity[row] = sum
  }
  return activity
}

interface Beyond {
  readonly amount: number
  readonly isBeyond: boolean
}

interface Between {
  readonly value: number | undefined
  readonly lower: number | undefined
  readonly upper: number | undefined
  readonly tolerance: number
}

function beyond({ value = 0, lower = -Infinity, upper = Infinity, tolerance }: Between): Beyond {
  const bound = value < lower ? lower : upper
  const amount = Math.max(0, lower - value, value - upper)
  return { amount, isBeyond: amount > tolerance * Math.max(1, Math.abs(bound)) }
}

function worstOf(
  length: number,
  name: (index: number) => string,
  measure: (index: number) => Beyond,
): Violation {
  let worst = 0
  let at = -1
  let count = 0
  for (let index = 0; index < length; index++) {
    const { amount, isBeyond } = measure(index)
    if (isBeyond) count += 1
    if (amount <= worst) continue
    worst = amount
    at = index
  }
  return { worst, where: at < 0 ? '' : name(at), count }
}
