import type { Line } from '../line-input.ts'
import { idealAmplifier } from '../launch-power.ts'
import type { Element, Span } from '../element.ts'
import type { Fibre } from '../fibre.ts'
import type { ChannelGroup } from '../spectrum.ts'

/**
 * Clean lines: equal spans, each followed by an ideal flat amplifier that makes up for it; no connectors, no ROADM, a perfect transmitter.
 * The published side is a run of GNPy 2.14 (commit d65865b8), middle channel, beside the closed form with a constant effective area and
 * plain sums, made for this comparison in November 2026 and independent of this code.
 */
const standard: Fibre = { lossDbPerKm: 0.2, dispersionPsPerNmKm: 16.7, effectiveAreaUm2: 83 }
const ultraLowLoss: Fibre = {
  lossDbPerKm: 0.168,
  dispersionPsPerNmKm: 20.9,
  effectiveAreaUm2: 125,
}

export interface CleanLine {
  readonly id: string
  readonly spans: number
  readonly span: Span
  readonly noiseFigureDb: number
  readonly group: ChannelGroup
  readonly launchDbm: number
}

type Row = readonly [
  id: string,
  spans: number,
  km: number,
  fibre: Fibre,
  nfDb: number,
  channels: number,
  gbd: number,
  ghz: number,
  dbm: number,
]

const lineOf = ([id, spans, km, fibre, nfDb, channels, gbd, ghz, dbm]: Row): CleanLine => ({
  id,
  spans,
  span: { kind: 'span', fibre, lengthKm: km },
  noiseFigureDb: nfDb,
  group: { channels, firstThz: 191.3 + ghz / 1000, spacingGhz: ghz, symbolRateGbd: gbd },
  launchDbm: dbm,
})

const zr400GBd = 60.138546798

export const cleanLines: readonly CleanLine[] = (
  [
    ['R1', 1, 80, standard, 5, 96, 32, 50, 0],
    ['R2', 10, 80, standard, 5, 96, 32, 50, 0],
    ['R4', 10, 80, standard, 5, 64, 64, 75, 2],
    ['R5', 10, 80, standard, 5, 32, 130, 150, 4],
    ['R7', 1, 120, standard, 6, 64, zr400GBd, 75, 0],
    ['R9', 13, 80, ultraLowLoss, 5.5, 32, 118.2, 150, 3.5],
  ] satisfies Row[]
).map(lineOf)

export function lineFor(clean: CleanLine, launchDbm = clean.launchDbm): Line {
  const { span, noiseFigureDb, spans, group } = clean
  const gainDb = Number(span.fibre.lossDbPerKm) * span.lengthKm
  const amplifier: Element = {
    kind: 'amplifier',
    bands: [{ amplifier: idealAmplifier(noiseFigureDb), gainDb }],
  }
  const elements = Array.from({ length: spans }, () => [span, amplifier]).flat()
  return { channels: [group], launchDbm, elements }
}

/** GNPy: OSNR in 0.1 nm and in the signal's bandwidth; interference ratio; GSNR in both; least and most GSNR over channels. */
export interface CleanPublished {
  readonly osnr01NmDb: number
  readonly osnrDb: number
  readonly nliSnrDb: number
  readonly gsnrDb: number
  readonly gsnr01NmDb: number
  readonly leastGsnrDb: number
  readonly mostGsnrDb: number
  /** Closed form: OSNR, interference ratio and GSNR in the signal's bandwidth, interference per span in 1/W2. */
  readonly closed: readonly [osnrDb: number, nliSnrDb: number, gsnrDb: number, etaPerW2: number]
}

const published = (
  gnpy: readonly [number, number, number, number, number, number, number],
  closed: CleanPublished['closed'],
): CleanPublished => {
  const [osnr01NmDb, osnrDb, nliSnrDb, gsnrDb, gsnr01NmDb, leastGsnrDb, mostGsnrDb] = gnpy
  return { osnr01NmDb, osnrDb, nliSnrDb, gsnrDb, gsnr01NmDb, leastGsnrDb, mostGsnrDb, closed }
}

export const cleanPublished: Readonly<Record<string, CleanPublished>> = {
  R1: published(
    [36.941, 32.859, 29.734, 28.011, 32.093, 27.977, 29.287],
    [32.864, 29.776, 28.041, 1052.919],
  ),
  R2: published(
    [26.92, 22.838, 19.683, 17.97, 22.052, 17.936, 19.257],
    [22.864, 19.776, 18.041, 1052.919],
  ),
  R4: published(
    [28.924, 21.831, 20.354, 18.02, 25.113, 17.988, 19.008],
    [21.853, 20.455, 18.088, 358.509],
  ),
  R5: published(
    [30.93, 20.76, 22.357, 18.475, 28.645, 18.449, 19.04],
    [20.773, 22.469, 18.528, 89.771],
  ),
  R7: published(
    [27.944, 21.121, 33.939, 20.9, 27.722, 20.869, 21.026],
    [21.123, 33.982, 20.904, 399.798],
  ),
  R9: published(
    [31.358, 21.601, 25.5, 20.116, 29.873, 20.08, 20.525],
    [21.607, 25.611, 20.153, 42.164],
  ),
}

export const cleanDispersionPsPerNm: Readonly<Record<string, number>> = {
  R1: 1336,
  R2: 13_360,
  R4: 13_360,
  R5: 13_360,
  R7: 2004,
  R9: 21_736,
}

export const cleanLatencyMs: Readonly<Record<string, number>> = {
  R1: 0.3917,
  R2: 3.9174,
  R7: 0.5876,
  R9: 5.0926,
}

/** R2 at other powers: GSNR in the signal's bandwidth. */
export const cleanSweep: readonly (readonly [dbm: number, gsnrDb: number])[] = [
  [-3, 18.846],
  [-2.5, 18.989],
  [-2, 19.03],
  [-1.5, 18.956],
  [-1, 18.755],
  [-0.5, 18.425],
  [0, 17.97],
  [1, 16.73],
  [2, 15.156],
  [3, 13.364],
  [4, 11.434],
]

/** Noise of one span of R2 referred to its input, and the best power by the closed form. */
export const cleanOptimum = { aseW: 5.17e-7, powerDbm: -2.03 }

export const cleanSource =
  'GNPy 2.14 (commit d65865b8) run on the clean line, closed form computed apart (November 2026)'
