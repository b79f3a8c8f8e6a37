import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { transformer, transformerIds } from '../catalog/index.ts'
import type { Transformer } from '../catalog/index.ts'
import { chipOf } from './chip.ts'
import type { Chip } from './chip.ts'
import { stepTimeOf } from './clock.ts'
import { constantsOf } from './constants-of.ts'
import type { StepConstants } from './constants.ts'
import { estimateStep } from './estimate-step.ts'
import { prepareStep } from './prepare-step.ts'
import type { Parallelism, StepClock, StepRequest } from './step.ts'

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the catalog lost an entry that this test stands on')
  return value
}

const h100 = known(chipOf('h100-sxm'))
const constants = known(constantsOf('h100-sxm'))

const layout: Parallelism = {
  tensor: 8,
  pipeline: 12,
  virtualStages: 8,
  context: 1,
  expert: 1,
  data: 16,
  isFullySharded: false,
  microBatchSequences: 1,
  recompute: 'selective',
}

const nemotron = known(transformer('nemotron4-340b'))
const request: StepRequest = {
  model: nemotron,
  accelerator: 'h100-sxm',
  precision: 'bf16',
  sequenceLength: 4096,
  globalBatchSequences: 768,
  parallelism: layout,
}

interface Setting {
  readonly model: Transformer
  readonly layout: Parallelism
  readonly batch: number
}

/** Layouts that touch every part of the clock: dense and mixture, sharded and not, with and without a context ring. */
const settings = fc
  .record({
    model: fc.constantFrom('nemotron4-340b', 'llama3-70b', 'qwen3-235b-a22b', 'gpt3-175b'),
    tensor: fc.constantFrom(1, 2, 4),
    pipeline: fc.constantFrom(1, 2, 4, 8),
    virtualStages: fc.constantFrom(1, 2),
    context: fc.constantFrom(1, 2, 4),
    data: fc.constantFrom(1, 2, 8, 64),
    expert: fc.constantFrom(1, 2, 4),
    isFullySharded: fc.boolean(),
    microBatchSequences: fc.constantFrom(1, 2),
    recompute: fc.constantFrom('none' as const, 'selective' as const, 'full' as const),
    rounds: fc.constantFrom(8, 16, 64),
  })
  .map(({ model, rounds, ...parts }): Setting => {
    const found = known(transformer(model))
    const isMixture = found.experts !== undefined
    return {
      model: found,
      layout: {
        ...parts,
        virtualStages: parts.pipeline === 1 ? 1 : parts.virtualStages,
        expert: isMixture ? Math.min(parts.expert, parts.tensor * parts.context * parts.data) : 1,
      },
      batch: rounds * parts.data * parts.microBatchSequences,
    }
  })

function clockOn(setting: Setting, chip: Chip, own: StepConstants = constants): StepClock {
  const evaluator = known(
    prepareStep({
      model: setting.model,
      chip,
      constants: own,
      precision: 'bf16',
      sequenceLength: 4096,
    }),
  )
  return evaluator.clock(setting.layout, setting.batch).clock
}

describe('the clock of a step', () => {
  test('doubling any bandwidth never slows a step', () => {
    const rates = ['memoryBytesPerS', 'scaleUpBytesPerS', 'nicBytesPerS'] as const
    fc.assert(
      fc.property(settings, fc.constantFrom(...rates), (setting, rate) => {
        const slow = stepTimeOf(clockOn(setting, h100))
        const fast = stepTimeOf(clockOn(setting, { ...h100, [rate]: 2 * h100[rate] }))
        expect(fast).toBeLessThanOrEqual(slow * (1 + 1e-12))
      }),
    )
  })

  test('zero latency and infinite bandwidth leave only compute and bubble', () => {
    const ideal: Chip = {
      ...h100,
      memoryBytesPerS: Number.POSITIVE_INFINITY,
      scaleUpBytesPerS: Number.POSITIVE_INFINITY,
      nicBytesPerS: Number.POSITIVE_INFINITY,
    }
    const prompt: StepConstants = {
      ...constants,
      scaleUpLatencyS: 0,
      nicLatencyS: 0,
      stepOverheadS: 0,
      stepGrowthS: 0,
      stragglerPerDoubling: 0,
    }
    fc.assert(
      fc.property(settings, (setting) => {
        const clock = clockOn(setting, ideal, prompt)
        expect(stepTimeOf(clock)).toBe(clock.computeS + clock.bubbleS)
        expect(clock.computeS).toBeGreaterThan(0)
      }),
    )
  })

  test('a pipeline of one stage has no bubble, and more stages have one', () => {
    const one = { ...layout, pipeline: 1, virtualStages: 1, data: 192 }
    expect(clockOn({ model: nemotron, layout: one, batch: 768 }, h100).bubbleS).toBe(0)
    expect(clockOn({ model: nemotron, layout, batch: 768 }, h100).bubbleS).toBeGreaterThan(0)
  })

  test('interleaving v chunks divides the bubble by v, but for what a hop costs', () => {
    const free = { ...constants, pipelineExposedShare: 0 }
    const bubble = (virtualStages: number): number =>
      clockOn({ model: nemotron, layout: { ...layout, virtualStages }, batch: 768 }, h100, free)
        .bubbleS
    expect(bubble(1) / bubble(8)).toBeCloseTo(8, 9)
  })
})

