import { findFaults } from './faults.ts'
import type { Problem, Solution } from './problem.ts'

/** The primal feasibility tolerance of HiGHS 1.15. */
const tolerance = 1e-7

/** HiGHS calls a problem without columns solved although a row may ask for more than nothing. */
export function solveWithoutColumns(problem: Problem): Solution {
  const [fault] = findFaults(problem)
  if (fault !== undefined) return { status: 'failed', why: fault.message, solveS: 0 }
  const { rowLower, rowUpper, offset } = problem
  const isMet = rowLower.every(
    (least, row) => least <= tolerance && (rowUpper[row] ?? 0) >= -tolerance,
  )
  if (!isMet) return { status: 'infeasible', solveS: 0 }
  const none = new Float64Array(0)
  const rowDual = new Float64Array(rowLower.length)
  return {
    status: 'optimal',
    objective: offset,
    primal: none,
    rowDual,
    columnDual: none,
    solveS: 0,
  }
}
