import type { Diagnostic } from '../../diagnostics/index.ts'
import { fixIntegers, type Problem, type Solution, type Solve } from '../../milp/index.ts'
import { describeDispatch } from './describe.ts'
import type { EnergyModel } from './model.ts'
import { readDispatch } from './read.ts'
import type { DispatchOutcome } from './result.ts'

export type SolvedDispatch =
  DispatchOutcome | { readonly status: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/**
 * Describes, solves with what is handed in, and reads. Where units are switched it solves once more with their states held
 * as found: prices and the worth of limits are then those of the units that run.
 */
export async function solveDispatch(model: EnergyModel, solve: Solve): Promise<SolvedDispatch> {
  const described = describeDispatch(model)
  if (!described.ok) return { status: 'refused', diagnostics: described.diagnostics }
  const { problem } = described.value
  const solution = await solve(problem)
  return readDispatch(described.value, await withDuals(problem, solution, solve))
}

/** Adds the duals of the linear problem that is left when every switched unit keeps its state. */
export async function withDuals(
  problem: Problem,
  solution: Solution,
  solve: Solve,
): Promise<Solution> {
  if (problem.isInteger === undefined || solution.status !== 'optimal') return solution
  const held = await solve(fixIntegers(problem, solution.primal))
  if (held.status !== 'optimal' || held.rowDual === undefined) return solution
  return { ...solution, rowDual: held.rowDual }
}
