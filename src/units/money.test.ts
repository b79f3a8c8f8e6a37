import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addMoney,
  formatMoney,
  isDecimalText,
  multiplyMoney,
  roundToCents,
  sumMoney,
} from './money.ts'

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => {
    const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0')
    const whole = text.slice(0, text.length - places)
    return `${digits < 0n ? '-' : ''}${whole}${places > 0 ? `.${text.slice(-places)}` : ''}`
  })

it('a sum does not depend on the order of its rows', () => {
  fc.assert(
    fc.property(fc.array(amount), (rows) => {
      expect(sumMoney(rows.toReversed())).toBe(sumMoney(rows))
    }),
  )
})

it('a price cut into parts adds up to the whole', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 1e6 }), (price, n) => {
      const parts = addMoney(multiplyMoney(price, String(n)), multiplyMoney(price, '1'))
      expect(parts).toBe(multiplyMoney(price, String(n + 1)))
    }),
  )
})

it('cents round half to even and never show minus zero', () => {
  expect(['0.125', '0.135', '-0.125', '-0.004', '2.95', '7'].map(roundToCents)).toEqual([
    '0.12',
    '0.14',
    '-0.12',
    '0.00',
    '2.95',
    '7.00',
  ])
})

it('tenths add up: 0.1 and 0.2 are 0.3', () => {
  expect(addMoney('0.1', '0.2')).toBe('0.3')
})

it('money for people has thousands and cents', () => {
  expect([formatMoney('1234567.5'), formatMoney('-999.999')]).toEqual([
    '1,234,567.50 USD',
    '-1,000.00 USD',
  ])
})

it.each(['', '1e3', 'NaN', '1,5', ' 1', '0x1', '.5', '1.', 'Infinity', '1'.repeat(19)])(
  '%j is not decimal text',
  (text) => {
    expect(isDecimalText(text)).toBe(false)
    expect(() => roundToCents(text)).toThrow('defect')
  },
)
