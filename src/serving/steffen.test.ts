import fc from 'fast-check'
import { expect, it } from 'vitest'
import { steffen } from './steffen.ts'

it('passes through its points and is silent outside of them', () => {
  const read = steffen([
    [3, 9],
    [1, 1],
    [2, 4],
  ])
  expect([1, 2, 3].map(read)).toEqual([1, 4, 9])
  expect([0.99, 3.01, NaN, Infinity, -Infinity].map(read)).toEqual(Array(5).fill(undefined))
  expect(steffen([])(1)).toBeUndefined()
})

it('is straight where the points are', () => {
  const read = steffen([
    [0, 0],
    [1, 2],
    [4, 8],
  ])
  expect(read(0.5)).toBeCloseTo(1, 12)
  expect(read(3)).toBeCloseTo(6, 12)
})

it('never leaves the span of its two neighbours', () => {
  const points = fc
    .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 12 })
    .chain((xs) =>
      fc.tuple(
        fc.constant(xs),
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
          minLength: xs.length,
          maxLength: xs.length,
        }),
      ),
    )
  fc.assert(
    fc.property(points, fc.double({ min: 0, max: 1, noNaN: true }), ([xs, ys], share) => {
      const sorted = xs.map((x, index) => [x, ys[index] ?? 0] as const).sort((a, b) => a[0] - b[0])
      const read = steffen(sorted)
      for (const [index, end] of sorted.slice(1).entries()) {
        const start = sorted[index] ?? end
        const value = read(start[0] + share * (end[0] - start[0])) ?? NaN
        expect(value).toBeGreaterThanOrEqual(Math.min(start[1], end[1]) - 1e-9)
        expect(value).toBeLessThanOrEqual(Math.max(start[1], end[1]) + 1e-9)
      }
    }),
  )
})
