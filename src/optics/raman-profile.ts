import { attenuationPerM } from './fibre.ts'
import type { Fibre } from './fibre.ts'
import { ramanPerWm } from './raman-gain.ts'
import type { RamanExchange } from './raman-gain.ts'
import { at } from './spectrum.ts'

/**
 * Powers along a fibre in which light exchanges energy by stimulated Raman scattering:
 *
 *   +- d ln P_i / dz = -alpha_i + sum over j of C_ij P_j     (+ for light that runs forward, - for pumps that run against it)
 *
 * M. Cantono, D. Pilori, A. Ferrari, V. Curri, arXiv 1710.02225 (2017), and the references there. Solved in the logarithm by Heun's method, forward and
 * backward in turn, until no power changes any more. Losses at a point multiply. Left out: double Rayleigh scattering, polarisation.
 */
export interface Waves {
  readonly hz: Float64Array
  /** Where each enters: at the start, or at the end for the last `backward` of them. */
  readonly inputW: Float64Array
  readonly backward: number
}

export interface PowerProfile {
  readonly positionM: Float64Array
  /** Power of wave i at point k: entry i * points + k. */
  readonly powerW: Float64Array
  readonly points: number
}

export interface FibreSection {
  readonly fibre: Fibre
  readonly lengthM: number
  readonly lumpedLosses: readonly { readonly positionM: number; readonly ratio: number }[]
  readonly exchange?: RamanExchange
}

const stepM = 200
const sweepsMax = 60
const tolerance = 1e-9

/** Undefined where pumps are so strong that the two directions find no agreement. */
export function ramanProfile(section: FibreSection, waves: Waves): PowerProfile | undefined {
  const work = prepare(section, waves)
  const { powerW } = work
  start(work, waves)
  for (let sweep = 0; sweep < sweepsMax; sweep++) {
    const before = powerW.slice()
    run(work, 'forward')
    if (waves.backward > 0) run(work, 'backward')
    const change = largestChange(before, powerW)
    if (!Number.isFinite(change)) return undefined
    if (change < tolerance)
      return { positionM: work.positionM, powerW, points: work.positionM.length }
  }
  return undefined
}

interface Work {
  readonly positionM: Float64Array
  readonly powerW: Float64Array
  readonly coupling: Float64Array
  readonly alpha: Float64Array
  /** Ratio that power keeps in passing point k. */
  readonly kept: Float64Array
  readonly count: number
  readonly forward: number
}

function prepare(section: FibreSection, waves: Waves): Work {
  const { fibre, lengthM, lumpedLosses } = section
  const { hz, backward } = waves
  const count = hz.length
  const positionM = gridOf(lengthM, lumpedLosses)
  const coupling = new Float64Array(count * count)
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++)
      coupling[i * count + j] = ramanPerWm(section, at(hz, i), at(hz, j))
  const kept = new Float64Array(positionM.length).fill(1)
  for (const { positionM: where, ratio } of lumpedLosses) {
    const point = positionM.indexOf(where)
    kept[point] = at(kept, point) * ratio
  }
  const alpha = hz.map((each) => attenuationPerM(fibre, each))
  const powerW = new Float64Array(count * positionM.length)
  return { positionM, powerW, coupling, alpha, kept, count, forward: count - backward }
}

function gridOf(lengthM: number, losses: readonly { readonly positionM: number }[]): Float64Array {
  const steps = Math.max(Math.ceil(lengthM / stepM), 8)
  const even = Array.from({ length: steps + 1 }, (_, k) => (k * lengthM) / steps)
  return Float64Array.from(new Set([...even, ...losses.map(({ positionM }) => positionM)])).sort()
}

/** A first guess: loss alone, no exchange. */
function start({ positionM, powerW, alpha, forward, count }: Work, { inputW }: Waves): void {
  const points = positionM.length
  const end = at(positionM, points - 1)
  for (let i = 0; i < count; i++)
    for (let k = 0; k < points; k++) {
      const way = i < forward ? at(positionM, k) : end - at(positionM, k)
      powerW[i * points + k] = at(inputW, i) * Math.exp(-at(alpha, i) * way)
    }
}

/** One sweep along the fibre for the waves of one direction; the others keep the powers of the sweep before. */
function run(work: Work, direction: 'forward' | 'backward'): void {
  const { positionM, powerW, kept, forward, count } = work
  const points = positionM.length
  const isForward = direction === 'forward'
  const [first, last] = isForward ? [0, forward] : [forward, count]
  const slope = new Float64Array(last - first)
  const next = new Float64Array(last - first)
  for (let step = 0; step < points - 1; step++) {
    const from = isForward ? step : points - 1 - step
    const to = isForward ? from + 1 : from - 1
    const dz = Math.abs(at(positionM, to) - at(positionM, from))
    const leave = at(kept, from)
    slopes(work, { first, last, point: from, scale: leave }, slope)
    for (let i = first; i < last; i++)
      powerW[i * points + to] =
        at(powerW, i * points + from) * leave * Math.exp(at(slope, i - first) * dz)
    slopes(work, { first, last, point: to, scale: 1 }, next)
    for (let i = first; i < last; i++)
      powerW[i * points + to] =
        at(powerW, i * points + from) *
        leave *
        Math.exp(((at(slope, i - first) + at(next, i - first)) / 2) * dz)
  }
}

interface Section {
  readonly first: number
  readonly last: number
  readonly point: number
  /** What waves of this direction keep of their power before the step begins: a loss at the point itself. */
  readonly scale: number
}

function slopes(work: Work, { first, last, point, scale }: Section, into: Float64Array): void {
  const { powerW, coupling, alpha, count, positionM } = work
  const points = positionM.length
  for (let i = first; i < last; i++) {
    let sum = -at(alpha, i)
    for (let j = 0; j < count; j++) {
      const power = at(powerW, j * points + point)
      sum += at(coupling, i * count + j) * (j >= first && j < last ? power * scale : power)
    }
    into[i - first] = sum
  }
}

function largestChange(before: Float64Array, after: Float64Array): number {
  let most = 0
  for (let i = 0; i < after.length; i++) {
    const change = Math.abs(at(after, i) - at(before, i)) / at(after, i)
    if (!(change <= most)) most = change
  }
  return most
}

/** Power of a wave relative to another power, at given positions: linear between the points. */
export function profileAt(
  { positionM, powerW, points }: PowerProfile,
  wave: number,
  places: Float64Array,
): Float64Array {
  let k = 0
  return places.map((place) => {
    while (k < points - 2 && at(positionM, k + 1) < place) k++
    const [z0, z1] = [at(positionM, k), at(positionM, k + 1)]
    const [p0, p1] = [at(powerW, wave * points + k), at(powerW, wave * points + k + 1)]
    return p0 + ((p1 - p0) * (place - z0)) / (z1 - z0)
  })
}
