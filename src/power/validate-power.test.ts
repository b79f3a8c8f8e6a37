import { afterAll, expect, it } from 'vitest'
import { createSolver, type Problem } from '../milp/index.ts'
import { solveDispatch } from './dispatch/solve-dispatch.ts'
import { powerCases, validatePower, validatePypsaNetworks } from './validate-power.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())
const solve = (problem: Problem) => solver.solve(problem, { gapRelative: 0 })

const errorOf = (one: { error: string; predicted: number; published: number }): number =>
  Math.abs(one.predicted - one.published) / (one.error === 'relative' ? Math.abs(one.published) : 1)

it('every published case is met within the bound of its family', { timeout: 60_000 }, async () => {
  const { comparisons, bounds } = await validatePower({ solve })
  for (const { family, max } of bounds) {
    const group = comparisons.filter((one) => one.family === family)
    const worst = group.filter((one) => !(errorOf(one) <= max))
    expect({ family, count: group.length > 0, worst }).toEqual({ family, count: true, worst: [] })
  }
})

it(
  'figures published as 0, and the balance of energy, hold in every case',
  { timeout: 60_000 },
  async () => {
    for (const one of powerCases()) {
      const outcome = await solveDispatch(one.model, solve)
      if (outcome.status !== 'optimal') throw new Error(`${one.id}: ${outcome.status}`)
      expect({ id: one.id, isBalanced: outcome.dispatch.balance.isBalanced }).toEqual({
        id: one.id,
        isBalanced: true,
      })
      for (const { published, quantity, read } of one.expected)
        if (published === 0)
          expect({ quantity, isZero: Math.abs(read(outcome.dispatch) ?? 1) < 1e-6 }).toEqual({
            quantity,
            isZero: true,
          })
    }
  },
)

it('networks that are not handed in are left out with a reason', async () => {
  const { comparisons, bounds, left } = await validatePypsaNetworks(new Map(), solve)
  expect({ comparisons, bounds }).toEqual({ comparisons: [], bounds: [] })
  expect(left.map(({ id }) => id)).toContain('storage-hvdc')
})
