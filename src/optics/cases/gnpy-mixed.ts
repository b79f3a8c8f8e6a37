import type { Element, RoadmTarget } from '../element.ts'
import type { Line } from '../line-input.ts'
import type { LineCase } from './gnpy-lines.ts'
import { amplifierOf, amplifiers, end, fibreOf } from './gnpy-parts.ts'

/**
 * Two symbol rates in one comb, and the three ways in which a ROADM can level them: Telecominfraproject/oopt-gnpy, commit d65865b8 (2.14),
 * `tests/invocation/transmission_long_pow`, `_psd` and `_psw`, with `gnpy/example-data/initial_spectrum2.json`. 15 spans of 80 km over five ROADMs.
 */
export interface MixedCase {
  readonly id: string
  readonly line: Line
  /** Channel means of the 32 GBd and of the 64 GBd channels: GSNR and OSNR in 0.1 nm. */
  readonly slow: { readonly gsnr01NmDb: number; readonly osnr01NmDb: number }
  readonly fast: { readonly gsnr01NmDb: number; readonly osnr01NmDb: number }
}

/** Between the two groups of channels. */
export const mixedEdgeThz = 193.15

const { fixed, medium, test } = amplifiers

/** Spans between two ROADMs: a booster, then a span before each of these amplifiers. */
const sections = [
  [test, fixed, test, fixed, test],
  [fixed, test, fixed, test, fixed],
  [test, fixed],
  [test, fixed, test],
] as const

const mixed: Line['channels'] = [
  { channels: 35, firstThz: 191.4, spacingGhz: 50, symbolRateGbd: 32, transmitterOsnrDb: 40 },
  { channels: 25, firstThz: 193.1625, spacingGhz: 75, symbolRateGbd: 64, transmitterOsnrDb: 40 },
]

function lineWith(target: RoadmTarget, channels = mixed): Line {
  const levelled: Element = { ...end, target } as Element
  const through: Element = { kind: 'roadm', target }
  const elements = sections.flatMap((section, i) => [
    i === 0 ? levelled : through,
    amplifierOf(medium, 20),
    ...section.flatMap((amplifier) => [fibreOf(80), amplifierOf(amplifier, 16)]),
  ])
  return { channels, launchDbm: 0, elements: [...elements, levelled] }
}

export const mixedCases: readonly MixedCase[] = [
  {
    id: 'transmission_long_pow',
    line: lineWith({ kind: 'channel', dbm: -20 }),
    slow: { gsnr01NmDb: 18.03, osnr01NmDb: 19.69 },
    fast: { gsnr01NmDb: 19.15, osnr01NmDb: 19.62 },
  },
  {
    id: 'transmission_long_psd',
    line: lineWith({ kind: 'symbol-rate', mwPerGhz: 3.125e-4 }),
    slow: { gsnr01NmDb: 17.82, osnr01NmDb: 19.68 },
    fast: { gsnr01NmDb: 20.26, osnr01NmDb: 22.54 },
  },
  {
    id: 'transmission_long_psw',
    line: lineWith({ kind: 'slot', mwPerGhz: 2e-4 }),
    slow: { gsnr01NmDb: 17.94, osnr01NmDb: 19.68 },
    fast: { gsnr01NmDb: 20.15, osnr01NmDb: 21.34 },
  },
]

/** The same chain with channels of one kind. */
export const longCase: LineCase = {
  id: 'transmission_main_example_long',
  line: lineWith({ kind: 'channel', dbm: -20 }, [
    { channels: 96, firstThz: 191.35, spacingGhz: 50, symbolRateGbd: 32, transmitterOsnrDb: 100 },
  ]),
  published: {
    osnr01NmDb: 19.69,
    osnrDb: 15.61,
    gsnr01NmDb: 17.75,
    gsnrDb: 13.66,
    dispersionPsPerNm: 20_040,
    pmdPs: 1.39,
    latencyMs: 5.88,
  },
  source: 'GNPy 2.14, tests/invocation/transmission_main_example_long',
}
