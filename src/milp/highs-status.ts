/** How a run of HiGHS ended, in our words. */
export type HighsEnd =
  | 'optimal'
  | 'infeasible'
  | 'unbounded'
  | 'infeasible-or-unbounded'
  | 'time-limit'
  | 'cancelled'
  | 'unknown'
  | { readonly why: string }

/** The codes of `HighsModelStatus` in HiGHS 1.15 (`highs.constants.modelStatus`), in their order. */
const ends: readonly HighsEnd[] = [
  { why: 'HiGHS set no status' },
  { why: 'HiGHS could not load the problem' },
  { why: 'HiGHS finds the problem faulty' },
  { why: 'HiGHS failed in presolve' },
  { why: 'HiGHS failed in the solve' },
  { why: 'HiGHS failed in postsolve' },
  'optimal', // An empty problem: nothing is left to choose.
  'optimal',
  'infeasible',
  'infeasible-or-unbounded',
  'unbounded',
  { why: 'HiGHS stopped at a bound on the objective that nobody set' },
  { why: 'HiGHS stopped at an objective that nobody set' },
  'time-limit',
  { why: 'HiGHS stopped at its iteration limit' },
  'unknown',
  { why: 'HiGHS stopped at a number of solutions that nobody set' },
  'cancelled',
]

export const endOf = (modelStatus: number): HighsEnd =>
  ends[modelStatus] ?? { why: `HiGHS ended with the unknown status ${modelStatus}` }
