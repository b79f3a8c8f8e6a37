import type { Comparison } from '../../catalog/index.ts'
import { rttBetween } from '../rtt.ts'
import { rttCases } from '../rtt-cases.ts'

/** Each published round trip, per provider, because each measures another statistic. */
export const rttComparisons = (): Comparison[] =>
  rttCases.flatMap((wanted) => {
    const outcome = rttBetween({ a: wanted.a, b: wanted.b })
    if (outcome.kind !== 'estimated') return []
    const common = {
      id: `${wanted.regions[0]} to ${wanted.regions[1]}`,
      unit: 'ms',
      error: 'relative',
      split: wanted.split,
      source: wanted.source,
      note: `${wanted.statistic}, ${wanted.window}; by ${outcome.hubs.length === 0 ? 'a straight line over land' : outcome.hubs.join(', ')}`,
    } as const
    const median = {
      ...common,
      family: `serving/rtt ${wanted.provider}`,
      quantity: `round trip, ${wanted.statistic}`,
      published: wanted.rttMs,
      predicted: outcome.p50Ms,
    }
    if (wanted.rttP95Ms === undefined) return [median]
    return [
      median,
      {
        ...common,
        family: `serving/rtt ${wanted.provider} p95`,
        quantity: 'round trip, p95',
        published: wanted.rttP95Ms,
        predicted: outcome.p95Ms,
      },
    ]
  })
