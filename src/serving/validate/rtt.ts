import type { Comparison } from '../../catalog/index.ts'
import { cables } from '../backbone-links.ts'
import { rttBetween } from '../rtt.ts'
import { rttCases } from '../rtt-cases.ts'

/** A cable that publishes both its length and its round trip: light in fibre, and nothing fitted. */
function cableComparisons(): Comparison[] {
  const yzerfontein = { latitude: -33.35, longitude: 18.15 }
  const highbridge = { latitude: 51.22, longitude: -2.98 }
  const routeKm = cables.find(({ name }) => name === 'WACS')?.lengthKm ?? NaN
  const outcome = rttBetween({ a: yzerfontein, b: highbridge, routeKm })
  if (outcome.kind !== 'estimated') return []
  return [
    {
      family: 'serving/rtt cable',
      id: 'WACS, Yzerfontein to Highbridge',
      quantity: 'round trip',
      unit: 'ms',
      published: 138.5,
      predicted: outcome.p50Ms,
      error: 'relative',
      split: 'none',
      source: 'submarinenetworks.com, Euro-Africa cables: round trip delay of WACS, 138.5 ms',
      note: 'The published 14,530 km run on from Highbridge to London',
    },
  ]
}

/** Each published round trip, per provider, because each measures another statistic. */
export const rttComparisons = (): Comparison[] => [...cloudComparisons(), ...cableComparisons()]

const cloudComparisons = (): Comparison[] =>
  rttCases.flatMap((wanted) => {
    const outcome = rttBetween({ a: wanted.a, b: wanted.b })
    if (outcome.kind !== 'estimated') return []
    const common = {
      id: `${wanted.regions[0]} to ${wanted.regions[1]}`,
      unit: 'ms',
      error: 'relative',
      split: wanted.split,
      source: wanted.source,
      note: `${wanted.statistic}, ${wanted.window}; ${wanted.split === 'held-out' ? 'no factor saw it, the map was drawn with it in view; ' : ''}by ${outcome.hubs.length === 0 ? 'a straight line over land' : outcome.hubs.join(', ')}`,
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
