import { expect, it } from 'vitest'
import type { Bound } from '../catalog/index.ts'
import { validateServing } from './validate-serving.ts'

const { bounds, comparisons, left } = validateServing()

const errorOf = ({ error, predicted, published }: (typeof comparisons)[number]): number =>
  Math.abs(error === 'relative' ? predicted / published - 1 : predicted - published)

const statisticOf = ({ family, split, statistic }: Bound): number => {
  const errors = comparisons
    .filter((each) => each.family === family && (split === 'all' || each.split === split))
    .map(errorOf)
  if (errors.length === 0) return NaN
  if (statistic === 'worst') return Math.max(...errors)
  return errors.reduce((sum, each) => sum + each, 0) / errors.length
}

it.each(bounds)('$family ($split, $statistic) keeps within $max', (bound) => {
  expect(statisticOf(bound)).toBeLessThanOrEqual(bound.max)
})

it('a bound lies close above what is reached, so that it can break', () => {
  const loose = bounds.filter((bound) => statisticOf(bound) < bound.max / 1.3 - 0.01)
  expect(loose.filter(({ family }) => !/pooling|tco/.test(family))).toEqual([])
})

it('every family of comparisons has a bound', () => {
  const bounded = new Set(bounds.map(({ family }) => family))
  expect(comparisons.filter(({ family }) => !bounded.has(family))).toEqual([])
})

it('all 316 round trips and all 14 rows of the dense table are compared', () => {
  const count = (family: RegExp) => comparisons.filter((each) => family.test(each.family)).length
  expect(count(/^serving\/rtt (aws|ibm|azure)$/)).toBe(316)
  expect(count(/^serving\/rtt azure p95$/)).toBe(24)
  expect(count(/^serving\/dense throughput$/)).toBe(14)
})

it('no two comparisons have one name, and each number is finite', () => {
  const names = comparisons.map(({ family, id }) => `${family} ${id}`)
  expect(new Set(names).size).toBe(names.length)
  for (const { published, predicted, source } of comparisons) {
    expect(Number.isFinite(published) && Number.isFinite(predicted)).toBe(true)
    expect(source.length).toBeGreaterThan(15)
  }
})

it('what is left out is named once, with its reason', () => {
  const names = left.map(({ family, id }) => `${family} ${id}`)
  expect(new Set(names).size).toBe(names.length)
  for (const { why } of left) expect(why.length).toBeGreaterThan(20)
})
