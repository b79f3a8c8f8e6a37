import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { problemOf, type Table } from '../../test/milp/problems.ts'
import { checkPrimal } from './check-primal.ts'
import { relax, type Relaxation } from './relax.ts'
import { createSolver } from './solver.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

const needsOf = (relaxation: Relaxation): readonly string[] =>
  relaxation.status === 'relaxed'
    ? relaxation.needs.map(({ name, bound, by }) => `${name} ${bound} by ${by.toFixed(6)}`)
    : [relaxation.status]

// 260 MW may be drawn in all, 300 MW and a minimum of 70 MW at the second site are asked for.
const table: Table = {
  cost: [50, 40],
  upper: [200, 60],
  rows: [
    [[1, 1], 300, Infinity],
    [[0, 1], 70, Infinity],
  ],
}

describe('the least that has to give', () => {
  it('is named with its amount, the dearest first', async () => {
    const relaxation = await relax(solver.solve, problemOf(table), { row: (row) => [1, 9][row] })
    expect(needsOf(relaxation)).toEqual(['r1 lower by 10.000000', 'r0 lower by 40.000000'])
    expect(relaxation).toMatchObject({ penalty: expect.closeTo(130, 5) as number })
  })

  it('may be the bounds of columns, which need fewer megawatts here', async () => {
    const relaxation = await relax(solver.solve, problemOf(table), { column: () => 1 })
    const needs = relaxation.status === 'relaxed' ? relaxation.needs : []
    expect(needs.every(({ kind, bound }) => kind === 'column' && bound === 'upper')).toBe(true)
    const moreMw = (name: string): number => needs.find((need) => need.name === name)?.by ?? 0
    // The second site alone can meet its 70 MW; who draws the other 30 MW is open.
    expect(moreMw('x1')).toBeGreaterThan(10 - 1e-6)
    expect(moreMw('x0') + moreMw('x1')).toBeCloseTo(40, 5)
    expect(relaxation).toMatchObject({ penalty: expect.closeTo(40, 5) as number })
  })

  it('is nothing for a problem that has a solution, and says where nothing helps', async () => {
    const feasible = problemOf({ cost: [1], rows: [[[1], 2, 3]] })
    expect(await relax(solver.solve, feasible, { row: () => 1 })).toMatchObject({
      status: 'relaxed',
      needs: [],
    })
    expect((await relax(solver.solve, problemOf(table), {})).status).toBe('infeasible')
  })

  it('is found for integers too, where no conflict can be had', async () => {
    const problem = problemOf({ cost: [1], integers: true, rows: [[[1], 0.4, 0.7]] })
    expect(needsOf(await relax(solver.solve, problem, { row: () => 1 }))).toEqual([
      'r0 upper by 0.300000',
    ])
  })

  it('refuses a penalty that is no price', async () => {
    for (const penalty of [NaN, -1, Infinity])
      expect((await relax(solver.solve, problemOf(table), { row: () => penalty })).status).toBe(
        'failed',
      )
  })

  it('makes any problem feasible once its rows are widened by the needs', async () => {
    const small = fc.integer({ min: -5, max: 5 })
    const row = fc
      .tuple(fc.array(small, { minLength: 3, maxLength: 3 }), small, fc.nat(3))
      .map(([factors, least, width]) => [factors, least, least + width] as const)
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        const problem = problemOf({ cost: [1, 1, 1], upper: [2, 2, 2], rows })
        const relaxation = await relax(solver.solve, problem, { row: () => 1 })
        if (relaxation.status !== 'relaxed') throw new Error(JSON.stringify(relaxation))
        const rowLower = problem.rowLower.slice()
        const rowUpper = problem.rowUpper.slice()
        for (const { index, bound, by } of relaxation.needs)
          if (bound === 'lower') rowLower[index] = (rowLower[index] ?? 0) - by
          else rowUpper[index] = (rowUpper[index] ?? 0) + by
        const widened = { ...problem, rowLower, rowUpper }
        expect(checkPrimal(widened, relaxation.primal, 1e-5).isFeasible).toBe(true)
        const { status } = await solver.solve(problem)
        expect(status).toBe(relaxation.needs.length === 0 ? 'optimal' : 'infeasible')
      }),
      { numRuns: 60 },
    )
  })
})
