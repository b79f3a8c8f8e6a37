import type { Bound, Validation } from '../../catalog/index.ts'
import { anchorComparisons, campusComparisons, facilityComparisons } from './cases/chain-cases.ts'
import { delayComparisons } from './cases/delay-cases.ts'
import { headroomComparisons } from './cases/headroom-cases.ts'
import { leftSiteCases } from './cases/left-site-cases.ts'
import { waterComparisons } from './cases/water-cases.ts'

/** What a site draws, drinks and waits for, against what others published; without a solver. */
export function validateSites(): Validation {
  return {
    comparisons: [
      ...anchorComparisons(),
      ...facilityComparisons(),
      ...campusComparisons(),
      ...waterComparisons(),
      ...delayComparisons(),
      ...headroomComparisons(),
    ],
    bounds,
    left: leftSiteCases,
  }
}

const bounds: readonly Bound[] = [
  {
    family: 'power/chain',
    split: 'all',
    statistic: 'worst',
    max: 0.005,
    because: 'the same arithmetic, published to two or three digits',
  },
  {
    family: 'power/chain at the meter',
    split: 'all',
    statistic: 'mean-absolute',
    max: 0.15,
    because:
      'the model gives the most that nodes draw, sources what accelerators drew on a mean: it lies above, by the slack of a node; set above the 10.5 % that it reached',
  },
  {
    family: 'power/chain design peak',
    split: 'held-out',
    statistic: 'mean-absolute',
    max: 0.08,
    because:
      'one ratio for all campuses, whose own ratios lie between 1.20 and 1.40; set above the 7.1 % that it reached',
  },
  {
    family: 'power/water',
    split: 'all',
    statistic: 'worst',
    max: 1e-9,
    because: 'litres per IT kWh are cubic metres per IT MWh, without a rounding',
  },
  {
    family: 'power/delay cost',
    split: 'all',
    statistic: 'worst',
    max: 0.005,
    because: 'the same annuity, published to two or three digits',
  },
  {
    family: 'power/yearly cost',
    split: 'all',
    statistic: 'worst',
    max: 0.1,
    because:
      'rate and lives are planning values, not those of the source; set above the 4.3 % that it reached',
  },
  {
    family: 'power/headroom',
    split: 'all',
    statistic: 'worst',
    max: 1e-9,
    because: 'a load with a closed form: what is left is the end of the bisection',
  },
]
