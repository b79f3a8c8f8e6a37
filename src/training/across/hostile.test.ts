import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStrategies } from './compare.ts'
import { estimateAcross } from './estimate.ts'
import { looseSyncPenalty } from './loose-sync.ts'
import { impliedGbps, requiredGbps } from './required-rate.ts'
import type { AcrossRequest } from './request.ts'

const hostile = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, NaN, Infinity, -Infinity, 1e308, 5e-324, 1e-30, 0.5, 1e18),
  fc.double(),
  fc.integer(),
)

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : []

/** Figures of an answer; the request itself, which an estimate repeats as its strategy, is left out. */
const isSound = (answer: object): boolean =>
  numbersIn({ ...answer, strategy: undefined }).every(Number.isFinite)

const request: fc.Arbitrary<AcrossRequest> = fc.record({
  model: fc.record(
    { parameters: hostile, hiddenSize: hostile, activeParameters: hostile },
    { requiredKeys: ['parameters'] },
  ),
  tokensPerStep: hostile,
  sites: fc.array(
    fc.record(
      {
        site: fc.constantFrom('a', 'b', 'c'),
        accelerators: hostile,
        pace: fc.oneof(
          hostile.map((computeS) => ({ kind: 'step' as const, computeS })),
          hostile.map((tokensPerS) => ({ kind: 'throughput' as const, tokensPerS })),
        ),
        batchShare: hostile,
      },
      { requiredKeys: ['site', 'accelerators', 'pace'] },
    ),
    { maxLength: 3 },
  ),
  links: fc.array(
    fc.record(
      {
        from: fc.constantFrom('a', 'b', 'c'),
        to: fc.constantFrom('a', 'b', 'c'),
        gbps: hostile,
        oneWayMs: hostile,
        lineShare: hostile,
        windowMb: hostile,
        lossRatio: hostile,
      },
      { requiredKeys: ['from', 'to', 'gbps', 'oneWayMs'] },
    ),
    { maxLength: 3 },
  ),
  strategy: fc.oneof(
    fc.constant({ kind: 'synchronous' as const }),
    fc.constant({ kind: 'single-site' as const, site: 'a' }),
    fc.record({
      kind: fc.constant('pipeline-cut' as const),
      stages: hostile,
      microBatches: hostile,
    }),
    fc.record({ kind: fc.constant('diloco' as const), innerSteps: hostile }),
    fc.record({
      kind: fc.constant('streaming-diloco' as const),
      innerSteps: hostile,
      fragments: hostile,
      overlapSteps: hostile,
    }),
  ),
  window: fc.oneof(
    hostile.map((share) => ({ kind: 'share-of-compute' as const, share })),
    hostile.map((backwardS) => ({ kind: 'last-micro-batch' as const, backwardS })),
  ),
  exchange: fc.record({ precision: fc.constantFrom('bf16', 'fp4') }),
})

/** Valid in form, extreme in size: what passes the checks and still may overflow. */
const extreme = (exponents: readonly number[]): AcrossRequest => {
  const [p = 0, t = 0, r = 0, g = 0, l = 0] = exponents.map((x) => 10 ** x)
  return {
    model: { parameters: p, hiddenSize: 10 },
    tokensPerStep: t,
    sites: ['a', 'b'].map((site) => ({
      site,
      accelerators: 8,
      pace: { kind: 'throughput', tokensPerS: r },
    })),
    links: [{ from: 'a', to: 'b', gbps: g, oneWayMs: l }],
    strategy: { kind: 'synchronous' },
    window: { kind: 'share-of-compute', share: 0.5 },
    exchange: { precision: 'bf16' },
  }
}

const answerOf = (one: AcrossRequest): object => {
  const outcome = estimateAcross(one)
  return outcome.kind === 'estimated' ? outcome.estimate : outcome
}

describe('hostile figures', () => {
  it('give an estimate of finite numbers or a named outcome with its reasons', () => {
    fc.assert(
      fc.property(request, (one) => {
        const outcome = estimateAcross(one)
        expect(outcome.kind === 'estimated' || outcome.why.length > 0).toBe(true)
        expect(isSound(answerOf(one))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('stay finite at the ends of the range of numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -300, max: 30 }), { minLength: 5, maxLength: 5 }),
        (powers) => {
          const one = extreme(powers)
          const { strategy: _, ...shared } = one
          expect(isSound(answerOf(one))).toBe(true)
          expect(isSound(requiredGbps(one, 0.9))).toBe(true)
          const rows = compareStrategies(shared).rows.map(({ outcome }) => outcome)
          for (const row of rows)
            expect(isSound(row.kind === 'estimated' ? row.estimate : row)).toBe(true)
        },
      ),
    )
  })

  it('never break the inversion or the loss penalty', () => {
    fc.assert(
      fc.property(request, hostile, hostile, hostile, (one, a, b, c) => {
        expect(isSound(requiredGbps(one, a))).toBe(true)
        const { byPrecision } = impliedGbps(one, a, ['bf16'])
        expect(isSound(byPrecision)).toBe(true)
        const query = { parameters: a, replicas: b, innerSteps: c, allowExtrapolation: true }
        expect(isSound(looseSyncPenalty(query))).toBe(true)
      }),
    )
  })

  it('say what is wrong, all of it', () => {
    const bad = { ...extreme([-1, 3, 3, 3, 0]), tokensPerStep: NaN }
    const outcome = estimateAcross({
      ...bad,
      links: [{ from: 'a', to: 'b', gbps: -4, oneWayMs: 1 }],
    })
    expect(outcome.kind).toBe('impossible')
    if (outcome.kind === 'impossible') {
      expect(outcome.why.join('\n')).toMatch(/tokens per step is NaN/)
      expect(outcome.why.join('\n')).toMatch(/Gb\/s a to b is -4/)
    }
  })

  it('two sites without a link have no path', () => {
    const outcome = estimateAcross({ ...extreme([9, 6, 6, 3, 0]), links: [] })
    expect(outcome.kind).toBe('no-path')
  })
})
