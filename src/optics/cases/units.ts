import type { Amplifier } from '../amplifier.ts'
import { amplifiers } from './gnpy-parts.ts'

/**
 * Single numbers of GNPy's unit tests: Telecominfraproject/oopt-gnpy, commit d65865b8 (2.14). Interference: `tests/test_science_utils.py` with
 * `tests/data/test_fiber_fix_expected_results.csv`; noise figures: `tests/test_amplifier.py`.
 */
export const fixedGrid = {
  group: { channels: 96, firstThz: 191.35, spacingGhz: 50, symbolRateGbd: 32 },
  /** 0 dBm per channel before a connector of 0.5 dB. */
  powerW: 1e-3,
  connectorDb: 0.5,
  lengthKm: 80,
  signalW: 1.995_262_314_968_879_6e-5,
  /** By channel, counted from 1; at the fibre's end behind its connector. */
  nliW: [
    [1, 1.057_030_586_949_406_3e-8],
    [2, 1.198_910_219_958_166_4e-8],
    [24, 1.586_638_993_567_090_8e-8],
    [48, 1.681_097_957_247_311e-8],
    [96, 1.194_579_997_186_553e-8],
  ],
  source: 'GNPy 2.14, tests/data/test_fiber_fix_expected_results.csv',
} as const

export const noiseFigures: readonly {
  readonly id: string
  readonly amplifier: Amplifier
  readonly gainDb: number
  readonly noiseFigureDb: number
}[] = [
  { id: 'test at 10 dB', amplifier: amplifiers.test, gainDb: 10, noiseFigureDb: 15 },
  { id: 'test at 15 dB', amplifier: amplifiers.test, gainDb: 15, noiseFigureDb: 10 },
  { id: 'test at 25 dB', amplifier: amplifiers.test, gainDb: 25, noiseFigureDb: 5.8 },
  { id: 'test_fixed_gain at 15 dB', amplifier: amplifiers.fixed, gainDb: 15, noiseFigureDb: 10 },
  { id: 'test_fixed_gain at 20 dB', amplifier: amplifiers.fixed, gainDb: 20, noiseFigureDb: 5 },
  { id: 'test_fixed_gain at 25 dB', amplifier: amplifiers.fixed, gainDb: 25, noiseFigureDb: 5 },
]
export const noiseFigureSource = 'GNPy 2.14, tests/test_amplifier.py'
