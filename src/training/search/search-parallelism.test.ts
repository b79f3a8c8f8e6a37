import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transformer } from '../../catalog/index.ts'
import { chipOf } from '../chip.ts'
import { estimateStep } from '../estimate-step.ts'
import { layoutFaults } from '../layout-faults.ts'
import type { Parallelism, Recompute, StepClock } from '../step.ts'
import { contextMax, layouts, microBatchSizes } from './layouts.ts'
import { searchParallelism, type SearchOutcome, type SearchRequest } from './search-parallelism.ts'
import { whySlower } from './why-slower.ts'

const request = (
  change: Partial<SearchRequest> & { readonly id?: string } = {},
): SearchRequest => ({
  model: transformer(change.id ?? 'llama3-8b')!,
  accelerator: 'h100-sxm',
  accelerators: 16,
  precision: 'bf16',
  sequenceLength: 4096,
  globalBatchSequences: 64,
  ...change,
})

const upTo = (most: number): number[] => Array.from({ length: most }, (_, i) => i + 1)

/** Every combination of counts whose product is right, good or not: written from the definition, not from the search. */
function* everything({
  accelerators,
  model,
  globalBatchSequences,
}: SearchRequest): Generator<Parallelism> {
  const domain = chipOf('h100-sxm')!.scaleUpDomain
  for (const tensor of upTo(domain))
    for (const pipeline of upTo(accelerators))
      for (const context of upTo(Math.min(accelerators, contextMax))) {
        const data = accelerators / (tensor * pipeline * context)
        if (!Number.isInteger(data)) continue
        for (const virtualStages of upTo(model.layers))
          for (const expert of upTo(model.experts?.count ?? 1))
            for (const microBatchSequences of microBatchSizes.filter((size) => size <= globalBatchSequences))
              for (const recompute of ['none', 'selective', 'full'] satisfies Recompute[])
                for (const isFullySharded of pipeline === 1 ? [false, true] : [false])
                  yield { tensor, pipeline, context, data, virtualStages, expert, microBatchSequences, recompute, isFullySharded } // prettier-ignore
      }
}

/** A mixture that is small enough to look at all of its layouts. */
const mixture = transformer('qwen3-30b-a3b')!
const fewExperts = {
  ...mixture,
  id: 'few-experts',
  layers: 8,
  experts: { ...mixture.experts!, count: 8, perToken: 2 },
}

const small: readonly SearchRequest[] = [
  request(),
  request({ accelerators: 12, globalBatchSequences: 48 }),
  request({ model: fewExperts, accelerators: 8, globalBatchSequences: 16 }),
  // Six layers fill eight chunks where embedding and output take one each.
  request({ model: { ...transformer('llama3-8b')!, id: 'few-layers', layers: 6 }, accelerators: 8, globalBatchSequences: 16 }), // prettier-ignore
]

describe('the grid', () => {
  it.each(small)('holds each layout that can be built, and no other ($model.id)', (one) => {
    const good = [...everything(one)].filter(
      (layout) => layoutFaults(one.model, layout, one).length === 0,
    )
    const listed = [...layouts({ ...one, chip: chipOf('h100-sxm')! })]
    const keys = (all: readonly Parallelism[]): string[] =>
      all.map((layout) => JSON.stringify(Object.entries(layout).sort())).sort()
    expect(keys(listed)).toEqual(keys(good))
    expect(new Set(keys(listed)).size).toBe(listed.length)
  })
})

describe('the search', () => {
  it.each(small)('finds the fastest of all that fit ($model.id)', (one) => {
    let fastestS = Infinity
    for (const parallelism of everything(one)) {
      const outcome = estimateStep({ ...one, parallelism })
      if (outcome.kind === 'estimated') fastestS = Math.min(fastestS, outcome.estimate.stepTimeS)
    }
    const found = searchParallelism(one)
    expect(found.kind === 'found' && found.estimate.stepTimeS).toBe(fastestS)
  })

  it('lists runners-up in order, none faster than the best, each with what it loses', () => {
    const found = searchParallelism(request())
    if (found.kind !== 'found') throw new Error(found.kind)
    const times = [found.estimate, ...found.runnersUp].map(({ stepTimeS }) => stepTimeS)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const { why } of found.runnersUp) expect(why).toMatch(/^\+\d+\.\d % \(|in no single part$/)
  })

  it('says what is missing where nothing fits', () => {
    const found = searchParallelism(request({ id: 'llama3.1-405b', globalBatchSequences: 16 }))
    expect(found.kind).toBe('out-of-memory')
    if (found.kind === 'out-of-memory') expect(found.memory.totalGb).toBeGreaterThan(80)
  })

  it('what is faster but too large is told with its memory', () => {
    const found = searchParallelism(request({ accelerators: 8 }))
    if (found.kind !== 'found') throw new Error(found.kind)
    expect(found.tooLarge!.stepTimeS).toBeLessThan(found.estimate.stepTimeS)
    expect(found.tooLarge!.why).toMatch(/^-.* but it needs \d+\.\d GB of 80 GB$/)
  })

  it('more memory never makes the best slower: H200 is H100 with more and faster memory', () => {
    const stepOf = (found: SearchOutcome): number => (found.kind === 'found' ? found.estimate.stepTimeS : Infinity) // prettier-ignore
    for (const id of ['llama3-8b', 'llama3-70b', 'qwen3-30b-a3b']) {
      const one = request({ id, accelerators: 64, globalBatchSequences: 128 })
      expect(stepOf(searchParallelism({ ...one, accelerator: 'h200-sxm' }))).toBeLessThanOrEqual(stepOf(searchParallelism(one))) // prettier-ignore
    }
  })

  it('whatever the numbers, there is a named outcome and no number that is none', () => {
    const hostile = fc.oneof(fc.constantFrom(0, -1, 1, 7, 8, 1e9, NaN, Infinity, 0.5), fc.integer({ min: 1, max: 64 })) // prettier-ignore
    fc.assert(
      fc.property(hostile, hostile, hostile, (accelerators, sequenceLength, batch) => {
        const found = searchParallelism(request({ accelerators, sequenceLength, globalBatchSequences: batch })) // prettier-ignore
        // JSON writes null for a number that is none; a refusal may quote what it was given.
        expect(JSON.stringify(found)).not.toContain('null')
      }),
      { numRuns: 60 },
    )
    expect(searchParallelism(request({ accelerator: 'abacus', accelerators: 0.5 }))).toEqual({
      kind: 'impossible',
      why: ['accelerators is 0.5, not a whole number from 1 to 16777216', 'no accelerator abacus in the catalog'], // prettier-ignore
    })
    expect(searchParallelism(request({ precision: 'fp4' })).kind).toBe('impossible')
  })
})

it('the reason names the parts that differ most, with their sign', () => {
  const zero: StepClock = { computeS: 0, bubbleS: 0, exposedTensorS: 0, exposedPipelineS: 0, exposedContextS: 0, exposedExpertS: 0, exposedDataS: 0, optimizerS: 0, otherS: 0 } // prettier-ignore
  const best = { clock: { ...zero, computeS: 9, bubbleS: 1 }, stepTimeS: 10 }
  const other = { clock: { ...zero, computeS: 8.5, bubbleS: 2.5 }, stepTimeS: 11 }
  expect(whySlower(best, other)).toBe('+10.0 % (bubble +1.5 s, compute -0.50 s)')
})
