import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as exact from './exact.ts'

it('halves go to the even neighbour, on both sides of zero', () => {
  const cents = [5n, 15n, 25n, -5n, -15n, -25n].map((value) => exact.roundToCents(value * 1000n))
  expect(cents).toEqual([0n, 2n, 2n, 0n, -2n, -2n])
})

it('eight accelerators for an hour at 2.95 cost 23.60', () => {
  const quantity = exact.acceleratorMs(8, 3_600_000)
  expect(exact.formatHours(quantity)).toBe('8.00')
  const micro = exact.roundUsd(exact.exactUsd('2.95', quantity))
  expect(exact.formatScaled(micro, exact.amountPlaces)).toBe('23.60')
})

it('no two quantities are written alike', () => {
  const quantities = fc.integer({ min: -1e12, max: 1e12 })
  fc.assert(
    fc.property(quantities, fc.integer({ min: 1, max: 5 }), (quantity, more) => {
      const written = exact.formatHours(BigInt(quantity))
      expect(exact.formatHours(BigInt(quantity + more))).not.toBe(written)
    }),
  )
})

it('shares of a rounded sum add up to the rounded sum, and none is off by a whole unit or more', () => {
  const amounts = fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), { maxLength: 50 })
  fc.assert(
    fc.property(amounts, (values) => {
      const carry = exact.createCarry(exact.roundUsd)
      const shares = values.map(carry)
      const sum = values.reduce((a, b) => a + b, 0n)
      expect(shares.reduce((a, b) => a + b, 0n)).toBe(exact.roundUsd(sum))
      for (const [n, value] of values.entries()) {
        const difference = (shares[n] ?? 0n) - exact.roundUsd(value)
        expect(difference >= -1n && difference <= 1n).toBe(true)
      }
    }),
  )
})

it('a rate that is no decimal text is a defect, not a zero', () => {
  expect(() => exact.exactUsd('1e3', 1n)).toThrow('a rate is decimal text')
})
