import type { Comparison } from '../../catalog/index.ts'
import { bandEdges, wavesIn, type Band, type BandEdges } from './band.ts'
import { fibreOf } from './fibre-type.ts'
import { estimateLineCapacity } from './line-capacity.ts'
import { plantFigures as figures } from './plant-figures.ts'

/**
 * Capacity of field trials: the line model with the spans, spectrum and margin that the trial states, and the modes that are planned
 * with. The modes are of 2025 and older trials ran older receivers, so that more is predicted than they reached: this shows how far a
 * plan of today lies from what was once measured, in steps of 100 Gb/s a wave, and proves nothing finer.
 */
interface Trial {
  readonly id: string
  readonly spansKm: readonly number[]
  readonly band: Band
  /** Where the trial lit more than is planned with here. */
  readonly edges?: BandEdges
  /** Where the trial states what it kept. */
  readonly marginDb?: number
  readonly tbps: number
  readonly source: string
  readonly note: string
}

const equal = (count: number, lengthKm: number): readonly number[] =>
  Array.from({ length: count }, () => lengthKm)

const verizon = 'Verizon and Cisco, 35.4 Tb/s over an 80 km fibre pair, by submarinenetworks.com: C band, loops of 80 km, 1 dB of margin kept' // prettier-ignore
const loops = { band: 'C', marginDb: 1, source: verizon } as const

/** 1,524 to 1,572 nm and 1,575 to 1,626 nm, 12 THz in all, taken as if without the gap between them. */
const extendedCl: BandEdges = { fromThz: 184.4, widthGhz: 12_000, amplifiers: 2 }

const trials: readonly Trial[] = [
  { ...loops, id: 'verizon-800km', spansKm: equal(10, 80), tbps: 25.6, note: 'the trial ran 400G waves of 62 GBd on 75 GHz' }, // prettier-ignore
  { ...loops, id: 'verizon-400km', spansKm: equal(5, 80), tbps: 32, note: 'the trial ran 500G waves on 75 GHz' }, // prettier-ignore
  { ...loops, id: 'verizon-80km', spansKm: equal(1, 80), tbps: 35.4, note: 'the trial ran 600G waves on 81.25 GHz' }, // prettier-ignore
  {
    id: 'china-telecom-1200km',
    spansKm: equal(14, 1200 / 14),
    band: 'C+L',
    edges: extendedCl,
    tbps: 64,
    source: 'China Telecom field trial over G.652, extended C+L, more than 1,200 km, by submarinenetworks.com', // prettier-ignore
    note: 'the source gives 64 Tb/s and 1,200 km as maxima of a trial of mixed 800G and 400G, not that both were reached at once; 12 THz is from a later trial of 80 x 800G (ZTE, 2026-03-26); 0.15 dB are to spare, so that the exact match is luck: one step is 12 %', // prettier-ignore
  },
]

function capacityComparison(trial: Trial): Comparison[] {
  const { id, spansKm, band, edges, marginDb = figures.marginDb.value, tbps, source, note } = trial
  const fibre = fibreOf('ssmf')
  if (fibre === undefined) return []
  const line = estimateLineCapacity({ spansKm, fibre, band, marginDb, ...(edges && { edges }) })
  if (line.kind === 'refused') return []
  return [
    {
      family: 'optics/capacity',
      id,
      quantity: 'capacity of one fibre pair',
      unit: 'Tb/s',
      published: tbps,
      predicted: (line.best?.pairGbps ?? 0) / 1000,
      error: 'relative',
      split: 'none',
      source,
      note,
    },
  ]
}

const rails = [
  { id: 'nokia-rail-800g', waveGbps: 800, tbps: 51.2 },
  { id: 'nokia-rail-1200g', waveGbps: 1200, tbps: 76.4 },
] as const

/** How many waves of 150 GHz fit into 9.6 THz: a family of its own, since it says nothing of the signal. */
const railComparison = ({ id, waveGbps, tbps }: (typeof rails)[number]): Comparison => ({
  family: 'optics/wave grid',
  id,
  quantity: 'capacity of a full rail',
  unit: 'Tb/s',
  published: tbps,
  predicted: (wavesIn(bandEdges['C+L'], 150) * waveGbps) / 1000,
  error: 'relative',
  split: 'none',
  source: 'Nokia 1830 GX multi-rail, 9.6 THz of C+L, by vendordeep',
  note: 'waves times their published rate: no length is stated, and no physics is tested',
})

export const capacityComparisons = (): Comparison[] => [
  ...trials.flatMap(capacityComparison),
  ...rails.map(railComparison),
]
