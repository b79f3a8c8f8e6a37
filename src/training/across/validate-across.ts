import type { Validation } from '../../catalog/index.ts'
import { validateGoodput } from '../goodput/validate-goodput.ts'
import { lossesLeft } from './measured-losses.ts'
import { validateAnchors } from './validate-anchors.ts'
import { validateBandwidth } from './validate-bandwidth.ts'
import { validateHours } from './validate-hours.ts'
import { validateSites } from './validate-sites.ts'

/** Losses are interpolated from the measurements themselves, so there is nothing to hold them against. */
const losses = (): Validation => ({
  comparisons: [],
  bounds: [],
  left: [
    {
      family: 'training/loss of loose synchronisation',
      id: 'all-rows',
      why: 'penalties are interpolated between the measured rows; to compare them with these rows would be an echo',
    },
    ...lossesLeft.map((row) => ({ family: 'training/loss of loose synchronisation', ...row })),
  ],
})

/** Training across sites and its goodput, held against all public cases. */
export const validateAcross = (): Validation => {
  const parts = [
    validateSites(),
    validateBandwidth(),
    validateHours(),
    validateAnchors(),
    validateGoodput(),
    losses(),
  ]
  return {
    comparisons: parts.flatMap(({ comparisons }) => comparisons),
    bounds: parts.flatMap(({ bounds }) => bounds),
    left: parts.flatMap(({ left }) => left),
  }
}
