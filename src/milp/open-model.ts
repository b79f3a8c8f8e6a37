import { findFaults, type ProblemFault } from './faults.ts'
import type { Problem, Solution } from './problem.ts'
import { applyChange, type ProblemChange } from './problem-change.ts'
import { runJob } from './solve-job.ts'
import { findOptionFault, type SolveOptions } from './solve-options.ts'
import { solveWithoutColumns } from './without-columns.ts'
import { buffersOf, toWire, type ModelChange } from './wire.ts'
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
  /** Changes that the worker has not been told, oldest first, each with the problem that it leads to. */
  let untold: { readonly change: ModelChange; readonly leadsTo: Problem }[] = []
  let worker: SolveWorker | undefined
  let isDisposed = false
  let last: Promise<unknown> = Promise.resolve()

  /** Brings a worker to the problem as it was when the solve was asked for: a later change must not reach it. */
  const workerHolding = (wanted: Problem): SolveWorker => {
    const toldCount = untold.findIndex(({ leadsTo }) => leadsTo === wanted) + 1
    const due = untold.slice(0, toldCount)
    untold = untold.slice(toldCount)
    if (worker?.isAlive === true) {
      const { post } = worker
      due.forEach(({ change }) =>
        post(
          { kind: 'change', change },
          buffersOf(change.cost, change.columnBounds, change.rowBounds),
        ),
      )
      return worker
    }
    // The first time, and after a thread had to be ended in the middle of a solve.
    if (worker !== undefined) pool.giveBack(worker)
    worker = pool.borrow()
    const wire = toWire(wanted)
    worker.post({ kind: 'open', problem: wire }, buffersOf(wire))
    return worker
  }
  const solveNow = async (wanted: Problem, options: SolveOptions): Promise<Solution> => {
    const why = isDisposed || pool.isDisposed ? 'the model is closed' : findOptionFault(options)
    const [fault] = faults
    if (fault !== undefined || why !== undefined)
      return { status: 'failed', why: why ?? fault?.message ?? '', solveS: 0 }
    if (options.signal?.aborted === true) return { status: 'stopped', why: 'cancelled', solveS: 0 }
    if (wanted.cost.length === 0) return solveWithoutColumns(wanted)
    return runJob(workerHolding(wanted), options)
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
      untold.push({ change: outcome.change, leadsTo: current })
      return []
    },
    solve(options = {}) {
      const wanted = current
      const solution = last.then(() => solveNow(wanted, options))
      last = solution
      return solution
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}
