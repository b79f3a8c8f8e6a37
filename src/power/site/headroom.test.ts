import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headroom, type Headroom, type HeadroomRequest } from './headroom.ts'

const hours = 8760
const oneSeason = Array.from({ length: 12 }, () => 0)

function valueOf(request: HeadroomRequest): Headroom {
  const result = headroom(request)
  if (result.ok) return result.value
  throw new Error(result.diagnostics.map(({ message }) => message).join())
}

/** At its peak in the first hours, and lower by a gap in all others. */
const twoLevels = (peakH: number, peakMw: number, gapMw: number): Float64Array =>
  Float64Array.from({ length: hours }, (_, hour) => (hour < peakH ? peakMw : peakMw - gapMw))

describe('headroom', () => {
  it('of a load with one step: all gaps fill, and what is left over is the limit', () => {
    // 43.8 h of a year are half a percent: 20 h of peak take L each, all others L - gap.
    const found = valueOf({ loadMwByHour: [twoLevels(20, 1000, 100)], limitShare: 0.005, seasonOfMonth: oneSeason }) // prettier-ignore
    expect(found.headroomMw).toBeCloseTo(((hours - 20) * 100) / (hours * 0.995), 8)
    expect(found.curtailedShare).toBeCloseTo(0.005, 9)
  })

  it('counts hours, calls and what stays on', () => {
    // Peaks of 30 h at noon of the first days, one hour each; the gap of 1,000 MW is never filled.
    const load = Float64Array.from({ length: hours }, (_, hour) => {
      if (hour % 24 === 12 && hour < 24 * 30) return 5000
      return hour % 24 === 13 && hour < 24 * 30 ? 4400 : 2000
    })
    // n L - room = limit x 8760 L: 30 L + 30 (L - 600) = 43.8 L gives L = 18,000 / 16.2.
    const found = valueOf({ loadMwByHour: [load], limitShare: 0.005, seasonOfMonth: oneSeason })
    expect(found.headroomMw).toBeCloseTo(18_000 / 16.2, 6)
    expect([found.curtailedH, found.events, found.meanEventH, found.maxEventH]).toEqual([60, 30, 2, 2]) // prettier-ignore
    // In half of the hours 600 of 1,111 MW stay on, in the other half none.
    expect(found.staysOn.map(({ shareOfHours }) => shareOfHours)).toEqual([0.5, 0, 0])
  })

  it('is held to the peak of the season, over all years', () => {
    const year = (winterMw: number) =>
      Float64Array.from({ length: hours }, (_, hour) => (hour < 24 * 90 ? winterMw : 800))
    const found = valueOf({ loadMwByHour: [year(600), year(1000)], limitShare: 0.01 })
    expect([...found.peakMw].toSorted()).toEqual([[0, 1000], [1, 800]]) // prettier-ignore
    expect(found.caveats.join()).toContain('transmission')
  })

  it('a flat load has no room without curtailment', () => {
    expect(valueOf({ loadMwByHour: [new Float64Array(hours).fill(500)], limitShare: 0 }).headroomMw).toBe(0) // prettier-ignore
  })

  it('rises with the limit, and never passes it', () => {
    const days = fc.array(fc.integer({ min: 100, max: 1000 }), { minLength: 40, maxLength: 40 })
    fc.assert(
      fc.property(days, fc.double({ min: 0.0001, max: 0.2, noNaN: true }), (levels, limit) => {
        const load = Float64Array.from({ length: hours }, (_, hour) => levels[hour % 40] ?? 0)
        const [low, high] = [limit, limit * 1.5].map((limitShare) =>
          valueOf({ loadMwByHour: [load], limitShare }),
        )
        expect(low!.headroomMw).toBeLessThanOrEqual(high!.headroomMw)
        expect(low!.curtailedShare).toBeLessThanOrEqual(limit + 1e-12)
        expect(JSON.stringify([low, high])).not.toContain('null')
      }),
      { numRuns: 20 },
    )
  })

  it('tells all faults at once', () => {
    const result = headroom({
      loadMwByHour: [[1, 2], new Float64Array(hours).fill(-1)],
      limitShare: Number.NaN,
      seasonOfMonth: [1],
    })
    expect(result.ok ? [] : result.diagnostics.map(({ pointer }) => pointer)).toEqual([
      '/limitShare',
      '/loadMwByHour/0',
      '/loadMwByHour/1/0',
      '/seasonOfMonth',
    ])
  })
})
