import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runJob } from './solve-job.ts'
import type { Request, Response } from './wire.ts'
import type { SolveWorker } from './worker-thread.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A thread in which HiGHS runs and asks nobody, as it does in presolve. */
function deafWorker() {
  const asked: Request[] = []
  let listener: ((response: Response) => void) | undefined
  let isAlive = true
  const worker: SolveWorker = {
    get isAlive() {
      return isAlive
    },
    heapBytes: 0,
    post: (request) => void asked.push(request),
    listen: (next) => void (listener = next),
    end: () => {
      isAlive = false
      return Promise.resolve()
    },
  }
  const stop = (): number => {
    const [request] = asked
    return request?.kind === 'run' ? Atomics.load(request.stop, 0) : NaN
  }
  return { worker, stop, tell: (response: Response) => listener?.(response) }
}

const incumbent = { objective: 7, primal: Float64Array.of(1, 2) }

describe('a solve in a thread that does not react', () => {
  it('is ended after its grace and keeps the best that was told', async () => {
    const { worker, stop, tell } = deafWorker()
    const controller = new AbortController()
    const solution = runJob(worker, { signal: controller.signal })
    tell({ kind: 'incumbent', incumbent })
    expect(stop()).toBe(0)
    controller.abort()
    expect(stop()).toBe(1)
    expect(worker.isAlive).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(worker.isAlive).toBe(false)
    expect(await solution).toMatchObject({ status: 'stopped', why: 'cancelled', ...incumbent })
  })

  it('is told when it overlooks its own time limit', async () => {
    const { worker, stop } = deafWorker()
    const solution = runJob(worker, { timeLimitS: 5 })
    await vi.advanceTimersByTimeAsync(5000)
    expect(stop()).toBe(0)
    await vi.advanceTimersByTimeAsync(2000)
    expect(stop()).toBe(1)
    expect(worker.isAlive).toBe(false)
    expect(await solution).toMatchObject({ status: 'stopped', why: 'time-limit' })
  })
})

describe('a solve in a thread that reacts', () => {
  it('has stopped for the reason it was given', async () => {
    const { worker, tell } = deafWorker()
    const running = runJob(worker, { timeLimitS: 5 })
    await vi.advanceTimersByTimeAsync(6001)
    const solution = { status: 'stopped', why: 'cancelled', solveS: 6 } as const
    tell({ kind: 'solved', solution, heapBytes: 0 })
    expect(await running).toEqual({ status: 'stopped', why: 'time-limit', solveS: 6 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(worker.isAlive).toBe(true)
  })

  it('keeps an optimum that it finds after it was asked to stop', async () => {
    const { worker, tell } = deafWorker()
    const controller = new AbortController()
    const running = runJob(worker, { signal: controller.signal })
    controller.abort()
    const solution = { status: 'optimal', ...incumbent, solveS: 1 } as const
    tell({ kind: 'solved', solution, heapBytes: 0 })
    expect(await running).toEqual(solution)
  })

  it('fails with the words of the thread that broke', async () => {
    const { worker, tell } = deafWorker()
    const running = runJob(worker, {})
    tell({ kind: 'broken', why: 'memory access out of bounds' })
    expect(await running).toMatchObject({ status: 'failed', why: 'memory access out of bounds' })
  })
})
