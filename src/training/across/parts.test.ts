import { describe, expect, it } from 'vitest'
import { compareStrategies } from './compare.ts'
import { estimateAcross } from './estimate.ts'
import { expectedSlowestS } from './expected-slowest.ts'
import { looseSyncPenalty } from './loose-sync.ts'
import { measuredLosses } from './measured-losses.ts'
import type { AcrossRequest } from './request.ts'
import { usableRate } from './usable-rate.ts'

const link = { from: 'a', to: 'b', gbps: 800, oneWayMs: 7.75 }

const base: AcrossRequest = {
  model: { parameters: 405e9, hiddenSize: 16_384 },
  tokensPerStep: 16.78e6,
  sites: ['a', 'b'].map((site) => ({
    site,
    accelerators: 8192,
    pace: { kind: 'step', computeS: 6.22 },
  })),
  links: [link],
  strategy: { kind: 'synchronous' },
  window: { kind: 'last-micro-batch', backwardS: 0.5 },
  exchange: { precision: 'bf16' },
}

const estimate = (request: AcrossRequest) => {
  const outcome = estimateAcross(request)
  if (outcome.kind !== 'estimated') throw new Error(outcome.why.join('; '))
  return outcome.estimate
}

describe('usable rate', () => {
  it('800 Gb/s over 15.5 ms keep 1.5 GB in flight', () => {
    expect(usableRate(link).bandwidthDelayMb).toBeCloseTo(1550, 6)
  })

  it('is the lowest of line, window and loss', () => {
    expect(usableRate(link)).toMatchObject({ gbps: 720, limit: 'line' })
    const windowed = usableRate({ ...link, flows: 16, windowMb: 16 })
    expect(windowed.limit).toBe('window')
    expect(windowed.gbps).toBeCloseTo((16 * 16 * 8) / 1e3 / 0.0155, 9)
    expect(usableRate({ ...link, flows: 16, lossRatio: 1e-5 }).limit).toBe('loss')
  })
})

describe('the slowest of several sites', () => {
  it('of one site or without spread is the largest mean', () => {
    expect(expectedSlowestS([3], 0.2)).toBe(3)
    expect(expectedSlowestS([3, 4], 0)).toBe(4)
  })

  it('of two equal lognormal sites takes 2 Phi(s / sqrt 2) times the mean', () => {
    // 2 Phi(0.05 / sqrt 2) and 2 Phi(0.3 / sqrt 2), from tables of the normal distribution.
    expect(expectedSlowestS([1, 1], 0.05)).toBeCloseTo(1.0282, 4)
    expect(expectedSlowestS([1, 1], 0.3)).toBeCloseTo(1.168, 3)
  })

  it('stays below the rule of thumb exp(s sqrt(2 ln M))', () => {
    for (const sites of [2, 4, 8, 32]) {
      const means = Array.from({ length: sites }, () => 1)
      expect(expectedSlowestS(means, 0.1)).toBeLessThan(
        Math.exp(0.1 * Math.sqrt(2 * Math.log(sites))),
      )
    }
  })
})

describe('strategies', () => {
  it('reducing each micro-batch opens the whole backward time and moves the gradients as often', () => {
    const last = estimate(base).exchange
    const each = estimate({
      ...base,
      window: { kind: 'each-micro-batch', backwardS: 4, microBatches: 16 },
    }).exchange
    expect(each?.gigabytes).toBeCloseTo(16 * (last?.gigabytes ?? 0), 6)
    expect(each?.windowS).toBe(4)
  })

  it('synchronises all parameters of a mixture of experts, not the active ones', () => {
    const dense = estimate(base).exchange
    const sparse = estimate({ ...base, model: { ...base.model, activeParameters: 40e9 } }).exchange
    expect(sparse?.gigabytes).toBe(dense?.gigabytes)
  })

  it('a pipeline cut moves fewer bytes exactly where tokens per step times width fall below the parameters', () => {
    const cut = (tokensPerStep: number) =>
      estimate({
        ...base,
        tokensPerStep,
        strategy: { kind: 'pipeline-cut', stages: 16, microBatches: 64 },
      }).exchange?.gigabytes ?? 0
    const parity = 405e9 / 16_384
    const synchronous = estimate(base).exchange?.gigabytes ?? 0
    expect(cut(0.99 * parity)).toBeLessThan(synchronous)
    expect(cut(1.01 * parity)).toBeGreaterThan(synchronous)
  })

  it('a pipeline cut deals out layers, so that a batch that does not divide makes no site wait', () => {
    const pace = { kind: 'throughput', tokensPerS: 1e6 } as const
    const { clock } = estimate({
      ...base,
      tokensPerStep: 7 * 8192,
      sequenceLength: 8192,
      sites: ['a', 'b'].map((site) => ({ site, accelerators: 8192, pace })),
      strategy: { kind: 'pipeline-cut', stages: 4, microBatches: 7 },
    })
    expect(clock.peerWaitS).toBe(0)
  })

  it('too few micro-batches in flight wait for light, and enough of them cost memory', () => {
    const cut = (extraInFlight?: number) =>
      estimate({
        ...base,
        links: [{ ...link, gbps: 1e6, oneWayMs: 100 }],
        strategy: {
          kind: 'pipeline-cut',
          stages: 4,
          microBatches: 64,
          activationGbPerMicroBatch: 10,
          ...(extraInFlight !== undefined && { extraInFlight }),
        },
      })
    expect(cut(0).clock.linkWaitS).toBeGreaterThan(3 * cut().clock.linkWaitS)
    expect(cut(0).extraMemoryGb).toBe(0)
    expect(cut().extraMemoryGb).toBe(30)
  })

  it('streaming cuts the peak by the fragments and leaves the average', () => {
    const rate = { ...base, links: [{ ...link, gbps: 1e6 }] }
    const whole = estimate({ ...rate, strategy: { kind: 'diloco', innerSteps: 100 } })
    const parts = estimate({
      ...rate,
      strategy: { kind: 'streaming-diloco', innerSteps: 100, fragments: 10, overlapSteps: 1 },
    })
    expect(parts.exchange?.gigabytes).toBeCloseTo((whole.exchange?.gigabytes ?? 0) / 10, 6)
    const ratio = (parts.exchange?.averageGbps ?? 0) / (whole.exchange?.averageGbps ?? 1)
    expect(ratio).toBeCloseTo(1, 2)
  })

  it('the comparison keeps every strategy and says why not', () => {
    const { strategy: _, ...shared } = base
    const { rows, bestUnchanged, bestLoose } = compareStrategies(shared)
    expect(rows).toHaveLength(7)
    const unchosen = rows.filter(({ name }) => name !== bestUnchanged && name !== bestLoose)
    expect(unchosen.every(({ whyNot }) => whyNot.length > 0)).toBe(true)
    expect(bestUnchanged).toBe('pipeline cut')
    expect(bestLoose).toBeUndefined()
    const asked = compareStrategies({ ...shared, allowExtrapolation: true })
    expect(asked.rows.find(({ name }) => name === asked.bestLoose)?.changesLoss).toBe(true)
  })
})

