import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchThatFits, batchWithinTpot, operate, prefillS } from './roofline.ts'
import type { Efficiency, Prompt, Replica } from './roofline.ts'

const tera = 1e12
const gpus = {
  h100: [1979, 989, 3.35, 80],
  h200: [1979, 989, 4.8, 141],
  b200: [9000, 2250, 8, 180],
  gb200: [10_000, 2500, 8, 192],
} as const

/** Llama-3.3-70B with the figures of the reference calculation, four bits at 0.56 bytes. */
function llama(kind: keyof typeof gpus, count: number): Replica {
  const [peak, peak16, bandwidth, memory] = gpus[kind]
  return {
    gpus: count,
    layers: 80,
    activeParameters: 70.6e9,
    attentionWidth: 80 * 64 * 128,
    weightBytes: 70.6e9 * (peak > 2000 ? 0.56 : 1),
    kvBytesPerToken: 163_840,
    memoryBytes: memory * 1e9,
    flopsPerS: peak * tera,
    flops16PerS: peak16 * tera,
    memoryBytesPerS: bandwidth * tera,
  }
}

const reference: Efficiency = {
  arithmeticShare: 0.675,
  bandwidthShare: 0.625,
  layerMs: 0.125,
  sequenceUs: 0,
}

const prompt = (inputTokens: number, outputTokens: number): Prompt => ({
  inputTokens,
  outputTokens,
  cachedShare: 0,
})

describe('the published worked example: one constant set, 14 rows', () => {
  it.each([
    ['b200', 1, 1000, 1000, 6982.9],
    ['b200', 1, 1024, 8192, 3407.7],
    ['b200', 1, 8192, 1024, 1358.3],
    ['b200', 1, 32_768, 1024, 282.8],
    ['gb200', 1, 1000, 1000, 7102.4],
    ['gb200', 1, 1024, 8192, 3531],
    ['gb200', 1, 8192, 1024, 1438.7],
    ['gb200', 1, 32_768, 1024, 302.4],
    ['h200', 2, 1000, 1000, 2780.6],
    ['h200', 2, 1024, 8192, 2030.8],
    ['h200', 2, 8192, 1024, 559.1],
    ['h200', 2, 32_768, 1024, 116.9],
    ['h100', 2, 1000, 1000, 2299.5],
    ['h100', 2, 8192, 1024, 370.5],
  ] as const)('%s x %i, %i in, %i out: %f tokens/s per GPU', (kind, count, input, output, rate) => {
    const replica = llama(kind, count)
    const tokens = prompt(input, output)
    const batch = Math.min(256, batchThatFits(replica, tokens))
    const point = operate(replica, { prompt: tokens, batch }, reference)
    expect(point.outputTokensPerS / count).toBeCloseTo(rate, 1)
  })
})

const anyReplica = fc.record({
  gpus: fc.integer({ min: 1, max: 64 }),
  layers: fc.integer({ min: 1, max: 200 }),
  activeParameters: fc.double({ min: 1e8, max: 1e12, noNaN: true }),
  attentionWidth: fc.double({ min: 1e4, max: 1e7, noNaN: true }),
  weightBytes: fc.double({ min: 1e8, max: 2e12, noNaN: true }),
  kvBytesPerToken: fc.double({ min: 1e3, max: 1e6, noNaN: true }),
  memoryBytes: fc.double({ min: 1e10, max: 1e12, noNaN: true }),
  flopsPerS: fc.double({ min: 1e14, max: 1e17, noNaN: true }),
  flops16PerS: fc.double({ min: 1e14, max: 1e16, noNaN: true }),
  memoryBytesPerS: fc.double({ min: 1e12, max: 1e14, noNaN: true }),
})
const anyPrompt = fc.record({
  inputTokens: fc.integer({ min: 1, max: 200_000 }),
  outputTokens: fc.integer({ min: 1, max: 50_000 }),
  cachedShare: fc.double({ min: 0, max: 1, noNaN: true }),
})
const anyBatch = fc.double({ min: 1, max: 5000, noNaN: true })
const efficiency: Efficiency = {
  arithmeticShare: 0.7,
  bandwidthShare: 0.6,
  layerMs: 0.06,
  sequenceUs: 30,
}
/** Room for rounding. */
const nearly = 1 + 1e-9

describe('laws', () => {
  it('more bandwidth never slows a decode step', () => {
    fc.assert(
      fc.property(anyReplica, anyPrompt, anyBatch, (replica, tokens, batch) => {
        const faster = { ...replica, memoryBytesPerS: 2 * replica.memoryBytesPerS }
        const at = { prompt: tokens, batch }
        const before = operate(replica, at, efficiency)
        expect(operate(faster, at, efficiency).tpotS).toBeLessThanOrEqual(before.tpotS * nearly)
      }),
    )
  })

  it('more live sequences never speed up one user, and never lower the throughput of all', () => {
    fc.assert(
      fc.property(anyReplica, anyPrompt, anyBatch, anyBatch, (replica, tokens, one, other) => {
        const [few, many] = [Math.min(one, other), Math.max(one, other)]
        const less = operate(replica, { prompt: tokens, batch: few }, efficiency)
        const more = operate(replica, { prompt: tokens, batch: many }, efficiency)
        expect(more.tpotS * nearly).toBeGreaterThanOrEqual(less.tpotS)
        expect(more.outputTokensPerS * nearly).toBeGreaterThanOrEqual(less.outputTokensPerS)
      }),
    )
  })

  it('Little: live sequences are request rate times time in the system', () => {
    fc.assert(
      fc.property(anyReplica, anyPrompt, anyBatch, (replica, tokens, batch) => {
        const point = operate(replica, { prompt: tokens, batch }, efficiency)
        const inSystemS = point.prefillS + tokens.outputTokens * point.tpotS
        expect(point.requestsPerS * inSystemS).toBeCloseTo(batch, 6)
      }),
    )
  })

  it('prefill grows with the prompt and shrinks with what is cached', () => {
    fc.assert(
      fc.property(anyReplica, anyPrompt, (replica, tokens) => {
        const longer = { ...tokens, inputTokens: tokens.inputTokens + 100 }
        const cached = { ...tokens, cachedShare: (1 + tokens.cachedShare) / 2 }
        const before = prefillS(replica, tokens, efficiency)
        expect(prefillS(replica, longer, efficiency)).toBeGreaterThanOrEqual(before)
        expect(prefillS(replica, cached, efficiency)).toBeLessThanOrEqual(before)
      }),
    )
  })

  it('the batch within a time per token keeps it, and one more sequence would not', () => {
    const replica = llama('h200', 2)
    const limit = { prompt: prompt(1000, 300), batchMax: 900, tpotMaxS: 0.05 }
    const batch = batchWithinTpot(replica, limit, efficiency)
    const tpotS = (live: number): number =>
      operate(replica, { prompt: limit.prompt, batch: live }, efficiency).tpotS
    expect(tpotS(batch)).toBeLessThanOrEqual(0.05)
    expect(tpotS(batch + 1)).toBeGreaterThan(0.05)
    expect(batchWithinTpot(replica, { ...limit, tpotMaxS: 0.001 }, efficiency)).toBe(0)
  })
})
