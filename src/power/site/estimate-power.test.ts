import fc from 'fast-check'
import { expect, it } from 'vitest'
import { acceleratorKinds } from '../../catalog/index.ts'
import { coolingKinds } from './cooling.ts'
import { estimatePower } from './estimate-power.ts'
import type { PowerEstimateRequest } from './estimate.ts'
import { validateSites } from './validate-sites.ts'

const day = Array.from({ length: 24 }, (_, hour) => 20 + 8 * Math.sin(((hour - 14) / 12) * Math.PI))
const climate = { dryBulbC: day, wetBulbC: day.map((c) => c - 5) }

it('joins the parts: one connection, one energy, water and carbon of the same IT power', () => {
  const outcome = estimatePower({
    ...{ facilityMw: 100, accelerator: 'h100-sxm', loadFactor: 0.8, grid: 'ercot' },
    cooling: { kind: 'evaporative', climate },
    gridWaterLPerKwh: 1.5,
    envelope: { year: 2027, supplies: [{ kind: 'grid-firm', id: 'grid', maxMw: 90 }] },
    delay: { capitalUsdPerMw: 35e6, rate: 0.08, lifeYears: 5, spreadShare: 1, boughtShare: 0.5 },
  })
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.diagnostics))
  const { chain, water, carbon, envelope, warnings } = outcome
  expect(chain.facilityMw).toBeLessThanOrEqual(100)
  expect(water?.facilityPeakMw).toBeCloseTo(chain.facilityMw, 6)
  expect(water?.itEnergyMwh).toBeCloseTo(chain.itEnergyMwh, 3)
  expect(water?.energyMwh).toBeCloseTo(chain.energyMwh, 3)
  expect(carbon?.locationT).toBeCloseTo((chain.energyMwh * 367) / 1000, 3)
  expect(chain.energyUsd).toBeCloseTo(chain.energyMwh * 28.08, 3)
  expect(envelope?.totals.target?.shortH).toBe(8760)
  expect(warnings.map(({ code }) => code)).toEqual([
    'energy/wholesale-price',
    'energy/assumed-cooling',
    'energy/short-of-firm',
  ])
})

it('faults of every part are told at once, each where it stands', () => {
  const outcome = estimatePower({
    ...{ facilityMw: -1, accelerator: 'h100', grid: 'ercto' },
    cooling: { kind: 'dry', climate: { dryBulbC: Number.NaN, wetBulbC: 0 } },
    envelope: { year: 2027, supplies: [{ kind: 'battery', id: 'b', maxMw: 1, energyMwh: 0, roundTripEfficiency: 0.9 }] }, // prettier-ignore
    load: { loadMwByHour: [], limitShare: 0.01 },
    delay: { capitalUsdPerMw: 1, rate: -1, lifeYears: 5, spreadShare: 1, boughtShare: 1 },
  })
  expect(
    outcome.kind === 'refused' ? outcome.diagnostics.map(({ pointer }) => pointer) : [],
  ).toEqual([
    // prettier-ignore
    '/grid',
    '/cooling/climate/dryBulbC',
    '/facilityMw',
    '/accelerator',
    '/envelope/supplies/0/energyMwh',
    '/load/loadMwByHour',
    '/delay/rate',
  ])
})

it('a site is given by its power or by its accelerators, and by one of them', () => {
  const both = estimatePower({ accelerator: 'h100-sxm', facilityMw: 1, accelerators: 8 })
  const none = estimatePower({ accelerator: 'h100-sxm' })
  for (const outcome of [both, none])
    expect(outcome.kind === 'refused' && outcome.diagnostics[0]?.code).toBe('energy/one-size')
})

it('any request gives figures that are finite, or tells what is wrong', () => {
  const any = fc.oneof(fc.double(), fc.integer({ min: -10, max: 1000 }), fc.constantFrom(1.1, 1.3))
  const optional = fc.option(any, { nil: undefined })
  const request = fc
    .record({
      accelerator: fc.oneof(fc.constantFrom(...acceleratorKinds), fc.string()),
      ...{ facilityMw: optional, accelerators: optional, pue: optional, designPeakRatio: optional },
      ...{ networkStorageShare: optional, powerFactor: optional, loadFactor: optional },
      ...{ nodeKw: optional, acceleratorsPerNode: optional, priceUsdPerMwh: optional },
      ...{ carbonGPerKwh: optional, wueLPerKwh: optional, gridWaterLPerKwh: optional },
      cooling: fc.option(
        fc.record({
          kind: fc.constantFrom(...coolingKinds),
          climate: fc.record({ dryBulbC: any, wetBulbC: any }),
        }),
        { nil: undefined },
      ),
      grid: fc.option(fc.constantFrom('ercot', 'fr', 'nowhere'), { nil: undefined }),
    })
    .map((one) =>
      Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)),
    )
  fc.assert(
    fc.property(request, (asked) => {
      const outcome = estimatePower(asked as unknown as PowerEstimateRequest)
      if (outcome.kind === 'refused') expect(outcome.diagnostics.length).toBeGreaterThan(0)
      // JSON writes null for what is not finite.
      else expect(JSON.stringify(outcome)).not.toContain('null')
    }),
    { numRuns: 200 },
  )
})

it('every bound of the published cases holds, and every case left out says why', () => {
  const { comparisons, bounds, left } = validateSites()
  const errorOf = (published: number, predicted: number) => Math.abs(predicted / published - 1)
  for (const { family, statistic, max } of bounds) {
    const errors = comparisons.filter((one) => one.family === family).map((one) => errorOf(one.published, one.predicted)) // prettier-ignore
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const found = statistic === 'worst' ? Math.max(...errors) : mean
    expect(found, family).toBeLessThanOrEqual(max)
  }
  expect(new Set(bounds.map(({ family }) => family))).toEqual(new Set(comparisons.map(({ family }) => family))) // prettier-ignore
  expect(left.every(({ why }) => why.length > 20)).toBe(true)
})
