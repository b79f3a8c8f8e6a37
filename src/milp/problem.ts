/**
 * A linear or mixed-integer problem as typed arrays, in the form that solvers take: minimise (or maximise) c'x subject to
 * rowLower <= Ax <= rowUpper and columnLower <= x <= columnUpper, A by rows. Infinity stands for no bound.
 * Plain data: it can be sent to a worker thread.
 */
export interface Problem {
  readonly sense: 'minimise' | 'maximise'
  /** Added to the objective: the cost of what is there already. */
  readonly offset: number
  readonly cost: Float64Array
  readonly columnLower: Float64Array
  readonly columnUpper: Float64Array
  /** 1 where a column is an integer; left out for a linear problem. */
  readonly isInteger?: Uint8Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  /** Row i has the entries rowStart[i] to rowStart[i + 1]. */
  readonly rowStart: Int32Array
  readonly columnOf: Int32Array
  readonly value: Float64Array
  /**
   * A name per column and row that can be printed, e.g. `power/balance[lulea,h=17]`: asked for only where something is explained,
   * so that a large problem does not carry a million strings.
   */
  readonly columnName: (column: number) => string
  readonly rowName: (row: number) => string
}

/** How a solve ended. What the world does is an outcome, not an error. */
export type Solution =
  | {
      readonly status: 'optimal'
      readonly objective: number
      /** Value of each column. */
      readonly primal: Float64Array
      /** Of a linear problem: how the objective changes per unit of each row's binding bound, and of each column's. */
      readonly rowDual?: Float64Array
      readonly columnDual?: Float64Array
      /** Of a mixed-integer problem: best bound on the objective, and the relative gap to it. */
      readonly bound?: number
      readonly gap?: number
      readonly solveS: number
    }
  | {
      /** The time limit, or a cancel, came first: the best found so far, if any. */
      readonly status: 'stopped'
      readonly why: 'time-limit' | 'cancelled'
      readonly objective?: number
      readonly primal?: Float64Array
      readonly bound?: number
      readonly gap?: number
      readonly solveS: number
    }
  | { readonly status: 'infeasible'; readonly solveS: number }
  | { readonly status: 'unbounded'; readonly solveS: number }
  /** The solver gave up or failed: its own words. */
  | { readonly status: 'failed'; readonly why: string; readonly solveS: number }

/** What rooms that only describe problems are given in place of a solver. */
export type Solve = (problem: Problem) => Promise<Solution>
