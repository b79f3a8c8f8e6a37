import type { Fibre } from './fibre.ts'
import { attenuationPerM, beta2, nonlinearityPerWm } from './fibre.ts'
import { at } from './spectrum.ts'
import type { Comb } from './spectrum.ts'

/**
 * How much nonlinear interference a span of fibre makes: the Gaussian-noise model in closed form, for uncompensated dispersion and
 * channels of near-rectangular spectrum (P. Poggiolini et al., arXiv 1209.0394 of 2012, equations 120 and 123).
 *
 *   Leff  = (1 - exp(-alpha L)) / alpha,  La = 1 / alpha,  b = (|beta2_i| + |beta2_j|) / 2,  d = f_j - f_i
 *   psi   = Leff^2 / (2 pi b La) [asinh(pi^2 La b R_i (d + R_j/2)) - asinh(pi^2 La b R_i (d - R_j/2))] / 2
 *   eta   = gamma_i^2 w psi / R_j^2,  w = 16/27 of a channel on itself, 32/27 of another
 *   P_NLI = P_i sum_j eta_ij P_j^2,  powers at the fibre input behind connector and attenuator
 *
 * Both asinh are taken in one logarithm of their quotient with d >= 0, since the bracket is even in d. Left out: coherent addition over
 * spans (the incoherent model), Raman scattering among channels, and what the format of a signal takes off the Gaussian figure.
 */
const selfWeight = 16 / 27
const crossWeight = 32 / 27

/** Below this the model has no meaning (four-wave mixing rules); the floor, a billionth of standard fibre's, keeps the limit finite. */
const leastBeta2 = 2e-35

/**
 * Of a fibre and a comb, whatever the length: square matrix by rows, entry (i, j) what channel j does to channel i, in 1/W2, over the
 * square of the effective length. Only that length differs between spans of one fibre.
 */
export interface Interference {
  readonly channels: number
  readonly etaPerW2M2: Float64Array
  readonly attenuationPerM: Float64Array
}

export function interferenceOf(fibre: Fibre, comb: Comb): Interference {
  const channels = comb.frequencyHz.length
  const etaPerW2M2 = new Float64Array(channels * channels)
  const work = prepare(fibre, comb)
  for (let i = 0; i < channels; i++) fillRow(work, i, etaPerW2M2.subarray(i * channels))
  return { channels, etaPerW2M2, attenuationPerM: work.alpha }
}

/** What all channels do to one of them in a span: a row of the matrix, in 1/W2. */
export function interferenceOn(work: Work, channel: number, lengthKm: number): Float64Array {
  const row = new Float64Array(work.comb.frequencyHz.length)
  fillRow(work, channel, row)
  const square = effectiveLengthM(at(work.alpha, channel), lengthKm) ** 2
  return row.map((eta) => eta * square)
}

const effectiveLengthM = (perM: number, lengthKm: number): number =>
  -Math.expm1(-perM * lengthKm * 1000) / perM

export function prepare(fibre: Fibre, comb: Comb): Work {
  const perChannel = (read: (hz: number) => number): Float64Array => comb.frequencyHz.map(read)
  return {
    comb,
    dispersion: perChannel((hz) => Math.abs(beta2(fibre, hz))),
    alpha: perChannel((hz) => attenuationPerM(fibre, hz)),
    gamma: perChannel((hz) => nonlinearityPerWm(fibre, hz)),
  }
}

/** Figures of a fibre per channel, from which rows are made. */
export interface Work {
  readonly comb: Comb
  readonly dispersion: Float64Array
  readonly alpha: Float64Array
  readonly gamma: Float64Array
}

function fillRow(work: Work, i: number, row: Float64Array): void {
  const { comb, dispersion, alpha, gamma } = work
  const { frequencyHz, symbolRateHz } = comb
  const channels = frequencyHz.length
  const own = at(frequencyHz, i)
  const loss = at(alpha, i)
  const curve = at(dispersion, i)
  const factor = (at(gamma, i) ** 2 * loss) / (4 * Math.PI)
  const reach = (Math.PI * Math.PI * at(symbolRateHz, i)) / loss
  for (let j = 0; j < channels; j++) {
    const other = at(symbolRateHz, j)
    const mean = Math.max((curve + at(dispersion, j)) / 2, leastBeta2)
    const slope = reach * mean
    const distance = Math.abs(at(frequencyHz, j) - own)
    const right = slope * (distance + other / 2)
    const left = slope * (distance - other / 2)
    const bracket = Math.log(upper(right) / upper(left))
    const weight = i === j ? selfWeight : crossWeight
    row[j] = (factor * weight * bracket) / (mean * other * other)
  }
}

/** exp(asinh(x)), without the cancellation that x + sqrt(x^2 + 1) has below 0. */
const upper = (x: number): number => {
  const root = Math.sqrt(x * x + 1)
  return x >= 0 ? x + root : 1 / (root - x)
}

/** Interference per channel in W, referred to the fibre input, for the powers at the fibre input. */
export function nliOf(of: Interference, lengthKm: number, powerW: Float64Array): Float64Array {
  const { channels, etaPerW2M2, attenuationPerM: alpha } = of
  const squares = new Float64Array(channels)
  for (let j = 0; j < channels; j++) squares[j] = at(powerW, j) ** 2
  const nli = new Float64Array(channels)
  for (let i = 0; i < channels; i++) {
    let sum = 0
    const row = i * channels
    for (let j = 0; j < channels; j++) sum += at(etaPerW2M2, row + j) * at(squares, j)
    nli[i] = sum * at(powerW, i) * effectiveLengthM(at(alpha, i), lengthKm) ** 2
  }
  return nli
}
