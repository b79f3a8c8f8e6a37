import type { Comparison, Validation } from '../../catalog/index.ts'
import { availabilityInSeries, cableElement } from './availability.ts'
import { estimateLink } from './estimate-link.ts'
import { fibreOf } from './fibre-type.ts'
import { estimateAvailability } from './path-availability.ts'
import { estimateLatency } from './latency.ts'
import { placeHuts } from './huts.ts'
import { plantFigures, type Cable } from './plant-figures.ts'
import { bandEdges, wavesIn, type Band } from './band.ts'

/**
 * What this folder says against what was published. Nothing is fitted: modes, margins and spans are the defaults of an estimate. A
 * field trial holds the equipment of its year and the operator's own line: the rate of a wave is met to a step of 100 Gb/s, no nearer.
 */
export function validatePlant(): Validation {
  return {
    comparisons: [
      ...trials.map(capacityComparison),
      ...rails.map(railComparison),
      ...latencies.map(latencyComparison),
      hollowCore(),
      ...availabilities(),
      ...routesWithHuts.map(hutComparison),
    ],
    bounds: [
      { family: 'optics/capacity', split: 'all', statistic: 'mean-absolute', max: 0.08, because: 'Rates come in steps of 100 Gb/s: half a step in 600 to 800 is 8 %' }, // prettier-ignore
      { family: 'optics/capacity', split: 'all', statistic: 'worst', max: 0.15, because: 'One step of 100 Gb/s at 800 Gb/s, which a newer receiver gains' }, // prettier-ignore
      { family: 'optics/latency', split: 'all', statistic: 'worst', max: 0.01, because: 'Published to two decimals of a millisecond' }, // prettier-ignore
      { family: 'optics/availability', split: 'all', statistic: 'worst', max: 0.04, because: 'Published to two digits' }, // prettier-ignore
      { family: 'optics/huts', split: 'all', statistic: 'worst', max: 1, because: 'A hut moves to where land and power are' }, // prettier-ignore
    ],
    left: [
      { family: 'optics/capacity', id: 'dt-56-tbps', why: '56.51 Tb/s over 96.5 km (Deutsche Telekom, 34 waves of 130 GBd, DP-PCS256QAM): a research receiver, whose rates no product has; it lies below the Shannon ceiling given here' }, // prettier-ignore
      { family: 'optics/capacity', id: 'nict-450-tbps', why: '450 Tb/s over 42.4 THz uses bands beyond C and L' }, // prettier-ignore
      { family: 'optics/capacity', id: 'meta-48-pbps', why: '16 to 48 Pb/s for a pair of regions names neither length nor pairs' }, // prettier-ignore
      { family: 'optics/huts', id: 'ciena-20-pbps', why: '22 huts for 20 Pb/s at four rails a rack: length and rail rate are not stated' }, // prettier-ignore
      { family: 'optics/availability', id: 'fcc-cuts', why: '4.39 cuts in 1,000 sheath miles and 12 h of repair were not found again in a source that can be cited' }, // prettier-ignore
    ],
  }
}

interface Trial {
  readonly id: string
  readonly routeKm: number
  readonly band: Band
  /** Where the trial lit more than is planned with here. */
  readonly spectrumGhz?: number
  readonly tbps: number
  readonly source: string
  readonly note?: string
}

const verizon = 'Verizon and Cisco field trial, by submarinenetworks.com: C band'
const trials: readonly Trial[] = [
  { id: 'verizon-800km', routeKm: 800, band: 'C', tbps: 25.6, source: verizon, note: 'the trial ran 400G waves' }, // prettier-ignore
  { id: 'verizon-400km', routeKm: 400, band: 'C', tbps: 32, source: verizon, note: 'the trial ran 500G waves' }, // prettier-ignore
  { id: 'verizon-80km', routeKm: 80, band: 'C', tbps: 35.4, source: verizon, note: 'the trial ran 600G waves' }, // prettier-ignore
  {
    id: 'china-telecom-1200km',
    routeKm: 1200,
    band: 'C+L',
    spectrumGhz: 12_000,
    tbps: 64,
    source: 'China Telecom field trial over G.652, extended C+L, more than 1,200 km, by submarinenetworks.com', // prettier-ignore
    note: 'waves are counted in the 12 THz of extended C+L (ZTE, 2026-03-26); their rate is that of the line of 9.6 THz',
  },
]

function capacityComparison(trial: Trial): Comparison {
  const { id, routeKm, band, spectrumGhz, tbps, source, note } = trial
  const link = estimateLink({ routeKm, band })
  const { mode, waves = 0 } = (link.kind === 'estimated' ? link.lit : undefined) ?? {}
  const wavesSeen =
    spectrumGhz === undefined ? waves : Math.floor(spectrumGhz / (mode?.spacingGhz ?? Infinity))
  return {
    family: 'optics/capacity',
    id,
    quantity: 'capacity of one fibre pair',
    unit: 'Tb/s',
    published: tbps,
    predicted: (wavesSeen * (mode?.waveGbps ?? 0)) / 1000,
    error: 'relative',
    split: 'none',
    source,
    ...(note === undefined ? {} : { note }),
  }
}

