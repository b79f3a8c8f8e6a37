import { describe, expect, it } from 'vitest'
import { impliedRingGbps } from './validate-sites.ts'
import { validateAcross } from './validate-across.ts'

const validation = validateAcross()
const errorOf = ({
  error,
  predicted,
  published,
}: (typeof validation.comparisons)[number]): number =>
  Math.abs(error === 'relative' ? predicted / published - 1 : predicted - published)

describe('validation across sites', () => {
  it.each(validation.bounds)('keeps the bound of $family', ({ family, statistic, max }) => {
    const errors = validation.comparisons.filter((row) => row.family === family).map(errorOf)
    const mean = errors.reduce((a, b) => a + b, 0) / errors.length
    expect(errors.length).toBeGreaterThan(0)
    expect(statistic === 'worst' ? Math.max(...errors) : mean).toBeLessThanOrEqual(max)
  })

  it('compares every printed value of the two bandwidth tables', () => {
    const rows = validation.comparisons.filter(
      ({ unit, family }) => unit === 'Gb/s' && family.includes('bandwidth'),
    )
    const left = validation.left.filter(({ family }) => family.includes('bandwidth'))
    expect(rows.length + left.length).toBe(30 * 5)
  })

  it('names no case twice and gives only finite figures', () => {
    const names = validation.comparisons.map(({ family, id }) => `${family} ${id}`)
    expect(new Set(names).size).toBe(names.length)
    expect(validation.comparisons.every(({ predicted }) => Number.isFinite(predicted))).toBe(true)
  })

  it('the all-reduces of INTELLECT-1 imply 1.4, 0.39 and 0.32 Gb/s on its ring', () => {
    expect(impliedRingGbps(103)).toBeCloseTo(1.44, 2)
    expect(impliedRingGbps(382)).toBeCloseTo(0.389, 3)
    expect(impliedRingGbps(469)).toBeCloseTo(0.317, 3)
  })
})
