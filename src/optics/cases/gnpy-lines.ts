import type { Line } from '../line-input.ts'
import type { ChannelFigures } from '../receive.ts'
import {
  amplifierOf,
  amplifiers,
  end,
  fibreOf,
  fused,
  standardFibre,
  through,
} from './gnpy-parts.ts'

/**
 * Lines whose result GNPy's own test suite holds, digit by digit: Telecominfraproject/oopt-gnpy, commit d65865b8 (2.14), folder
 * `tests/invocation`. The chains are those of the networks its tests load; the gains that its design step chooses are given here as asked
 * gains, and what saturates saturates here too. Noise figures are computed, not given. GNPy prints the mean of dB over channels.
 */
export interface LineCase {
  readonly id: string
  readonly line: Line
  readonly published: Partial<Pick<ChannelFigures<number>, Compared>>
  readonly source: string
  readonly note?: string
}

export type Compared =
  'osnrDb' | 'osnr01NmDb' | 'gsnrDb' | 'gsnr01NmDb' | 'dispersionPsPerNm' | 'pmdPs' | 'latencyMs'

const invocation = (file: string): string => `GNPy 2.14, tests/invocation/${file}`

/** 32 GBd on a 50 GHz grid. */
const comb = (channels: number, firstThz: number, transmitterOsnrDb: number): Line['channels'] => [
  { channels, firstThz, spacingGhz: 50, symbolRateGbd: 32, transmitterOsnrDb },
]

const { exampleLow, fixed, low, medium, test } = amplifiers

const mainExample: LineCase = {
  id: 'transmission_main_example',
  line: {
    channels: comb(76, 191.35, 40),
    launchDbm: 0,
    elements: [
      {
        kind: 'span',
        fibre: { ...standardFibre, pmdPsPerSqrtKm: 0.003 * Math.sqrt(1000) },
        lengthKm: 80,
        inputConnectorDb: 0.5,
        outputConnectorDb: 0.5,
      },
      amplifierOf(exampleLow, 15),
    ],
  },
  published: {
    osnr01NmDb: 33.29,
    osnrDb: 29.21,
    gsnr01NmDb: 31.17,
    gsnrDb: 27.09,
    dispersionPsPerNm: 1336,
    pmdPs: 0.85,
    latencyMs: 0.39,
  },
  source: invocation('transmission_main_example'),
}

const saturated: LineCase = {
  id: 'transmission_saturated',
  line: {
    channels: comb(96, 191.35, 100),
    launchDbm: 3,
    elements: [
      end,
      amplifierOf(test, 23),
      fibreOf(20),
      fused,
      fibreOf(50),
      fused,
      fibreOf(60),
      amplifierOf(medium, 28),
      end,
    ],
  },
  published: {
    osnr01NmDb: 24.11,
    osnrDb: 20.03,
    gsnr01NmDb: 23.77,
    gsnrDb: 19.69,
    dispersionPsPerNm: 2171,
    pmdPs: 0.46,
    latencyMs: 0.64,
  },
  source: invocation('transmission_saturated'),
  note: 'both amplifiers are asked for 3 dBm per channel and held at 21 dBm in total',
}

const path: LineCase = {
  id: 'transmission_main_example__path',
  line: {
    channels: comb(96, 191.35, 100),
    launchDbm: 0,
    elements: [
      ...[end, amplifierOf(fixed, 20), fibreOf(10, 8), amplifierOf(low, 10)],
      ...[through, amplifierOf(fixed, 20), fibreOf(50), amplifierOf(low, 10), fibreOf(55)],
      ...[amplifierOf(low, 11), through, amplifierOf(fixed, 20), fibreOf(65), amplifierOf(low, 13)],
      ...[fibreOf(60), amplifierOf(low, 12), through],
      amplifierOf(low, 21, { inputVoaDb: 0.5, outputVoaDb: 0.5, tiltDb: -1 }),
      ...[fibreOf(40), fused, fibreOf(35), amplifierOf(low, 16), end],
    ],
  },
  published: {
    osnr01NmDb: 24.41,
    osnrDb: 20.33,
    gsnr01NmDb: 22.71,
    gsnrDb: 18.63,
    dispersionPsPerNm: 5260.5,
    pmdPs: 0.71,
    latencyMs: 1.54,
  },
  source: invocation('transmission_main_example__path'),
  note: 'the dynamic gain tilt of the one tilted amplifier is taken as a straight line over its band',
}

/** GSNR in 0.1 nm at each reference power; what the sweep moves is the gain of the two amplifiers behind a ROADM. */
const sweep: readonly (readonly [dbm: number, gsnr01NmDb: number])[] = [
  [-3, 23.72],
  [-2.5, 24.0],
  [-2, 24.24],
  [-1.5, 24.43],
  [-1, 24.56],
  [-0.5, 24.61],
  [0, 24.59],
  [0.5, 24.4],
  [1, 24.13],
  [1.5, 23.98],
  [2, 23.98],
  [2.5, 23.98],
  [3, 23.98],
]

const sweepLine = (dbm: number): Line => ({
  channels: comb(95, 191.4, 100),
  launchDbm: 3,
  elements: [
    ...[end, amplifierOf(fixed, 20 + dbm), fibreOf(35), fused, fibreOf(40), amplifierOf(low, 16)],
    ...[through, amplifierOf(low, 20 + dbm), fibreOf(60), amplifierOf(medium, 12), fibreOf(65)],
    ...[amplifierOf(low, 13), end],
  ],
})

const sweepCases = sweep.map(([dbm, gsnr01NmDb]): LineCase => ({
  id: `power_sweep_example at ${dbm} dBm`,
  line: sweepLine(dbm),
  published: dbm === 0 ? { gsnr01NmDb, dispersionPsPerNm: 3340, latencyMs: 0.98 } : { gsnr01NmDb },
  source: invocation('power_sweep_example'),
  ...(dbm >= 1.5 ? { note: 'amplifiers held at 21 dBm in total' } : {}),
}))

export const gnpyLines: readonly LineCase[] = [mainExample, saturated, path, ...sweepCases]
