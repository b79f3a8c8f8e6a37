import { availableParallelism } from 'node:os'
import { conflictOf, type Conflict } from './conflict.ts'
import { findFaults } from './faults.ts'
import { openModel, type OpenModel } from './open-model.ts'
import type { Problem, Solution } from './problem.ts'
import { conflictJob, runJob } from './solve-job.ts'
import { findOptionFault, type SolveOptions } from './solve-options.ts'
import { conflictWithoutColumns, solveWithoutColumns } from './without-columns.ts'
import { buffersOf, toWire, type ConflictResult } from './wire.ts'
import { createWorkerPool } from './worker-pool.ts'
import type { SolveWorker } from './worker-thread.ts'

/** Held by `await using`: its threads end with it, and so do solves that are under way. */
export interface Solver {
  /**
   * Solves in a worker thread; the caller's thread stays free and the problem unchanged. Never rejects: what goes wrong is
   * an outcome. It waits while all places are taken. Duals say how the objective changes per unit of the binding bound:
   * in a minimisation that of a row `<= b` is never above 0, that of a row `>= b` never below.
   */
  solve(problem: Problem, options?: SolveOptions): Promise<Solution>
  /** Keeps the problem in a thread of its own for a series of solves with changed numbers. */
  open(problem: Problem): OpenModel
  /** A smallest set of rows and bounds that cannot hold together. */
  explainInfeasible(problem: Problem, options?: SolveOptions): Promise<Conflict>
  dispose(): Promise<void>
  [Symbol.dispose](): void
  [Symbol.asyncDispose](): Promise<void>
}

export interface SolverOptions {
  /** Solves at the same time, each with a thread and 20 to 300 MB; one fewer than the processors where left out. */
  readonly workers?: number
}

export function createSolver({ workers }: SolverOptions = {}): Solver {
  const places = Math.max(1, Math.floor(workers ?? availableParallelism() - 1) || 1)
  const pool = createWorkerPool(places)

  /** Opens the problem in a worker, asks, and closes it again. */
  const inWorker = async <T>(
    { problem, options }: { readonly problem: Problem; readonly options: SolveOptions },
    ask: (worker: SolveWorker, options: SolveOptions) => Promise<T>,
  ): Promise<T | Extract<Solution, { readonly status: 'stopped' | 'failed' }>> => {
    const why = refusalOf(problem, options)
    if (why !== undefined) return { status: 'failed', why, solveS: 0 }
    const worker = await pool.lease(options.signal)
    if (worker === undefined)
      return pool.isDisposed && options.signal?.aborted !== true
        ? { status: 'failed', why: 'the solver has been disposed of', solveS: 0 }
        : { status: 'stopped', why: 'cancelled', solveS: 0 }
    const wire = toWire(problem)
    worker.post({ kind: 'open', problem: wire }, buffersOf(wire))
    const answer = await ask(worker, options)
    if (worker.isAlive) worker.post({ kind: 'close' })
    pool.release(worker)
    return answer
  }

  return {
    async solve(problem, options = {}) {
      if (problem.cost.length === 0) return solveWithoutColumns(problem)
      return inWorker({ problem, options }, runJob)
    },
    open: (problem) => openModel(pool, problem),
    async explainInfeasible(problem, options = {}) {
      const result: ConflictResult =
        problem.cost.length === 0
          ? conflictWithoutColumns(problem)
          : await inWorker({ problem, options }, conflictJob)
      return conflictOf(problem, result)
    },
    dispose: () => pool.dispose(),
    [Symbol.dispose]: () => void pool.dispose(),
    [Symbol.asyncDispose]: () => pool.dispose(),
  }
}

function refusalOf(problem: Problem, options: SolveOptions): string | undefined {
  const optionFault = findOptionFault(options)
  if (optionFault !== undefined) return optionFault
  const [fault, ...others] = findFaults(problem)
  if (fault === undefined) return undefined
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return `${fault.where === '' ? '' : `${fault.where}: `}${fault.message}${more}`
}
