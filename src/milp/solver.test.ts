import { afterAll, describe, expect, it } from 'vitest'
import { problemOf } from '../../test/milp/problems.ts'
import { checkPrimal } from './check-primal.ts'
import type { Problem, Solution } from './problem.ts'
import { createSolver } from './solver.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

type Optimal = Extract<Solution, { readonly status: 'optimal' }>

const optimum = async (problem: Problem): Promise<Optimal> => {
  const solution = await solver.solve(problem)
  if (solution.status !== 'optimal') throw new Error(JSON.stringify(solution))
  return solution
}
const close = (values: readonly number[]): readonly unknown[] =>
  values.map((value) => expect.closeTo(value, 7) as unknown)

describe('a linear problem', () => {
  // Worked by hand: of x + y <= 4, x + 3y <= 6, x <= 3 the corner (3, 1) is best for 3x + 2y.
  const workshop = problemOf({
    sense: 'maximise',
    offset: 1,
    cost: [3, 2],
    upper: [3, Infinity],
    rows: [
      [[1, 1], -Infinity, 4],
      [[1, 4], -Infinity, 6],
    ],
  })

  it('is solved to its best corner', async () => {
    const { objective, primal } = await optimum(workshop)
    expect([...primal]).toEqual(close([3, 0.75]))
    expect(objective).toBeCloseTo(3 * 3 + 2 * 0.75 + 1, 9)
  })

  it('has a dual for each bound: what one unit more of it changes in the objective', async () => {
    const before = await optimum(workshop)
    const rowUpper = Float64Array.of(4, 7)
    const after = await optimum({ ...workshop, rowUpper })
    expect(before.rowDual?.[1]).toBeCloseTo(after.objective - before.objective, 9)
    const columnUpper = Float64Array.of(3.1, Infinity)
    const wider = await optimum({ ...workshop, columnUpper })
    expect(before.columnDual?.[0]).toBeCloseTo((wider.objective - before.objective) / 0.1, 7)
  })

  it.each([
    ['minimise', 'upper', -1],
    ['minimise', 'lower', 1],
    ['maximise', 'upper', 1],
    ['maximise', 'lower', -1],
  ] as const)(
    'when we %s, the dual of a binding %s bound has sign %d',
    async (sense, bound, sign) => {
      // The objective pulls x beyond the bound of the row, to 5 above or to 2 below.
      const pullsUp = bound === 'upper'
      const cost = (sense === 'minimise') === pullsUp ? -3 : 3
      const row = [[1], 2, 5] as const
      const { rowDual, objective } = await optimum(
        problemOf({ sense, cost: [cost], upper: [9], rows: [row] }),
      )
      expect(objective).toBeCloseTo(cost * (pullsUp ? 5 : 2), 9)
      expect(rowDual?.[0]).toBeCloseTo(3 * sign, 9)
    },
  )

  it.each(['choose', 'simplex', 'ipm'] as const)(
    'has one optimum, by method %s',
    async (method) => {
      expect(await solver.solve(workshop, { method })).toMatchObject({
        status: 'optimal',
        objective: expect.closeTo(11.5, 6) as number,
      })
    },
  )

  it('leaves its arrays with the caller', async () => {
    await optimum(workshop)
    expect(workshop.cost).toEqual(Float64Array.of(3, 2))
    expect(workshop.value).toHaveLength(4)
  })
})

describe('a mixed-integer problem', () => {
  const chairs: Problem = problemOf({
    sense: 'maximise',
    cost: [5, 4],
    integers: true,
    rows: [
      [[6, 4], -Infinity, 24],
      [[1, 2], -Infinity, 6],
    ],
  })

  it('takes whole numbers, where the linear optimum (3, 1.5) is none', async () => {
    const solution = await optimum(chairs)
    expect([...solution.primal]).toEqual(close([4, 0]))
    expect(solution.objective).toBeCloseTo(20, 9)
    expect(solution.rowDual).toBeUndefined()
  })

  it('states its bound and gap', async () => {
    const { bound = NaN, gap = NaN, objective } = await optimum(chairs)
    expect(bound).toBeGreaterThanOrEqual(objective - 1e-6)
    expect(gap).toBeLessThanOrEqual(1e-4)
  })

  it('stays mixed-integer whatever method is asked for', async () => {
    for (const method of ['simplex', 'ipm'] as const)
      expect(await solver.solve(chairs, { method })).toMatchObject({
        objective: expect.closeTo(20, 6) as number,
      })
  })

  it('walks the same path with the same seed', async () => {
    const [one, two] = [
      await solver.solve(chairs, { seed: 7 }),
      await solver.solve(chairs, { seed: 7 }),
    ]
    expect({ ...one, solveS: 0 }).toEqual({ ...two, solveS: 0 })
  })
})

