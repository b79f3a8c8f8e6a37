import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createSolver } from '../../milp/index.ts'
import { solveSite, type SiteResult } from './dispatch-site.ts'
import type { EnergyModel } from './model.ts'
import type { SiteDispatch } from './site-model.ts'
import { solveDispatch } from './solve-dispatch.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())
const solve = solver.solve
const runs = { numRuns: 25 }

const mw = fc.integer({ min: 0, max: 200 })
const arbitrarySite: fc.Arbitrary<SiteDispatch> = fc
  .integer({ min: 1, max: 6 })
  .chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      load: fc.array(mw, { minLength: steps, maxLength: steps }),
      gridMw: mw,
      gasMw: mw,
      prices: fc.array(fc.integer({ min: -50, max: 500 }), { minLength: steps, maxLength: steps }),
      share: fc.integer({ min: 0, max: 10 }),
      hours: fc.integer({ min: 1, max: 8 }),
      budgetMwh: fc.integer({ min: 0, max: 100 }),
    }),
  )
  .map(({ steps, load, gridMw, gasMw, prices, share, hours, budgetMwh }) => ({
    steps,
    loadMw: load,
    supplies: [
      { id: 'grid', maxMw: gridMw, priceUsdPerMwh: prices },
      { id: 'gas', maxMw: gasMw, priceUsdPerMwh: 80, availability: share / 10 },
    ],
    battery: { maxMw: 20, energyMwh: 20 * hours, roundTripEfficiency: 0.85 },
    curtailment: { maxMw: 25, energyMaxMwh: budgetMwh },
    unservedUsdPerMwh: 10_000,
  }))

async function resultOf(site: SiteDispatch): Promise<SiteResult> {
  const outcome = await solveSite(site, solve)
  if (outcome.status !== 'optimal') throw new Error(`expected a dispatch, found ${outcome.status}`)
  return outcome.site
}

const costOf = async (site: SiteDispatch): Promise<number> => (await resultOf(site)).costUsd

/** Costs reach a million: the last digits are the solver's. */
const near = (value: number): number => 1e-6 * Math.max(1, Math.abs(value))

const halves = (series: readonly number[]): readonly number[] =>
  series.flatMap((value) => [value, value])

const halved = (site: SiteDispatch): SiteDispatch => ({
  ...site,
  steps: 2 * site.steps,
  stepH: 0.5,
  loadMw: halves(site.loadMw as readonly number[]),
  supplies: site.supplies.map((supply) => ({
    ...supply,
    priceUsdPerMwh:
      typeof supply.priceUsdPerMwh === 'number'
        ? supply.priceUsdPerMwh
        : halves(supply.priceUsdPerMwh as readonly number[]),
  })),
})

it('splitting each hour into two half hours keeps the bill', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySite, async (site) => {
      const cost = await costOf(site)
      expect(Math.abs((await costOf(halved(site))) - cost)).toBeLessThanOrEqual(near(cost))
    }),
    runs,
  )
})

it('more capacity never costs more', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySite, mw, async (site, more) => {
      const supplies = site.supplies.map((one) => ({ ...one, maxMw: one.maxMw + more }))
      const cost = await costOf(site)
      expect(await costOf({ ...site, supplies })).toBeLessThanOrEqual(cost + near(cost))
    }),
    runs,
  )
})

it('a larger curtailment budget never costs more, and none costs most', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySite, async (site) => {
      const { curtailment, ...without } = site
      const larger = { maxMw: 25, energyMaxMwh: 50 + (curtailment?.energyMaxMwh ?? 0) }
      const cost = await costOf(site)
      expect(await costOf({ ...site, curtailment: larger })).toBeLessThanOrEqual(cost + near(cost))
      expect(await costOf(without)).toBeGreaterThanOrEqual(cost - near(cost))
    }),
    runs,
  )
})

it('energy that goes in is used, stored or lost', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySite, async (site) => {
      const { balance } = (await resultOf(site)).dispatch
      expect(balance).toMatchObject({ isBalanced: true })
      expect(balance.lostMwh).toBeGreaterThanOrEqual(-1e-6)
    }),
    runs,
  )
})

it('the value of one more curtailed MWh is what a budget larger by one saves', async () => {
  const site: SiteDispatch = {
    steps: 3,
    loadMw: 100,
    supplies: [{ id: 'grid', maxMw: 100, priceUsdPerMwh: [50, 900, 300] }],
    curtailment: { maxMw: 25, energyMaxMwh: 30 },
  }
  const before = await resultOf(site)
  const after = await resultOf({ ...site, curtailment: { maxMw: 25, energyMaxMwh: 31 } })
  expect(before.curtailmentUsdPerMwh).toBeCloseTo(300, 6)
  expect(before.costUsd - after.costUsd).toBeCloseTo(300, 6)
})

it('a price is the dual over the weight of the step, whatever the weight', async () => {
  const at = async (stepH: number): Promise<number | undefined> =>
    (
      await resultOf({
        steps: 1,
        stepH,
        loadMw: 10,
        supplies: [{ id: 'grid', maxMw: 20, priceUsdPerMwh: 42 }],
      })
    ).marginalPrices?.[0]
  expect(await at(6)).toBeCloseTo(42, 9)
  expect(await at(0.25)).toBeCloseTo(42, 9)
})

const tie = (linkConvention: 'physical' | 'pypsa', minShare: number): EnergyModel => ({
  snapshots: { count: 1 },
  buses: [{ id: 'a' }, { id: 'b' }],
  loads: [{ id: 'load', bus: 'b', loadMw: 50 }],
  generators: [
    { id: 'unit', bus: 'a', capacityMw: { kind: 'fixed', amount: 100 }, costUsdPerMwh: 1 },
  ],
  links: [
    {
      id: 'tie',
      from: 'b',
      to: 'a',
      efficiency: 0.8,
      minShare,
      capacityMw: { kind: 'fixed', amount: 100 },
    },
  ],
  linkConvention,
})

it('a link that runs backwards loses energy physically, and gains it by the signed convention', async () => {
  const physical = await solveDispatch(tie('physical', -1), solve)
  const signed = await solveDispatch(tie('pypsa', -1), solve)
  expect(physical).toMatchObject({ status: 'optimal', dispatch: { costUsd: 62.5 } })
  expect(signed).toMatchObject({ status: 'optimal', dispatch: { costUsd: 40 } })
})

it('what no supply can serve is infeasible by name', async () => {
  expect(await solveDispatch(tie('physical', 0), solve)).toEqual({ status: 'infeasible' })
})

it('what is paid for without a limit is unbounded by name', async () => {
  const model: EnergyModel = {
    snapshots: { count: 1 },
    buses: [{ id: 'a' }],
    stores: [
      {
        id: 'pile',
        bus: 'a',
        energyMwh: { kind: 'extendable', capital: { usdPerUnit: -1, per: 'horizon' } },
      },
    ],
  }
  expect(await solveDispatch(model, solve)).toEqual({ status: 'unbounded' })
})
