import type { Line } from '../line-input.ts'
import { amplifierOf, amplifiers, standardFibre } from './gnpy-parts.ts'

/**
 * GNPy's public case of a fibre pumped for Raman gain: Telecominfraproject/oopt-gnpy, commit d65865b8 (2.14),
 * `tests/invocation/transmission_main_example__raman` with `gnpy/example-data/raman_edfa_example_network.json` and `sim_params.json`: profiles every
 * 10 km, interference of channels 1, 18, 37, 56 and 75, linear between, and energy kept in scattering (photons are what nature keeps). The gain of the amplifier behind it is that which GNPy's design gives it.
 */
export const ramanLine: Line = {
  channels: [
    { channels: 76, firstThz: 191.35, spacingGhz: 50, symbolRateGbd: 32, transmitterOsnrDb: 40 },
  ],
  launchDbm: 0,
  raman: { profileStepKm: 10, computedChannels: [0, 17, 36, 55, 74], exchange: 'energy' },
  elements: [
    {
      kind: 'span',
      fibre: standardFibre,
      lengthKm: 80,
      inputConnectorDb: 0.5,
      outputConnectorDb: 0.5,
      temperatureK: 283,
      pumps: [
        { powerMw: 224.403, frequencyThz: 205, direction: 'backward' },
        { powerMw: 231.135, frequencyThz: 201, direction: 'backward' },
      ],
    },
    amplifierOf(amplifiers.exampleLow, 5.26),
  ],
}

/** Channel mean. */
export const ramanMeans = {
  osnr01NmDb: 34.24,
  osnrDb: 30.16,
  gsnr01NmDb: 31.43,
  gsnrDb: 27.35,
} as const

/** In the bandwidth of the signal, transmitter included. */
export const ramanChannels: readonly (readonly [
  thz: number,
  osnrDb: number,
  nliSnrDb: number,
  gsnrDb: number,
])[] = [
  [191.35, 31.66, 31.55, 28.59],
  [193.2, 30.24, 30.29, 27.26],
  [194.9, 28.57, 31.48, 26.78],
]