describe('an estimate', () => {
  test('is the sum of its parts, in order P10, step, P90', () => {
    const outcome = estimateStep(request)
    if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
    const { estimate } = outcome
    const sum = Object.values(estimate.clock).reduce((total, part) => total + part, 0)
    expect(estimate.stepTimeS).toBe(sum)
    expect(estimate.stepTimeP10S).toBeLessThan(estimate.stepTimeP90S)
    expect(estimate.tokensPerS).toBeCloseTo(estimate.tokensPerStep / sum, 6)
  })

  test('meets the published step of Nemotron-4 340B on 6,144 H100 within a tenth', () => {
    const outcome = estimateStep({
      ...request,
      software: 'nemotron-2024',
      globalBatchSequences: 2304,
      parallelism: { ...layout, data: 64 },
    })
    if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
    expect(Math.abs(outcome.estimate.stepTimeS / 8 - 1)).toBeLessThan(0.1)
  })

  test('more memory never turns fit into unfit, and too little is told with its parts', () => {
    const evaluatorOf = (chip: Chip) =>
      known(
        prepareStep({ model: nemotron, chip, constants, precision: 'bf16', sequenceLength: 4096 }),
      )
    const small = evaluatorOf(h100).memory(layout, 768)
    const large = evaluatorOf({ ...h100, memoryBytes: 2 * h100.memoryBytes }).memory(layout, 768)
    expect(large.totalGb).toBe(small.totalGb)
    expect(large.limitGb).toBe(2 * small.limitGb)
    const parallelism = { ...layout, tensor: 1, pipeline: 1, virtualStages: 1, data: 768 }
    const outcome = estimateStep({ ...request, parallelism })
    if (outcome.kind !== 'out-of-memory') throw new Error(outcome.kind)
    const { memory } = outcome
    const parts =
      memory.weightsGb +
      memory.gradientsGb +
      memory.optimizerGb +
      memory.activationsGb +
      memory.workingGb
    expect(memory.totalGb).toBeCloseTo(parts, 9)
    expect(memory.totalGb).toBeGreaterThan(memory.limitGb)
  })

  test('an impossible request names every reason at once', () => {
    const outcome = estimateStep({
      ...request,
      parallelism: { ...layout, tensor: 7, pipeline: 13, expert: 2, data: 5 },
    })
    if (outcome.kind !== 'impossible') throw new Error(outcome.kind)
    expect(outcome.why.join('\n')).toMatch(/heads.*\n.*\n?.*layers|heads/)
    for (const word of ['96 attention heads', '96 layers', 'no experts', 'batch of 768'])
      expect(outcome.why.some((reason) => reason.includes(word))).toBe(true)
  })

  test.each([
    ['an unknown chip', { accelerator: 'abacus' }, 'no accelerator abacus'],
    ['a precision that the chip lacks', { precision: 'fp4' }, 'does not compute in fp4'],
    ['an unknown release', { software: 'netscape-4' }, 'no constants for netscape-4'],
    [
      'fewer micro-batches than interleaved stages',
      { globalBatchSequences: 96 },
      'interleaving needs at least 12 micro-batches',
    ],
  ] as const)('%s is a named outcome', (_, change, reason) => {
    const outcome = estimateStep({ ...request, ...change })
    expect(outcome).toMatchObject({ kind: 'impossible' })
    expect(JSON.stringify(outcome)).toContain(reason)
  })

  test('hostile numbers give a named outcome, never NaN or Infinity', () => {
    const hostile = fc.oneof(
      fc.constantFrom(0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40),
      fc.constantFrom(1, 2, 4, 8, 64),
      fc.integer(),
    )
    const counts = fc.record({
      tensor: hostile,
      pipeline: hostile,
      virtualStages: hostile,
      context: hostile,
      expert: hostile,
      data: hostile,
      microBatchSequences: hostile,
    })
    const model = fc
      .tuple(fc.constantFrom(...transformerIds), fc.option(hostile), fc.option(hostile))
      .map(([id, layers, hiddenSize]) => ({
        ...known(transformer(id)),
        ...(layers === null ? {} : { layers }),
        ...(hiddenSize === null ? {} : { hiddenSize }),
      }))
    fc.assert(
      fc.property(
        model,
        counts,
        fc.record({ sequenceLength: hostile, globalBatchSequences: hostile }),
        fc.constantFrom('h100-sxm', 'gb300-nvl72', 'mi300x', 'toString', ''),
        (given, layoutCounts, batch, accelerator) => {
          const outcome = estimateStep({
            ...request,
            ...batch,
            model: given,
            accelerator,
            parallelism: { ...layout, ...layoutCounts },
          })
          for (const value of numbersIn(outcome)) expect(Number.isFinite(value)).toBe(true)
          if (outcome.kind === 'impossible') expect(outcome.why.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 500 },
    )
  })
})

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}
