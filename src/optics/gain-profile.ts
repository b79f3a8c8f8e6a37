import type { GainShape } from './amplifier.ts'
import { dbOfRatio, ratioOfDb } from './decibel.ts'
import { totalW } from './spectrum.ts'
import type { Spectrum } from './spectrum.ts'

/**
 * Gain per channel of an amplifier whose gain is not flat. The gain of an erbium fibre at any state of pumping is a ripple plus a
 * multiple of one curve, the dynamic gain tilt (R. di Muro, Journal of Lightwave Technology 18(3), 2000): what the mean gain leaves
 * open is which multiple. Here the multiple is that which gives the asked tilt, and a flat attenuator then gives the asked gain, meant as
 * total power out over total power in. Left out: spectral hole burning and transients.
 */
export interface ProfileRequest {
  readonly gainDb: number
  readonly tiltDb: number
  readonly shape: GainShape | undefined
}

/** In dB per channel; undefined where the gain is flat. */
export function gainProfileDb(
  spectrum: Spectrum,
  request: ProfileRequest,
): Float64Array | undefined {
  const { gainDb, tiltDb, shape } = request
  const { frequencyHz } = spectrum.comb
  if (shape === undefined) return undefined
  const ripple = sampled(shape, shape.gainRippleDb, frequencyHz)
  const curve = tiltDb === 0 ? undefined : tilted(shape, frequencyHz)
  if (ripple === undefined && curve === undefined) return undefined
  const slopePerHz = -tiltDb / ((shape.maxThz - shape.minThz) * 1e12)
  const multiple = curve === undefined ? 0 : slopePerHz / fittedSlope(frequencyHz, curve)
  const raw = frequencyHz.map((_, i) => (ripple?.[i] ?? 0) + multiple * (curve?.[i] ?? 0))
  const out = raw.reduce((sum, db, i) => sum + (spectrum.powerW[i] ?? 0) * ratioOfDb(db), 0)
  const offset = gainDb - dbOfRatio(out / totalW(spectrum))
  return raw.map((db) => db + offset)
}

/** Evenly spread points of a shape at the given frequencies; undefined for a shape without them. */
export function sampled(
  { minThz, maxThz }: GainShape,
  points: readonly number[] | undefined,
  frequencyHz: Float64Array,
): Float64Array | undefined {
  if (points === undefined || points.length === 0 || points.every((db) => db === 0))
    return undefined
  const last = points.length - 1
  return frequencyHz.map((hz) => {
    const place = ((hz * 1e-12 - minThz) / (maxThz - minThz)) * last
    const within = Math.min(Math.max(place, 0), last)
    const left = Math.min(Math.floor(within), Math.max(last - 1, 0))
    const [low = 0, high = low] = [points[left], points[left + 1]]
    return low + (high - low) * (within - left)
  })
}

const tilted = (shape: GainShape, frequencyHz: Float64Array): Float64Array =>
  sampled(shape, shape.dynamicGainTilt, frequencyHz) ?? frequencyHz.map((hz) => hz * 1e-12)

/** Slope of the least-squares line per Hz. */
function fittedSlope(frequencyHz: Float64Array, curve: Float64Array): number {
  const count = frequencyHz.length
  const meanHz = frequencyHz.reduce((sum, hz) => sum + hz, 0) / count
  const mean = curve.reduce((sum, value) => sum + value, 0) / count
  let covariance = 0
  let variance = 0
  for (let i = 0; i < count; i++) {
    const distance = (frequencyHz[i] ?? 0) - meanHz
    covariance += distance * ((curve[i] ?? 0) - mean)
    variance += distance * distance
  }
  return covariance === 0 ? Infinity : covariance / variance
}
