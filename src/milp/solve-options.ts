/** What is asked of one solve. */
export interface SolveOptions {
  /** Seconds from the start of the solve, not counting the wait for a free worker. No limit where left out. */
  readonly timeLimitS?: number
  /** A mixed-integer solution this close to the best bound, relative to it, counts as optimal; 1e-4 where left out. */
  readonly gapRelative?: number
  /** The same seed walks the same path; 0 where left out. */
  readonly seed?: number
  /** For linear problems only; mixed-integer problems are solved by branch and cut whatever is asked here. */
  readonly method?: 'choose' | 'simplex' | 'ipm'
  readonly onProgress?: (progress: SolveProgress) => void
  /** Stops the solve: the best found so far comes back within a second. */
  readonly signal?: AbortSignal
}

/** What is not known yet is left out. */
export interface SolveProgress {
  readonly seconds: number
  /** Of a linear problem: iterations of the simplex or interior-point method. */
  readonly iterations?: number
  /** Of a mixed-integer problem: nodes of the search tree, best bound, best solution, relative gap between them. */
  readonly nodes?: number
  readonly bound?: number
  readonly incumbent?: number
  readonly gap?: number
}

/** The part that crosses to the worker. */
export type RunOptions = Pick<SolveOptions, 'timeLimitS' | 'gapRelative' | 'seed' | 'method'>

/** HiGHS keeps its seed in a signed integer of 32 bits. */
const seedMax = 2 ** 31 - 1

/** A sentence for the first option that means nothing; undefined if all do. */
export function findOptionFault(options: SolveOptions): string | undefined {
  const { timeLimitS, gapRelative, seed } = options
  if (timeLimitS !== undefined && !(timeLimitS >= 0))
    return `the time limit is ${timeLimitS} s; it must be 0 s or more`
  if (gapRelative !== undefined && !(gapRelative >= 0 && gapRelative < Infinity))
    return `the relative gap is ${gapRelative}; it must be 0 or more`
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed <= seedMax))
    return `the seed is ${seed}; it must be an integer from 0 to ${seedMax}`
  return undefined
}
