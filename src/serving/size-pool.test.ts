import fc from 'fast-check'
import { expect, it } from 'vitest'
import { transformer } from '../catalog/index.ts'
import { sizePool } from './size-pool.ts'
import type { PoolRequest } from './size-pool.ts'
import { serviceLevels } from './slo.ts'

const model = transformer('llama3-70b')
if (model === undefined) throw new Error('no llama3-70b')

const pool: PoolRequest = {
  request: {
    model,
    accelerator: 'h200-sxm',
    gpusPerReplica: 2,
    precision: 'fp8',
    inputTokens: 1155,
    outputTokens: 211,
  },
  requestsPerS: 100,
  level: serviceLevels['llama2-70b-server'],
}
const sized = (changes: Partial<PoolRequest> = {}) => {
  const outcome = sizePool({ ...pool, ...changes })
  if (outcome.kind !== 'sized') throw new Error(JSON.stringify(outcome))
  return outcome.size
}

it('keeps both limits of the promise, and one replica fewer would not do', () => {
  const { ttftP99Ms, estimate, utilisation, replicas } = sized()
  expect(ttftP99Ms).toBeLessThanOrEqual(2000)
  expect(estimate.tpotMs).toBeLessThanOrEqual(200)
  expect(utilisation).toBeLessThan(1)
  expect(replicas).toBeGreaterThan(1)
})

it('a tighter promise or a longer way never needs fewer GPUs', () => {
  const loose = sized().gpus
  expect(sized({ level: serviceLevels['llama2-70b-interactive'] }).gpus).toBeGreaterThan(loose)
  expect(sized({ networkMs: 300 }).gpus).toBeGreaterThanOrEqual(loose)
})

it('a larger pool is used better: utilisation is a result', () => {
  expect(sized({ requestsPerS: 1000 }).utilisation).toBeGreaterThan(
    sized({ requestsPerS: 5 }).utilisation,
  )
})

it('a promise that the network alone breaks is unreachable', () => {
  expect(sizePool({ ...pool, networkMs: 3000 }).kind).toBe('unreachable')
})

it('weights that do not fit stay a named outcome', () => {
  const request = { ...pool.request, gpusPerReplica: 1, precision: 'bf16' as const }
  expect(sizePool({ ...pool, request }).kind).toBe('does-not-fit')
})

const finite = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(finite)
}

it('hostile rates, limits and prompts are refused or give finite numbers', () => {
  const hostile = fc.oneof(fc.double(), fc.double({ min: 0, max: 500, noNaN: true }), fc.constantFrom(0, 1, 1e9, 5e-324, NaN, Infinity)) // prettier-ignore
  const any = fc.record({ requestsPerS: hostile, networkMs: hostile, squaredVariation: hostile })
  const level = fc.record({ ttftMaxMs: fc.oneof(hostile, fc.constant(2000)), tpotMaxMs: fc.oneof(hostile, fc.constant(200)), source: fc.constant('any') }) // prettier-ignore
  const prompt = fc.record({ inputTokens: fc.oneof(hostile, fc.constant(1000)), outputTokens: fc.oneof(hostile, fc.constant(200)) }) // prettier-ignore
  fc.assert(
    fc.property(any, level, prompt, (rates, promise, tokens) => {
      const request = { ...pool.request, ...tokens }
      expect(finite(sizePool({ ...pool, ...rates, level: promise, request }))).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('more requests never need fewer GPUs', () => {
  const sizes = [1, 5, 20, 100, 400, 1500].map((requestsPerS) => sized({ requestsPerS }).gpus)
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
})
