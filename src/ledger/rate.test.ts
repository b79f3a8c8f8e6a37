import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayStartMs, hMs, leg, prices } from './fixtures.ts'
import { rateAt } from '../fleet/index.ts'
import { cutAt, rateInterval } from './rate.ts'

it('the row that began last applies, from its first millisecond', () => {
  const change = dayStartMs + 3 * hMs
  expect(rateAt(prices, leg, change - 1)).toBe('2.95')
  expect(rateAt(prices, leg, change)).toBe('3.1')
})

it('a more specific row wins over a later one', () => {
  const row = { accelerator: 'h100-sxm', fromMs: 5 }
  const book = {
    ...prices,
    accelerators: [
      { ...row, siteId: 'desk', flexibility: 'pause' as const, usdPerAcceleratorH: '1', fromMs: 1 },
      { ...row, siteId: 'desk', usdPerAcceleratorH: '2' },
      { ...row, flexibility: 'pause' as const, usdPerAcceleratorH: '3' },
      { ...row, usdPerAcceleratorH: '4', fromMs: 9 },
    ],
  }
  const at = (siteId: string, flexibility: 'firm' | 'pause', atMs: number) =>
    rateAt(book, { ...leg, siteId, flexibility }, atMs)
  expect(at('desk', 'pause', 10)).toBe('1')
  expect(at('desk', 'firm', 10)).toBe('2')
  expect(at('shed', 'pause', 10)).toBe('3')
  expect(at('shed', 'firm', 10)).toBe('4')
  expect(at('shed', 'firm', 8)).toBeUndefined()
})

it('another accelerator has no price here, and the time without one is named', () => {
  const other = { ...leg, accelerator: 'b200' }
  const rated = rateInterval({ fromMs: 1, toMs: 9 }, [], { prices, leg: other })
  expect(rated).toEqual({
    segments: [{ fromMs: 1, toMs: 9, usdPerAcceleratorH: '0' }],
    unpriced: [{ fromMs: 1, toMs: 9 }],
  })
})

it('an interval that crosses a price change is split at it', () => {
  const change = dayStartMs + 3 * hMs
  const interval = { fromMs: change - 10, toMs: change + 5 }
  expect(rateInterval(interval, [], { prices, leg }).segments).toEqual([
    { fromMs: change - 10, toMs: change, usdPerAcceleratorH: '2.95' },
    { fromMs: change, toMs: change + 5, usdPerAcceleratorH: '3.1' },
  ])
})

it('a frozen rate stands where it covers the interval, the book applies beside it', () => {
  const frozen = [{ fromMs: 10, toMs: 20, usdPerAcceleratorH: '9' }]
  expect(rateInterval({ fromMs: 5, toMs: 15 }, frozen, { prices, leg }).segments).toEqual([
    { fromMs: 5, toMs: 10, usdPerAcceleratorH: '2.95' },
    { fromMs: 10, toMs: 15, usdPerAcceleratorH: '9' },
  ])
})

it('pieces are contiguous, not empty, and cover the interval', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.array(fc.nat(120)), (fromMs, length, cuts) => {
      const toMs = fromMs + length
      const pieces = cutAt({ fromMs, toMs }, cuts)
      let atMs = fromMs
      for (const piece of pieces) {
        expect(piece.fromMs).toBe(atMs)
        expect(piece.toMs).toBeGreaterThan(atMs)
        atMs = piece.toMs
      }
      expect(atMs).toBe(toMs)
    }),
  )
})
