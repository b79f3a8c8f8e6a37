import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createSolver } from '../../milp/index.ts'
import { solveSite } from './dispatch-site.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

interface Contract {
  readonly stepH: number
  readonly loadMw: readonly number[]
  readonly prices: readonly number[]
  readonly gridMw: number
  readonly maxMw: number
  readonly paidUsdPerMwh: number
  readonly energyMaxMwh: number
  readonly hoursMaxH: number
  readonly eventsMax: number
}

const steps = 5
const whole = (min: number, max: number) => fc.integer({ min, max })
const each = (min: number, max: number) =>
  fc.array(whole(min, max), { minLength: steps, maxLength: steps })

const contracts: fc.Arbitrary<Contract> = fc.record({
  stepH: fc.constantFrom(0.25, 1, 2),
  loadMw: each(0, 120),
  prices: each(-50, 500),
  gridMw: whole(60, 120),
  maxMw: whole(0, 60),
  paidUsdPerMwh: whole(-20, 60),
  energyMaxMwh: whole(0, 150),
  hoursMaxH: whole(0, 6),
  eventsMax: whole(0, 3),
})

const onesOf = (bits: number): number => bits.toString(2).replaceAll('0', '').length
/** Calls of a set of steps, written as bits: steps whose step before is not in it. */
const callsOf = (set: number): number => onesOf(set & ~(set << 1))

/** Least cost where just the steps of a set may be curtailed: what must be is, the rest by what it saves. */
function costOf(contract: Contract, set: number): number | undefined {
  const { stepH, loadMw, prices, gridMw, maxMw, paidUsdPerMwh } = contract
  const parts = loadMw.map((load, step) => {
    const most = (set >> step) & 1 ? Math.min(maxMw, load) : 0
    const least = Math.max(0, load - gridMw)
    return { least, most, saved: (prices[step] ?? 0) - paidUsdPerMwh }
  })
  if (parts.some(({ least, most }) => least > most)) return undefined
  let leftMwh = contract.energyMaxMwh - parts.reduce((sum, { least }) => sum + least * stepH, 0)
  if (leftMwh < 0) return undefined
  let cost = loadMw.reduce((sum, load, step) => sum + load * stepH * (prices[step] ?? 0), 0)
  for (const { least, most, saved } of parts.toSorted((a, b) => b.saved - a.saved)) {
    const moreMwh = saved > 0 ? Math.min(leftMwh, (most - least) * stepH) : 0
    leftMwh -= moreMwh
    cost -= saved * (least * stepH + moreMwh)
  }
  return cost
}

/** Every set of curtailed steps that the contract allows, one by one. */
function leastCost(contract: Contract): number | undefined {
  const costs = Array.from({ length: 1 << steps }, (_, set) => set)
    .filter((set) => contract.stepH * onesOf(set) <= contract.hoursMaxH)
    .filter((set) => callsOf(set) <= contract.eventsMax)
    .flatMap((set) => costOf(contract, set) ?? [])
  return costs.length === 0 ? undefined : Math.min(...costs)
}

it('hours, calls and energy of a contract are spent as trying every set of hours spends them', async () => {
  await fc.assert(
    fc.asyncProperty(contracts, async (contract) => {
      const { stepH, loadMw, prices, gridMw, maxMw, paidUsdPerMwh, ...limits } = contract
      const outcome = await solveSite(
        {
          steps,
          stepH,
          loadMw,
          supplies: [{ id: 'grid', maxMw: gridMw, priceUsdPerMwh: prices }],
          curtailment: { maxMw, priceUsdPerMwh: paidUsdPerMwh, ...limits },
        },
        (problem) => solver.solve(problem, { gapRelative: 0 }),
      )
      const least = leastCost(contract)
      if (least === undefined) {
        expect(outcome.status).toBe('infeasible')
        return
      }
      if (outcome.status !== 'optimal') throw new Error(outcome.status)
      const { costUsd, curtailedH, curtailedMwh } = outcome.site
      expect(Math.abs(costUsd - least)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(least)))
      expect(curtailedH).toBeLessThanOrEqual(contract.hoursMaxH)
      expect(curtailedMwh).toBeLessThanOrEqual(contract.energyMaxMwh + 1e-6)
    }),
    { numRuns: 60 },
  )
})
