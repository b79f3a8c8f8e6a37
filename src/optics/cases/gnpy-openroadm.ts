import type { Amplifier } from '../amplifier.ts'
import type { Element } from '../element.ts'
import type { Line } from '../line-input.ts'
import type { LineCase } from './gnpy-lines.ts'
import { amplifierOf, fibreOf } from './gnpy-parts.ts'

/**
 * Stockholm to Gothenburg with parts as the OpenROADM MSA states them, versions 4 and 5: Telecominfraproject/oopt-gnpy, commit d65865b8 (2.14),
 * `tests/invocation/openroadm-v4-Stockholm-Gothenburg` and `-v5-`. Noise depends on the power that arrives; boosters add none of their own; each
 * ROADM adds 3 ps of PMD and the in-line amplifier too. Launch 2 dBm per channel; gains make up for the loss before each amplifier.
 */
const base = { gainMinDb: 0, powerMaxDbm: 22 } as const
const booster: Amplifier = { ...base, gainMaxDb: 32, noise: { kind: 'noiseless' } }
const inLine: Amplifier = {
  ...base,
  gainMaxDb: 27,
  pmdPs: 3,
  noise: { kind: 'open-roadm', coefficients: [-0.0008104, -0.06221, -0.5889, 37.62] },
}
const dropVersion4: Amplifier = { ...base, gainMaxDb: 27, noise: { kind: 'preamp' } }
const dropVersion5: Amplifier = {
  ...base,
  gainMaxDb: 27,
  noise: { kind: 'open-roadm', coefficients: [-0.0005952, -0.0625, -1.071, 27.99] },
}

/** Between ROADMs: fibres with their padding; a fibre after the first has an in-line amplifier before it. */
const sections: readonly (readonly (readonly [km: number, paddingDb: number])[])[] = [
  [
    [81.625549, 0],
    [81.625549, 0],
  ],
  [[45.988528, 1.8022944]],
  [[134.020651, 0]],
  [[89.123798, 0]],
  [[67.641221, 0]],
]

const lossOf = ([km, paddingDb]: readonly [number, number]): number => 0.2 * km + paddingDb

function lineWith(drop: Amplifier, addDropOsnrDb: number): Line {
  const through: Element = { kind: 'roadm', target: { kind: 'channel', dbm: -20 }, pmdPs: 3 }
  const ending: Element = { ...through, osnrDb: addDropOsnrDb + 10 * Math.log10(2) } as Element
  const elements = sections.flatMap((fibres, i) => [
    i === 0 ? ending : through,
    amplifierOf(booster, 22),
    ...fibres.flatMap((fibre, k) => {
      const isLast = k === fibres.length - 1
      return [fibreOf(...fibre), amplifierOf(isLast ? drop : inLine, lossOf(fibre))]
    }),
  ])
  return {
    channels: [
      {
        channels: 96,
        firstThz: 191.35,
        spacingGhz: 50,
        symbolRateGbd: 31.57,
        transmitterOsnrDb: 35,
      },
    ],
    launchDbm: 2,
    elements: [...elements, ending],
  }
}

const accumulated = { dispersionPsPerNm: 8350.42, pmdPs: 7.99, latencyMs: 2.45 }

export const openRoadmCases: readonly LineCase[] = [
  {
    id: 'openroadm-v4-Stockholm-Gothenburg',
    line: lineWith(dropVersion4, 30),
    published: {
      osnr01NmDb: 21.2,
      osnrDb: 17.17,
      gsnr01NmDb: 18.82,
      gsnrDb: 14.8,
      ...accumulated,
    },
    source: 'GNPy 2.14, tests/invocation/openroadm-v4-Stockholm-Gothenburg',
  },
  {
    id: 'openroadm-v5-Stockholm-Gothenburg',
    line: lineWith(dropVersion5, 33),
    published: {
      osnr01NmDb: 21.84,
      osnrDb: 17.81,
      gsnr01NmDb: 19.18,
      gsnrDb: 15.16,
      ...accumulated,
    },
    source: 'GNPy 2.14, tests/invocation/openroadm-v5-Stockholm-Gothenburg',
  },
]
