import { describe, expect, it } from 'vitest'
import { parametersOf, transformer, transformerIds, transformers } from './index.ts'

describe('parameters counted from the architecture are the published ones', () => {
  it.each([
    ['llama3.1-405b', 405_853_388_800],
    ['llama3-8b', 8_030_261_248],
    ['llama3-70b', 70_553_706_496],
    ['llama2-70b', 68_976_648_192],
    ['mixtral-8x7b', 46_702_792_704],
  ])('%s to the last one', (id, total) => {
    expect(parametersOf(transformer(id)!).total).toBe(total)
  })

  it.each([
    ['gpt3-175b', 175, 0.01],
    ['megatron-1.7b', 1.7, 0.03],
    ['megatron-3.6b', 3.6, 0.02],
    ['megatron-7.5b', 7.5, 0.01],
    ['megatron-18.4b', 18.4, 0.005],
    ['megatron-39.1b', 39.1, 0.001],
    ['megatron-76.1b', 76.1, 0.001],
    ['megatron-145.6b', 145.6, 0.001],
    ['megatron-310.1b', 310.1, 0.001],
    ['megatron-529.6b', 529.6, 0.001],
    ['megatron-1t', 1008, 0.001],
    ['korthikanti-22b', 22, 0.01],
    ['mt-nlg-530b', 530, 0.001],
    ['nemotron4-15b', 15.7, 0.01],
    ['nemotron4-340b', 341, 0.001],
    ['palm-540b', 540.35, 0.001],
    ['grok1-314b', 314, 0.01],
    ['deepseek-v3', 671, 0.001],
    ['kimi-k2', 1040, 0.015],
    ['qwen3-30b-a3b', 30.5, 0.005],
    ['qwen3-235b-a22b', 235, 0.001],
    ['gpt-oss-120b', 116.8, 0.001],
    ['nemotron3-nano', 31.6, 0.002],
    ['nemotron3-super', 120.6, 0.005],
    ['nemotron3-ultra', 550, 0.005],
    ['mpt-125m', 0.125, 0.01],
    ['mpt-7b', 6.66, 0.005],
    ['mpt-30b', 29.95, 0.005],
  ])('%s: %d billion', (id, billions, tolerance) => {
    const { total } = parametersOf(transformer(id)!)
    expect(Math.abs(total / 1e9 / billions - 1)).toBeLessThan(tolerance)
  })

  it.each([
    ['deepseek-v3', 37, 0.02],
    ['kimi-k2', 32.6, 0.01],
    ['mixtral-8x7b', 12.9, 0.005],
    ['nemotron3-nano', 3.6, 0.01],
    ['nemotron3-super', 12.7, 0.01],
    ['nemotron3-ultra', 55, 0.02],
    ['qwen3-30b-a3b', 3.3, 0.02],
    ['qwen3-235b-a22b', 22, 0.01],
  ])('%s: %d billion of them active', (id, billions, tolerance) => {
    const { active } = parametersOf(transformer(id)!)
    expect(Math.abs(active / 1e9 / billions - 1)).toBeLessThan(tolerance)
  })

  it('GPT-OSS counts the output matrix among the 5.13 billion active ones, the input table not', () => {
    expect(parametersOf(transformer('gpt-oss-120b')!).multiplied / 1e9).toBeCloseTo(5.13, 2)
  })

  it('Nemotron-4 340B has 9.4 billion in its tables and 331.6 elsewhere', () => {
    const { total, inputEmbedding, outputEmbedding } = parametersOf(transformer('nemotron4-340b')!)
    expect((inputEmbedding + outputEmbedding) / 1e9).toBeCloseTo(9.44, 2)
    expect((total - inputEmbedding - outputEmbedding) / 1e9).toBeCloseTo(331.6, 1)
  })
})

describe('the formula of Megatron', () => {
  it.each(transformers.filter(({ id }) => id.startsWith('megatron')))(
    '$id: 12·l·h²·(1 + 13/(12h) + (V + s)/(12·l·h)), and the last norm',
    (model) => {
      const { layers: l, hiddenSize: h, vocabulary, positions = 0 } = model
      const formula =
        12 * l * h ** 2 * (1 + 13 / (12 * h) + (vocabulary + positions) / (12 * l * h))
      expect(parametersOf(model).total - 2 * h).toBeCloseTo(formula, -2)
    },
  )
})

describe('every model', () => {
  it.each(transformers)('$id is whole', (model) => {
    expect(transformer(model.id)).toBe(model)
    expect(model.id).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*$/)
    expect(model.source.length).toBeGreaterThan(15)
    expect(model.asOf).toMatch(/^\d{4}-\d{2}$/)
    expect(['high', 'medium', 'low']).toContain(model.confidence)
    expect(Number.isInteger(model.headSize)).toBe(true)
    const counted = parametersOf(model)
    for (const value of Object.values(counted)) expect(Number.isSafeInteger(value)).toBe(true)
    expect(counted.active).toBeLessThanOrEqual(counted.total)
    expect(counted.multiplied).toBeLessThanOrEqual(counted.active)
    if (model.experts === undefined) expect(counted.active).toBe(counted.total)
    else expect(counted.active).toBeLessThan(counted.total / 1.8)
  })

  it('has an id of its own', () => {
    expect(new Set(transformerIds).size).toBe(transformers.length)
    expect(transformer('constructor')).toBeUndefined()
  })
})
