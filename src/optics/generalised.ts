import { attenuationPerM, beta2, nonlinearityPerWm } from './fibre.ts'
import type { Fibre } from './fibre.ts'
import { at } from './spectrum.ts'
import type { Comb } from './spectrum.ts'

/**
 * Interference where power along the fibre is not a plain decay: the generalised Gaussian-noise model, separated by pairs of channels
 * (M. Cantono et al., arXiv 1710.02225 of 2017, equation 21), for the centre of each channel.
 *
 *   psi_ij = integral over f1 in channel j, f2 in channel i of S(f1) S(f2) S(f1 + f2 - f_i) |mu|^2
 *   mu     = integral over z of rho_j(z) exp(i db z),   db = 4 pi^2 (f1 - f_i)(f2 - f_i)(beta2 + pi beta3 (f1 + f2 - 2 f_i))
 *   eta_ij = gamma_i^2 w psi_ij / R_j^2,   w = 16/27 of a channel on itself, 32/27 of another
 *
 * rho is the power of channel j relative to its input; S a raised cosine of height 1. rho exp(alpha z) is taken as linear between the
 * points of the profile, and each piece is integrated exactly. Far channels need f1 at the two edges of channel j only.
 */
export interface ProfiledFibre {
  readonly fibre: Fibre
  /** Evenly spread, from 0 to the length. */
  readonly positionM: Float64Array
  /** Power of channel j at each position relative to its input. */
  readonly relativePower: (channel: number) => Float64Array
}

const selfWeight = 16 / 27
const crossWeight = 32 / 27

/**
 * How finely frequencies are sampled: 0.4 rad that phase may turn over 10 km between two samples, times the slots between two channels. A quarter
 * of it changes no GSNR of the Raman case by 0.0001 dB.
 */
const phasePerM = 0.4 / 10_000
/** Up to here a pair is integrated over both frequencies: 5 slots of 50 GHz at 32 GBd in standard fibre (GNPy 2.14). */
const nearness = 5 * 50e9 * 32e9 * 21.3e-27

/** What all channels do to one of them, in 1/W2. */
export function generalisedOn(profiled: ProfiledFibre, comb: Comb, channel: number): Float64Array {
  const { fibre } = profiled
  const { frequencyHz, symbolRateHz } = comb
  const hz = at(frequencyHz, channel)
  const gamma = nonlinearityPerWm(fibre, hz)
  const second = beta2(fibre, hz)
  const pair = { comb, channel, beta2: second, beta3: beta3At(fibre, hz) }
  return frequencyHz.map((otherHz, other) => {
    const rate = at(symbolRateHz, other)
    const isNear = Math.abs(otherHz - hz) * Math.abs(second) * rate <= nearness
    const kernel = kernelOf(profiled, other, attenuationPerM(fibre, otherHz))
    const psi = isNear ? nearPsi({ ...pair, other, kernel }) : farPsi({ ...pair, other, kernel })
    const weight = other === channel ? selfWeight : crossWeight
    return (gamma * gamma * weight * psi) / (rate * rate)
  })
}

/** Third order of the propagation constant, s3/m, by the change of the second over 200 GHz. */
function beta3At(fibre: Fibre, hz: number): number {
  const apart = 100e9
  return (beta2(fibre, hz + apart) - beta2(fibre, hz - apart)) / (2 * apart) / (2 * Math.PI)
}

/** |mu|^2 as a function of db. */
type Kernel = (mismatchPerM: number) => number

/**
 * On pieces of length d with r = rho exp(alpha z) linear, integration by parts leaves r at the ends and its slopes:
 * mu = [r exp(w z) / w] - sum of slope (exp(w z1) - exp(w z0)) / w^2,  w = i db - alpha. One rotation a piece.
 */
function kernelOf(profiled: ProfiledFibre, other: number, alpha: number): Kernel {
  const { positionM } = profiled
  const points = positionM.length
  const d = at(positionM, 1)
  const r = profiled
    .relativePower(other)
    .map((power, k) => power * Math.exp(alpha * at(positionM, k)))
  const slope = r.map((value, k) => (k === points - 1 ? 0 : (at(r, k + 1) - value) / d))
  const decay = Math.exp(-alpha * d)
  return (db) => {
    const [turnRe, turnIm] = [decay * Math.cos(db * d), decay * Math.sin(db * d)]
    let [re, im] = [1, 0]
    let [sumRe, sumIm] = [0, 0]
    for (let k = 0; k < points - 1; k++) {
      const nextRe = re * turnRe - im * turnIm
      const nextIm = re * turnIm + im * turnRe
      sumRe += at(slope, k) * (nextRe - re)
      sumIm += at(slope, k) * (nextIm - im)
      re = nextRe
      im = nextIm
    }
    const last = at(r, points - 1)
    // mu = A / w - S / w^2 = (A w - S) / w^2, of which the square of the size is wanted.
    const [aRe, aIm] = [last * re - at(r, 0), last * im]
    const topRe = -alpha * aRe - db * aIm - sumRe
    const topIm = db * aRe - alpha * aIm - sumIm
    const size = alpha * alpha + db * db
    return (topRe * topRe + topIm * topIm) / (size * size)
  }
}

