import type { Line } from '../line-input.ts'
import type { Fibre } from '../fibre.ts'
import type { AmplifierSetting, Element } from '../element.ts'
import { amplifiers, end, standardFibre } from './gnpy-parts.ts'

/**
 * GNPy's public case of a line with C and L band: Telecominfraproject/oopt-gnpy, commit d65865b8 (2.14),
 * `tests/invocation/multiband_transmission`. Interference is counted over both bands together, without Raman scattering between them, as
 * that case has it. The L band of the case begins where its amplifiers do.
 */
const bands = { c: { minThz: 191.225, maxThz: 196.125 }, l: { minThz: 186.5, maxThz: 190.1 } }

const dual = (gainC: number, gainL: number): Element => {
  const setting = { amplifier: amplifiers.medium, outputVoaDb: 3 }
  const site: readonly AmplifierSetting[] = [
    { ...setting, gainDb: gainC, band: bands.c },
    { ...setting, gainDb: gainL, band: bands.l },
  ]
  return { kind: 'amplifier', bands: site }
}

const fibreOf = (lossDbPerKm: number, lengthKm: number): Element => {
  const fibre: Fibre = { ...standardFibre, lossDbPerKm }
  return { kind: 'span', fibre, lengthKm }
}

const group = { spacingGhz: 50, symbolRateGbd: 32, transmitterOsnrDb: 40 }

/** Gain of the first L-band amplifier to the digits GNPy gives it: it is set for 21 dBm with the channels of the design. */
const firstLongGainDb = 22.4267

export const twoBandLine: Line = {
  channels: [
    { ...group, channels: 78, firstThz: 191.25 },
    { ...group, channels: 71, firstThz: 186.55 },
  ],
  launchDbm: 0,
  elements: [
    end,
    dual(20.9, firstLongGainDb),
    fibreOf(0.2, 75),
    dual(18, 18),
    fibreOf(0.21, 80),
    dual(19.8, 19.8),
    fibreOf(0.22, 85),
    dual(21.7, 21.7),
    end,
  ],
}

/** Frequency above which a channel of the case belongs to the C band. */
export const bandEdgeThz = 191

export const twoBandMeans = [
  { band: 'C', figure: 'osnr01NmDb', published: 25.55 },
  { band: 'C', figure: 'gsnr01NmDb', published: 24.87 },
  { band: 'L', figure: 'osnr01NmDb', published: 26.65 },
  { band: 'L', figure: 'gsnr01NmDb', published: 25.37 },
] as const

/** In the bandwidth of the signal, noise of transmitter and ROADMs included. */
export const twoBandChannels: readonly (readonly [
  thz: number,
  osnrDb: number,
  nliSnrDb: number,
  gsnrDb: number,
])[] = [
  [187.7, 22.58, 27.12, 21.27],
  [188.9, 22.56, 26.93, 21.2],
  [189.5, 22.54, 27.01, 21.22],
  [191.25, 21.51, 30.1, 20.94],
  [193.05, 21.47, 28.99, 20.76],
  [194.85, 21.43, 29.46, 20.8],
]
