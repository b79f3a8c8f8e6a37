import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jurisdictionContains, jurisdictions } from './index.ts'

const code = fc.constantFrom(...jurisdictions.map((entry) => entry.code))

describe('containment', () => {
  it.each([
    ['US', 'US-GA'],
    ['CA', 'CA-QC'],
    ['EU', 'SE'],
    ['EU', 'FR'],
    ['EEA', 'SE'],
    ['EEA', 'NO'],
    ['BR', 'BR'],
  ])('%s contains %s', (outer, inner) => {
    expect(jurisdictionContains(outer, inner)).toBe(true)
  })

  it.each([
    ['US-GA', 'US'],
    ['EU', 'NO'],
    ['EU', 'GB'],
    ['EU', 'CH'],
    ['EU', 'US'],
    ['US', 'CA'],
    ['US', 'CA-QC'],
    ['CA', 'US-CA'],
    ['US', 'US-XX'],
    ['US', 'us-ga'],
    ['EU', '__proto__'],
  ])('%s does not contain %s', (outer, inner) => {
    expect(jurisdictionContains(outer, inner)).toBe(false)
  })

  it('is a partial order: reflexive, transitive, and mutual only between equals', () => {
    fc.assert(
      fc.property(code, code, code, (a, b, c) => {
        expect(jurisdictionContains(a, a)).toBe(true)
        if (jurisdictionContains(a, b) && jurisdictionContains(b, c))
          expect(jurisdictionContains(a, c)).toBe(true)
        if (jurisdictionContains(a, b) && jurisdictionContains(b, a)) expect(a).toBe(b)
      }),
      { numRuns: 2000 },
    )
  })

  it('the Union has 27 members', () => {
    const members = jurisdictions.filter(({ within }) => within.includes('EU'))
    expect(members).toHaveLength(27)
  })

  it('a code stands once and its parents are listed', () => {
    const codes = jurisdictions.map((entry) => entry.code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { within } of jurisdictions)
      for (const parent of within) expect(codes).toContain(parent)
  })
})
