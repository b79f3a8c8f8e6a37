import { dbOfRatio, ratioOfDb } from './decibel.ts'

/**
 * The noise figure of an erbium amplifier as it is set, in dB. Below its least gain an amplifier is padded with an attenuator at
 * its input, and each dB of padding is a dB of noise figure.
 *
 *   fixed       one figure
 *   two-stage   NF = nf1 + nf2 / g1 (plain ratios): a first coil, an attenuator, a second coil. nf1, nf2 and the difference of power
 *               between the coils are solved from the noise figure at least and at full gain (`solveTwoStage`)
 *   polynomial  in -(full gain - gain), highest power first
 *   open-roadm  the in-line amplifier of OpenROADM: NF = p - poly3(p) + 58 for p dBm of input per channel in 50 GHz, highest power first
 *   preamp      the drop amplifier of OpenROADM: NF = p - min((4 p + 275) / 7, 33) + 58
 *   noiseless   the OpenROADM booster, whose noise stands in the ROADM's own figure
 *   cascade     two amplifiers in one: the first always at full gain
 *
 * As GNPy 2.14 has them (`core/science_utils.py::estimate_nf_model`, `core/elements.py::Edfa`), which cites the OpenROADM MSA.
 */
export type NoiseModel =
  | { readonly kind: 'fixed'; readonly noiseFigureDb: number }
  | {
      readonly kind: 'two-stage'
      readonly noiseFigureMinDb: number
      readonly noiseFigureMaxDb: number
    }
  | { readonly kind: 'polynomial'; readonly coefficients: readonly number[] }
  | { readonly kind: 'open-roadm'; readonly coefficients: readonly number[] }
  | { readonly kind: 'preamp' }
  | { readonly kind: 'noiseless' }
  | { readonly kind: 'cascade'; readonly first: Amplifier; readonly second: Amplifier }

export interface Amplifier {
  readonly gainMinDb: number
  /** Largest gain at which the gain is flat. */
  readonly gainMaxDb: number
  /** Of all channels together, at the output. No limit without it. */
  readonly powerMaxDbm?: number
  readonly noise: NoiseModel
  /** Deviation of gain and noise figure over the band. */
  readonly shape?: GainShape
  readonly pmdPs?: number
}

/** How gain and noise depend on frequency: points spread evenly from first to last frequency, in dB. */
export interface GainShape {
  readonly minThz: number
  readonly maxThz: number
  readonly gainRippleDb?: readonly number[]
  readonly noiseRippleDb?: readonly number[]
  /** Change of gain over frequency per dB of mean gain, relative to the first point; a straight line without it. */
  readonly dynamicGainTilt?: readonly number[]
}

export interface TwoStage {
  readonly firstNf: number
  readonly secondNf: number
  readonly powerStepDb: number
}

/** Why the two-stage model cannot stand for an amplifier, in words; or its coils. */
export type TwoStageOutcome =
  | { readonly kind: 'solved'; readonly stages: TwoStage }
  | { readonly kind: 'rejected'; readonly why: string }

/** Bounds of a plausible pair of coils: GNPy 2.14, `estimate_nf_model`. */
const startStepDb = 5
const coilDifferenceDb = { min: 0.3, max: 2 }
const stepLimitsDb = { min: 1, max: 11 }
const leastFirstNfDb = 4
const toleranceDb = 0.01

