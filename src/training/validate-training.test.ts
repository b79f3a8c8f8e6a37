import { describe, expect, test } from 'vitest'
import fitted from './fitted-constants.json' with { type: 'json' }
import { constantsOf, softwareReleases } from './constants-of.ts'
import { modelFlopsPerSequence } from './flops.ts'
import { layoutFaults } from './layout-faults.ts'
import { predictedStepS } from './predict-case.ts'
import { stepCases } from './step-cases.ts'
import type { StepCase } from './step-cases.ts'
import { configurationOf, splitOf, stackOf } from './step-split.ts'
import { transformer } from '../catalog/index.ts'
import { validateTraining } from './validate-training.ts'

const split = splitOf(stepCases)
const casesOf = (side: 'fitted' | 'held-out'): StepCase[] =>
  stepCases.filter((each) => split.get(configurationOf(each)) === side)

const meanAbsolute = (cases: readonly StepCase[]): number =>
  cases.reduce((sum, each) => sum + Math.abs(predictedStepS(each) / each.publishedS - 1), 0) /
  cases.length

describe('the public step times', () => {
  test('are 356 rows, each compared or left with a reason', () => {
    const { comparisons, left } = validateTraining()
    const steps = comparisons.filter(({ quantity }) => quantity === 'step time')
    expect(steps.length + left.length).toBe(356)
    expect(new Set(comparisons.map(({ family, id }) => `${family} ${id}`)).size).toBe(
      comparisons.length,
    )
    expect(left.every(({ why }) => why.length > 20)).toBe(true)
  })

  test('are of layouts that can be built, and are predicted as finite times', () => {
    for (const each of stepCases) {
      expect(layoutFaults(each.model, each.layout, each)).toEqual([])
      expect(predictedStepS(each)).toBeGreaterThan(0)
      expect(Number.isFinite(predictedStepS(each))).toBe(true)
    }
  })

  test('convert to seconds by the convention of their source', () => {
    const secondsOf = (part: string) =>
      stepCases.find(({ id }) => id.startsWith(part))?.publishedS ?? Number.NaN
    // arXiv 2104.04473, table 1 and its equation 4: 163 TFLOP/s are 102.6 s.
    expect(secondsOf('megatron-1t-bf16-3072x')).toBeCloseTo(102.63, 1)
    // MLPerf v3.1, 10,752 GPUs: 2,688 x 2,048 tokens at 5,152,984 tokens/s.
    expect(secondsOf('gpt3-175b-fp8-10752x')).toBeCloseTo(1.068, 3)
    // llm-foundry states 10,643 tokens/s per GPU for 7B on 8 H100 at 46.44 %, in micro-batches of 6.
    const seven = stepCases.find(({ id }) => id.startsWith('mpt-7b-bf16-128xh100'))
    const perGpu = ((seven?.globalBatchSequences ?? 0) * 2048) / (seven?.publishedS ?? 1) / 128
    expect(perGpu / ((10643 * 45.71) / 46.44)).toBeCloseTo(1, 3)
  })

  test('a configuration is on one side only, and every code base on every chip has a fitted one', () => {
    const pairs = (cases: readonly StepCase[]): Set<string> =>
      new Set(cases.map((each) => `${stackOf(each.release)} ${each.accelerator}`))
    expect([...pairs(stepCases)].sort()).toEqual([...pairs(casesOf('fitted'))].sort())
    const share = casesOf('held-out').length / stepCases.length
    expect(share).toBeGreaterThan(0.4)
    expect(share).toBeLessThan(0.6)
  })
})

describe('the fitted constants', () => {
  test('leave the errors that their file states', () => {
    expect(fitted.cases).toEqual({
      fitted: casesOf('fitted').length,
      heldOut: casesOf('held-out').length,
    })
    expect(meanAbsolute(casesOf('fitted'))).toBeCloseTo(fitted.meanAbsoluteError.fitted, 4)
    expect(meanAbsolute(casesOf('held-out'))).toBeCloseTo(fitted.meanAbsoluteError.heldOut, 4)
  })

  test('are shares and positive times', () => {
    for (const release of softwareReleases) {
      for (const chip of Object.keys(fitted.chips)) {
        const constants = constantsOf(chip, release)
        expect(constants?.software).toBe(release)
        for (const share of Object.values(constants?.gemmShare ?? {})) {
          expect(share).toBeGreaterThan(0.1)
          expect(share).toBeLessThanOrEqual(1)
        }
        expect(constants?.stepGrowthS).toBeGreaterThan(0)
      }
    }
  })

  test('a chip without cases borrows and says so', () => {
    expect(constantsOf('mi300x')?.note).toContain('no public training case on mi300x')
    expect(constantsOf('h100-sxm')?.note).toBeUndefined()
  })
})

describe('the bounds', () => {
  test('hold for every family that has one', () => {
    const { comparisons, bounds } = validateTraining()
    for (const bound of bounds) {
      const errors = comparisons
        .filter(({ family }) => family === bound.family)
        .filter((each) => bound.split === 'all' || each.split === bound.split)
        .map(({ error, published, predicted }) =>
          Math.abs(error === 'relative' ? predicted / published - 1 : predicted - published),
        )
      expect(errors.length).toBeGreaterThan(0)
      const worst = Math.max(...errors)
      const mean = errors.reduce((sum, each) => sum + each, 0) / errors.length
      expect(bound.statistic === 'worst' ? worst : mean).toBeLessThanOrEqual(bound.max)
    }
  })
})

describe('model FLOPs', () => {
  // NVIDIA, dgxc-benchmarking v25.02 READMEs: FLOPs of one sequence, forward and backward.
  test.each([
    ['gpt3-175b', 2048, 2.2e15],
    ['llama3.1-405b', 8192, 2.17e16],
    ['llama3-70b', 8192, 3.94e15],
    ['llama3-8b', 8192, 4.74e14],
  ])('of %s at %i tokens are those that NVIDIA counts', (id, sequenceLength, flops) => {
    const model = transformer(id)
    if (model === undefined) throw new Error(id)
    expect(modelFlopsPerSequence(model, sequenceLength) / flops).toBeCloseTo(1, 1.7)
  })
})
