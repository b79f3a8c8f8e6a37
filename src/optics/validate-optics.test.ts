import { expect, it } from 'vitest'
import { validateOptics } from './validate-optics.ts'

const { bounds, comparisons } = validateOptics()
const errorOf = ({ error, predicted, published }: (typeof comparisons)[number]): number =>
  Math.abs(error === 'relative' ? predicted / published - 1 : predicted - published)

it.each(bounds)('$family stays within $max', ({ family, max }) => {
  const of = comparisons.filter((each) => each.family === family)
  expect(of.length).toBeGreaterThan(0)
  expect(of.filter((each) => !(errorOf(each) <= max))).toEqual([])
})

it('every family of comparisons has a bound', () => {
  const bounded = new Set(bounds.map(({ family }) => family))
  expect(comparisons.filter(({ family }) => !bounded.has(family))).toEqual([])
})

it('the interference of one span has the digits of the reference', () => {
  const exact = comparisons.filter(({ id }) => id.startsWith('fixed grid'))
  expect(exact).toHaveLength(6)
  expect(exact.filter((each) => !(errorOf(each) < 1e-9))).toEqual([])
})

it('no two comparisons have one name', () => {
  const names = comparisons.map(({ family, id }) => `${family} ${id}`)
  expect(new Set(names).size).toBe(names.length)
})
