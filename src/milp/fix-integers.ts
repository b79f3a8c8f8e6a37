import type { Problem } from './problem.ts'

/**
 * The linear problem that is left when the integer columns keep the values of a solution. Its duals price what the
 * integers leave open; what an integer decision itself is worth they do not say. Columns without an integer mark and
 * values that are missing stay as they are.
 */
export function fixIntegers(problem: Problem, primal: ArrayLike<number>): Problem {
  const { isInteger, ...linear } = problem
  if (isInteger === undefined) return problem
  const columnLower = problem.columnLower.slice()
  const columnUpper = problem.columnUpper.slice()
  isInteger.forEach((mark, column) => {
    const value = Math.round(primal[column] ?? NaN)
    if (mark !== 1 || !Number.isFinite(value)) return
    columnLower[column] = value
    columnUpper[column] = value
  })
  return { ...linear, columnLower, columnUpper }
}
