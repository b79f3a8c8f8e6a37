import { afterAll, describe, expect, it } from 'vitest'
import { dispatchProblem, problemOf } from '../../test/milp/problems.ts'
import { checkDual } from './check-dual.ts'
import { checkPrimal } from './check-primal.ts'
import { fixIntegers } from './fix-integers.ts'
import type { Solution } from './problem.ts'
import { createSolver } from './solver.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

// max 3x + 2y: the best corner is (3, 1), the duals of rows and columns are (0, 2/3) and (7/3, 0).
const workshop = problemOf({
  sense: 'maximise',
  offset: 5,
  cost: [3, 2],
  upper: [3, Infinity],
  integers: [],
  rows: [
    [[1, 1], -Infinity, 8],
    [[1, 3], -Infinity, 6],
  ],
})
const proof = {
  status: 'optimal',
  objective: 16,
  primal: Float64Array.of(3, 1),
  rowDual: Float64Array.of(0, 2 / 3),
  columnDual: Float64Array.of(7 / 3, 0),
  solveS: 0,
} as const satisfies Solution

describe('values, checked without the solver', () => {
  it('are measured against every row, column and integer, by name', () => {
    const problem = problemOf({ ...tableOf(), integers: [1] })
    expect(checkPrimal(problem, [4, 1.25])).toMatchObject({
      isFeasible: false,
      objective: 3 * 4 + 2 * 1.25,
      row: { worst: 1.75, where: 'r1', count: 1 },
      column: { worst: 1, where: 'x0', count: 1 },
      integrality: { worst: 0.25, where: 'x1', count: 1 },
    })
    expect(checkPrimal(problem, [3, 1])).toMatchObject({
      isFeasible: true,
      row: { worst: 0, where: '', count: 0 },
    })
  })

  it('may miss a bound by the tolerance times its size', () => {
    const problem = problemOf({ cost: [1], upper: [1e6], rows: [] })
    expect(checkPrimal(problem, [1e6 + 0.9]).isFeasible).toBe(true)
    expect(checkPrimal(problem, [1e6 + 1.1]).isFeasible).toBe(false)
  })

  it('that are missing or no numbers make it infeasible, and no NaN comes out', () => {
    const check = checkPrimal(workshop, [NaN])
    expect(check).toMatchObject({ isFeasible: false, missingCount: 2, objective: 5 })
  })
})

function tableOf() {
  return {
    cost: [3, 2],
    upper: [3, Infinity],
    rows: [
      [[1, 1], -Infinity, 8],
      [[1, 3], -Infinity, 6],
    ],
  } as const
}

describe('duals, checked without the solver', () => {
  it('prove the optimum that they belong to', () => {
    expect(checkDual(workshop, proof)).toMatchObject({
      isOptimal: true,
      gap: expect.closeTo(0, 12) as number,
    })
  })

  it.each([
    ['values short of the optimum', { primal: Float64Array.of(3, 0) }],
    ['values beyond the bounds', { primal: Float64Array.of(3, 2) }],
    ['a dual of the wrong size', { rowDual: Float64Array.of(0, 1) }],
    ['a dual of the wrong sign', { rowDual: Float64Array.of(0, -2 / 3) }],
    ['a dual of a row that does not bind', { rowDual: Float64Array.of(1, 2 / 3) }],
    ['a reduced cost of a missing bound', { columnDual: Float64Array.of(7 / 3, 1) }],
  ])('prove nothing with %s', (_, part) => {
    expect(checkDual(workshop, { ...proof, ...part })?.isOptimal).toBe(false)
  })

  it('are not had of a mixed-integer solution', () => {
    const { rowDual: _row, columnDual: _column, ...primalOnly } = proof
    expect(checkDual(workshop, primalOnly)).toBeUndefined()
    expect(checkDual(workshop, { status: 'infeasible', solveS: 0 })).toBeUndefined()
  })

  it.each(['simplex', 'ipm'] as const)('prove a dispatch of many hours, by %s', async (method) => {
    const problem = dispatchProblem(4, 168)
    const check = checkDual(problem, await solver.solve(problem, { method }))
    expect(check?.isOptimal).toBe(true)
  })
})

describe('a mixed-integer problem with its integers fixed', () => {
  it('has the same optimum, and prices for what is left open', async () => {
    // Open a site for 10 to draw up to 8 at 2 each, or buy at 5: 6 are needed, so opening pays.
    const problem = problemOf({
      cost: [10, 2, 5],
      upper: [1, Infinity, Infinity],
      integers: [0],
      rows: [
        [[0, 1, 1], 6, Infinity],
        [[8, -1, 0], 0, Infinity],
      ],
    })
    const whole = await solver.solve(problem)
    if (whole.status !== 'optimal') throw new Error(whole.status)
    const fixed = fixIntegers(problem, whole.primal)
    const linear = await solver.solve(fixed)
    expect(whole.objective).toBeCloseTo(22, 7)
    expect(linear).toMatchObject({ objective: expect.closeTo(22, 7) as number })
    expect(checkDual(fixed, linear)?.isOptimal).toBe(true)
    expect(linear.status === 'optimal' && linear.rowDual?.[0]).toBeCloseTo(2, 7)
  })
})
