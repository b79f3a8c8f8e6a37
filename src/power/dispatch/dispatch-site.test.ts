import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createSolver } from '../../milp/index.ts'
import { dispatchSite, solveSite } from './dispatch-site.ts'
import type { SiteDispatch } from './site-model.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())
const solve = solver.solve

/** Two dear spells with a cheap hour between them. */
const twoSpells: SiteDispatch = {
  steps: 5,
  loadMw: 100,
  supplies: [{ id: 'grid', maxMw: 100, priceUsdPerMwh: [40, 500, 60, 400, 30] }],
}

it('a budget of events curtails one spell where a budget of hours takes both dear hours', async () => {
  const byHours = { maxMw: 10, hoursMaxH: 2 }
  const hours = await solveSite({ ...twoSpells, curtailment: byHours }, solve)
  expect(hours).toMatchObject({ status: 'optimal', site: { curtailedH: 2, curtailedMwh: 20 } })
  const events = await solveSite({ ...twoSpells, curtailment: { ...byHours, eventsMax: 1 } }, solve)
  // One call of two hours saves 500 and 60 USD/MWh, against 500 and 400 in two calls.
  expect(hours).toMatchObject({ site: { costUsd: 103_000 - 9000 } })
  expect(events).toMatchObject({ site: { costUsd: 103_000 - 5600 } })
})

it('turbines with a permit of hours run in the dearest ones', async () => {
  const turbine = { id: 'gas', maxMw: 50, priceUsdPerMwh: 80, runMaxH: 1, runMinShare: 0.4 }
  const supplies = [...twoSpells.supplies, turbine]
  const outcome = await solveSite({ ...twoSpells, supplies }, solve)
  expect(outcome).toMatchObject({
    status: 'optimal',
    site: { energyBySupplyMwh: [{ energyMwh: 450 }, { id: 'gas', energyMwh: 50 }] },
  })
})

it('a battery ends as full as it began, and buys low to use high', async () => {
  const battery = { maxMw: 10, energyMwh: 20, roundTripEfficiency: 0.81, initialMwh: 20 }
  const supplies = twoSpells.supplies.map((one) => ({ ...one, maxMw: 120 }))
  const outcome = await solveSite({ ...twoSpells, supplies, battery }, solve)
  if (outcome.status !== 'optimal') throw new Error(outcome.status)
  const { storedMwh, dischargeMw } = outcome.site
  expect(storedMwh.at(-1)).toBeCloseTo(20, 9)
  expect(dischargeMw[1]).toBeCloseTo(10, 6)
})

it('every fault of a site is told at once, each at its place', () => {
  const described = dispatchSite({
    steps: 3,
    loadMw: [1, 2],
    supplies: [
      { id: 'grid', maxMw: -5, priceUsdPerMwh: Number.NaN },
      { id: 'grid', maxMw: 5, priceUsdPerMwh: 1 },
    ],
    battery: { maxMw: 5, energyMwh: 0, roundTripEfficiency: 2 },
  })
  expect(
    described.ok ? [] : described.diagnostics.map((one) => `${one.code} ${one.pointer}`),
  ).toEqual([
    'energy/duplicate-id ',
    'energy/duplicate-id /supplies/1/id',
    'energy/out-of-range /supplies/0/maxMw',
    'energy/not-a-number /supplies/0/priceUsdPerMwh',
    'energy/series-length /loadMw',
    'energy/storage-without-energy /battery/energyMwh',
    'energy/out-of-range /battery/roundTripEfficiency',
  ])
})

/** Mostly sound, or hardly a site would come as far as a solver. */
const hostile = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 200 }) },
  { weight: 1, arbitrary: fc.double() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, -0, -3, 0.5, Number.NaN, Infinity, -Infinity, 1e300, 5e-324, 1e11), // prettier-ignore
  },
)
const hostileSite: fc.Arbitrary<SiteDispatch> = fc.record(
  {
    steps: fc.oneof(fc.integer({ min: 1, max: 3 }), hostile),
    stepH: hostile,
    loadMw: fc.oneof(hostile, fc.array(hostile, { maxLength: 3 })),
    supplies: fc.array(
      fc.record(
        { id: fc.string(), maxMw: hostile, priceUsdPerMwh: hostile, runMaxH: hostile },
        { requiredKeys: ['id', 'maxMw', 'priceUsdPerMwh'] },
      ),
      { maxLength: 2 },
    ),
    battery: fc.record({
      maxMw: hostile,
      energyMwh: hostile,
      roundTripEfficiency: fc.oneof(fc.constant(0.85), hostile),
    }),
    curtailment: fc.record(
      { maxMw: hostile, energyMaxMwh: hostile, hoursMaxH: hostile, eventsMax: hostile },
      { requiredKeys: ['maxMw'] },
    ),
    unservedUsdPerMwh: hostile,
  },
  { requiredKeys: ['steps', 'loadMw', 'supplies'] },
)

it('hostile sites are refused or described, and what is solved is finite or named', async () => {
  const seen = { refused: 0, optimal: 0, named: 0 }
  const numbersIn = (value: unknown): number[] =>
    typeof value === 'number'
      ? [value]
      : ArrayBuffer.isView(value)
        ? Array.from(value as Float64Array)
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(numbersIn)
          : []
  await fc.assert(
    fc.asyncProperty(hostileSite, async (site) => {
      const answer = dispatchSite(site)
      if (!answer.ok) {
        seen.refused += 1
        expect(answer.diagnostics.length).toBeGreaterThan(0)
        return
      }
      const { cost, value } = answer.value.problem
      expect([...cost, ...value].every(Number.isFinite)).toBe(true)
      const outcome = await solveSite(site, solver.solve)
      seen[outcome.status === 'optimal' ? 'optimal' : 'named'] += 1
      expect(numbersIn(outcome).every(Number.isFinite)).toBe(true)
    }),
    { numRuns: 400 },
  )
  expect(Object.values(seen).every((count) => count > 0)).toBe(true)
})
