import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fleet, RouteLine } from '../fleet/index.ts'
import { deriveCapacity } from './derive-capacity.ts'
import { buildGraph, findPaths } from './index.ts'

const line = (change: Partial<RouteLine> = {}): RouteLine => ({
  fibrePairs: 1,
  fibre: 'ssmf',
  band: 'C',
  amplifierSpacingKm: 80,
  ...change,
})

const capacityOf = (spansKm: readonly number[], change: Partial<RouteLine> = {}): number => {
  const derived = deriveCapacity({ spansKm, line: line(change) })
  return derived.ok ? derived.capacityGbps : 0
}

describe('what a line carries', () => {
  it('doubles with its fibre pairs, grows with the band, and falls with its length', () => {
    for (const km of [80, 500, 1580, 4000]) {
      expect(capacityOf([km], { fibrePairs: 2 })).toBe(2 * capacityOf([km]))
      expect(capacityOf([km], { band: 'C+L' })).toBeGreaterThan(capacityOf([km]))
      expect(capacityOf([km * 2])).toBeLessThanOrEqual(capacityOf([km]))
    }
    expect(capacityOf([4000])).toBeLessThan(capacityOf([80]))
  })

  it('says of a line that is dark which mode came closest, and of one that is badly described where', () => {
    const dark = deriveCapacity({ spansKm: [19_000, 19_000], line: line() })
    expect(dark).toMatchObject({ ok: false, why: expect.stringMatching(/^no line mode works over 38000 km of it: \S+ (needs|takes)/) }) // prettier-ignore
    expect(deriveCapacity({ spansKm: [80], line: line({ fibre: 'string' }) })).toMatchObject({ ok: false, field: 'fibre' }) // prettier-ignore
    expect(deriveCapacity({ spansKm: [80], line: line({ amplifierSpacingKm: 0.5 }) })).toMatchObject({ ok: false, field: 'amplifierSpacing' }) // prettier-ignore
    expect(deriveCapacity({ spansKm: [15_000], line: line({ amplifierSpacingKm: 2 }) })).toMatchObject({ ok: false, why: expect.stringContaining('7500 spans') }) // prettier-ignore
  })

  it('is a number, or nothing with a reason, for any line', () => {
    const km = fc.oneof(fc.double({ min: 1e-6, max: 3e4, noNaN: true }), fc.constantFrom(0, 1e-9, 1, 80, 1e9, Infinity, NaN)) // prettier-ignore
    fc.assert(
      fc.property(
        fc.array(km, { maxLength: 3 }),
        fc.record({
          fibrePairs: fc.constantFrom(0, 1, 7, 10_000, 1e9),
          fibre: fc.constantFrom('ssmf', 'hollow-core', 'constructor', '__proto__', ''),
          band: fc.constantFrom('C' as const, 'C+L' as const),
          amplifierSpacingKm: fc.oneof(fc.constantFrom(0, 1, 40, 80, 400, 1e9, NaN), fc.double({ min: 0, max: 500 })), // prettier-ignore
        }),
        (spansKm, described) => {
          const derived = deriveCapacity({ spansKm, line: described })
          const capacityGbps = derived.ok ? derived.capacityGbps : 1
          expect(capacityGbps).toBeGreaterThan(0)
          expect(Number.isFinite(capacityGbps)).toBe(true)
          if (!derived.ok) expect(derived.why.length).toBeGreaterThan(10)
        },
      ),
    )
  })
})

it('light follows its fibre: a hollow route is quicker than a shorter one of glass', () => {
  const spans = [
    { id: 'glass', from: 'a', to: 'b', lengthKm: 1000, srlgs: [] },
    { id: 'hollow', from: 'a', to: 'b', lengthKm: 1200, srlgs: [] },
  ]
  const fleet = {
    nodes: ['a', 'b'].map((id) => ({
      id,
      kind: 'site',
      siteId: id,
      latitudeDeg: 0,
      longitudeDeg: 0,
    })),
    spans,
    srlgs: [],
    routes: spans.map(({ id }) => ({ id, spans: [id], capacityGbps: 1, priceUsdPerGbpsH: 0, ...(id === 'hollow' ? { line: line({ fibre: 'hollow-core' }) } : {}) })), // prettier-ignore
  } as unknown as Fleet
  const [first, second] = findPaths(buildGraph(fleet), 'a', 'b')
  expect([first!.routeIds, second!.routeIds]).toEqual([['glass'], ['hollow']])
  expect(first!.rttMs).toBeCloseTo((2 * 1000 * 1.468) / 299.792458, 6)
  expect(second!.rttMs).toBeCloseTo((2 * 1200 * 1.0013) / 299.792458, 6)
})
