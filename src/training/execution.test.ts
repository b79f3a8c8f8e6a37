import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { transformer } from '../catalog/index.ts'
import { chipOf } from './chip.ts'
import { stepTimeOf } from './clock.ts'
import { constantsOf } from './constants-of.ts'
import { executionOf, plainExecution, usualExecution } from './execution.ts'
import type { Execution } from './execution.ts'
import { prepareStep } from './prepare-step.ts'
import type { Parallelism } from './step.ts'

const layout: Parallelism = {
  tensor: 1,
  pipeline: 4,
  virtualStages: 1,
  context: 1,
  expert: 32,
  data: 64,
  isFullySharded: false,
  microBatchSequences: 1,
  recompute: 'none',
}

const runs = fc.record({
  id: fc.constantFrom('deepseek-v3', 'qwen3-235b-a22b', 'gpt-oss-120b', 'kimi-k2'),
  kind: fc.constantFrom('h100-sxm', 'b200', 'gb300-nvl72'),
  expert: fc.constantFrom(4, 8, 32, 64),
})

function stepS(
  { id, kind, expert }: { readonly id: string; readonly kind: string; readonly expert: number },
  execution: Execution,
): number {
  const setting = {
    model: transformer(id)!,
    chip: chipOf(kind)!,
    constants: constantsOf(kind)!,
    precision: 'fp8',
    sequenceLength: 4096,
    execution,
  } as const
  return stepTimeOf(prepareStep(setting)!.clock({ ...layout, expert }, 1024).clock)
}

describe('what a recipe switches on', () => {
  const helps: readonly Partial<Execution>[] = [
    { dispatcher: 'deduplicated' },
    { overlapsExperts: true },
    { graphs: 'routing' },
    { graphs: 'attention' },
    { graphs: 'step' },
    { hasFusedExperts: true },
    { hasNarrowAttention: true },
  ]
  test.each(helps)('%j never slows a step', (change) => {
    fc.assert(
      fc.property(runs, (run) => {
        const without = stepS(run, plainExecution)
        expect(stepS(run, { ...plainExecution, ...change })).toBeLessThanOrEqual(without)
      }),
    )
  })

  test('making operations again never speeds a step', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const once = stepS(run, plainExecution)
        const again = stepS(run, {
          ...plainExecution,
          again: ['up-projections', 'feed-forward', 'activation', 'norms'],
        })
        expect(again).toBeGreaterThan(once)
      }),
    )
  })
})

describe('what is stated of a row', () => {
  test('is read word by word, and nothing from an empty cell', () => {
    expect(executionOf('')).toBeUndefined()
    expect(executionOf('collective')).toEqual(plainExecution)
    expect(executionOf('deduplicated overlap graph-step fused narrow again-norms')).toEqual({
      dispatcher: 'deduplicated',
      overlapsExperts: true,
      graphs: 'step',
      hasFusedExperts: true,
      hasNarrowAttention: true,
      again: ['norms'],
    })
  })

  test('is what its release usually does where nothing is stated', () => {
    const mixture = { model: transformer('deepseek-v3')!, precision: 'mxfp8' } as const
    const bridge = (asOf: string) => ({ software: 'megatron-bridge', asOf })
    expect(usualExecution(bridge('2026-08'), 'gb300-nvl72', mixture).graphs).toBe('step')
    expect(usualExecution(bridge('2026-02'), 'gb300-nvl72', mixture).graphs).toBe('attention')
    expect(usualExecution(bridge('2026-08'), 'h100-sxm', mixture).graphs).toBe('none')
    const dense = { ...mixture, model: transformer('llama3-8b')! }
    expect(usualExecution(bridge('2026-08'), 'gb300-nvl72', dense)).toEqual(plainExecution)
    expect(usualExecution({ software: 'nemo-25.02', asOf: '2025-02' }, 'h100-sxm', mixture)).toEqual(plainExecution) // prettier-ignore
  })
})
