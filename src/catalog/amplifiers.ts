import type { Cell, Figure } from './figure.ts'
import { figuresOf, published } from './table-cells.ts'

/**
 * Erbium amplifiers as the open line model describes them: a range of gain, the noise figure at both ends of it, and
 * the total power at which they saturate. Real equipment is measured; these are the generic types of GNPy.
 */
const units = {
  gainMinDb: 'dB',
  gainFlatMaxDb: 'dB',
  noiseFigureMinDb: 'dB',
  noiseFigureMaxDb: 'dB',
  outputMaxDbm: 'dBm',
} as const

export type Amplifier = {
  readonly id: string
  readonly name: string
  readonly model: 'variable-gain' | 'fixed-gain'
} & { readonly [K in keyof typeof units]: Figure }

const example = published(
  'Telecom Infra Project, oopt-gnpy 2.14, gnpy/example-data/eqpt_config.json (BSD-3-Clause)',
  '2026',
  'high',
)
const tests = published(
  'Telecom Infra Project, oopt-gnpy 2.14, tests/data/eqpt_config.json (BSD-3-Clause)',
  '2026',
  'high',
)

type Values = readonly [gainMin: number, gainMax: number, nfMin: number, nfMax: number, out: number]

const cells = (origin: typeof example, values: Values): Record<keyof typeof units, Cell> => ({
  gainMinDb: [values[0], origin],
  gainFlatMaxDb: [values[1], origin],
  noiseFigureMinDb: [values[2], origin],
  noiseFigureMaxDb: [values[3], origin],
  outputMaxDbm: [values[4], origin],
})

interface Row {
  readonly id: string
  readonly name: string
  readonly origin: typeof example
  readonly values: Values
  readonly model?: Amplifier['model']
}

// prettier-ignore
const rows: readonly Row[] = [
  { id: 'std-high-gain', name: 'High gain', origin: example, values: [25, 35, 5.5, 7, 21] },
  { id: 'std-medium-gain', name: 'Medium gain', origin: example, values: [15, 26, 6, 10, 23] },
  { id: 'std-low-gain', name: 'Low gain', origin: example, values: [8, 16, 6.5, 11, 23] },
  { id: 'test-medium-gain', name: 'Medium gain of the reference tests', origin: tests, values: [15, 26, 6, 10, 21] },
  { id: 'test-low-gain', name: 'Low gain of the reference tests', origin: tests, values: [8, 16, 7, 11, 21] },
  { id: 'test-gain', name: 'Type "test" of the reference tests', origin: tests, values: [15, 25, 5.8, 10, 21] },
  { id: 'test-fixed-gain', name: 'Fixed gain of the reference tests', origin: tests, values: [20, 21, 5, 5, 21], model: 'fixed-gain' },
]

export const amplifiers: readonly Amplifier[] = rows.map(({ id, name, origin, values, model }) => ({
  id,
  name,
  model: model ?? 'variable-gain',
  ...figuresOf(units, cells(origin, values)),
}))