interface Pair {
  readonly comb: Comb
  readonly channel: number
  readonly other: number
  readonly beta2: number
  readonly beta3: number
  readonly kernel: Kernel
}

const mismatch = ({ beta2: second, beta3 }: Pair, a: number, b: number): number =>
  4 * Math.PI ** 2 * a * b * (second + Math.PI * beta3 * (a + b))

/** Both frequencies integrated by the midpoint rule; a and b count from the centre of the disturbed channel. */
function nearPsi(pair: Pair): number {
  const { channel, other, kernel } = pair
  const own = shapeOf(pair, channel)
  const their = shapeOf(pair, other)
  const offset = their.centreHz - own.centreHz
  const apart = 1 + Math.abs(other - channel)
  const ones = samples(2 * their.halfHz, resolutionOf(pair), nearSamplesMax)
  const twos = samples(2 * own.halfHz, resolutionOf(pair) / apart, nearSamplesMax)
  let sum = 0
  for (let i = 0; i < ones; i++) {
    const a = offset - their.halfHz + ((i + 0.5) * 2 * their.halfHz) / ones
    const first = raisedCosine(a - offset, their)
    for (let j = 0; j < twos; j++) {
      const b = -own.halfHz + ((j + 0.5) * 2 * own.halfHz) / twos
      const weight = first * raisedCosine(b, own) * raisedCosine(a + b - offset, their)
      if (weight > 0) sum += weight * kernel(mismatch(pair, a, b))
    }
  }
  return (sum * 2 * their.halfHz * 2 * own.halfHz) / (ones * twos)
}

function farPsi(pair: Pair): number {
  const { channel, other, kernel, comb } = pair
  const own = shapeOf(pair, channel)
  const their = shapeOf(pair, other)
  const offset = their.centreHz - own.centreHz
  const resolution = resolutionOf(pair) / (1 + Math.abs(other - channel))
  const count = samples(own.halfHz, resolution, farSamplesMax)
  let sum = 0
  for (const a of [offset - their.halfHz, offset + their.halfHz])
    for (let j = 0; j < count; j++)
      sum += kernel(mismatch(pair, a, ((j + 0.5) * own.halfHz) / count))
  // Twice the half band, half of two edges.
  return (sum * own.halfHz * at(comb.symbolRateHz, other)) / count
}

interface Shape {
  readonly centreHz: number
  readonly rateHz: number
  readonly rollOff: number
  /** Half of the whole width. */
  readonly halfHz: number
}

function shapeOf({ comb }: Pair, channel: number): Shape {
  const rateHz = at(comb.symbolRateHz, channel)
  const rollOff = at(comb.rollOff, channel)
  const centreHz = at(comb.frequencyHz, channel)
  return { centreHz, rateHz, rollOff, halfHz: ((1 + rollOff) * rateHz) / 2 }
}

function raisedCosine(distance: number, { rateHz, rollOff, halfHz }: Shape): number {
  const away = Math.abs(distance)
  const flat = ((1 - rollOff) * rateHz) / 2
  if (away <= flat) return 1
  if (away >= halfHz) return 0
  return 0.5 * (1 + Math.cos((Math.PI / (rollOff * rateHz)) * (away - flat)))
}

const resolutionOf = ({ comb, beta2: second }: Pair): number => {
  const widest = comb.slotWidthHz.reduce((most, width) => Math.max(most, width), 0)
  return phasePerM / Math.abs(second) / (4 * Math.PI ** 2 * widest)
}

/** Bounded, so that a wide channel in a fibre of large dispersion ends in time. */
const samples = (widthHz: number, resolutionHz: number, most: number): number =>
  Math.min(Math.max(Math.ceil(widthHz / resolutionHz), 8), most)

const nearSamplesMax = 600
const farSamplesMax = 4000
