import {
  createProblemBuilder,
  createSolver,
  type Problem,
  type Solver,
} from '../../src/milp/index.ts'
import { builtBy, dispatchProblem, hardKnapsack, problemOf } from '../../test/milp/problems.ts'
import { quantile } from '../quantile.ts'
import type { Benchmark, Figure, Progress } from '../spec.ts'

/** Hours of a year times sites: 1.5 million entries at 20 sites. */
const buildSites = { full: 20, quick: 2 }
const repeats = { full: 9, quick: 3 }

/**
 * What a planner waits for: stating a problem, starting a thread, solving. The linear problem has the shape of a dispatch:
 * sites with hourly prices, a battery each, tied together in every hour.
 */
export const milpBenchmark: Benchmark = {
  name: 'milp',
  question: 'How fast is a linear problem stated, handed to a thread and solved?',
  async run(size, progress) {
    const pick = <T>(of: { readonly full: T; readonly quick: T }): T =>
      size.isQuick ? of.quick : of.full
    const count = pick(repeats)
    progress('problems are built')
    const built = buildRate(pick(buildSites), count)
    progress('a worker is started')
    const started = await startTimes(count)
    await using solver = createSolver({ workers: 1 })
    await solver.solve(tiny)
    const hours = size.isQuick ? 168 : 8760
    const solved = await solveTimes({ solver, progress, hours })
    const resolved = await resolveTimes({ solver, progress, hours: size.isQuick ? 168 : 1752 })
    progress('a search is cancelled')
    return [...built, ...started, ...solved, ...resolved, await cancelTime(solver, count)]
  },
}

const tiny = problemOf({ cost: [1], rows: [[[1], 2, Infinity]] })

function buildRate(sites: number, count: number): readonly Figure[] {
  const rates: number[] = []
  let entries = 0
  for (let turn = 0; turn < count; turn++) {
    const startedMs = performance.now()
    const problem = yearOf(sites)
    entries = problem.value.length
    rates.push(entries / (performance.now() - startedMs) / 1000)
  }
  return [
    {
      id: 'milp/build-entries',
      what: `entries of the problem that is built (${sites} sites, 8,760 h)`,
      value: entries,
      unit: 'entries',
    },
    {
      id: 'milp/build-rate',
      what: 'stated, checked and copied into typed arrays, median',
      value: quantile(rates, 0.5),
      unit: 'million entries/s',
    },
  ]
}

/** Only what the builder does: no random numbers on the way. */
function yearOf(sites: number): Problem {
  const size = sites * 8760
  const builder = createProblemBuilder({ sense: 'minimise' })
  const draw = builder.addColumns(size, { name: (i) => `draw[${i}]`, cost: 1, upper: 5 })
  const charge = builder.addColumns(size, { name: (i) => `charge[${i}]`, cost: (i) => i % 7 })
  const stored = builder.addColumns(size, { name: (i) => `stored[${i}]`, upper: 100 })
  builder.addRows(size, {
    name: (i) => `store[${i}]`,
    lower: 0,
    upper: 0,
    entries: (i, entry) => {
      entry(stored + i, 1)
      entry(stored + ((i + size - 1) % size), -1)
      entry(charge + i, -0.9)
      entry(draw + i, 1.1)
    },
  })
  const balance = (i: number): string => `balance[${i}]`
  for (let i = 0; i < size; i++) {
    builder.beginRow({ name: balance, lower: 1 })
    builder.entry(charge + i, -1)
    builder.entry(draw + i, 1)
    builder.entry(stored + i, 0.01)
    builder.endRow()
  }
  return builtBy(builder)
}

async function startTimes(count: number): Promise<readonly Figure[]> {
  const coldMs: number[] = []
  const warmMs: number[] = []
  for (let turn = 0; turn < count; turn++) {
    await using solver = createSolver({ workers: 1 })
    coldMs.push(await timeMs(() => solver.solve(tiny)))
    for (let again = 0; again < 10; again++) warmMs.push(await timeMs(() => solver.solve(tiny)))
  }
  const figure = (id: string, what: string, times: readonly number[]): Figure => {
    return { id, what, value: quantile(times, 0.5), unit: 'ms' }
  }
  return [
    figure('milp/cold-solve', 'a problem of one column, thread and WebAssembly to start', coldMs),
    figure('milp/warm-solve', 'the same in a thread that is warm', warmMs),
  ]
}

interface SolveRun {
  readonly solver: Solver
  readonly progress: Progress
  readonly hours: number
}

async function solveTimes({ solver, progress, hours }: SolveRun): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const problem = dispatchProblem(1, hours)
  const size = `${problem.cost.length} columns, ${problem.rowLower.length} rows`
  for (const method of ['choose', 'ipm'] as const) {
    progress(`${size}, by ${method}`)
    const solution = await solver.solve(problem, { method, timeLimitS: 120 })
    figures.push({
      id: `milp/linear-${method}`,
      what: `one site with a battery over ${hours} h (${size}), method ${method}: ${solution.status}`,
      value: solution.solveS,
      unit: 's',
    })
  }
  return figures
}

async function resolveTimes({ solver, progress, hours }: SolveRun): Promise<readonly Figure[]> {
  progress('a model is solved again after small changes')
  await using model = solver.open(dispatchProblem(1, hours))
  const first = await model.solve()
  const againMs: number[] = []
  for (let hour = 0; hour < 20; hour++) {
    model.change({ rowBounds: { rows: [hour], lower: [45], upper: [Infinity] } })
    againMs.push(await timeMs(() => model.solve()))
  }
  return [
    {
      id: 'milp/linear-first',
      what: `one site over ${hours} h: the first solve of an open model`,
      value: first.solveS * 1000,
      unit: 'ms',
    },
    {
      id: 'milp/linear-again',
      what: 'the same with the load of one hour changed, median',
      value: quantile(againMs, 0.5),
      unit: 'ms',
    },
  ]
}

async function cancelTime(solver: Solver, count: number): Promise<Figure> {
  const problem = hardKnapsack(60, 20)
  const lateMs: number[] = []
  for (let turn = 0; turn < count; turn++) {
    const controller = new AbortController()
    let abortedMs = NaN
    const onProgress = (): void => {
      if (controller.signal.aborted) return
      abortedMs = performance.now()
      controller.abort()
    }
    await solver.solve(problem, { signal: controller.signal, onProgress, timeLimitS: 20 })
    lateMs.push(performance.now() - abortedMs)
  }
  return {
    id: 'milp/cancel',
    what: `from the cancel of a search to its answer, slowest of ${count}`,
    value: Math.max(...lateMs),
    unit: 'ms',
    aim: { kind: 'at-most', value: 1000 },
  }
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
