import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dimensionOf, units } from './dimension.ts'
import type { Unit } from './dimension.ts'
import { formatQuantity } from './format-quantity.ts'
import { parseQuantity } from './parse-quantity.ts'

/** All magnitudes, each as likely as the next. */
const magnitude = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.double({ min: 1, max: 10, noNaN: true }))
  .map(([exponent, figure]) => figure * 10 ** exponent)
const anyUnit = fc.constantFrom(...units)
const valueOf = (unit: Unit) =>
  magnitude.filter((value) => value <= dimensionOf(unit).max && value >= 1e-9)

it('a formatted figure reads back to four figures', () => {
  fc.assert(
    fc.property(
      anyUnit.chain((unit) => fc.tuple(fc.constant(unit), valueOf(unit))),
      ([unit, value]) => {
        const back = parseQuantity(formatQuantity(value, unit), unit)
        const tolerance = Math.max(value * 5.1e-4, unit === 'USD' ? 0.0051 : 0)
        expect(back.ok).toBe(true)
        expect(Math.abs((back.ok ? back.value : 0) - value)).toBeLessThanOrEqual(tolerance)
      },
    ),
  )
})

it('a negative figure is the positive one with a sign', () => {
  fc.assert(
    fc.property(anyUnit, magnitude, (unit, value) => {
      const positive = formatQuantity(value, unit)
      const expected = Number.parseFloat(positive) === 0 ? positive : `-${positive}`
      expect(formatQuantity(-value, unit)).toBe(expected)
    }),
  )
})

it('a figure at the limit of belief is not rounded past it, and reads back', () => {
  expect(formatQuantity(999_999_000, 's')).toBe('277777 h')
  expect(parseQuantity('277777 h', 's').ok).toBe(true)
  expect(parseQuantity('277778 h', 's').ok).toBe(false)
  for (const unit of units)
    for (const share of [1, 1 - 1e-6, 1 - 1e-5, 1 - 1e-4, 1 - 1e-3]) {
      const value = dimensionOf(unit).max * share
      const back = parseQuantity(formatQuantity(value, unit), unit)
      expect(back.ok, `${value} ${unit}`).toBe(true)
      const tolerance = Math.max(value * 5.1e-4, unit === 'USD' ? 0.0051 : 0)
      expect(Math.abs((back.ok ? back.value : 0) - value)).toBeLessThanOrEqual(tolerance)
    }
})

it('a larger figure is never printed as a smaller one', () => {
  fc.assert(
    fc.property(
      anyUnit.chain((unit) => fc.tuple(fc.constant(unit), valueOf(unit), valueOf(unit))),
      ([unit, a, b]) => {
        const read = (value: number): number => {
          const parsed = parseQuantity(formatQuantity(value, unit), unit)
          return parsed.ok ? parsed.value : Number.NaN
        }
        expect(Math.sign(read(a) - read(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})

it.each([
  [0.0102, 'IT MW', '10.2 kW IT'],
  [1234.6, 'facility MW', '1.235 GW facility'],
  [-250, 'IT MW', '-250 MW IT'],
  [0.99996, 'facility MW', '1 MW facility'],
  [999.96, 'Gb/s', '1 Tb/s'],
  [0, 'IT MW', '0 MW IT'],
  [-0, 'km', '0 km'],
  [10.2, 'node kW', '10.2 kW'],
  [168, 'h', '168 h'],
  [600, 's', '10 min'],
  [1234567.891, 'USD', '1234567.89 USD'],
  [-0.001, 'USD', '0.00 USD'],
  [1.25, '1', '1.25'],
  [12, 'nodes', '12 nodes'],
  [Number.POSITIVE_INFINITY, 'facility MW', 'unlimited'],
])('%d in %s is %s', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text)
})
