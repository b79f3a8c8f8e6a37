import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceleratorKinds, transformer, transformers } from '../catalog/index.ts'
import type { Transformer } from '../catalog/index.ts'
import { estimateServing, servingCurve } from './estimate.ts'
import { kvBytesPerToken } from './kv-cache.ts'
import type { ServingEstimate, ServingRequest } from './request.ts'

const model = (id: string): Transformer => {
  const found = transformer(id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

const request: ServingRequest = {
  model: model('llama3-70b'),
  accelerator: 'h200-sxm',
  gpusPerReplica: 2,
  precision: 'fp8',
  inputTokens: 1000,
  outputTokens: 300,
}

function estimated(changes: Partial<ServingRequest> = {}): ServingEstimate {
  const outcome = estimateServing({ ...request, ...changes })
  if (outcome.kind !== 'estimated') throw new Error(JSON.stringify(outcome))
  return outcome.estimate
}

describe('cache of keys and values', () => {
  it.each([
    ['llama3-70b', 163_840],
    ['llama3.1-405b', 258_048],
    ['deepseek-v3', 35_136],
  ])('%s leaves %i bytes a token in 8 bits', (id, bytes) => {
    expect(kvBytesPerToken(model(id), 1)).toBe(bytes)
    expect(kvBytesPerToken(model(id), 2)).toBe(2 * bytes)
  })
})

describe('a dense replica', () => {
  it('shares its memory without rest', () => {
    const { weightsGb, cacheGb, reserveGb, freeGb, totalGb } = estimated({ concurrency: 50 }).memory
    expect(weightsGb + cacheGb + reserveGb + freeGb).toBeCloseTo(totalGb, 6)
    expect(freeGb).toBeGreaterThan(0)
  })

  it('names what keeps the batch from growing', () => {
    expect(estimated().batchLimit).toBe('memory')
    expect(estimated({ batchMax: 64 }).batchLimit).toBe('engine limit')
    expect(estimated({ concurrency: 8 }).batchLimit).toBe('concurrency')
    expect(estimated({ tpotMaxMs: 40 }).batchLimit).toBe('time per token')
  })

  it('throughput rises to saturation, and then only waiting does', () => {
    const curve = servingCurve(request, [1, 4, 16, 64, 256, 1024, 4096])
    const points = curve.map(({ outcome }) => {
      if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
      return outcome.estimate
    })
    for (const [index, point] of points.slice(1).entries()) {
      const before = points[index]
      expect(point.outputTokensPerSPerGpu).toBeGreaterThanOrEqual(
        before?.outputTokensPerSPerGpu ?? 0,
      )
      expect(point.tpotMs).toBeGreaterThanOrEqual(before?.tpotMs ?? 0)
      expect(point.ttftP99Ms).toBeGreaterThan(before?.ttftP99Ms ?? 0)
    }
    const [full, over] = points.slice(-2)
    expect(over?.outputTokensPerSPerGpu).toBe(full?.outputTokensPerSPerGpu)
    expect(over?.waiting).toBeGreaterThan(3000)
  })

  it('time to the first token grows with the prompt', () => {
    const times = [100, 1000, 10_000, 50_000].map((inputTokens) => {
      const { ttftP50Ms, ttftP99Ms } = estimated({ inputTokens, concurrency: 4 })
      expect(ttftP99Ms).toBeGreaterThan(ttftP50Ms)
      return ttftP50Ms
    })
    expect([...times].sort((a, b) => a - b)).toEqual(times)
  })

  it('at one sequence the fixed time of the layers keeps bandwidth from being promised twice over', () => {
    const alone = estimated({ concurrency: 1 })
    expect(alone.tpotMs).toBeCloseTo(alone.tpotFloorMs, 9)
    expect(alone.tpotMs).toBeGreaterThan(1000 * alone.step.memoryS + 4)
  })

  it('says where its floor is promised too low: on more GPUs than any fitted row had', () => {
    expect(estimated({ gpusPerReplica: 8 }).note).toContain('on 8 the time per token is promised')
    expect(estimated({ gpusPerReplica: 2 }).note).not.toContain('too low')
  })

  it('pools of their own serve as much per GPU of both together', () => {
    const { prefillGpusPerDecodeGpu, outputTokensPerSPerDecodeGpu, ...rest } = estimated()
    const perGpu = outputTokensPerSPerDecodeGpu / (1 + prefillGpusPerDecodeGpu)
    expect(perGpu).toBeCloseTo(rest.outputTokensPerSPerGpu, 6)
  })

  it('a cached prompt and speculation both help', () => {
    expect(estimated({ cachedShare: 0.5 }).outputTokensPerSPerGpu).toBeGreaterThan(
      estimated().outputTokensPerSPerGpu,
    )
    expect(estimated({ tokensPerStep: 2 }).tpotMs).toBeLessThan(estimated().tpotMs)
  })
})

describe('named outcomes', () => {
  it('weights that do not fit have capacity 0', () => {
    const outcome = estimateServing({ ...request, gpusPerReplica: 1, precision: 'bf16' })
    expect(outcome.kind).toBe('does-not-fit')
    if (outcome.kind === 'does-not-fit') expect(outcome.neededGb).toBeGreaterThan(outcome.usableGb)
  })

  it('a limit below one sequence alone is unreachable', () => {
    expect(estimateServing({ ...request, tpotMaxMs: 1 }).kind).toBe('unreachable')
  })

  it.each([
    [{ accelerator: 'h100' }],
    [{ accelerator: 'tpu-v5p', precision: 'bf16' as const }],
    [{ precision: 'fp4' as const }],
    [{ gpusPerReplica: 1.5 }],
    [{ inputTokens: NaN }],
    [{ outputTokens: 0 }],
    [{ cachedShare: 1.1 }],
    [{ concurrency: 0 }],
  ])('%j is impossible and says why', (changes) => {
    const outcome = estimateServing({ ...request, ...changes })
    expect(outcome.kind).toBe('impossible')
    if (outcome.kind === 'impossible') expect(outcome.why.join(' ').length).toBeGreaterThan(20)
  })
})

describe('a mixture of experts', () => {
  const mixture: ServingRequest = {
    model: model('kimi-k2'),
    accelerator: 'b200',
    gpusPerReplica: 4,
    precision: 'fp4',
    inputTokens: 8192,
    outputTokens: 1024,
  }

  it('gives back what was measured, and says that and from where', () => {
    const outcome = estimateServing({ ...mixture, concurrency: 16 })
    expect(outcome.kind).toBe('interpolated')
    if (outcome.kind !== 'interpolated') return
    expect(outcome.estimate.totalTokensPerSPerGpu).toBeCloseTo(2318.7, 6)
    expect(outcome.estimate.tpotMs).toBeCloseTo(14.84, 6)
    expect(outcome.estimate.note).toMatch(/^Interpolated from 5 measured points .* InferenceX/)
  })

  it.each([
    [{ concurrency: 2 }],
    [{ concurrency: 65 }],
    [{ tpotMaxMs: 5 }],
    [{ accelerator: 'gb300-nvl72' }],
    [{ inputTokens: 1024 }],
    [{ cachedShare: 0.5 }],
    [{ gpusPerReplica: 8 }],
  ])('%j was not measured and is refused', (changes) => {
    expect(estimateServing({ ...mixture, ...changes }).kind).toBe('unreachable')
  })

  it('a limit of the time per token picks the point that keeps it', () => {
    const outcome = estimateServing({ ...mixture, tpotMaxMs: 20 })
    if (outcome.kind !== 'interpolated') throw new Error(outcome.kind)
    expect(outcome.estimate.tpotMs).toBeCloseTo(20, 9)
    expect(outcome.estimate.concurrency).toBeGreaterThan(16)
    expect(outcome.estimate.concurrency).toBeLessThan(32)
  })
})

const hostile = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, -1, 1e308, Number.MIN_VALUE),
  fc.integer({ min: 1, max: 100_000 }),
)
const maybe = fc.option(hostile, { nil: undefined })

