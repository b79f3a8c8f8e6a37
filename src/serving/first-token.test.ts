import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accessRttMs } from './access.ts'
import { firstTokenMs, siteRttBudgetMs } from './first-token.ts'
import { cacheGb, moveOrPrefill, stageTime } from './staging.ts'

const parts = { accessRttMs: 8, siteRttMs: 30, queueMs: 20, prefillMs: 50, stepMs: 10 }

it('a cold connection pays three round trips, a warm one one', () => {
  expect(firstTokenMs(parts)).toEqual({
    kind: 'summed',
    networkMs: 38,
    computeMs: 80,
    totalMs: 118,
  })
  expect(firstTokenMs({ ...parts, isCold: true })).toMatchObject({ networkMs: 114 })
})

it('the budget for distance is what the limit leaves', () => {
  const siteRttMs = siteRttBudgetMs(450, parts)
  expect(siteRttMs).toBe(362)
  expect(firstTokenMs({ ...parts, siteRttMs })).toMatchObject({ totalMs: 450 })
  expect(siteRttBudgetMs(50, parts)).toBeLessThan(0)
})

it('a site farther away moves the first token and nothing else of the compute', () => {
  const far = firstTokenMs({ ...parts, siteRttMs: 230 })
  expect(far).toMatchObject({ computeMs: 80, totalMs: 318 })
})

it('every access type has a value with its mark and range', () => {
  for (const { provenance, source } of Object.values(accessRttMs)) {
    expect(provenance).toBe('assumed')
    expect(source).toMatch(/Planning value/)
  }
})

it.each([
  [163_840, 1.342, 107],
  [35_136, 0.288, 23],
])('a cache of 8,192 tokens at %i bytes is %f GB, %i ms on 100 Gb/s', (bytes, gb, ms) => {
  const sizeGb = cacheGb(bytes, 8192)
  expect(sizeGb).toBeCloseTo(gb, 3)
  const outcome = stageTime({ sizeGb, usableGbps: 100, rttMs: 0 })
  expect(outcome.kind === 'staged' && outcome.durationMs).toBeCloseTo(ms, 0)
})

it('a cache moves only if that beats computing it again', () => {
  const staging = { sizeGb: 1.342, usableGbps: 100, rttMs: 20 }
  expect(moveOrPrefill(staging, 400).choice).toBe('move')
  expect(moveOrPrefill(staging, 120).choice).toBe('prefill')
  expect(moveOrPrefill({ ...staging, usableGbps: 0 }, 400).choice).toBe('prefill')
})

it('doubling the rate never slows a transfer, and a link without rate is named', () => {
  const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(positive, positive, positive, (sizeGb, usableGbps, rttMs) => {
      const slow = stageTime({ sizeGb, usableGbps, rttMs })
      const fast = stageTime({ sizeGb, usableGbps: 2 * usableGbps, rttMs })
      if (slow.kind !== 'staged' || fast.kind !== 'staged') throw new Error('no link')
      expect(fast.durationMs).toBeLessThanOrEqual(slow.durationMs)
    }),
  )
  expect(stageTime({ sizeGb: 1, usableGbps: 0, rttMs: 1 }).kind).toBe('no-link')
})

it('hostile numbers bring no infinite time', () => {
  const hostile = fc.oneof(fc.double(), fc.constantFrom(0, 1, 1e308, NaN, Infinity))
  fc.assert(
    fc.property(hostile, hostile, hostile, (x, y, z) => {
      const outcomes = [
        stageTime({ sizeGb: x, usableGbps: y, rttMs: z }),
        firstTokenMs({ ...parts, accessRttMs: x, siteRttMs: y, queueMs: z }),
        moveOrPrefill({ sizeGb: x, usableGbps: y, rttMs: 1 }, z),
      ]
      for (const outcome of outcomes)
        for (const value of Object.values(outcome))
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
