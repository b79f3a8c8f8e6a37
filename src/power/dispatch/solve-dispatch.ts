import type { Diagnostic } from '../../diagnostics/index.ts'
import type { Solve } from '../../milp/index.ts'
import { describeDispatch } from './describe.ts'
import type { EnergyModel } from './model.ts'
import { readDispatch } from './read.ts'
import type { DispatchOutcome } from './result.ts'

export type SolvedDispatch =
  DispatchOutcome | { readonly status: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** Describes, solves with what is handed in, and reads. */
export async function solveDispatch(model: EnergyModel, solve: Solve): Promise<SolvedDispatch> {
  const described = describeDispatch(model)
  if (!described.ok) return { status: 'refused', diagnostics: described.diagnostics }
  return readDispatch(described.value, await solve(described.value.problem))
}
