import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateAcross } from './estimate.ts'
import { sharesOf, splitSequences } from './pace.ts'
import { requiredGbps } from './required-rate.ts'
import type { AcrossEstimate, AcrossLink, AcrossRequest, SiteShare, Strategy } from './request.ts'

const strategies: fc.Arbitrary<Strategy> = fc.oneof(
  fc.record({ kind: fc.constant('synchronous' as const) }),
  fc.record({
    kind: fc.constant('synchronous' as const),
    buckets: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    kind: fc.constant('pipeline-cut' as const),
    stages: fc.integer({ min: 1, max: 32 }),
    microBatches: fc.integer({ min: 1, max: 256 }),
    extraInFlight: fc.integer({ min: 0, max: 16 }),
  }),
  fc.record({ kind: fc.constant('diloco' as const), innerSteps: fc.integer({ min: 1, max: 500 }) }),
  fc.record({
    kind: fc.constant('streaming-diloco' as const),
    innerSteps: fc.integer({ min: 1, max: 500 }),
    fragments: fc.integer({ min: 1, max: 40 }),
    overlapSteps: fc.integer({ min: 0, max: 5 }),
    precision: fc.constant('fp4' as const),
    overlapsBackward: fc.boolean(),
  }),
)

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const sitesOf = (names: readonly string[]): fc.Arbitrary<SiteShare[]> =>
  fc.tuple(
    ...names.map((site) =>
      fc.record({
        site: fc.constant(site),
        accelerators: fc.integer({ min: 1, max: 100_000 }),
        pace: real(1e3, 1e8).map((tokensPerS) => ({ kind: 'throughput' as const, tokensPerS })),
      }),
    ),
  )

const linksOf = (names: readonly string[]): fc.Arbitrary<AcrossLink[]> =>
  fc.tuple(
    ...names.flatMap((from, i) =>
      names.slice(i + 1).map((to) =>
        fc.record({
          from: fc.constant(from),
          to: fc.constant(to),
          gbps: real(0.1, 1e5),
          oneWayMs: real(0, 200),
          flows: fc.integer({ min: 1, max: 64 }),
          windowMb: real(0.1, 1e4),
        }),
      ),
    ),
  )

const requests: fc.Arbitrary<AcrossRequest> = fc.integer({ min: 2, max: 4 }).chain((count) => {
  const names = ['a', 'b', 'c', 'd'].slice(0, count)
  return fc.record({
    model: real(1e8, 1e13).map((parameters) => ({ parameters, hiddenSize: 8192 })),
    tokensPerStep: real(1e4, 1e8),
    sites: sitesOf(names),
    links: linksOf(names),
    strategy: strategies,
    window: fc.oneof(
      real(0, 100).map((backwardS) => ({ kind: 'last-micro-batch' as const, backwardS })),
      real(0, 1).map((share) => ({ kind: 'share-of-compute' as const, share })),
    ),
    exchange: fc.record({
      precision: fc.constantFrom('fp32', 'mixed-fp32', 'bf16', 'int8'),
      algorithm: fc.constantFrom('ring', 'tree', 'spanning-tree', 'full-mesh'),
    }),
    jitter: real(0, 0.3),
  })
})

const estimate = (request: AcrossRequest): AcrossEstimate => {
  const outcome = estimateAcross(request)
  if (outcome.kind !== 'estimated') throw new Error(outcome.why.join('; '))
  return outcome.estimate
}

const withLinks = (request: AcrossRequest, change: (link: AcrossLink) => AcrossLink) => ({
  ...request,
  links: request.links.map(change),
})

/** Rounding of sums of seconds. */
const slack = 1 + 1e-9

