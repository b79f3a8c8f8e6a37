import { figuresOf, published, assumed } from './table-cells.ts'
import type { Cell, Figure } from './figure.ts'

/**
 * Fibre by type, for the line model: loss, dispersion, effective area and index at 1550 nm. Connectors, splices and
 * ageing are of the span, not of the type.
 */
const units = {
  lossDbPerKm: 'dB/km',
  dispersionPsPerNmKm: 'ps/(nm km)',
  effectiveAreaUm2: 'um2',
  nonlinearIndexM2PerW: 'm2/W',
  groupIndex: '1',
  delayUsPerKm: 'us/km',
  pmdPsPerSqrtKm: 'ps/sqrt(km)',
} as const

export type FibreType = { readonly id: string; readonly name: string } & {
  readonly [K in keyof typeof units]: Figure
}

const gnpy = published(
  'Telecom Infra Project, oopt-gnpy 2.14, example-data/eqpt_config.json (BSD-3-Clause)',
  '2026',
  'high',
)
const gnpyIndex = published(
  'Telecom Infra Project, oopt-gnpy 2.14, gnpy/core/parameters.py: core index 1.468 and nonlinear index 2.6e-20',
  '2026',
  'high',
)
const itu = published('ITU-T G.652 and G.654: typical values of cabled fibre in service', '2016')
const ull = assumed(
  'A usual ultra-low-loss fibre after ITU-T G.654.E data sheets: 0.168 dB/km cabled, 125 um2',
  '2026',
)
const hollow = published(
  'University of Southampton and Microsoft, Nature Photonics 1 September 2025, by secondary reports: 0.091 dB/km at 1550 nm, dispersion seven times lower, light 47 % faster',
  '2025-09',
)
const hollowAssumed = assumed(
  'Air guides the light: the nonlinear index is a thousandth of glass; the area is of the mode in a core of 30 um',
  '2025-09',
)

const speedOfLightKmPerUs = 0.299792458
const microsecondsPerKm = (groupIndex: number): number => groupIndex / speedOfLightKmPerUs

const solid: Pick<
  Record<keyof typeof units, Cell>,
  'nonlinearIndexM2PerW' | 'groupIndex' | 'delayUsPerKm' | 'pmdPsPerSqrtKm'
> = {
  // prettier-ignore
  nonlinearIndexM2PerW: [2.6e-20, gnpyIndex],
  groupIndex: [1.468, gnpyIndex],
  delayUsPerKm: [microsecondsPerKm(1.468), { ...gnpyIndex, source: `Derived: 1.468 over the speed of light. ${gnpyIndex.source}` }], // prettier-ignore
  pmdPsPerSqrtKm: [0.04, gnpy],
}

/** Air in the core: just above one. "47 % faster" is the ratio 1.466 rounded up; taken literally it would outrun light. */
const hollowIndex = 1.0013

export const fibreTypes: readonly FibreType[] = [
  {
    id: 'smf-g652d',
    name: 'Standard single-mode (G.652.D)',
    ...figuresOf(units, {
      ...solid,
      lossDbPerKm: [
        0.2,
        gnpy,
        {
          choice: 'The default of the reference cases; an old route has more',
          others: [
            [0.22, assumed('Aged cable with many splices, as planners reckon', '2026')],
            [0.19, itu],
          ],
        },
      ],
      dispersionPsPerNmKm: [16.7, gnpy],
      effectiveAreaUm2: [83, gnpy],
    }),
  },
  {
    id: 'nzdf-g655',
    name: 'Non-zero dispersion-shifted (G.655)',
    ...figuresOf(units, {
      ...solid,
      lossDbPerKm: [0.2, gnpy],
      dispersionPsPerNmKm: [5, gnpy],
      effectiveAreaUm2: [72, gnpy],
    }),
  },
  {
    id: 'lof-g654',
    name: 'Large effective area (G.654)',
    ...figuresOf(units, {
      ...solid,
      lossDbPerKm: [
        0.2,
        assumed('As the other fibres of the same file, which states none', '2026'),
      ],
      dispersionPsPerNmKm: [22, gnpy],
      effectiveAreaUm2: [125, gnpy],
    }),
  },
  {
    id: 'ull-g654e',
    name: 'Ultra-low loss (G.654.E)',
    ...figuresOf(units, {
      ...solid,
      lossDbPerKm: [0.168, ull],
      dispersionPsPerNmKm: [20.9, ull],
      effectiveAreaUm2: [125, ull],
    }),
  },
  {
    id: 'hollow-core',
    name: 'Hollow-core (nested antiresonant)',
    ...figuresOf(units, {
      lossDbPerKm: [
        0.091,
        hollow,
        {
          choice: 'The record of a drawn fibre; cable in the ground has more',
          others: [
            [0.2, assumed('What a planner may count on before cable data are published', '2026')],
          ],
        },
      ],
      dispersionPsPerNmKm: [2.4, hollow],
      effectiveAreaUm2: [700, hollowAssumed],
      nonlinearIndexM2PerW: [2.6e-23, hollowAssumed],
      groupIndex: [
        hollowIndex,
        {
          ...hollow,
          source: `Derived: 3.34 us/km, 1.466 times faster than glass, published as 47 %. ${hollow.source}`,
        },
      ],
      delayUsPerKm: [
        microsecondsPerKm(hollowIndex),
        { ...hollow, source: `Derived from the group index. ${hollow.source}` },
      ],
      pmdPsPerSqrtKm: [0.1, hollowAssumed],
    }),
  },
]
