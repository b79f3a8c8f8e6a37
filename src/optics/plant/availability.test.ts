import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityInSeries, cableElement, equipmentElement, unavailabilityOf } from './availability.ts' // prettier-ignore
import { estimateAvailability, type AvailabilityPath } from './path-availability.ts'

describe('availability', () => {
  const path = (id: string, elements: AvailabilityPath['elements'], capacityGbps = 100) => ({ id, elements, capacityGbps }) // prettier-ignore
  const anyOf = (paths: readonly AvailabilityPath[]): number => {
    const found = estimateAvailability(paths)
    if (found.kind === 'refused') throw new Error(JSON.stringify(found.diagnostics))
    return found.atLeast[0] ?? 0
  }

  it('the printed formula holds: 2.9e-3 buried, 1.2e-4 on a power line', () => {
    expect(unavailabilityOf(2.13, 12)).toBeCloseTo(2.9e-3, 4)
    expect(1 - availabilityInSeries([cableElement({ id: 'a', lengthKm: 1000, cable: 'opgw' })])).toBeCloseTo(1.2e-4, 5) // prettier-ignore
  })

  it('two paths are never worse than one, sharing never better than none, longer never better than shorter', () => {
    const km = fc.double({ min: 1, max: 5000, noNaN: true })
    fc.assert(
      fc.property(km, km, km, (first, second, shared) => {
        const cable = (id: string, lengthKm: number) => cableElement({ id, lengthKm, cable: 'buried' }) // prettier-ignore
        const one = path('a', [cable('a', first), cable('s1', shared)])
        const apart = path('b', [cable('b', second), cable('s2', shared)])
        const joined = [path('a', [cable('a', first), cable('s', shared)]), path('b', [cable('b', second), cable('s', shared)])] // prettier-ignore
        const slack = 1e-12
        expect(anyOf([one, apart])).toBeGreaterThanOrEqual(anyOf([one]) - slack)
        expect(anyOf(joined)).toBeLessThanOrEqual(anyOf([one, apart]) + slack)
        expect(anyOf(joined)).toBeGreaterThanOrEqual(anyOf([one]) - slack)
        const longer = path('a', [cable('a', first + 100), cable('s1', shared)])
        expect(anyOf([longer])).toBeLessThanOrEqual(anyOf([one]) + slack)
      }),
    )
  })

  it('what two paths share stands in series before them', () => {
    const [a, b, s] = [0.1, 0.2, 0.05].map((unavailability, i) => ({ id: 'abs'[i] ?? '', unavailability })) // prettier-ignore
    if (!a || !b || !s) throw new Error('three elements')
    expect(anyOf([path('1', [a, s]), path('2', [b, s])])).toBeCloseTo(0.95 * (1 - 0.1 * 0.2), 12)
  })

  it('any sharing among three paths agrees with counting all states', () => {
    const unavailability = fc.double({ min: 0, max: 1, noNaN: true })
    const uses = fc.array(fc.subarray([0, 1, 2]), { minLength: 1, maxLength: 6 })
    const capacities = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3))
    fc.assert(
      fc.property(
        uses,
        fc.array(unavailability, { minLength: 6, maxLength: 6 }),
        capacities,
        (users, down, gbps) => {
          const elements = users.map((by, i) => ({ id: `e${i}`, by, unavailability: down[i] ?? 0 }))
          const paths = gbps.map((capacity, p) => path(`p${p}`, elements.filter(({ by }) => by.includes(p)), capacity)) // prettier-ignore
          const counted = [0, 0, 0, 0]
          let mean = 0
          for (let state = 0; state < 1 << elements.length; state += 1) {
            const isDown = (i: number): boolean => (state & (1 << i)) !== 0
            const chance = elements.reduce((product, { unavailability: u }, i) => product * (isDown(i) ? u : 1 - u), 1) // prettier-ignore
            const up = gbps.filter(
              (_, p) => !elements.some(({ by }, i) => isDown(i) && by.includes(p)),
            )
            counted[up.length] = (counted[up.length] ?? 0) + chance
            mean += chance * up.reduce((sum, each) => sum + each, 0)
          }
          const found = estimateAvailability(paths)
          if (found.kind === 'refused') throw new Error('refused')
          expect(found.atLeast[0]).toBeCloseTo(1 - (counted[0] ?? 0), 9)
          expect(found.atLeast[1]).toBeCloseTo((counted[2] ?? 0) + (counted[3] ?? 0), 9)
          expect(found.atLeast[2]).toBeCloseTo(counted[3] ?? 0, 9)
          expect(found.expectedGbps).toBeCloseTo(mean, 9)
        },
      ),
    )
  })

  it('equal paths that share nothing are k of n', () => {
    const paths = Array.from({ length: 4 }, (_, i) => path(`p${i}`, [{ id: `e${i}`, unavailability: 0.1 }])) // prettier-ignore
    const found = estimateAvailability(paths)
    expect(found).toMatchObject({
      atLeast: [0.9999, 0.9963, 0.9477, 0.6561].map((p) => expect.closeTo(p, 10)),
      levels: [400, 300, 200, 100].map((gbps, i) => ({ gbps, probability: expect.closeTo([0.6561, 0.9477, 0.9963, 0.9999][i] ?? 0, 10) })), // prettier-ignore
      expectedGbps: expect.closeTo(360, 9),
    })
  })

  it('a share that is none is refused with its place', () => {
    const found = estimateAvailability([path('a', [{ id: 'e', unavailability: NaN }], -1)])
    expect(found.kind === 'refused' && found.diagnostics.map(({ pointer }) => pointer)).toEqual([
      '/paths/0/capacityGbps',
      '/paths/0/elements/0/unavailability',
    ])
    expect(estimateAvailability([]).kind).toBe('refused')
    const endless = ['a', 'b'].map((id) => path(id, [], 1e308))
    expect(estimateAvailability(endless).kind).toBe('refused')
    expect(equipmentElement('x').unavailability).toBeGreaterThan(0)
  })

  it('a part that fails without end is always down, one that never fails or is mended at once never', () => {
    expect(unavailabilityOf(Infinity, 12)).toBe(1)
    expect(unavailabilityOf(0, 12)).toBe(0)
    expect(unavailabilityOf(2, 0)).toBe(0)
    expect(equipmentElement('x', 0).unavailability).toBe(1)
    expect(cableElement({ id: 'c', lengthKm: 0, cable: 'buried' }).unavailability).toBe(0)
  })

  it('whatever is asked, it is refused or every figure is finite and every share one of 1', () => {
    const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(NaN, Infinity, -1, 0, 1, 1e308, 5e-324)) // prettier-ignore
    const element = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), unavailability: number })
    const any = fc.record({ id: fc.constantFrom('p', 'q'), capacityGbps: number, elements: fc.array(element, { maxLength: 4 }) }) // prettier-ignore
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (paths) => {
        const found = estimateAvailability(paths)
        if (found.kind === 'refused') return
        expect(JSON.stringify(found)).not.toContain('null')
        const shares = [...found.atLeast, ...found.levels.map(({ probability }) => probability)]
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
        expect(found.atLeast).toEqual(found.atLeast.toSorted((a, b) => b - a))
      }),
      { numRuns: 1000 },
    )
  })
})
