import { ratioOfDb } from './decibel.ts'
import type { Span } from './element.ts'
import { accumulatedDispersionSPerM2, latencySPerM, lossDbPerKmAt } from './fibre.ts'
import { interferenceOf, nliOf } from './nonlinear.ts'
import type { Interference } from './nonlinear.ts'
import { addNli, addSquares, at, attenuate, scale } from './spectrum.ts'
import type { Comb, Spectrum } from './spectrum.ts'

/**
 * What a span does to a spectrum: connector and attenuator, interference at the fibre input, loss, connector; dispersion adds up, PMD
 * adds as squares, latency adds up.
 */
export interface SpanEffect extends Accumulation {
  readonly interference: Interference
  /** Power ratio of the fibre per channel, lumped losses and output connector included. */
  readonly transmission: Float64Array
}

/** What adds up along a line, whatever the power. */
export interface Accumulation {
  readonly dispersionSPerM: Float64Array
  readonly latencyS: Float64Array
}

export const inputLossDb = (span: Span): number =>
  (span.inputConnectorDb ?? 0) + (span.paddingDb ?? 0)

const lumpedDb = (span: Span): number =>
  (span.lumpedLosses ?? []).reduce((sum, { lossDb }) => sum + lossDb, 0)

/** Loss of the whole span at a frequency, attenuator and connectors included. */
export const spanLossDb = (span: Span, hz: number): number =>
  inputLossDb(span) +
  lossDbPerKmAt(span.fibre, hz) * span.lengthKm +
  lumpedDb(span) +
  (span.outputConnectorDb ?? 0)

/** Spans of one fibre share their matrix, which is nearly all there is to compute. */
export type SpanEffectOf = (span: Span) => SpanEffect

export function spanEffects(comb: Comb): SpanEffectOf {
  const matrices = new Map<string, Interference>()
  const effects = new Map<Span, SpanEffect>()
  const matrixOf = ({ fibre }: Span): Interference => {
    const key = JSON.stringify(fibre)
    const known = matrices.get(key)
    if (known !== undefined) return known
    const matrix = interferenceOf(fibre, comb)
    matrices.set(key, matrix)
    return matrix
  }
  return (span) => {
    const known = effects.get(span)
    if (known !== undefined) return known
    const effect = effectOf(span, comb, matrixOf(span))
    effects.set(span, effect)
    return effect
  }
}

function effectOf(span: Span, comb: Comb, interference: Interference): SpanEffect {
  const atInputDb = inputLossDb(span)
  return {
    interference,
    transmission: comb.frequencyHz.map((hz) => ratioOfDb(atInputDb - spanLossDb(span, hz))),
    ...accumulationOf(span, comb),
  }
}

export function accumulationOf({ fibre, lengthKm }: Span, { frequencyHz }: Comb): Accumulation {
  const lengthM = lengthKm * 1000
  return {
    dispersionSPerM: frequencyHz.map((hz) => accumulatedDispersionSPerM2(fibre, hz) * lengthM),
    latencyS: frequencyHz.map(() => latencySPerM(fibre) * lengthM),
  }
}

export function passSpan(before: Spectrum, span: Span, effect: SpanEffect): Spectrum {
  const atFibre = attenuate(before, inputLossDb(span))
  const after = addNli(atFibre, nliOf(effect.interference, span.lengthKm, atFibre.powerW))
  return accumulate(scale(after, effect.transmission), span, effect)
}

export function accumulate(spectrum: Spectrum, span: Span, of: Accumulation): Spectrum {
  const pmdS = (span.fibre.pmdPsPerSqrtKm ?? 0) * 1e-12 * Math.sqrt(span.lengthKm)
  return {
    ...spectrum,
    dispersionSPerM: sumOf(spectrum.dispersionSPerM, of.dispersionSPerM),
    pmdS: addSquares(spectrum.pmdS, pmdS),
    latencyS: sumOf(spectrum.latencyS, of.latencyS),
  }
}

function sumOf(a: Float64Array, b: Float64Array): Float64Array {
  const sum = a.slice()
  for (let i = 0; i < sum.length; i++) sum[i] = at(a, i) + at(b, i)
  return sum
}