/** How many 150 GHz waves the product fits into its 9.6 THz is a count of the grid, not of the signal. */
const rails = [
  { id: 'nokia-rail-800g', waveGbps: 800, tbps: 51.2 },
  { id: 'nokia-rail-1200g', waveGbps: 1200, tbps: 76.4 },
] as const

const railComparison = ({ id, waveGbps, tbps }: (typeof rails)[number]): Comparison => ({
  family: 'optics/capacity',
  id,
  quantity: 'capacity of a full rail',
  unit: 'Tb/s',
  published: tbps,
  predicted: (wavesIn(bandEdges['C+L'], 150) * waveGbps) / 1000,
  error: 'relative',
  split: 'none',
  source: 'Nokia 1830 GX multi-rail, 9.6 THz of C+L, by vendordeep',
  note: 'the grid alone: no length is stated',
})

/** Sum of fibre of public cases of GNPy 2.14 and the latency that its transceiver prints. */
const latencies = [
  { id: 'transmission-main-example', routeKm: 80, ms: 0.39 },
  { id: 'transmission-saturated', routeKm: 130, ms: 0.64 },
  { id: 'power-sweep-brest-rennes', routeKm: 200, ms: 0.98 },
  { id: 'path-lorient-brest', routeKm: 315, ms: 1.54 },
  { id: 'multiband-transmission', routeKm: 240, ms: 1.18 },
] as const

const fibreMsOf = (name: string, routeKm: number): number => {
  const fibre = fibreOf(name)
  return fibre === undefined ? 0 : estimateLatency({ routeKm, fibre }).fibreMs
}

const latencyComparison = ({ id, routeKm, ms }: (typeof latencies)[number]): Comparison => ({
  family: 'optics/latency',
  id,
  quantity: 'one-way latency of the fibre',
  unit: 'ms',
  published: ms,
  predicted: fibreMsOf('ssmf', routeKm),
  error: 'relative',
  split: 'none',
  source: 'Telecom Infra Project, oopt-gnpy 2.14, expected output of its tests',
})

const hollowCore = (): Comparison => ({
  family: 'optics/latency',
  id: 'hollow-core-speed',
  quantity: 'speed in a hollow core over that in glass',
  unit: '1',
  published: 1.47,
  predicted: fibreMsOf('ssmf', 1) / fibreMsOf('hollow-core', 1),
  error: 'relative',
  split: 'none',
  source: 'University of Southampton and Microsoft, Nature Photonics, 2025-09-01: 47 % faster',
})

const kilometres = 1000

/** Published rates and a repair of 12 hours give these by hand; the model uses no rare-event shortcut. */
function availabilities(): Comparison[] {
  const down = (cable: Cable): number => 1 - availabilityInSeries([cableElement({ id: cable, lengthKm: kilometres, cable, repairH: 12 })]) // prettier-ignore
  const path = (id: string) => ({
    id,
    capacityGbps: 1,
    elements: [cableElement({ id, lengthKm: kilometres, cable: 'buried', repairH: 12 })],
  })
  const two = estimateAvailability([path('a'), path('b')])
  const both = two.kind === 'estimated' ? two.darkMinutesPerYear / (8760 * 60) : 1
  const row = (id: string, published: number, predicted: number): Comparison => ({
    family: 'optics/availability',
    id,
    quantity: 'unavailability of 1,000 km',
    unit: '1',
    published,
    predicted,
    error: 'relative',
    split: 'none',
    source: 'By hand from Bellcore rates in AFL 2001 and 12 h of repair',
    note: 'a check of the formula, not of the rates',
  })
  return [
    row('buried', 2.9e-3, down('buried')),
    row('two-buried-disjoint', 8.5e-6, both),
    row('opgw', 1.2e-4, down('opgw')),
  ]
}

const kmPerMile = 1.609344
const routesWithHuts = [
  { id: 'amarillo-tulsa', miles: 400, huts: 7 },
  { id: 'st-louis-tulsa', miles: 500, huts: 8 },
] as const

function hutComparison({ id, miles, huts }: (typeof routesWithHuts)[number]): Comparison {
  const placement = placeHuts({
    routeKm: miles * kmPerMile,
    spanMaxKm: plantFigures.spanMaxKm.value,
    spanLossMaxDb: plantFigures.spanLossMaxDb.value,
    lossDbPerKm: fibreOf('ssmf')?.lossDbPerKm ?? 0,
    connectorLossDb: plantFigures.connectorLossDb.value,
  })
  return {
    family: 'optics/huts',
    id,
    quantity: 'amplifier huts',
    unit: 'huts',
    published: huts,
    predicted: placement?.huts.length ?? 0,
    error: 'absolute',
    split: 'none',
    source: 'Light Source Communications: 400 miles with 7 and 500 miles with 8 amplifier sites',
  }
}
