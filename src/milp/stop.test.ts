import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dispatchProblem, hardKnapsack, problemOf } from '../../test/milp/problems.ts'
import { checkPrimal } from './check-primal.ts'
import type { SolveProgress } from './solve-options.ts'
import { createSolver } from './solver.ts'

/** Proving its optimum takes minutes. */
const endless = hardKnapsack(60, 20)
const easy = problemOf({ cost: [1], rows: [[[1], 2, Infinity]] })

const solver = createSolver({ workers: 2 })
beforeAll(() => solver.solve(easy))
afterAll(() => solver.dispose())

interface AbortPlan {
  readonly signal: AbortSignal
  readonly onProgress: (progress: SolveProgress) => void
}

/** Aborts once the solve has told what is waited for. */
function abortWhen(isEnough: (progress: SolveProgress) => boolean): AbortPlan {
  const controller = new AbortController()
  const onProgress = (progress: SolveProgress): void => {
    if (isEnough(progress)) controller.abort()
  }
  return { signal: controller.signal, onProgress }
}

const abortOnProgress = (): AbortPlan => abortWhen(({ incumbent }) => incumbent !== undefined)

describe('a solve that is stopped', () => {
  it('by its time limit brings the best so far, and a bound that is no worse', async () => {
    const solution = await solver.solve(endless, { timeLimitS: 0.5 })
    expect(solution).toMatchObject({ status: 'stopped', why: 'time-limit' })
    if (solution.status !== 'stopped') return
    const { primal = [], objective = NaN, bound = NaN, gap = NaN } = solution
    expect(checkPrimal(endless, primal).isFeasible).toBe(true)
    expect(checkPrimal(endless, primal).objective).toBeCloseTo(objective, 5)
    expect(bound).toBeGreaterThan(objective)
    expect(gap).toBeGreaterThan(0)
  })

  it('by its signal comes back with the best so far', async () => {
    const solution = await solver.solve(endless, abortOnProgress())
    expect(solution).toMatchObject({ status: 'stopped', why: 'cancelled' })
    if (solution.status !== 'stopped') return
    expect(checkPrimal(endless, solution.primal ?? []).isFeasible).toBe(true)
  })

  it('before it begins takes no thread', async () => {
    const solution = await solver.solve(endless, { signal: AbortSignal.abort() })
    expect(solution).toEqual({ status: 'stopped', why: 'cancelled', solveS: 0 })
  })

  it('at a limit of no time says so', async () => {
    const solution = await solver.solve(endless, { timeLimitS: 0 })
    expect(solution).toMatchObject({ status: 'stopped', why: 'time-limit' })
  })

  it('while a large problem is read in leaves the next solve alone', async () => {
    const large = dispatchProblem(20, 2000)
    const controller = new AbortController()
    const stopped = solver.solve(large, { signal: controller.signal })
    await new Promise(setImmediate)
    controller.abort()
    expect(await stopped).toMatchObject({ status: 'stopped', why: 'cancelled' })
    expect(await solver.solve(easy)).toMatchObject({ status: 'optimal', objective: 2 })
  })
})

describe('progress', () => {
  it('of a search tells nodes, bound, best and gap, all finite, the bound never below the best', async () => {
    const told: SolveProgress[] = []
    const { signal, onProgress } = abortWhen(({ nodes = 0 }) => nodes > 0)
    const listen = (progress: SolveProgress): void => {
      told.push(progress)
      onProgress(progress)
    }
    await solver.solve(endless, { signal, onProgress: listen })
    expect(told.flatMap((one) => Object.values(one)).every(Number.isFinite)).toBe(true)
    const last = told.at(-1)
    expect(last?.nodes).toBeGreaterThan(0)
    expect(last?.bound).toBeGreaterThanOrEqual(last?.incumbent ?? Infinity)
    expect(told.map(({ seconds }) => seconds)).toEqual(
      told.map(({ seconds }) => seconds).toSorted((a, b) => a - b),
    )
  })

  it('of a linear problem tells iterations', async () => {
    const told: SolveProgress[] = []
    await solver.solve(dispatchProblem(8, 300), { onProgress: (progress) => told.push(progress) })
    expect(told.some(({ iterations }) => iterations !== undefined)).toBe(true)
  })
})

describe('several solves', () => {
  it('run beside each other, each on a thread of its own', async () => {
    const one = abortOnProgress()
    const other = abortOnProgress()
    // Either is aborted only by its own progress, so both end only if both run.
    const solutions = await Promise.all([solver.solve(endless, one), solver.solve(endless, other)])
    expect(solutions.map(({ status }) => status)).toEqual(['stopped', 'stopped'])
  })

  it('wait for a place, and leave the queue when they are cancelled', async () => {
    await using single = createSolver({ workers: 1 })
    const first = abortOnProgress()
    const queued = new AbortController()
    const running = single.solve(endless, first)
    const waiting = single.solve(endless, { signal: queued.signal })
    const last = single.solve(easy)
    queued.abort()
    expect(await waiting).toEqual({ status: 'stopped', why: 'cancelled', solveS: 0 })
    expect((await running).status).toBe('stopped')
    expect((await last).status).toBe('optimal')
  })

  it('end with their solver', async () => {
    const brief = createSolver({ workers: 1 })
    const { promise: isUnderWay, resolve } = Promise.withResolvers<void>()
    const running = brief.solve(endless, { onProgress: () => resolve() })
    const waiting = brief.solve(easy)
    await isUnderWay
    await brief.dispose()
    const ended = await Promise.all([running, waiting, brief.solve(easy)])
    expect(ended.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed'])
  })

  it('by the thousand hold no more memory than a hundred', async () => {
    await using single = createSolver({ workers: 1 })
    const problem = dispatchProblem(2, 24)
    const rssAfter = async (solves: number): Promise<number> => {
      for (let count = 0; count < solves; count++)
        expect((await single.solve(problem)).status).toBe('optimal')
      return process.memoryUsage.rss()
    }
    const early = await rssAfter(200)
    const late = await rssAfter(800)
    // A model that is not disposed of costs about 200 kB: 800 of them would be 160 MB.
    expect((late - early) / 2 ** 20).toBeLessThan(100)
  })
})
