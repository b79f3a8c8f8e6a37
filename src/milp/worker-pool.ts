import { startSolveWorker, type SolveWorker } from './worker-thread.ts'

/**
 * Warm workers: starting one and loading HiGHS costs more than a small solve. One that has taken much memory is ended
 * after its solve, because WebAssembly gives none back; so is one that nobody has needed for a while.
 */
export interface WorkerPool {
  readonly isDisposed: boolean
  /** Waits for a free place; undefined if the signal or the end of the pool comes first. */
  lease(signal?: AbortSignal): Promise<SolveWorker | undefined>
  release(worker: SolveWorker): void
  /** Outside of the number of places: for a model that stays open, which must not hold up single solves. */
  borrow(): SolveWorker
  giveBack(worker: SolveWorker): void
  dispose(): Promise<void>
}

/** A worker of a typical plan holds 200 to 310 MB; what lies above is a large problem's memory. */
const heapKeptMaxBytes = 384 * 2 ** 20
const idleMaxMs = 30_000

export function createWorkerPool(places: number): WorkerPool {
  const all = new Set<SolveWorker>()
  const idle: SolveWorker[] = []
  const waiting: (() => void)[] = []
  let leased = 0
  let isDisposed = false
  let idleTimer: NodeJS.Timeout | undefined

  const drop = async (worker: SolveWorker): Promise<void> => {
    all.delete(worker)
    await worker.end()
  }
  const endIdle = (): void => idle.splice(0).forEach((worker) => void drop(worker))
  const borrow = (): SolveWorker => {
    for (let worker = idle.pop(); worker !== undefined; worker = idle.pop()) {
      if (worker.isAlive) return worker
      all.delete(worker)
    }
    const worker = startSolveWorker()
    all.add(worker)
    return worker
  }
  const giveBack = (worker: SolveWorker): void => {
    worker.listen(undefined)
    const isKept = worker.isAlive && !isDisposed && worker.heapBytes <= heapKeptMaxBytes
    if (!isKept || idle.length >= places) return void drop(worker)
    idle.push(worker)
    clearTimeout(idleTimer)
    idleTimer = setTimeout(endIdle, idleMaxMs).unref()
  }

  return {
    get isDisposed() {
      return isDisposed
    },
    async lease(signal) {
      while (leased >= places && !isDisposed && signal?.aborted !== true)
        await nextTurn(waiting, signal)
      if (isDisposed || signal?.aborted === true) {
        waiting.shift()?.()
        return undefined
      }
      leased += 1
      return borrow()
    },
    release(worker) {
      leased -= 1
      giveBack(worker)
      waiting.shift()?.()
    },
    borrow,
    giveBack,
    async dispose() {
      isDisposed = true
      clearTimeout(idleTimer)
      waiting.splice(0).forEach((wake) => wake())
      idle.length = 0
      await Promise.all([...all].map(drop))
    },
  }
}

/** Resolves when this waiter is woken, or at once when its signal stops it. */
async function nextTurn(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  waiting.push(resolve)
  const leave = (): void => {
    const place = waiting.indexOf(resolve)
    if (place >= 0) waiting.splice(place, 1)
    resolve()
  }
  signal?.addEventListener('abort', leave, { once: true })
  await promise
  signal?.removeEventListener('abort', leave)
}