describe('training across sites', () => {
  it('zero latency and endless bandwidth leave no link wait: many sites equal one', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { windowMb: _, ...rest } = request.links[0] as AcrossLink
        const ample = withLinks(request, ({ from, to }) => ({
          ...rest,
          from,
          to,
          gbps: 1e25,
          oneWayMs: 0,
        }))
        const { clock, stepTimeS } = estimate(ample)
        expect(clock.linkWaitS).toBeLessThan(1e-9 * stepTimeS)
      }),
    )
  })

  it('the named parts are the step, and utilisation lies above 0 and not above 1', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { clock, stepTimeS, computeUtilisation } = estimate(request)
        expect(clock.computeS + clock.peerWaitS + clock.linkWaitS).toBeCloseTo(stepTimeS, 9)
        expect(computeUtilisation).toBeGreaterThan(0)
        expect(computeUtilisation).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('doubling the rate of any one link or of all never slows', () => {
    fc.assert(
      fc.property(requests, fc.nat(5), (request, pick) => {
        const doubled = withLinks(request, (link) => ({ ...link, gbps: 2 * link.gbps }))
        const chosen = request.links[pick % request.links.length]
        const one = withLinks(request, (link) =>
          link === chosen ? { ...link, gbps: 2 * link.gbps } : link,
        )
        const before = estimate(request).stepTimeS * slack
        expect(estimate(doubled).stepTimeS).toBeLessThanOrEqual(before)
        expect(estimate(one).stepTimeS).toBeLessThanOrEqual(before)
      }),
    )
  })

  it('more latency on any one link or on all never helps', () => {
    fc.assert(
      fc.property(requests, fc.nat(5), real(0.1, 50), (request, pick, ms) => {
        const later = (link: AcrossLink) => ({ ...link, oneWayMs: link.oneWayMs + ms })
        const chosen = request.links[pick % request.links.length]
        const one = withLinks(request, (link) => (link === chosen ? later(link) : link))
        const before = estimate(request).stepTimeS
        expect(estimate(withLinks(request, later)).stepTimeS * slack).toBeGreaterThanOrEqual(before)
        expect(estimate(one).stepTimeS * slack).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  it('unequal sites with a batch in proportion to tokens/s wait for no peer', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { clock, stepTimeS } = estimate({ ...request, jitter: 0 })
        expect(clock.peerWaitS).toBeLessThan(1e-9 * stepTimeS)
      }),
    )
  })

  it('equal shares for unequal sites make the fast one wait', () => {
    const pace = (tokensPerS: number) => ({ kind: 'throughput' as const, tokensPerS })
    const { clock } = estimate({
      model: { parameters: 1e9 },
      tokensPerStep: 1e6,
      sites: [
        { site: 'a', accelerators: 100, pace: pace(1e5), batchShare: 0.5 },
        { site: 'b', accelerators: 100, pace: pace(2e5), batchShare: 0.5 },
      ],
      links: [{ from: 'a', to: 'b', gbps: 1e6, oneWayMs: 0 }],
      strategy: { kind: 'synchronous' },
      window: { kind: 'share-of-compute', share: 0.5 },
      exchange: { precision: 'bf16' },
    })
    expect(clock.computeS).toBeCloseTo(3.75, 9)
    expect(clock.peerWaitS).toBeCloseTo(1.25, 9)
  })

  it('splitting the batch neither loses nor invents sequences, in whole ones too', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 10_000 }), (request, sequences) => {
        const whole = splitSequences(sequences, sharesOf(request.sites))
        expect(whole.reduce((a, b) => a + b, 0)).toBe(sequences)
        expect(whole.every((count) => Number.isInteger(count) && count >= 0)).toBe(true)
        const tokens = estimate(request).sites.reduce((sum, site) => sum + site.tokens, 0)
        expect(tokens / request.tokensPerStep).toBeCloseTo(1, 9)
      }),
    )
  })

  it('the required rate is the inverse of utilisation', () => {
    fc.assert(
      fc.property(requests, real(0.05, 0.99), (request, target) => {
        const needed = requiredGbps(request, target)
        if (needed.kind === 'impossible') throw new Error(needed.why.join('; '))
        if (needed.kind === 'out-of-reach') {
          expect(needed.bestUtilisation).toBeLessThan(target)
          return
        }
        const at = (gbps: number) => estimate(withLinks(request, (link) => ({ ...link, gbps })))
        expect(at(needed.gbps).computeUtilisation).toBeGreaterThanOrEqual(target)
        expect(at(needed.gbps * 0.99).computeUtilisation).toBeLessThan(target)
      }),
      { numRuns: 40 },
    )
  })
})
