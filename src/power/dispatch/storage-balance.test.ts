import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createSolver } from '../../milp/index.ts'
import type { EnergyModel } from './model.ts'
import { solveDispatch } from './solve-dispatch.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

const steps = 6
const each = (min: number, max: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: steps, maxLength: steps })

interface Storing {
  readonly loadMw: readonly number[]
  readonly costs: readonly number[]
  readonly storageH: readonly number[]
  readonly objectiveH: readonly number[]
  readonly standingLossPerH: number
  readonly isCyclic: boolean
  readonly initialMwh: number
}

const storing: fc.Arbitrary<Storing> = fc.record({
  loadMw: each(0, 80),
  costs: each(5, 300),
  storageH: each(0.25, 6),
  objectiveH: each(0.25, 6),
  standingLossPerH: fc.double({ min: 0, max: 0.2, noNaN: true }),
  isCyclic: fc.boolean(),
  initialMwh: fc.double({ min: 0, max: 100, noNaN: true }),
})

const modelOf = ({ loadMw, costs, storageH, objectiveH, ...storage }: Storing): EnergyModel => ({
  snapshots: { count: steps, storageWeightH: storageH, objectiveWeightH: objectiveH },
  buses: [{ id: 'a' }],
  loads: [{ id: 'load', bus: 'a', loadMw }],
  generators: [
    { id: 'unit', bus: 'a', capacityMw: { kind: 'fixed', amount: 100 }, costUsdPerMwh: costs },
  ],
  storageUnits: [
    {
      id: 'battery',
      bus: 'a',
      capacityMw: { kind: 'fixed', amount: 30 },
      maxH: 4,
      chargeEfficiency: 0.9,
      dischargeEfficiency: 0.8,
      ...storage,
    },
  ],
})

it('stored energy follows its law step by step, cyclic or not, with steps of unequal length', async () => {
  await fc.assert(
    fc.asyncProperty(storing, async (one) => {
      const outcome = await solveDispatch(modelOf(one), solver.solve)
      if (outcome.status !== 'optimal') throw new Error(outcome.status)
      const { storageUnits, balance } = outcome.dispatch
      const { storedMwh, chargeMw, dischargeMw } = storageUnits[0]!
      storedMwh.forEach((held, step) => {
        const hours = one.storageH[step]!
        const stays = (1 - one.standingLossPerH) ** hours
        const before =
          step > 0 ? stays * storedMwh[step - 1]! : one.isCyclic ? stays * storedMwh.at(-1)! : one.initialMwh // prettier-ignore
        const expected = before + hours * (0.9 * chargeMw[step]! - dischargeMw[step]! / 0.8)
        expect(Math.abs(held - expected)).toBeLessThan(1e-5)
      })
      expect(balance.isBalanced).toBe(true)
    }),
    { numRuns: 40 },
  )
})

it('a price is what one more MW costs, where the weights of money and storage differ', async () => {
  await fc.assert(
    fc.asyncProperty(storing, fc.nat(steps - 1), async (one, step) => {
      const before = await solveDispatch(modelOf(one), solver.solve)
      const more = one.loadMw.map((mw, i) => (i === step ? mw + 1e-3 : mw))
      const after = await solveDispatch(modelOf({ ...one, loadMw: more }), solver.solve)
      if (before.status !== 'optimal' || after.status !== 'optimal') throw new Error(before.status)
      const weight = one.objectiveH[step]!
      const price = before.dispatch.buses[0]?.priceUsdPerMwh?.[step] ?? NaN
      const next = after.dispatch.buses[0]?.priceUsdPerMwh?.[step] ?? NaN
      const slope = (after.dispatch.costUsd - before.dispatch.costUsd) / (1e-3 * weight)
      // Cost is convex in the load: the slope lies between the prices at both ends.
      expect(slope).toBeGreaterThan(price - 1e-2)
      expect(slope).toBeLessThan(next + 1e-2)
    }),
    { numRuns: 40 },
  )
})
