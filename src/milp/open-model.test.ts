import { afterAll, describe, expect, it } from 'vitest'
import { dispatchProblem, hardKnapsack, problemOf } from '../../test/milp/problems.ts'
import { createSolver } from './solver.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

const row = [[1, 1], 4, Infinity] as const
const cheapest = problemOf({ cost: [1, 3], upper: [3, Infinity], rows: [row] })

describe('a model that stays open', () => {
  it('answers after each change as the changed problem does', async () => {
    await using model = solver.open(cheapest)
    expect(await model.solve()).toMatchObject({ objective: 6 })
    expect(model.change({ cost: { columns: [1, 0, 1], cost: [9, 2, 4] } })).toEqual([])
    expect(await model.solve()).toMatchObject({ objective: 10 })
    model.change({ columnBounds: { columns: [0], lower: [0], upper: [1] } })
    expect(await model.solve()).toMatchObject({ objective: 14 })
    model.change({ rowBounds: { rows: [0], lower: [7], upper: [8] } })
    const [warm, cold] = [await model.solve(), await solver.solve(model.problem())]
    expect(warm).toMatchObject({ objective: 26 })
    expect(cold).toMatchObject({ objective: 26 })
    expect(cheapest.cost).toEqual(Float64Array.of(1, 3))
  })

  it('takes nothing of a change that has a fault', async () => {
    await using model = solver.open(cheapest)
    const kinds = (change: Parameters<typeof model.change>[0]): readonly string[] =>
      model.change(change).map(({ kind }) => kind)
    const cost = { columns: [0], cost: [7] }
    expect(kinds({ cost, rowBounds: { rows: [5], lower: [0], upper: [1] } })).toEqual([
      'unknown-row',
    ])
    expect(kinds({ cost: { columns: [-1, 0.5], cost: [1, 1] } })).toHaveLength(2)
    expect(kinds({ cost, rowBounds: { rows: [0], lower: [2], upper: [1] } })).toEqual([
      'bounds-cross',
    ])
    expect(kinds({ cost: { columns: [0, 1], cost: [1] } })).toEqual(['not-finite'])
    expect(await model.solve()).toMatchObject({ objective: 6 })
  })

  it('finds its way back from infeasible and unbounded, with integers too', async () => {
    for (const integers of [[], [0, 1]]) {
      await using model = solver.open(
        problemOf({ cost: [1, 3], upper: [3, Infinity], rows: [row], integers }),
      )
      model.change({ rowBounds: { rows: [0], lower: [-9], upper: [-8] } })
      expect((await model.solve()).status).toBe('infeasible')
      model.change({ rowBounds: { rows: [0], lower: [4], upper: [Infinity] } })
      expect(await model.solve()).toMatchObject({ status: 'optimal', objective: 6 })
      model.change({ cost: { columns: [1], cost: [-1] } })
      expect((await model.solve()).status).toBe('unbounded')
      model.change({ cost: { columns: [1], cost: [3] } })
      expect(await model.solve()).toMatchObject({ status: 'optimal', objective: 6 })
    }
  })

  it('starts a linear problem from the last basis: a small change takes few iterations', async () => {
    const problem = dispatchProblem(6, 400)
    await using model = solver.open(problem)
    const iterations = async (): Promise<number> => {
      let most = 0
      const solution = await model.solve({
        method: 'simplex',
        onProgress: (progress) => (most = Math.max(most, progress.iterations ?? 0)),
      })
      expect(solution.status).toBe('optimal')
      return most
    }
    const first = await iterations()
    model.change({ rowBounds: { rows: [5], lower: [49], upper: [Infinity] } })
    expect(await iterations()).toBeLessThan(first)
  })

  it('is opened again after a cancelled solve, with every change', async () => {
    await using model = solver.open(hardKnapsack(60, 20))
    const controller = new AbortController()
    const onProgress = (): void => controller.abort()
    const stopped = model.solve({ signal: controller.signal, onProgress })
    const nothing = model.problem().cost.map(() => 0)
    model.change({ columnBounds: { columns: [...nothing.keys()], lower: nothing, upper: nothing } })
    expect(await stopped).toMatchObject({ status: 'stopped' })
    expect(await model.solve()).toMatchObject({ status: 'optimal', objective: 0 })
  })

  it('does not hold up single solves on a solver of one place', async () => {
    await using model = solver.open(cheapest)
    await model.solve()
    expect((await solver.solve(cheapest)).status).toBe('optimal')
  })

  it('says that it is closed, and what was wrong with its problem', async () => {
    const model = solver.open(cheapest)
    await model.dispose()
    expect(await model.solve()).toMatchObject({ status: 'failed', why: 'the model is closed' })
    await using faulty = solver.open({ ...cheapest, offset: NaN })
    expect(await faulty.solve()).toMatchObject({ status: 'failed' })
  })
})
