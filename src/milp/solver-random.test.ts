import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { problemOf, type Table } from '../../test/milp/problems.ts'
import { checkDual } from './check-dual.ts'
import { checkPrimal } from './check-primal.ts'
import { createProblemBuilder } from './builder.ts'
import { createSolver } from './solver.ts'

const solver = createSolver({ workers: 2 })
afterAll(() => solver.dispose())

const small = fc.integer({ min: -6, max: 6 })
const bound = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(undefined))

/** Rows and columns of small whole numbers; many are infeasible or unbounded, as they come. */
const table = (columnsMax: number, columnMax: fc.Arbitrary<number>): fc.Arbitrary<Table> =>
  fc
    .tuple(fc.integer({ min: 1, max: columnsMax }), fc.integer({ min: 0, max: 6 }))
    .chain(([columns, rows]) =>
      fc.record({
        sense: fc.constantFrom('minimise' as const, 'maximise' as const),
        offset: small,
        cost: fc.array(small, { minLength: columns, maxLength: columns }),
        lower: fc.array(fc.constantFrom(0, -2, 1), { minLength: columns, maxLength: columns }),
        upper: fc.array(columnMax, { minLength: columns, maxLength: columns }),
        rows: fc.array(
          fc
            .tuple(fc.array(small, { minLength: columns, maxLength: columns }), bound, bound)
            .map(([coefficients, a, b]) => {
              const [least, most] = [a ?? -Infinity, b ?? Infinity]
              return [coefficients, Math.min(least, most), Math.max(least, most)] as const
            }),
          { minLength: rows, maxLength: rows },
        ),
      }),
    )

describe('random linear problems', () => {
  it('are optimal by their duals alone, or without an optimum', async () => {
    const ends = { optimal: 0, infeasible: 0, unbounded: 0 }
    const columnMax = fc.constantFrom(1, 4, Infinity)
    await fc.assert(
      fc.asyncProperty(table(6, columnMax), async (rows) => {
        const problem = problemOf(rows)
        const solution = await solver.solve(problem)
        if (solution.status === 'stopped' || solution.status === 'failed')
          throw new Error(JSON.stringify(solution))
        ends[solution.status] += 1
        if (solution.status !== 'optimal') return
        const check = checkDual(problem, solution)
        expect(check).toMatchObject({ isOptimal: true, wrongSign: 0 })
        expect(check?.dualObjective).toBeCloseTo(solution.objective, 5)
      }),
      { numRuns: 150 },
    )
    expect(Math.min(ends.optimal, ends.infeasible, ends.unbounded)).toBeGreaterThan(0)
  })

  it('are feasible without costs exactly when they are not infeasible with them', async () => {
    await fc.assert(
      fc.asyncProperty(table(5, fc.constantFrom(2, Infinity)), async (rows) => {
        const problem = problemOf(rows)
        const { status } = await solver.solve(problem)
        const without = await solver.solve({ ...problem, cost: problem.cost.map(() => 0) })
        expect(without.status).toBe(status === 'infeasible' ? 'infeasible' : 'optimal')
      }),
      { numRuns: 100 },
    )
  })
})

/** Every whole point of the box is tried. */
function bestByTrying({ sense, offset = 0, cost, lower = [], upper = [], rows }: Table): number {
  const sign = sense === 'maximise' ? -1 : 1
  let best = Infinity
  const point: number[] = []
  const walk = (column: number): void => {
    if (column < cost.length) {
      for (let value = lower[column] ?? 0; value <= (upper[column] ?? 0); value++) {
        point[column] = value
        walk(column + 1)
      }
      return
    }
    const sum = (factors: readonly number[]): number =>
      factors.reduce((total, factor, at) => total + factor * (point[at] ?? 0), 0)
    const isIn = rows.every(([factors, least, most]) => {
      const activity = sum(factors)
      return activity >= least && activity <= most
    })
    if (isIn) best = Math.min(best, sign * (sum(cost) + offset))
  }
  walk(0)
  return sign * best
}

describe('random small integer problems', () => {
  it('have the optimum that trying every point finds', async () => {
    const ends = { optimal: 0, infeasible: 0 }
    await fc.assert(
      fc.asyncProperty(table(4, fc.integer({ min: 1, max: 4 })), async (rows) => {
        const problem = problemOf({ ...rows, integers: true })
        const solution = await solver.solve(problem, { gapRelative: 0 })
        const expected = bestByTrying(rows)
        if (solution.status === 'infeasible') {
          ends.infeasible += 1
          expect(Math.abs(expected)).toBe(Infinity)
          return
        }
        ends.optimal += 1
        expect(solution).toMatchObject({ status: 'optimal' })
        if (solution.status !== 'optimal') return
        expect(solution.objective).toBeCloseTo(expected, 5)
        expect(checkPrimal(problem, solution.primal).isFeasible).toBe(true)
      }),
      { numRuns: 150 },
    )
    expect(Math.min(ends.optimal, ends.infeasible)).toBeGreaterThan(0)
  })
})

describe('hostile numbers', () => {
  const number = fc.oneof(
    fc.double(),
    fc.constantFrom(0, 1, -1, 1e-300, 1e14, 1e15, 1e19, 1e20, 1e300, -1e25, NaN, Infinity),
  )
  it('end in an outcome, without NaN or Infinity in it', async () => {
    const numbers = fc.array(number, { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { maxLength: 4 }), numbers, async (rows, cost) => {
        const builder = createProblemBuilder({ sense: 'minimise' })
        builder.addColumns(3, { name: 'x', cost, upper: cost, isInteger: cost[0] === 1 })
        rows.forEach((row) =>
          builder.addRow({ name: 'r', lower: row[0] ?? 0 }, [0, 1, 2], row.toReversed()),
        )
        const outcome = builder.build()
        if (outcome.status === 'faulty') return
        const solution = await solver.solve(outcome.problem, { timeLimitS: 2 })
        const values = Object.values(solution).flatMap((value) =>
          value instanceof Float64Array ? [...value] : typeof value === 'number' ? [value] : [],
        )
        expect(values.filter((value) => !Number.isFinite(value))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
