import { expect, it } from 'vitest'
import { servingConstants } from './constants.ts'
import { fitDense, meanAbsoluteError } from './fit-dense.ts'
import { minimise } from './minimise.ts'
import { fittedAmdCases, fittedCases } from './validate/dense.ts'

const shipped = (kind: string) => {
  const constants = servingConstants(kind)
  if (constants === undefined) throw new Error(`no constants for ${kind}`)
  return constants.efficiency
}

it('the shipped constants are what the fit finds on the fitted rows', () => {
  expect(fittedCases).toHaveLength(12)
  const fitted = fitDense(fittedCases)
  const efficiency = shipped('h200-sxm')
  expect(fitted.arithmeticShare).toBeCloseTo(efficiency.arithmeticShare, 2)
  expect(fitted.bandwidthShare).toBeCloseTo(efficiency.bandwidthShare, 2)
  expect(fitted.layerMs).toBeCloseTo(efficiency.layerMs, 3)
  expect(fitted.sequenceUs).toBeCloseTo(efficiency.sequenceUs, 0)
  const least = meanAbsoluteError(fittedCases, fitted)
  expect(meanAbsoluteError(fittedCases, efficiency)).toBeLessThan(least + 0.001)
})

it('the share of AMD is what its one row asks for', () => {
  const { arithmeticShare, ...rest } = shipped('mi300x')
  const range = { start: 0.4, step: 0.05, min: 0.1, max: 0.9 }
  const { point } = minimise((tried) => meanAbsoluteError(fittedAmdCases, { ...rest, ...tried }), {
    arithmeticShare: range,
  })
  expect(point.arithmeticShare).toBeCloseTo(arithmeticShare, 3)
})

it('nothing is guessed for a maker without a public row', () => {
  expect(servingConstants('tpu-v5p')).toBeUndefined()
  expect(servingConstants('trainium2')).toBeUndefined()
})

it('the search finds a minimum with a kink', () => {
  const { point } = minimise(({ x, y }) => Math.abs(x - 0.3) + 2 * Math.abs(y + 0.7), {
    x: { start: 0, step: 0.5, min: -1, max: 1 },
    y: { start: 0, step: 0.5, min: -1, max: 1 },
  })
  expect(point.x).toBeCloseTo(0.3, 3)
  expect(point.y).toBeCloseTo(-0.7, 3)
})
