import type { Cell, Figure } from './figure.ts'
import { assumed, figuresOf, published } from './table-cells.ts'

/**
 * Coherent transceivers, one row for each line mode: what a wave carries, how wide it is, and what signal it needs.
 * `requiredOsnrDb` and `txOsnrDb` are in 0.1 nm (12.5 GHz). No citable figure was found for prices of pluggables: they
 * are an input of the user.
 */
const units = {
  lineGbps: 'Gb/s',
  symbolRateGbaud: 'GBd',
  spacingGhz: 'GHz',
  requiredOsnrDb: 'dB',
  txOsnrDb: 'dB',
  moduleW: 'W',
  reachKm: 'km',
} as const

export type LineMode = {
  readonly id: string
  readonly name: string
  readonly modulation: string
} & { readonly [K in Exclude<keyof typeof units, 'reachKm'>]: Figure } & {
  /** Amplified reach that the standard or vendor names; the line model answers better. */
  readonly reachKm?: Figure
}

const gnpyZr = published(
  'Telecom Infra Project, oopt-gnpy 2.14, example-data/extra_eqpt_config.json: 400ZR (BSD-3-Clause)',
  '2026',
  'high',
)
const oif400 = published(
  'OIF-400ZR-01.0, 10 March 2020: DP-16QAM near 60 GBd, 75 or 100 GHz, up to 120 km amplified',
  '2020-03-10',
  'high',
)
const oif800 = published(
  'OIF 800ZR implementation agreement, 8 October 2024, by secondary reports: 118.203 GBd, 150 GHz, 80 to 120 km',
  '2024-10-08',
)
const openZr = published('Open ZR+ MSA specification 2.0, by secondary reports', '2022')
const openZrAssumed = assumed(
  'Open ZR+ class: the figure is the usual one of data sheets and was not re-read',
  '2022',
)
const zrPlus800 = assumed(
  'OpenROADM and OIF 800G work: interoperable probabilistic shaping near 131 GBd; usual figure, not re-read',
  '2025',
)
const zr1600 = assumed(
  'OIF 1600ZR and ZR+ projects (since 2023-09 and 2024-02): 240 GBd class; scaled from 800ZR, no specification yet',
  '2026',
)
const watts400 = published('OIF 400ZR modules, by vendor blogs: 14 to 15 W', '2022')
const tx34: Cell = [34, gnpyZr]
const tx36 = (origin: typeof openZrAssumed): Cell => [36, origin]

const plus = (gbps: number, osnrDb: number): Readonly<Record<keyof typeof units, Cell>> => ({
  lineGbps: [gbps, openZr],
  symbolRateGbaud: [60.138546798, openZr],
  spacingGhz: [75, openZr],
  requiredOsnrDb: [osnrDb, openZrAssumed],
  txOsnrDb: tx36(openZrAssumed),
  moduleW: [
    21,
    published('f-tone, 400ZR+ QSFP-DD data sheet: typically 21 W, 22.5 W at most', '2024'),
  ],
  reachKm: [gbps === 400 ? 500 : gbps === 300 ? 1000 : 2000, openZrAssumed],
})

