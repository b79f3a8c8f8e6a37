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

/** Five channels of three symbol rates, unevenly spaced and powered, on the same span. */
export const flexibleGrid = {
  channels: [
    { thz: 191, gbd: 32, slotGhz: 37.5, powerW: 1e-3 },
    { thz: 191.05, gbd: 42, slotGhz: 50, powerW: 0.9e-3 },
    { thz: 191.15, gbd: 64, slotGhz: 75, powerW: 1.3e-3 },
    { thz: 191.225, gbd: 42, slotGhz: 50, powerW: 0.8e-3 },
    { thz: 191.275, gbd: 32, slotGhz: 37.5, powerW: 1.2e-3 },
  ],
  signalW: [
    1.9952623149688796e-5, 1.7957360834719913e-5, 2.593841009459543e-5, 1.5962098519751036e-5,
    2.3943147779626556e-5,
  ],
  nliW: [
    5.183134799604202e-9, 4.286200408629989e-9, 6.2510001955285065e-9, 4.082332034495425e-9,
    7.857762167195498e-9,
  ],
  source: 'GNPy 2.14, tests/data/test_fiber_flex_expected_results.csv',
} as const

/** The span of the fixed grid with the pumps of the Raman case: signal, amplifier noise and interference at its end, by channel from 1. */
export const pumpedFixedGrid = {
  powersW: [
    [1, 0.00032729408973359675, 3.898099229332051e-8, 2.4227316488297536e-7],
    [24, 0.00023323413340651852, 3.185975877243173e-8, 2.3281999587709894e-7],
    [48, 0.00015610954861639364, 2.4929935143167786e-8, 1.510222625850431e-7],
    [72, 0.00010324555810055133, 1.9264189618750607e-8, 9.283254166611094e-8],
    [96, 7.180876749372785e-5, 1.5488964758251787e-8, 6.387867003157717e-8],
  ],
  source: 'GNPy 2.14, tests/data/test_raman_fiber_expected_results.csv',
} as const
