import type { Problem, Solution } from './problem.ts'
import type { RunOptions, SolveProgress } from './solve-options.ts'

/**
 * What passes between the caller's thread and a solve worker. Arrays are copied once, then moved: the caller keeps its
 * problem, the worker gives its solution away.
 */
export type WireProblem = Omit<Problem, 'columnName' | 'rowName'>

/** New numbers for a problem that the worker holds; `columns[k]` has the k-th number. */
export interface ModelChange {
  readonly cost?: { readonly columns: Int32Array; readonly cost: Float64Array }
  readonly columnBounds?: {
    readonly columns: Int32Array
    readonly lower: Float64Array
    readonly upper: Float64Array
  }
  readonly rowBounds?: {
    readonly rows: Int32Array
    readonly lower: Float64Array
    readonly upper: Float64Array
  }
}

/** Which rows and columns cannot hold together, and by which of their bounds. */
export interface WireConflict {
  readonly rows: Int32Array
  readonly rowBounds: readonly ConflictBound[]
  readonly columns: Int32Array
  readonly columnBounds: readonly ConflictBound[]
  /** HiGHS says of each member that it is needed. */
  readonly isIrreducible: boolean
}

export type ConflictBound = 'lower' | 'upper' | 'both' | 'none'

export type ConflictResult =
  | { readonly status: 'found'; readonly conflict: WireConflict; readonly solveS: number }
  | { readonly status: 'feasible'; readonly solveS: number }
  | Extract<Solution, { readonly status: 'stopped' | 'failed' }>

export interface StopFlag {
  /** One 32-bit integer in shared memory: not 0 means stop. */
  readonly stop: Int32Array
}

export type Request =
  | { readonly kind: 'open'; readonly problem: WireProblem }
  | { readonly kind: 'change'; readonly change: ModelChange }
  | ({ readonly kind: 'run'; readonly options: RunOptions } & StopFlag)
  | ({ readonly kind: 'find-conflict'; readonly options: RunOptions } & StopFlag)
  | { readonly kind: 'close' }

export type Response =
  | { readonly kind: 'progress'; readonly progress: SolveProgress }
  | { readonly kind: 'incumbent'; readonly incumbent: Incumbent }
  | { readonly kind: 'solved'; readonly solution: Solution; readonly heapBytes: number }
  | { readonly kind: 'searched'; readonly result: ConflictResult; readonly heapBytes: number }
  /** HiGHS threw: its memory can no longer be trusted. */
  | { readonly kind: 'broken'; readonly why: string }

/** The best solution so far, sent at once: it outlives a worker that has to be ended. */
export interface Incumbent {
  readonly objective: number
  readonly primal: Float64Array
}

/** A copy without the functions, which cannot cross; its buffers can be moved. */
export function toWire(problem: Problem): WireProblem {
  const { sense, offset, isInteger } = problem
  return {
    sense,
    offset,
    cost: problem.cost.slice(),
    columnLower: problem.columnLower.slice(),
    columnUpper: problem.columnUpper.slice(),
    ...(isInteger === undefined ? {} : { isInteger: isInteger.slice() }),
    rowLower: problem.rowLower.slice(),
    rowUpper: problem.rowUpper.slice(),
    rowStart: problem.rowStart.slice(),
    columnOf: problem.columnOf.slice(),
    value: problem.value.slice(),
  }
}

/** The buffers of the arrays in an object, so that they are moved and not copied. */
export function buffersOf(...objects: readonly (object | undefined)[]): ArrayBuffer[] {
  return objects
    .flatMap((object) => Object.values(object ?? {}) as readonly unknown[])
    .filter((value) => ArrayBuffer.isView(value))
    .map(({ buffer }) => buffer)
    .filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer)
}

/** Problems without a 1 in `isInteger` are linear, whatever the length of that array. */
export const isMixedInteger = ({ isInteger }: Pick<Problem, 'isInteger'>): boolean =>
  isInteger?.includes(1) === true