const finite = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(finite)
}

const given = (fields: Readonly<Record<string, number | undefined>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

it('no request, however hostile, brings an infinite number or none', () => {
  const any = fc.record({
    model: fc.constantFrom(...transformers),
    accelerator: fc.constantFrom(...acceleratorKinds, 'constructor', ''),
    gpusPerReplica: fc.oneof(fc.integer({ min: 1, max: 72 }), hostile),
    precision: fc.constantFrom('bf16', 'fp8', 'fp4'),
    inputTokens: hostile,
    outputTokens: hostile,
  })
  const options = fc.record({
    cachedShare: maybe,
    concurrency: maybe,
    batchMax: maybe,
    tpotMaxMs: maybe,
    tokensPerStep: maybe,
  })
  fc.assert(
    fc.property(any, options, (base, more) => {
      const outcome = estimateServing({ ...base, ...given(more) } as ServingRequest)
      expect(finite(outcome)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

it('a model with hostile numbers is refused, or its answer is finite', () => {
  const keys = ['layers', 'hiddenSize', 'heads', 'headSize', 'ffnSize', 'vocabulary'] as const
  fc.assert(
    fc.property(fc.constantFrom(...keys), hostile, (key, value) => {
      const strange = { ...request.model, [key]: value }
      expect(finite(estimateServing({ ...request, model: strange }))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

it('a curve over any concurrencies is finite, and more live sequences never speed up a user nor slow all', () => {
  const any = fc.array(fc.oneof(hostile, fc.integer({ min: 1, max: 5000 })), { maxLength: 6 })
  const lengths = fc.record({
    inputTokens: fc.integer({ min: 1, max: 20_000 }),
    outputTokens: fc.integer({ min: 1, max: 4000 }),
    cachedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(any, lengths, (concurrencies, prompt) => {
      const rows = servingCurve({ ...request, ...prompt }, concurrencies)
      expect(rows).toHaveLength(concurrencies.length)
      expect(finite(rows.map(({ outcome }) => outcome))).toBe(true)
      const points = rows
        .flatMap(({ concurrency, outcome }) =>
          outcome.kind === 'estimated' ? [{ concurrency, ...outcome.estimate }] : [],
        ) // prettier-ignore
        .toSorted((a, b) => a.concurrency - b.concurrency)
      for (const [index, point] of points.slice(1).entries()) {
        const before = points[index]
        if (before === undefined) continue
        const slack = 1 + 1e-12
        expect(point.tpotMs * slack).toBeGreaterThanOrEqual(before.tpotMs)
        expect(point.outputTokensPerSPerGpu * slack).toBeGreaterThanOrEqual(before.outputTokensPerSPerGpu) // prettier-ignore
        expect(point.ttftP99Ms * slack).toBeGreaterThanOrEqual(before.ttftP99Ms)
      }
    }),
    { numRuns: 300 },
  )
})
