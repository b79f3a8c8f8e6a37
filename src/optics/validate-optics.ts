import type { Bound, Validation } from '../catalog/index.ts'
import { cleanComparisons } from './validate/clean.ts'
import { gnpyComparisons } from './validate/gnpy.ts'
import { planningComparisons } from './validate/planning.ts'
import { unitComparisons } from './validate/units.ts'

/** Every public case of the line models: predicted, published, error. Nothing here is fitted. */
export const validateOptics = (): Validation => ({
  comparisons: [
    ...gnpyComparisons(),
    ...unitComparisons(),
    ...cleanComparisons(),
    ...planningComparisons(),
  ],
  bounds,
  left,
})

const worst = (family: string, max: number, because: string): Bound => ({
  family,
  split: 'all',
  statistic: 'worst',
  max,
  because,
})

const bounds: readonly Bound[] = [
  worst('optics/gnpy', 0.05, 'GNPy prints two digits; twentieths of a dB decide no design'),
  worst('optics/clean line', 0.05, 'one bound for all GSNR; the cases have three digits'),
  worst('optics/planning', 0.05, 'one bound for all GSNR; the cases have two digits'),
  worst('optics/reach', 0, 'a number of spans is met or missed'),
  worst('optics/Shannon bound', 0.002, 'the cases are printed to 0.1 Tb/s'),
  worst('optics/interference', 1e-9, 'GNPy holds these powers to all digits of a double'),
  worst('optics/interference of a span', 1.2e-5, 'half the last digit of the smallest case'),
  worst('optics/accumulated', 0.015, 'GNPy prints two digits: half a digit of 0.39 ms is 1.3 %'),
]

const family = 'optics/gnpy'
const designed = 'its parts and gains are chosen by the design step of GNPy, which is not modelled'

const left: Validation['left'] = [
  { family, id: 'path_requests_run and its variants', why: designed },
  { family, id: 'spectrum1_transmission_main_example', why: designed },
  { family, id: 'spectrum2_transmission_main_example', why: designed },
  {
    family,
    id: 'test_fiber_flex_expected_with_raman_results',
    why: 'that file holds the result of a spectrum that has passed the span twice',
  },
  {
    family,
    id: 'ggn_approx in test_science_utils',
    why: 'that approximation is held against the generalised model within 10 %, not against numbers',
  },
]
