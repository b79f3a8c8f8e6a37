import { findFaults } from './faults.ts'
import type { Problem, Solution } from './problem.ts'
import type { ConflictResult } from './wire.ts'

/** The primal feasibility tolerance of HiGHS 1.15. */
const tolerance = 1e-7

/** HiGHS calls a problem without columns solved although a row may ask for more than nothing. */
export function solveWithoutColumns(problem: Problem): Solution {
  const [fault] = findFaults(problem)
  if (fault !== undefined) return { status: 'failed', why: fault.message, solveS: 0 }
  if (unmetRow(problem) >= 0) return { status: 'infeasible', solveS: 0 }
  return {
    status: 'optimal',
    objective: problem.offset,
    primal: new Float64Array(0),
    rowDual: new Float64Array(problem.rowLower.length),
    columnDual: new Float64Array(0),
    solveS: 0,
  }
}

/** Each row that asks for more than nothing is a conflict by itself. */
export function conflictWithoutColumns(problem: Problem): ConflictResult {
  const solution = solveWithoutColumns(problem)
  if (solution.status === 'failed') return solution
  const row = unmetRow(problem)
  if (row < 0) return { status: 'feasible', solveS: 0 }
  const bound = (problem.rowLower[row] ?? 0) > 0 ? 'lower' : 'upper'
  const columns = { columns: new Int32Array(0), columnBounds: [], isIrreducible: true }
  const conflict = { rows: Int32Array.of(row), rowBounds: [bound] as const, ...columns }
  return { status: 'found', conflict, solveS: 0 }
}

const unmetRow = ({ rowLower, rowUpper }: Problem): number =>
  rowLower.findIndex((least, row) => least > tolerance || (rowUpper[row] ?? 0) < -tolerance)
