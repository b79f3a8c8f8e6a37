import { findFaults, type ProblemFault } from './faults.ts'
import type { Problem, Solution } from './problem.ts'
import { applyChange, type ProblemChange } from './problem-change.ts'
import { runJob } from './solve-job.ts'
import { findOptionFault, type SolveOptions } from './solve-options.ts'
import { solveWithoutColumns } from './without-columns.ts'
import { buffersOf, toWire } from './wire.ts'
import type { WorkerPool } from './worker-pool.ts'
import type { SolveWorker } from './worker-thread.ts'

/**
 * A problem that stays in a worker thread while its numbers change. Each solve starts from where the last one ended: a
 * linear problem from its basis, a mixed-integer one from its solution. Held by `await using`.
 */
export interface OpenModel {
  /** The problem with all changes so far. */
  problem(): Problem
  /** Takes effect at the next solve. With faults, none of it is taken; without, the list is empty. */
  change(change: ProblemChange): readonly ProblemFault[]
  /** Solves of one model follow each other; asked at the same time, they wait. */
  solve(options?: SolveOptions): Promise<Solution>
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export function openModel(pool: WorkerPool, original: Problem): OpenModel {
  const faults = findFaults(original)
  let current = original
  let worker: SolveWorker | undefined
  let isDisposed = false
  let last: Promise<unknown> = Promise.resolve()

  /** Opens the problem as it is now, the first time and when a thread was ended in the middle of a solve. */
  const openedWorker = (): SolveWorker => {
    if (worker?.isAlive === true) return worker
    if (worker !== undefined) pool.giveBack(worker)
    worker = pool.borrow()
    const wire = toWire(current)
    worker.post({ kind: 'open', problem: wire }, buffersOf(wire))
    return worker
  }
  const solveNow = async (options: SolveOptions): Promise<Solution> => {
    const why = isDisposed || pool.isDisposed ? 'the model is closed' : findOptionFault(options)
    const [fault] = faults
    if (fault !== undefined || why !== undefined)
      return { status: 'failed', why: why ?? fault?.message ?? '', solveS: 0 }
    if (options.signal?.aborted === true) return { status: 'stopped', why: 'cancelled', solveS: 0 }
    if (current.cost.length === 0) return solveWithoutColumns(current)
    return runJob(openedWorker(), options)
  }
  const dispose = async (): Promise<void> => {
    isDisposed = true
    await last
    if (worker === undefined) return
    if (worker.isAlive) worker.post({ kind: 'close' })
    pool.giveBack(worker)
    worker = undefined
  }

  return {
    problem: () => current,
    change(change) {
      const outcome = applyChange(current, change)
      if (outcome.status === 'faulty') return outcome.faults
      current = outcome.problem
      const { change: sorted } = outcome
      const moved = buffersOf(sorted.cost, sorted.columnBounds, sorted.rowBounds)
      if (worker?.isAlive === true) worker.post({ kind: 'change', change: sorted }, moved)
      return []
    },
    solve(options = {}) {
      const solution = last.then(() => solveNow(options))
      last = solution
      return solution
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}