export function solveTwoStage(
  { gainMinDb, gainMaxDb }: Pick<Amplifier, 'gainMinDb' | 'gainMaxDb'>,
  { noiseFigureMinDb, noiseFigureMaxDb }: { noiseFigureMinDb: number; noiseFigureMaxDb: number },
): TwoStageOutcome {
  const best = ratioOfDb(noiseFigureMinDb)
  const worst = ratioOfDb(noiseFigureMaxDb)
  let powerStepDb = startStepDb
  let firstMax = gainMaxDb - powerStepDb
  const firstMin = (): number => gainMinDb - (gainMaxDb - gainMinDb) - powerStepDb
  let second = (best - worst) / (1 / ratioOfDb(firstMax) - 1 / ratioOfDb(firstMin()))
  const first = best - second / ratioOfDb(firstMax)
  if (!(first > 0 && dbOfRatio(first) >= leastFirstNfDb))
    return reject(`its first coil would have a noise figure below ${leastFirstNfDb} dB`)
  const difference = dbOfRatio(second / first)
  if (!(difference > coilDifferenceDb.min && difference < coilDifferenceDb.max)) {
    const clipped = Math.min(Math.max(difference, coilDifferenceDb.min), coilDifferenceDb.max)
    second = first * ratioOfDb(clipped)
    firstMax = dbOfRatio(second / (best - first))
    powerStepDb = gainMaxDb - firstMax
    if (!(powerStepDb > stepLimitsDb.min && powerStepDb < stepLimitsDb.max))
      return reject(`the power step between its coils would be ${powerStepDb.toFixed(2)} dB`)
  }
  const reproduced = dbOfRatio(first + second / ratioOfDb(firstMin()))
  if (!(Math.abs(reproduced - noiseFigureMaxDb) <= toleranceDb))
    return reject(`at least gain it would have ${reproduced.toFixed(2)} dB`)
  return { kind: 'solved', stages: { firstNf: first, secondNf: second, powerStepDb } }
}

const reject = (why: string): TwoStageOutcome => ({ kind: 'rejected', why })

/** What the noise figure depends on. */
export interface Setting {
  readonly gainDb: number
  /** Input per channel, scaled to 50 GHz; read by the OpenROADM models only. */
  readonly inputDbmPer50Ghz: number
}

/** What the noise figure of an amplifier costs to prepare, once: the coils of a two-stage model. */
export type NoiseFigureOf = (setting: Setting) => number

/** The noise figure in dB as a function of the setting; undefined for an amplifier that the two-stage model rejects. */
export function noiseFigureOf(amplifier: Amplifier): NoiseFigureOf | undefined {
  const { noise } = amplifier
  if (noise.kind === 'cascade') return cascade(noise.first, noise.second)
  const bare = bareNoiseFigure(amplifier)
  if (bare === undefined) return undefined
  return (setting) => {
    const paddingDb = Math.max(amplifier.gainMinDb - setting.gainDb, 0)
    return bare({ ...setting, gainDb: setting.gainDb + paddingDb }) + paddingDb
  }
}

function bareNoiseFigure({ noise, ...limits }: Amplifier): NoiseFigureOf | undefined {
  const missing = ({ gainDb }: Setting): number => Math.max(limits.gainMaxDb - gainDb, 0)
  switch (noise.kind) {
    case 'fixed':
      return () => noise.noiseFigureDb
    case 'noiseless':
      return () => -Infinity
    case 'polynomial':
      return (setting) => polynomial(noise.coefficients, -missing(setting))
    case 'open-roadm':
      return ({ inputDbmPer50Ghz: p }) => p - polynomial(noise.coefficients, p) + 58
    case 'preamp':
      return ({ inputDbmPer50Ghz: p }) => p - Math.min((4 * p + 275) / 7, 33) + 58
    case 'two-stage': {
      const outcome = solveTwoStage(limits, noise)
      if (outcome.kind === 'rejected') return undefined
      const { firstNf, secondNf, powerStepDb } = outcome.stages
      return (setting) =>
        dbOfRatio(firstNf + secondNf / ratioOfDb(setting.gainDb - powerStepDb - missing(setting)))
    }
    case 'cascade':
      return undefined
  }
}

function cascade(first: Amplifier, second: Amplifier): NoiseFigureOf | undefined {
  const [before, after] = [noiseFigureOf(first), noiseFigureOf(second)]
  if (before === undefined || after === undefined) return undefined
  return (setting) => {
    const firstDb = before({ ...setting, gainDb: first.gainMaxDb })
    const secondDb = after({ ...setting, gainDb: setting.gainDb - first.gainMaxDb })
    return dbOfRatio(ratioOfDb(firstDb) + ratioOfDb(secondDb - first.gainMaxDb))
  }
}

/** Horner's scheme, highest power first. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
