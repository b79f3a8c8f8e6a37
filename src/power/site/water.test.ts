import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../diagnostics/index.ts'
import { coolingAt, coolingKinds, coolings } from './cooling.ts'
import { waterOf, type WaterRequest, type WaterYear } from './water.ts'

function valueOf(result: Result<WaterYear>): WaterYear {
  if (result.ok) return result.value
  throw new Error(result.diagnostics.map(({ message }) => message).join())
}

const stated = (wueLPerKwh: number, pue: number) => ({ kind: 'stated', wueLPerKwh, pue }) as const
const warm = { dryBulbC: 33, wetBulbC: 24 }

describe('water', () => {
  it('100 MW of IT at 1.2 L/kWh drink 2,880 m3 a day, whatever the PUE', () => {
    for (const pue of [1, 1.25, 1.6]) {
      const year = valueOf(waterOf({ itMw: 100, cooling: stated(1.2, pue) }))
      expect(year.consumedPeakDayM3).toBeCloseTo(2880, 9)
      expect(year.consumedM3).toBeCloseTo(2880 * 365, 5)
    }
  })

  it('dry cooling takes more power and less water than towers in the same heat', () => {
    const year = (kind: 'dry' | 'evaporative') =>
      valueOf(waterOf({ itMw: 100, cooling: { kind, climate: warm } }))
    expect(year('dry').facilityPeakMw).toBeGreaterThan(year('evaporative').facilityPeakMw)
    expect(year('dry').consumedM3).toBe(0)
    expect(year('evaporative').consumedM3).toBeGreaterThan(0)
  })

  it('a tower withdraws more than it consumes, by its cycles of concentration', () => {
    const year = valueOf(waterOf({ itMw: 10, cooling: stated(1.5, 1.2), cyclesOfConcentration: 3 }))
    expect(year.withdrawnM3 / year.consumedM3).toBeCloseTo(1.5, 12)
  })

  it('site and source add up per IT kWh: WUE + PUE x water of the grid', () => {
    const year = valueOf(waterOf({ itMw: 40, cooling: stated(1.2, 1.25), gridWaterLPerKwh: 1.8 }))
    expect(year.totalLPerKwh).toBeCloseTo(1.2 + 1.25 * 1.8, 9)
    expect(year.sourceM3).toBeCloseTo(40 * 8760 * 1.25 * 1.8, 3)
  })

  it('the peak day is that of the heat, and a permit may break by the day and hold by the year', () => {
    const wueLPerKwh = Float64Array.from({ length: 8760 }, (_, h) => (h >= 4800 && h < 4824 ? 2 : 0.1)) // prettier-ignore
    const cooling = { kind: 'stated', wueLPerKwh, pue: 1.2 } as const
    const permit = { consumedMaxM3PerDay: 1000, consumedMaxM3PerYear: 1e6 }
    const year = valueOf(waterOf({ itMw: 100, cooling, permit }))
    expect(year.peakDay).toBe(200)
    expect(year.breaches).toEqual([{ limit: 'consumedMaxM3PerDay', maxM3: 1000, takenM3: 4800 }])
  })

  it('faults are told at once, and nothing hostile gives a figure that is not finite', () => {
    const faults = waterOf({
      itMw: [1, 2],
      cooling: { kind: 'dry', climate: { dryBulbC: Number.NaN, wetBulbC: 999 }, points: [] },
      cyclesOfConcentration: 1,
    })
    expect(faults.ok ? [] : faults.diagnostics.map(({ pointer }) => pointer)).toEqual([
      '/itMw',
      '/cyclesOfConcentration',
      '/cooling/climate/dryBulbC',
      '/cooling/climate/wetBulbC',
      '/cooling/points',
    ])
    const any = fc.oneof(fc.double(), fc.constantFrom(0, 1, 20, 100))
    const requests: fc.Arbitrary<WaterRequest> = fc.record({
      itMw: any,
      cooling: fc.oneof(
        fc.record({ kind: fc.constant('stated' as const), wueLPerKwh: any, pue: any }),
        fc.record({
          kind: fc.constantFrom(...coolingKinds),
          climate: fc.record({ dryBulbC: any, wetBulbC: any }),
        }),
      ),
      gridWaterLPerKwh: any,
    })
    fc.assert(
      fc.property(requests, (request) => {
        const result = waterOf(request)
        const numbers = result.ok
          ? Object.values(result.value).filter((one) => typeof one === 'number')
          : [result.diagnostics.length]
        expect(numbers.length).toBeGreaterThan(0)
        expect(numbers.every(Number.isFinite)).toBe(true)
        if (!result.ok) expect(result.diagnostics.length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })
})

describe('cooling', () => {
  it.each(coolings)('$kind: hotter air never takes less power or less water', ({ points }) => {
    for (let c = -20; c < 55; c += 0.5) {
      const [cold, hot] = [coolingAt(points, c), coolingAt(points, c + 0.5)]
      expect(hot.pue).toBeGreaterThanOrEqual(cold.pue)
      expect(hot.wueLPerKwh).toBeGreaterThanOrEqual(cold.wueLPerKwh)
    }
  })

  it('is linear between its points and flat outside them', () => {
    const points = [
      { temperatureC: 10, pue: 1.1, wueLPerKwh: 0 },
      { temperatureC: 20, pue: 1.3, wueLPerKwh: 1 },
    ]
    expect(coolingAt(points, 5)).toMatchObject({ pue: 1.1, wueLPerKwh: 0 })
    expect(coolingAt(points, 15).pue).toBeCloseTo(1.2, 12)
    expect(coolingAt(points, 15).wueLPerKwh).toBeCloseTo(0.5, 12)
    expect(coolingAt(points, 99)).toMatchObject({ pue: 1.3, wueLPerKwh: 1 })
  })
})
