import fc from 'fast-check'
import { expect, it } from 'vitest'
import { annuity } from './annuity.ts'

it('the present worth of all payments is what was spent', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (rate, years) => {
        const payment = annuity({ rate, years }) ?? 0
        let worth = 0
        for (let year = 1; year <= years; year++) worth += payment / (1 + rate) ** year
        expect(worth).toBeCloseTo(1, 6)
      },
    ),
  )
})

it('an annuity is undefined where it means nothing, never NaN', () => {
  expect(annuity({ rate: -0.1, years: 10 })).toBeUndefined()
  expect(annuity({ rate: 0.1, years: 0 })).toBeUndefined()
  expect(annuity({ rate: Number.NaN, years: 5 })).toBeUndefined()
  fc.assert(
    fc.property(fc.double(), fc.double(), fc.double(), (rate, years, fixedShare) => {
      expect(Number.isFinite(annuity({ rate, years, fixedShare }) ?? 0)).toBe(true)
    }),
  )
})
