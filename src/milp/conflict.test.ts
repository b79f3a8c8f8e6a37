import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { problemOf } from '../../test/milp/problems.ts'
import type { Conflict, ConflictMember } from './conflict.ts'
import type { Problem } from './problem.ts'
import { createSolver } from './solver.ts'

const solver = createSolver({ workers: 2 })
afterAll(() => solver.dispose())

const namesOf = (conflict: Conflict): readonly string[] =>
  conflict.status === 'found'
    ? [...conflict.rows, ...conflict.columns].map(({ name, bound }) => `${name} ${bound}`)
    : [conflict.status]

/** The problem with no bounds but those of the members. */
function only(
  problem: Problem,
  rows: readonly ConflictMember[],
  columns: readonly ConflictMember[],
) {
  const bounds = (length: number, members: readonly ConflictMember[]) => {
    const lower = new Float64Array(length).fill(-Infinity)
    const upper = new Float64Array(length).fill(Infinity)
    for (const { index, bound, lower: least, upper: most } of members) {
      if (bound !== 'upper') lower[index] = least
      if (bound !== 'lower') upper[index] = most
    }
    return [lower, upper] as const
  }
  const [rowLower, rowUpper] = bounds(problem.rowLower.length, rows)
  const [columnLower, columnUpper] = bounds(problem.cost.length, columns)
  return { ...problem, rowLower, rowUpper, columnLower, columnUpper }
}

const isFeasible = async (problem: Problem): Promise<boolean> => {
  const { status } = await solver.solve({ ...problem, cost: problem.cost.map(() => 0) })
  expect(['optimal', 'infeasible']).toContain(status)
  return status === 'optimal'
}

describe('why a linear problem has no solution', () => {
  it('is told by the rows and bounds that cannot hold together, and no others', async () => {
    const problem = problemOf({
      cost: [1, 1, 1],
      upper: [3, 4, 100],
      rows: [
        [[0, 0, 1], 5, 50],
        [[1, 1, 0], 9, Infinity],
        [[1, 0, 1], -Infinity, 80],
      ],
    })
    const conflict = await solver.explainInfeasible(problem)
    expect(conflict).toMatchObject({ status: 'found', of: 'problem', isIrreducible: true })
    expect(namesOf(conflict)).toEqual(['r1 lower', 'x0 upper', 'x1 upper'])
  })

  it('may be one row that asks of nothing', async () => {
    const problem = problemOf({ cost: [1], rows: [[[0], 2, 3]] })
    expect(namesOf(await solver.explainInfeasible(problem))).toEqual(['r0 lower'])
    const none = problemOf({
      cost: [],
      rows: [
        [[], -1, 1],
        [[], -3, -2],
      ],
    })
    expect(namesOf(await solver.explainInfeasible(none))).toEqual(['r1 upper'])
  })

  it('is infeasible by itself and irreducible: without any one member the others hold', async () => {
    let conflicts = 0
    const small = fc.integer({ min: -4, max: 4 })
    const row = fc
      .tuple(fc.array(small, { minLength: 5, maxLength: 5 }), fc.integer({ min: 1, max: 6 }))
      .map(([coefficients, least]) => [coefficients, least, Infinity] as const)
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 4, maxLength: 8 }), async (rows) => {
        const problem = problemOf({ cost: [1, 1, 1, 1, 1], upper: [2, 2, 2, 2, 2], rows })
        const conflict = await solver.explainInfeasible(problem)
        if (conflict.status === 'feasible') {
          expect(await isFeasible(problem)).toBe(true)
          return
        }
        if (conflict.status !== 'found') throw new Error(JSON.stringify(conflict))
        conflicts += 1
        expect(conflict.isIrreducible).toBe(true)
        const { rows: inRows, columns } = conflict
        expect(await isFeasible(only(problem, inRows, columns))).toBe(false)
        for (const left of inRows) {
          const others = inRows.filter((member) => member !== left)
          expect(await isFeasible(only(problem, others, columns))).toBe(true)
        }
        for (const left of columns) {
          const others = columns.filter((member) => member !== left)
          expect(await isFeasible(only(problem, inRows, others))).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
    expect(conflicts).toBeGreaterThan(5)
  })
})

describe('why a mixed-integer problem has no solution', () => {
  it('is told of its linear relaxation, by that name', async () => {
    const problem = problemOf({ cost: [1], upper: [3], integers: true, rows: [[[1], 5, Infinity]] })
    const conflict = await solver.explainInfeasible(problem)
    expect(conflict).toMatchObject({ status: 'found', of: 'linear-relaxation' })
    expect(namesOf(conflict)).toEqual(['r0 lower', 'x0 upper'])
  })

  it('is not told where only the integers stand against it', async () => {
    const problem = problemOf({ cost: [1], integers: true, rows: [[[1], 0.4, 0.6]] })
    expect((await solver.solve(problem)).status).toBe('infeasible')
    const conflict = await solver.explainInfeasible(problem)
    expect(conflict).toMatchObject({ status: 'feasible', of: 'linear-relaxation' })
  })
})

it('a search for a conflict can be refused and cancelled like a solve', async () => {
  const problem = problemOf({ cost: [1], rows: [] })
  const signal = AbortSignal.abort()
  expect((await solver.explainInfeasible(problem, { signal })).status).toBe('stopped')
  expect((await solver.explainInfeasible(problem, { timeLimitS: NaN })).status).toBe('failed')
})
