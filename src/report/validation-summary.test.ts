import { expect, it } from 'vitest'
import type { Comparison, Validation } from '../catalog/index.ts'
import { aimRow, checkAims, checkBounds, summarise } from './index.ts'

const one = (id: string, published: number, predicted: number, rest: Partial<Comparison> = {}): Comparison => ({
  family: 'training/dense',
  id,
  quantity: 'step time',
  unit: 's',
  published,
  predicted,
  error: 'relative',
  split: 'held-out',
  source: 'a paper',
  ...rest,
}) // prettier-ignore

const of = (comparisons: Comparison[], max = 0.05): Validation => ({
  comparisons,
  bounds: [{ family: 'training', split: 'held-out', statistic: 'mean-absolute', max, because: 'b' }], // prettier-ignore
  left: [],
})

it('errors are averaged without their sign, the bias with it, and the worst keeps its name', () => {
  const [summary] = summarise([of([one('a', 10, 11), one('b', 10, 9), one('c', 10, 7)])])
  expect(summary!.meanAbsolute).toBeCloseTo(0.5 / 3)
  expect(summary!.bias).toBeCloseTo(-0.1)
  expect(summary!.worst).toBeCloseTo(-0.3)
  expect(summary!.worstCase).toBe('c')
})

it('fitted cases never improve the error of held-out ones', () => {
  const rows = summarise([of([one('a', 10, 10, { split: 'fitted' }), one('b', 10, 12)])])
  expect(rows.map(({ split, meanAbsolute }) => [split, meanAbsolute])).toEqual([
    ['fitted', 0],
    ['held-out', 0.2],
  ])
})

it('a bound holds up to its figure and is broken past it', () => {
  expect(checkBounds([of([one('a', 100, 105)])])[0]!.holds).toBe(true)
  expect(checkBounds([of([one('a', 100, 106)])])[0]!.holds).toBe(false)
})

it('a bound that no case speaks of is broken', () => {
  expect(checkBounds([of([one('a', 1, 1, { split: 'fitted' })])])[0]!.holds).toBe(false)
})

it('a prediction that is no number breaks every bound', () => {
  expect(checkBounds([of([one('a', 1, NaN)])])[0]!.holds).toBe(false)
  expect(checkBounds([of([one('a', 0, 1)], 1e9)])[0]!.holds).toBe(false)
})

it('a range that holds the published value is counted', () => {
  const ranged = [one('a', 10, 11, { predictedP10: 9, predictedP90: 12 }), one('b', 10, 14, { predictedP10: 12, predictedP90: 16 })] // prettier-ignore
  expect(summarise([of(ranged)])[0]!.withinP10P90).toBe(0.5)
})

it('an aim counts every family that it names, and is missed in words, not by an exit', () => {
  const validation: Validation = {
    ...of([one('a', 10, 10.2), one('b', 10, 11, { family: 'training/mixture' })], 1),
    aims: [{ what: 'step time', families: ['training'], split: 'held-out', statistic: 'mean-absolute', max: 0.05 }], // prettier-ignore
  }
  const [result] = checkAims([validation])
  expect(result).toMatchObject({ cases: 2, isMet: false })
  expect(result!.reached).toBeCloseTo(0.06)
  expect(aimRow(result!, { measure: 'relative', unit: 's' }).at(-1)).toMatch(/^missed by 1\.00+ %$/)
  expect(checkBounds([validation])[0]!.holds).toBe(true)
})