export const lineModes: readonly LineMode[] = [
  {
    id: '400zr',
    name: '400ZR',
    modulation: 'DP-16QAM',
    ...figuresOf(units, {
      lineGbps: [400, oif400],
      symbolRateGbaud: [60.138546798, gnpyZr],
      spacingGhz: [75, oif400],
      requiredOsnrDb: [
        24,
        gnpyZr,
        {
          choice: 'The file of the open line model; the agreement asks for more at the end of life',
          others: [
            [
              24.5,
              published(
                'Blog on pluggables: near 24.5 dB at the limit of its error correction',
                '2026',
                'low',
              ),
            ],
            [26, assumed('OIF-400ZR-01.0 back-to-back limit, not re-read', '2020-03-10')],
          ],
        },
      ],
      txOsnrDb: tx34,
      moduleW: [15, watts400],
      reachKm: [120, oif400],
    }),
  },
  { id: '400zr-plus', name: '400ZR+ (Open ZR+)', modulation: 'DP-16QAM', ...figuresOf(units, plus(400, 24)) }, // prettier-ignore
  { id: '400zr-plus-300g', name: '400ZR+ at 300G', modulation: 'DP-8QAM', ...figuresOf(units, plus(300, 21)) }, // prettier-ignore
  { id: '400zr-plus-200g', name: '400ZR+ at 200G', modulation: 'DP-QPSK', ...figuresOf(units, plus(200, 16)) }, // prettier-ignore
  {
    id: '800zr',
    name: '800ZR',
    modulation: 'DP-16QAM',
    ...figuresOf(units, {
      lineGbps: [800, oif800],
      symbolRateGbaud: [118.203, oif800],
      spacingGhz: [150, oif800],
      requiredOsnrDb: [27, assumed('400ZR at twice the symbol rate: 24 dB and 3 dB', '2024-10')],
      txOsnrDb: [34, assumed('As 400ZR, for want of a published figure', '2024-10')],
      moduleW: [28, assumed('Vendor talks: 25 to 30 W in OSFP', '2025')],
      reachKm: [120, oif800],
    }),
  },
  {
    id: '800zr-plus',
    name: '800ZR+ (probabilistic shaping)',
    modulation: 'DP-16QAM shaped',
    ...figuresOf(units, {
      lineGbps: [800, zrPlus800],
      symbolRateGbaud: [131.35, zrPlus800],
      spacingGhz: [150, zrPlus800],
      requiredOsnrDb: [26, zrPlus800],
      txOsnrDb: tx36(zrPlus800),
      moduleW: [30, zrPlus800],
      reachKm: [
        1000,
        published('Cisco 8223, by press: 800G coherent for metro up to 1,000 km', '2025-10'),
      ],
    }),
  },
  {
    id: '1600zr',
    name: '1600ZR (not yet specified)',
    modulation: 'DP-16QAM',
    ...figuresOf(units, {
      lineGbps: [1600, zr1600],
      symbolRateGbaud: [240, zr1600],
      spacingGhz: [300, zr1600],
      requiredOsnrDb: [30, zr1600],
      txOsnrDb: [34, zr1600],
      moduleW: [50, zr1600],
      reachKm: [120, zr1600],
    }),
  },
  {
    id: '1600zr-plus',
    name: '1600ZR+ (not yet specified)',
    modulation: 'DP-16QAM shaped',
    ...figuresOf(units, {
      lineGbps: [1600, zr1600],
      symbolRateGbaud: [250, zr1600],
      spacingGhz: [300, zr1600],
      requiredOsnrDb: [29, zr1600],
      txOsnrDb: [36, zr1600],
      moduleW: [55, zr1600],
    }),
  },
  {
    id: 'embedded-1600g',
    name: 'Embedded 1.6 Tb/s (200 GBd)',
    modulation: 'DP-16QAM shaped',
    ...figuresOf(units, {
      lineGbps: [1600, published('Ciena WaveLogic 6 Extreme, by gazettabyte: 1.6 Tb/s', '2024')],
      symbolRateGbaud: [
        200,
        published('Ciena WaveLogic 6 Extreme, by gazettabyte: up to 200 GBd', '2024'),
      ],
      spacingGhz: [225, assumed('200 GBd with roll-off on the 12.5 GHz grid', '2024')],
      requiredOsnrDb: [
        28,
        assumed('1.6 Tb/s and 15 % overhead at 200 GBd: Shannon asks 25.7 dB in 0.1 nm, and 2 dB are added', '2024')], // prettier-ignore
      txOsnrDb: [38, assumed('Better than a pluggable by two decibels', '2024')],
      moduleW: [200, assumed('A line card of this class, per wave', '2024')],
    }),
  },
]