describe('a problem without an optimum', () => {
  const row = (least: number, most: number) => [[1, -1], least, most] as const
  const free = { cost: [-1, 0], rows: [row(-Infinity, Infinity)] }
  const contradiction = { cost: [-1, 0], rows: [row(2, Infinity), row(-Infinity, 1)] }
  const between = { cost: [-1], rows: [[[1], 0.4, 0.6]] as const }

  it.each([
    ['unbounded', 'linear', problemOf(free)],
    ['unbounded', 'mixed-integer', problemOf({ ...free, integers: [0] })],
    ['infeasible', 'linear', problemOf(contradiction)],
    ['infeasible', 'mixed-integer', problemOf({ ...contradiction, integers: [0] })],
    [
      'infeasible',
      'integer, where its relaxation is feasible',
      problemOf({ ...between, integers: true }),
    ],
  ])('is %s: %s', async (status, _, problem) => {
    expect(await solver.solve(problem)).toEqual({ status, solveS: expect.any(Number) as number })
  })
})

it('an unbounded problem is not called infeasible because presolve says so', async () => {
  // Presolve of HiGHS 1.15.3 finds this one infeasible: x0 = x3 = t is feasible for every t and costs -2t.
  const problem = problemOf({
    cost: [-1, 0, 0, -1],
    upper: [Infinity, 2, 2, Infinity],
    rows: [
      [[-1, -1, 0, 1], -2, Infinity],
      [[-5, -5, 0, 1], -Infinity, 0],
    ],
  })
  expect((await solver.solve(problem)).status).toBe('unbounded')
  const integer = { ...problem, isInteger: Uint8Array.of(1, 1, 1, 1) }
  expect((await solver.solve(integer)).status).toBe('unbounded')
})

it('a problem that presolve makes unsolvable is solved without it', async () => {
  // HiGHS 1.15.3 ends with the status "unknown" here; x2 may grow without end.
  const problem = problemOf({
    cost: [-2, -3, -2, -4],
    lower: [-2, -Infinity, 0, -2],
    upper: [Infinity, 2, Infinity, 5],
    rows: [
      [[0, 5, 0, -1], -6, 0],
      [[1, -4, -5, 0], -Infinity, 8],
      [[-5, 0, 0, -2], -6, 1],
      [[-1, -6, 5, 0], -8, Infinity],
    ],
  })
  expect((await solver.solve(problem)).status).toBe('unbounded')
})

describe('a problem at the edge', () => {
  it('without columns is judged by its rows', async () => {
    const none = (least: number, most: number): Problem =>
      problemOf({ cost: [], offset: 5, rows: [[[], least, most]] })
    expect(await solver.solve(none(-1, 0))).toMatchObject({ status: 'optimal', objective: 5 })
    expect(await solver.solve(none(1, 2))).toMatchObject({ status: 'infeasible' })
  })

  it('without rows is bounded by its columns', async () => {
    const solution = await optimum(problemOf({ cost: [1, -1], upper: [1, 5], rows: [] }))
    expect([...solution.primal]).toEqual(close([0, 5]))
  })

  it('is linear, with duals, when no column is marked as an integer', async () => {
    const problem = problemOf({ cost: [1], rows: [[[2], 1, Infinity]] })
    const solution = await optimum({ ...problem, isInteger: Uint8Array.of(0) })
    expect(solution.rowDual?.[0]).toBeCloseTo(0.5, 9)
    // 2 and 3 mean semi-continuous to HiGHS, and nothing here.
    expect((await optimum({ ...problem, isInteger: Uint8Array.of(2) })).primal[0]).toBe(0.5)
  })

  it('keeps coefficients that HiGHS would drop unasked', async () => {
    const problem = problemOf({ cost: [1], rows: [[[1e-10], 1, Infinity]] })
    const { primal } = await optimum(problem)
    expect((primal[0] ?? NaN) / 1e10).toBeCloseTo(1, 6)
    expect(checkPrimal(problem, primal).isFeasible).toBe(true)
  })

  it('is refused by the name of its row when a number is impossible', async () => {
    const problem = problemOf({ cost: [1], rows: [[[1], 1, 2]] })
    const refused = await solver.solve({ ...problem, value: Float64Array.of(NaN) })
    expect(refused).toMatchObject({
      status: 'failed',
      why: 'r0: the coefficient of x0 is NaN; it must be below 1e15',
    })
  })

  it.each([{ timeLimitS: NaN }, { timeLimitS: -1 }, { gapRelative: Infinity }, { seed: 0.5 }])(
    'is refused with the option %o',
    async (options) => {
      const problem = problemOf({ cost: [1], rows: [] })
      expect((await solver.solve(problem, options)).status).toBe('failed')
    },
  )
})