describe('a tree over the links that there are', () => {
  const joined = (pairs: readonly (readonly [string, string])[]) => {
    const names = [...new Set(pairs.flat())]
    const pace = { kind: 'step', computeS: 6.22 } as const
    return estimate({
      ...base,
      sites: names.map((site) => ({ site, accelerators: 8192, pace })),
      links: pairs.map(([from, to]) => ({ ...link, from, to })),
      exchange: { precision: 'bf16', algorithm: 'spanning-tree' },
    }).exchange
  }

  it('carries one copy each way on each link of a star, out and back once', () => {
    const star = joined([['hub', 'b'], ['hub', 'c'], ['hub', 'd']]) // prettier-ignore
    expect(star?.gigabytes).toBeCloseTo(810, 6)
    expect(star?.latencyS).toBeCloseTo(2 * 0.00775, 9)
  })

  it('is as deep as a chain is long, from its middle', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
    const chain = joined(names.slice(1).map((name, i) => [names[i] ?? '', name] as const))
    expect(chain?.gigabytes).toBeCloseTo(810, 6)
    expect(chain?.latencyS).toBeCloseTo(2 * 4 * 0.00775, 9)
  })

  it('of two sites is a ring of two', () => {
    const ring = estimate(base).exchange
    expect(joined([['a', 'b']])).toEqual(ring)
  })
})

describe('the penalty of loose synchronisation', () => {
  it('at a measured point is the measured difference', () => {
    const row = measuredLosses.find(
      ({ parameters, replicas }) => parameters === 10e9 && replicas === 4,
    )
    const outcome = looseSyncPenalty({ parameters: 10e9, replicas: 4, innerSteps: 30 })
    if (outcome.kind !== 'within-measured') throw new Error(outcome.kind)
    const { lossChange, extraCompute } = outcome.penalty
    expect(lossChange.expected).toBeCloseTo((row?.loss ?? 0) / (row?.lossDataParallel ?? 1) - 1, 12)
    expect(lossChange.low).toBeLessThan(lossChange.expected)
    expect(lossChange.high).toBeGreaterThan(lossChange.expected)
    expect(extraCompute.expected).toBeCloseTo(0.06, 2)
  })

  it('refuses to leave what was measured, in M, H and N', () => {
    const measured = { parameters: 4e9, replicas: 2, innerSteps: 50 }
    expect(looseSyncPenalty(measured).kind).toBe('within-measured')
    for (const beyond of [
      { parameters: 70e9 },
      { replicas: 8 },
      { innerSteps: 300 },
      { innerSteps: 10 },
    ]) {
      expect(looseSyncPenalty({ ...measured, ...beyond }).kind).toBe('beyond-measured')
    }
  })

  it('extrapolates only when told to, says so, and is less sure', () => {
    const inside = looseSyncPenalty({ parameters: 10e9, replicas: 4, innerSteps: 30 })
    const outside = looseSyncPenalty({
      parameters: 40e9,
      replicas: 4,
      innerSteps: 30,
      allowExtrapolation: true,
    })
    if (inside.kind !== 'within-measured' || outside.kind !== 'extrapolated')
      throw new Error(outside.kind)
    expect(outside.beyond).toHaveLength(1)
    expect(outside.penalty.lossChange.high).toBeGreaterThan(inside.penalty.lossChange.high + 0.015)
  })
})
