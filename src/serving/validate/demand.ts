import type { Comparison } from '../../catalog/index.ts'
import { demandByHour } from '../demand.ts'
import type { DemandMetro } from '../demand.ts'

type Shares = readonly (readonly [weight: number, shiftH: number])[]

const third = 1 / 3

/** What pooling saves, computed apart from this code from the same digitised curve, to a tenth of a point. */
const cases: readonly (readonly [id: string, shares: Shares, percent: number])[] = [
  [
    'us-zones',
    [
      [third, 0],
      [third, -1],
      [third, -3],
    ],
    5.9,
  ],
  [
    'us-eu',
    [
      [0.5, 0],
      [0.5, 6],
    ],
    15.4,
  ],
  [
    'us-eu-asia-13h',
    [
      [0.4, 0],
      [0.3, 6],
      [0.3, 13],
    ],
    34.6,
  ],
  [
    'us-eu-asia-15h',
    [
      [0.4, 0],
      [0.3, 7],
      [0.3, 15],
    ],
    44.3,
  ],
] as const

/** Time of day at the place of the curve: four hours behind UTC; only the differences count for the gain. */
function metrosOf(shares: Shares): readonly DemandMetro[] {
  return shares.map(([weight, shiftH], index) => ({
    id: `zone-${index}`,
    utcOffsetH: shiftH - 4,
    weight,
  }))
}

export const demandComparisons = (): Comparison[] =>
  cases.flatMap(([id, shares, percent]) => {
    const outcome = demandByHour({
      metros: metrosOf(shares),
      meanRequestsPerS: 1,
      profile: 'coding',
    })
    if (outcome.kind !== 'estimated') return []
    return [
      {
        family: 'serving/pooling',
        id,
        quantity: 'saved peak of pooled regions',
        unit: 'percentage points',
        published: percent,
        predicted: 100 * outcome.poolingGain,
        error: 'absolute',
        split: 'none',
        source:
          'Coding curve of the Azure LLM inference dataset 2024 (CC-BY) at shifts in whole hours; the gains were computed apart from this code',
        note: 'Checks the arithmetic and not the world: no operator publishes its pooling gain',
      },
    ]
  })
