import type { Problem, Solution } from './problem.ts'
import { isMixedInteger, type ConflictBound, type ConflictResult } from './wire.ts'

/**
 * Why a problem has no solution: a set of rows and column bounds that cannot hold together. It is irreducible when leaving
 * out any one of them lets the others hold. HiGHS finds such sets for linear problems only; for a mixed-integer problem
 * the set speaks of its linear relaxation, and that the relaxation is feasible says no more than that the integers are
 * part of the reason.
 */
export type Conflict =
  | {
      readonly status: 'found'
      readonly of: 'problem' | 'linear-relaxation'
      readonly isIrreducible: boolean
      readonly rows: readonly ConflictMember[]
      readonly columns: readonly ConflictMember[]
      readonly solveS: number
    }
  /** The linear problem, or the linear relaxation of the mixed-integer one, has a solution. */
  | {
      readonly status: 'feasible'
      readonly of: 'problem' | 'linear-relaxation'
      readonly solveS: number
    }
  | Extract<Solution, { readonly status: 'stopped' | 'failed' }>

export interface ConflictMember {
  readonly index: number
  readonly name: string
  /** Which of its bounds takes part. */
  readonly bound: Exclude<ConflictBound, 'none'>
  readonly lower: number
  readonly upper: number
}

export function conflictOf(problem: Problem, result: ConflictResult): Conflict {
  const of = isMixedInteger(problem) ? 'linear-relaxation' : 'problem'
  if (result.status === 'feasible') return { ...result, of }
  if (result.status !== 'found') return result
  const { rows, rowBounds, columns, columnBounds, isIrreducible } = result.conflict
  const { rowName, rowLower, rowUpper, columnName, columnLower, columnUpper } = problem
  const rowMembers = membersOf(rows, rowBounds, { name: rowName, lower: rowLower, upper: rowUpper })
  const side = { name: columnName, lower: columnLower, upper: columnUpper }
  const columnMembers = membersOf(columns, columnBounds, side)
  const { solveS } = result
  if (rowMembers.length + columnMembers.length === 0)
    return { status: 'failed', why: 'HiGHS found no conflict in an infeasible problem', solveS }
  return { status: 'found', of, isIrreducible, rows: rowMembers, columns: columnMembers, solveS }
}

interface Side {
  readonly name: (index: number) => string
  readonly lower: Float64Array
  readonly upper: Float64Array
}

function membersOf(
  indices: Int32Array,
  bounds: readonly ConflictBound[],
  { name, lower, upper }: Side,
): readonly ConflictMember[] {
  return Array.from(indices).flatMap((index, at): readonly ConflictMember[] => {
    const bound = bounds[at] ?? 'none'
    if (bound === 'none') return []
    const least = lower[index] ?? NaN
    return [{ index, name: name(index), bound, lower: least, upper: upper[index] ?? NaN }]
  })
}
