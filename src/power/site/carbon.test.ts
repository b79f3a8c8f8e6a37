import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carbonOf, type CarbonRequest, type CarbonYear, type EnergyContract } from './carbon.ts'

function valueOf(request: CarbonRequest): CarbonYear {
  const result = carbonOf(request)
  if (result.ok) return result.value
  throw new Error(result.diagnostics.map(({ message }) => message).join())
}

const average = (gPerKwh: number) =>
  ({ basis: 'average', scope: 'direct', gPerKwh, source: 'test' }) as const
const noonToMidnight = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 200))
const sun: EnergyContract = {
  ...{ id: 'sun', generatedMwh: noonToMidnight, scope: 'direct', gPerKwh: 0 },
  isCarbonFree: true,
}

describe('carbon', () => {
  it('a contract that makes as much as the year takes claims all of it and matches half of it', () => {
    const year = valueOf({ energyMwh: 100, grid: average(300), contracts: [sun] })
    expect(year.matchedYearlyShare).toBe(1)
    expect(year.matchedHourlyShare).toBeCloseTo(0.5, 12)
    expect(year.locationT).toBeCloseTo(876_000 * 0.3, 6)
    expect(year.marketYearlyT).toBeCloseTo(0, 9)
    expect(year.marketHourlyT).toBeCloseTo((876_000 * 0.3) / 2, 6)
  })

  it('location follows the hour of the load and not the mean of the grid', () => {
    const dirtyNights = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 600 : 0))
    const load = (day: boolean) =>
      Array.from({ length: 24 }, (_, hour) => (hour < 12 === day ? 0 : 100))
    const at = (day: boolean) =>
      valueOf({ energyMwh: load(day), grid: { ...average(0), gPerKwh: dirtyNights } }).locationT
    expect(at(true)).toBe(0)
    expect(at(false)).toBeCloseTo(100 * 12 * 365 * 0.6, 6)
  })

  it('a marginal figure stands apart and changes no inventory', () => {
    const marginal = { basis: 'marginal', scope: 'direct', gPerKwh: 700, source: 'test' } as const
    const plain = valueOf({ energyMwh: 10, grid: average(200) })
    const both = valueOf({ energyMwh: 10, grid: average(200), marginal })
    expect(plain.marginalT).toBeUndefined()
    expect(both).toEqual({ ...plain, marginalT: both.marginalT })
    expect(both.marginalT).toBeCloseTo(10 * 8760 * 0.7, 6)
  })

  it('direct and lifecycle factors are not added up', () => {
    const lifecycle = { ...sun, scope: 'lifecycle', gPerKwh: -1 } as const
    const result = carbonOf({ energyMwh: 10, grid: average(200), contracts: [lifecycle] })
    expect(result.ok ? [] : result.diagnostics.map(({ code }) => code)).toEqual([
      'energy/out-of-range',
      'energy/mixed-scopes',
    ])
  })

  it('what matches by the hour is never more than what a year claims, and all is finite', () => {
    const daily = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 24, maxLength: 24 })
    const contract = fc.record({
      ...{ id: fc.constant('c'), generatedMwh: daily, scope: fc.constant('direct' as const) },
      ...{ gPerKwh: fc.integer({ min: 0, max: 900 }), isCarbonFree: fc.boolean() },
    })
    fc.assert(
      fc.property(daily, fc.array(contract, { maxLength: 3 }), (energyMwh, contracts) => {
        const year = valueOf({ energyMwh, grid: average(400), contracts })
        expect(year.matchedHourlyShare).toBeLessThanOrEqual(year.matchedYearlyShare + 1e-12)
        const numbers = Object.values(year).filter((one) => typeof one === 'number')
        expect(numbers.every((one) => Number.isFinite(one) && one >= -1e-6)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})
