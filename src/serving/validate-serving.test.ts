import { expect, it } from 'vitest'
import type { Bound } from '../catalog/index.ts'
import { rttFloorMs } from './rtt.ts'
import { rttCases } from './rtt-cases.ts'
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

it('a bound that lies close above what is reached says that it was set from it', () => {
  const close = bounds.filter((bound) => statisticOf(bound) > bound.max / 1.3 - 0.01)
  const silent = close.filter(({ because }) => !because.startsWith('Set from the error reached'))
  expect(silent.map(({ family }) => family).filter((family) => family !== 'serving/tco')).toEqual(
    [],
  )
})

it('what is said of round trips beside the tables is so', () => {
  const rows = rttCases.filter(({ split }) => split === 'held-out')
  const simple = (provider: string): number => {
    const errors = rows
      .filter((row) => row.provider === provider)
      .map(({ a, b, rttMs }) => Math.abs((4 + 1.5 * rttFloorMs(a, b)) / rttMs - 1))
    return errors.reduce((sum, each) => sum + each, 0) / errors.length
  }
  expect(simple('aws')).toBeCloseTo(0.182, 2)
  expect(simple('ibm')).toBeCloseTo(0.107, 2)
  expect(simple('azure')).toBeCloseTo(0.116, 2)
  const medians = comparisons.filter(({ family }) => /^serving\/rtt (aws|ibm|azure)$/.test(family))
  expect(Math.max(...medians.map(errorOf))).toBeLessThan(0.43)
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
