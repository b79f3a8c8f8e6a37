import type { Amplifier, NoiseModel } from './amplifier.ts'
import { noiseFigureOf, solveTwoStage } from './amplifier.ts'
import { ratioOfDb } from './decibel.ts'
import type { AmplifierSetting } from './element.ts'
import { rangeCheck } from './range-check.ts'
import type { Report } from './range-check.ts'

/** What is wrong with an amplifier and its setting. */
const gainRange = { min: -80, max: 80, unit: 'dB' }
const figureRange = { min: -80, max: 80, unit: 'dB' }

export function amplifierProblems(
  setting: AmplifierSetting,
  pointer: string,
  report: Report,
): void {
  const { amplifier, gainDb } = setting
  if (!checkAmplifier(amplifier, pointer, report)) return
  const { noise } = amplifier
  if (noise.kind !== 'fixed') return
  const least = quantumLimit(Math.max(gainDb, amplifier.gainMinDb))
  if (ratioOfDb(noise.noiseFigureDb) >= least * (1 - 1e-9)) return
  const message = `a noise figure of ${noise.noiseFigureDb} dB at ${gainDb} dB of gain lies below the quantum limit of ${(10 * Math.log10(least)).toFixed(2)} dB`
  report({ code: 'line/below-quantum-limit', pointer: `${pointer}/noise/noiseFigureDb`, message })
}

/**
 * Least noise figure of an amplifier that treats both quadratures alike, as a ratio: 2 (1 - 1/G) of noise referred to the input
 * (C. M. Caves, Physical Review D 26, 1982): 3 dB at large gain.
 */
const quantumLimit = (gainDb: number): number => 2 * (1 - ratioOfDb(-gainDb))

function checkAmplifier(amplifier: Amplifier, pointer: string, report: Report): boolean {
  const inRange = rangeCheck(report, pointer)
  const { gainMinDb, gainMaxDb, powerMaxDbm = 0, pmdPs = 0, noise, shape } = amplifier
  const isSound = [
    inRange('gainMinDb', gainMinDb, gainRange),
    inRange('gainMaxDb', gainMaxDb, { ...gainRange, min: gainMinDb }),
    inRange('powerMaxDbm', powerMaxDbm, { min: -60, max: 60, unit: 'dBm' }),
    inRange('pmdPs', pmdPs, { min: 0, max: 1e6, unit: 'ps' }),
  ].every(Boolean)
  const isShapeSound = shape === undefined || checkShape(shape, `${pointer}/shape`, report)
  return isSound && isShapeSound && checkNoise({ amplifier, noise }, `${pointer}/noise`, report)
}

function checkShape(
  shape: NonNullable<Amplifier['shape']>,
  pointer: string,
  report: Report,
): boolean {
  const inRange = rangeCheck(report, pointer)
  const band = { min: 100, max: 300, unit: 'THz' }
  const lists = ['gainRippleDb', 'noiseRippleDb', 'dynamicGainTilt'] as const
  return [
    inRange('minThz', shape.minThz, band),
    inRange('maxThz', shape.maxThz, { ...band, min: shape.minThz, isMinExcluded: true }),
    ...lists.flatMap((key) =>
      (shape[key] ?? []).map((value, i) => inRange(`${key}/${i}`, value, figureRange)),
    ),
  ].every(Boolean)
}

interface NoiseCheck {
  readonly amplifier: Amplifier
  readonly noise: NoiseModel
}

function checkNoise({ amplifier, noise }: NoiseCheck, pointer: string, report: Report): boolean {
  const inRange = rangeCheck(report, pointer)
  switch (noise.kind) {
    case 'fixed':
      return inRange('noiseFigureDb', noise.noiseFigureDb, figureRange)
    case 'two-stage': {
      const isSound =
        inRange('noiseFigureMinDb', noise.noiseFigureMinDb, figureRange) &&
        inRange('noiseFigureMaxDb', noise.noiseFigureMaxDb, figureRange)
      if (!isSound) return false
      const outcome = solveTwoStage(amplifier, noise)
      if (outcome.kind === 'solved') return true
      const message = `no two-stage amplifier has ${noise.noiseFigureMinDb} dB at ${amplifier.gainMaxDb} dB and ${noise.noiseFigureMaxDb} dB at ${amplifier.gainMinDb} dB: ${outcome.why}`
      const hint = 'state its noise figure as a polynomial in gain'
      report({ code: 'line/no-two-stage', pointer, message, hint })
      return false
    }
    case 'polynomial':
    case 'open-roadm':
      return noise.coefficients
        .map((value, i) => inRange(`coefficients/${i}`, value, { min: -1e4, max: 1e4, unit: '' }))
        .every(Boolean)
    case 'cascade': {
      const parts = [noise.first, noise.second].map((part, i) => {
        const at = `${pointer}/${i === 0 ? 'first' : 'second'}`
        const isNested = part.noise.kind === 'cascade'
        if (isNested) report({ code: 'line/nested-cascade', pointer: at, message: nestedCascade })
        return !isNested && checkAmplifier(part, at, report)
      })
      return parts.every(Boolean) && noiseFigureOf(amplifier) !== undefined
    }
    default:
      return true
  }
}

const nestedCascade = 'an amplifier of two stages may not itself be a stage'
