import {
  coreIndex,
  coreRadiusM,
  nonlinearIndexM2PerW,
  referenceHz,
  speedOfLightMPerS,
} from './constants.ts'
import { neperPerMetre } from './decibel.ts'

/**
 * A kind of fibre as plain data, and what follows from it at a frequency.
 *
 *   dispersion      D(f) = D0 (f / f0)^2, or D0 + slope (c/f - c/f0), or an interpolated table
 *   group velocity  beta2 = -D c / (2 pi f^2)
 *   effective area  Aeff(f) = pi a^2 / ln V(f),  V(f) = (f / f0) exp(pi a^2 / Aeff0)
 *   nonlinearity    gamma(f) = 2 pi n2 f / (c Aeff(f))
 *
 * The effective area follows the mode of a step-index fibre of core radius a = 4.2 um, scaled so that it has its stated value at f0
 * (D. Marcuse's w = a / sqrt(ln V), as GNPy 2.14 applies it in `core/parameters.py`). Left out: the change of loss by temperature and
 * age, and polarisation-dependent loss.
 */
export interface Fibre {
  readonly lossDbPerKm: number | FrequencyCurve
  readonly dispersionPsPerNmKm: number | FrequencyCurve
  readonly dispersionSlopePsPerNm2Km?: number
  /** At the reference frequency. */
  readonly effectiveAreaUm2: number
  /** Whether the effective area grows with wavelength as the mode does, or stays: `mode` without it. */
  readonly areaModel?: 'mode' | 'constant'
  readonly pmdPsPerSqrtKm?: number
  /** Frequency at which dispersion and area hold; 1550 nm without it. */
  readonly referenceThz?: number
  /** 1.468 without it; about 1.0003 in a hollow core. */
  readonly groupIndex?: number
  /** 2.6e-20 m2/W without it; close to nothing in a hollow core. */
  readonly nonlinearIndexM2PerW?: number
}

/** A figure that depends on frequency: linear between points that rise in frequency. */
export interface FrequencyCurve {
  readonly frequencyThz: readonly number[]
  readonly value: readonly number[]
}

/** Between the points, linear; outside them, the value of the nearest. */
export function valueAt({ frequencyThz, value }: FrequencyCurve, thz: number): number {
  const above = frequencyThz.findIndex((point) => point >= thz)
  if (above === 0) return value[0] ?? 0
  if (above < 0) return value.at(-1) ?? 0
  const [x0 = 0, x1 = 0] = [frequencyThz[above - 1], frequencyThz[above]]
  const [y0 = 0, y1 = 0] = [value[above - 1], value[above]]
  return y0 + ((y1 - y0) * (thz - x0)) / (x1 - x0)
}

const at = (figure: number | FrequencyCurve, hz: number): number =>
  typeof figure === 'number' ? figure : valueAt(figure, hz * 1e-12)

export const fibreReferenceHz = (fibre: Fibre): number =>
  fibre.referenceThz === undefined ? referenceHz : fibre.referenceThz * 1e12

export const lossDbPerKmAt = (fibre: Fibre, hz: number): number => at(fibre.lossDbPerKm, hz)

/** Natural power attenuation per metre. */
export const attenuationPerM = (fibre: Fibre, hz: number): number =>
  neperPerMetre(lossDbPerKmAt(fibre, hz))

/** Dispersion in s/m2: 1 ps/(nm km) is 1e-6 s/m2. */
export function dispersionSPerM2(fibre: Fibre, hz: number): number {
  const { dispersionPsPerNmKm: dispersion, dispersionSlopePsPerNm2Km: slope } = fibre
  if (typeof dispersion !== 'number') return valueAt(dispersion, hz * 1e-12) * 1e-6
  const reference = fibreReferenceHz(fibre)
  if (slope === undefined) return dispersion * 1e-6 * (hz / reference) ** 2
  const wavelengthShiftNm = (speedOfLightMPerS / hz - speedOfLightMPerS / reference) * 1e9
  return (dispersion + slope * wavelengthShiftNm) * 1e-6
}

/** Group-velocity dispersion in s2/m; about -21 ps2/km in standard fibre. */
export const beta2 = (fibre: Fibre, hz: number): number =>
  (-dispersionSPerM2(fibre, hz) * speedOfLightMPerS) / (2 * Math.PI * hz * hz)

/** Effective area in m2; not above 0 where the frequency lies beyond what the mode model can say. */
export function effectiveAreaM2(fibre: Fibre, hz: number): number {
  const area = fibre.effectiveAreaUm2 * 1e-12
  if (fibre.areaModel === 'constant') return area
  const core = Math.PI * coreRadiusM ** 2
  return core / (core / area + Math.log(hz / fibreReferenceHz(fibre)))
}

/** Nonlinear coefficient in 1/(W m). With a constant area it is that of the reference frequency everywhere. */
export function nonlinearityPerWm(fibre: Fibre, hz: number): number {
  const index = fibre.nonlinearIndexM2PerW ?? nonlinearIndexM2PerW
  const frequency = fibre.areaModel === 'constant' ? fibreReferenceHz(fibre) : hz
  return (2 * Math.PI * index * frequency) / (speedOfLightMPerS * effectiveAreaM2(fibre, hz))
}

export const latencySPerM = (fibre: Fibre): number =>
  (fibre.groupIndex ?? coreIndex) / speedOfLightMPerS

/**
 * Dispersion per metre that a receiver has to undo, in s/m2: the stated figure where one figure stands for all channels (the group-velocity
 * dispersion is then the same for all), else that of the channel.
 */
export const accumulatedDispersionSPerM2 = (fibre: Fibre, hz: number): number =>
  typeof fibre.dispersionPsPerNmKm === 'number' && fibre.dispersionSlopePsPerNm2Km === undefined
    ? fibre.dispersionPsPerNmKm * 1e-6
    : dispersionSPerM2(fibre, hz)
