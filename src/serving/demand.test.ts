import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demandByHour, poolingGain } from './demand.ts'
import type { DemandRequest } from './demand.ts'

const metros = [
  { id: 'new-york', utcOffsetH: -4, weight: 2 },
  { id: 'mumbai', utcOffsetH: 5.5, weight: 1 },
]
const request: DemandRequest = { metros, meanRequestsPerS: 300, profile: 'coding' }

const estimated = (changes: Partial<DemandRequest> = {}) => {
  const outcome = demandByHour({ ...request, ...changes })
  if (outcome.kind !== 'estimated') throw new Error(outcome.why.join('; '))
  return outcome
}
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length

describe('demand by hour', () => {
  it('keeps the mean of the day and the shares of the metros', () => {
    const { metros: parts, totalByUtcHour } = estimated()
    expect(mean(totalByUtcHour)).toBeCloseTo(300, 9)
    expect(mean(parts[0]?.requestsPerSByUtcHour ?? [])).toBeCloseTo(200, 9)
  })

  it('peaks in the afternoon of each metro', () => {
    const peaks = estimated().metros.map(({ requestsPerSByUtcHour }) =>
      requestsPerSByUtcHour.indexOf(Math.max(...requestsPerSByUtcHour)),
    )
    const localHour = peaks.map(
      (hour, index) => (hour + (metros[index]?.utcOffsetH ?? 0) + 24) % 24,
    )
    for (const hour of localHour) {
      expect(hour).toBeGreaterThanOrEqual(13)
      expect(hour).toBeLessThanOrEqual(17)
    }
  })

  it('a weekend day is lower by the measured share', () => {
    const weekend = estimated({ isWeekend: true }).totalByUtcHour
    expect(mean(weekend)).toBeCloseTo(300 * 0.32, 9)
  })

  it('a metro without weight asks for nothing, and a request without weights is refused', () => {
    const idle = { id: 'idle', utcOffsetH: 0, weight: 0 }
    expect(estimated({ metros: [...metros, idle] }).metros[2]?.requestsPerSByUtcHour[0]).toBe(0)
    expect(demandByHour({ ...request, metros: [idle] }).kind).toBe('impossible')
    expect(demandByHour({ ...request, metros: [] }).kind).toBe('impossible')
  })
})

describe('pooling', () => {
  it('saves nothing where all peak together, and half where two alternate', () => {
    const day = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 2 : 0))
    const night = day.map((level) => 2 - level)
    expect(poolingGain([day, day])).toBe(0)
    expect(poolingGain([day, night])).toBe(0.5)
    expect(poolingGain([])).toBe(0)
  })

  it('of any curves lies between 0 and 1', () => {
    const level = fc.oneof(fc.double(), fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(1e308, -1e308)) // prettier-ignore
    const curves = fc.array(fc.array(level, { maxLength: 30 }), { maxLength: 4 })
    fc.assert(
      fc.property(curves, (any) => {
        const gain = poolingGain(any)
        expect(gain >= 0 && gain <= 1).toBe(true)
      }),
      { numRuns: 1000 },
    )
    const late = Array.from({ length: 30 }, (_, hour) => (hour < 24 ? 1 : 9))
    expect(poolingGain([late, late])).toBe(0)
  })

  it('splitting a region in two of its own hour changes no gain', () => {
    const halves = metros.flatMap((metro) =>
      ['a', 'b'].map((part) => ({ ...metro, id: metro.id + part, weight: metro.weight / 2 })),
    )
    expect(estimated({ metros: halves }).poolingGain).toBeCloseTo(estimated().poolingGain, 12)
  })

  it('lies between 0 and 1, and hostile numbers are refused', () => {
    const hostile = fc.oneof(fc.double(), fc.double({ min: -14, max: 14, noNaN: true }))
    const metro = fc.record({ id: fc.string(), utcOffsetH: hostile, weight: hostile })
    fc.assert(
      fc.property(fc.array(metro, { maxLength: 5 }), hostile, (any, meanRequestsPerS) => {
        const outcome = demandByHour({ metros: any, meanRequestsPerS, profile: 'conversation' })
        if (outcome.kind === 'impossible') return
        expect(outcome.totalByUtcHour.every((value) => Number.isFinite(value) && value >= 0)).toBe(
          true,
        )
        expect(outcome.poolingGain).toBeGreaterThanOrEqual(0)
        expect(outcome.poolingGain).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
})
