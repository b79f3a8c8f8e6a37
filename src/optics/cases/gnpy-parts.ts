import type { Amplifier } from '../amplifier.ts'
import type { AmplifierSetting, Element } from '../element.ts'
import type { Fibre } from '../fibre.ts'

/**
 * The parts that GNPy's public cases are built of: figures of `gnpy/example-data/eqpt_config.json` and `tests/data/eqpt_config.json`,
 * Telecominfraproject/oopt-gnpy, commit d65865b8 of 2026-06-25 (release 2.14).
 */
export const standardFibre: Fibre = {
  lossDbPerKm: 0.2,
  dispersionPsPerNmKm: 16.7,
  effectiveAreaUm2: 83,
  pmdPsPerSqrtKm: 0.04,
}

type Figures = readonly [
  gainMin: number,
  gainMax: number,
  nfMin: number,
  nfMax: number,
  dbm: number,
]

const twoStage = ([gainMinDb, gainMaxDb, nfMin, nfMax, powerMaxDbm]: Figures): Amplifier => ({
  gainMinDb,
  gainMaxDb,
  powerMaxDbm,
  noise: { kind: 'two-stage', noiseFigureMinDb: nfMin, noiseFigureMaxDb: nfMax },
})

/** Band over which a tilt is counted: the default amplifier of GNPy. */
const cBand = { minThz: 191.275, maxThz: 196.125 }

export const amplifiers = {
  exampleLow: twoStage([8, 16, 6.5, 11, 23]),
  medium: twoStage([15, 26, 6, 10, 21]),
  low: { ...twoStage([8, 16, 7, 11, 21]), shape: cBand },
  test: twoStage([15, 25, 5.8, 10, 21]),
  fixed: {
    gainMinDb: 20,
    gainMaxDb: 21,
    powerMaxDbm: 21,
    noise: { kind: 'fixed', noiseFigureDb: 5 },
  },
} as const satisfies Record<string, Amplifier>

export const fibreOf = (lengthKm: number, paddingDb = 0): Element => ({
  kind: 'span',
  fibre: standardFibre,
  lengthKm,
  paddingDb,
})

export const amplifierOf = (
  amplifier: Amplifier,
  gainDb: number,
  more: Partial<AmplifierSetting> = {},
): Element => ({ kind: 'amplifier', bands: [{ amplifier, gainDb, ...more }] })

/** A splice box between two fibres. */
export const fused: Element = { kind: 'loss', lossDb: 1 }

/** Levels to -20 dBm per channel; an end adds its half of the add-drop OSNR of 38 dB, counted in 0.1 nm. */
export const through: Element = { kind: 'roadm', target: { kind: 'channel', dbm: -20 } }
export const end: Element = {
  kind: 'roadm',
  target: { kind: 'channel', dbm: -20 },
  osnrDb: 38 + 10 * Math.log10(2),
}
