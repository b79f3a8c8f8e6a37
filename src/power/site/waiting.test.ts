import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delayCost } from './delay-cost.ts'
import { timeToPower } from './time-to-power.ts'

const idle = {
  ...{ facilityMw: 1000, capitalUsdPerMw: 35e6, rate: 0.08, lifeYears: 5 },
  ...{ spreadShare: 1, boughtShare: 1, premiumUsdPerMwh: 50 },
}

describe('the cost of delay', () => {
  it('a gigawatt that waits a month costs 730 million USD, as 20 months of 50 USD/MWh more', () => {
    const result = delayCost(idle)
    const cost = result.ok ? result.value : undefined
    expect(cost?.usdPerMonth).toBeCloseTo(730.498e6, -3)
    expect(cost?.premiumUsdPerYear).toBe(438e6)
    expect(cost?.premiumMonthsPerMonth).toBeCloseTo(20.01, 2)
  })

  it('an order that slips with the power costs nothing, half an order half', () => {
    const at = (boughtShare: number) => {
      const result = delayCost({ ...idle, boughtShare })
      return result.ok ? result.value.usdPerMonth : Number.NaN
    }
    expect(at(0)).toBe(0)
    expect(at(0.5)).toBeCloseTo(at(1) / 2, 3)
  })

  it('gives finite figures or faults for any number', () => {
    const any = fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true }))
    const request = fc.record({ facilityMw: any, capitalUsdPerMw: any, rate: any, lifeYears: any, spreadShare: any, boughtShare: any, premiumUsdPerMwh: any, delayMonths: any }) // prettier-ignore
    fc.assert(
      fc.property(request, (asked) => {
        const result = delayCost(asked)
        const numbers = result.ok ? Object.values(result.value) : [result.diagnostics.length]
        expect(numbers.every(Number.isFinite)).toBe(true)
        if (!result.ok) expect(result.diagnostics.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('time to power', () => {
  const bridge = { kind: 'stated', id: 'engines', mw: 60, monthsP50: 18, monthsP90: 24 } as const
  const line = { kind: 'stated', id: 'line', mw: 100, monthsP50: 48, monthsP90: 84 } as const

  it('power comes in phases, and the last one that is needed sets the date', () => {
    const result = timeToPower({ options: [line, bridge], neededMw: 100 })
    expect(result.ok && result.value).toMatchObject({
      monthsP50: 48,
      monthsP90: 84,
      phases: [
        { months: 18, p50Mw: 60, p90Mw: 0 },
        { months: 24, p50Mw: 60, p90Mw: 60 },
        { months: 48, p50Mw: 160, p90Mw: 60 },
        { months: 84, p50Mw: 160, p90Mw: 160 },
      ],
    })
  })

  it('options that do not add up have no date', () => {
    const result = timeToPower({ options: [bridge], neededMw: 100 })
    expect(result.ok && 'monthsP50' in result.value).toBe(false)
  })

  it('reads lead times of the catalog, and tells what it lacks', () => {
    const known = timeToPower({
      options: [{ kind: 'technology', technology: 'fuel-cell', mw: 10 }, { kind: 'grid', grid: 'grid-ercot', mw: 10 }], // prettier-ignore
      neededMw: 15,
    })
    expect(known.ok && [known.value.monthsP50, known.value.monthsP90]).toEqual([48, 72])
    const unknown = timeToPower({
      options: [{ kind: 'technology', technology: 'fusion', mw: -1 }, { kind: 'grid', grid: 'grid-fr', mw: 1 }], // prettier-ignore
      neededMw: 5,
    })
    expect(unknown.ok ? [] : unknown.diagnostics.map(({ pointer }) => pointer)).toEqual([
      '/options/0/mw',
      '/options/0/technology',
      '/options/1/grid',
    ])
  })
})
