import type { Amplifier } from './amplifier.ts'
import { noiseFigureOf } from './amplifier.ts'
import { planckJs } from './constants.ts'
import { dbmOfWatts, ratioOfDb } from './decibel.ts'
import type { Span } from './element.ts'
import { interferenceOn, prepare } from './nonlinear.ts'
import { inputLossDb, spanLossDb } from './span.ts'
import type { ChannelGroup, Comb } from './spectrum.ts'
import { combOf } from './spectrum.ts'

/**
 * The best power into a span, taken for itself ("local optimum, global optimum"): where the noise of the amplifier behind it is twice the
 * interference it makes. With equal power P in all channels,
 *
 *   P_ASE = NF h f R A (A the loss of the span as a ratio: noise referred to the fibre input),  eta = sum over j of eta_ij
 *   1 / GSNR = P_ASE / P + eta P^2   is least at   P = (P_ASE / (2 eta))^(1/3)   and is then   1.5 P_ASE / P
 *
 * P. Poggiolini et al., "The LOGON strategy for low-complexity control plane implementation in new-generation flexible networks" (OFC
 * 2013). Left out: depletion of the signal, and what amplifiers can give in total.
 */
export interface SpanBudget {
  /** Noise of the amplifier behind the span, referred to the fibre input, in the bandwidth of the signal. */
  readonly aseW: number
  readonly etaPerW2: number
}

/** The middle of a comb: the channel with index floor(N / 2), which has most neighbours. */
export const middleOf = (comb: Comb): number => Math.floor(comb.frequencyHz.length / 2)

export function spanBudget(span: Span, comb: Comb, noiseFigureDb: number): SpanBudget {
  const channel = middleOf(comb)
  const hz = comb.frequencyHz[channel] ?? 0
  const lossDb = spanLossDb(span, hz) - inputLossDb(span)
  const rate = comb.symbolRateHz[channel] ?? 0
  const row = interferenceOn(prepare(span.fibre, comb), channel, span.lengthKm)
  return {
    aseW: ratioOfDb(noiseFigureDb + lossDb) * planckJs * hz * rate,
    etaPerW2: row.reduce((sum, eta) => sum + eta, 0),
  }
}

/** Watts per channel at the fibre input, behind connector and attenuator. */
export const optimumPowerW = ({ aseW, etaPerW2 }: SpanBudget): number =>
  Math.cbrt(aseW / (2 * etaPerW2))

/** 1 / GSNR, in the bandwidth of the signal, of equal spans at a power, noise and interference plainly summed. */
export const noiseToSignal = (budget: SpanBudget, powerW: number, spans = 1): number =>
  spans * (budget.aseW / powerW + budget.etaPerW2 * powerW * powerW)

export interface OptimumRequest {
  readonly span: Span
  readonly channels: readonly ChannelGroup[]
  readonly noiseFigureDb: number
}

/** Best power per channel as launched, before connector and attenuator of the span; for the middle channel of the comb. */
export function optimumPowerDbm({ span, channels, noiseFigureDb }: OptimumRequest): number {
  const budget = spanBudget(span, combOf(channels), noiseFigureDb)
  return dbmOfWatts(optimumPowerW(budget)) + inputLossDb(span)
}

/** An amplifier that makes up for a loss exactly, with no limit on power. */
export const idealAmplifier = (noiseFigureDb: number): Amplifier => ({
  gainMinDb: 0,
  gainMaxDb: 80,
  noise: { kind: 'fixed', noiseFigureDb },
})

/** What an amplifier's noise figure is at a gain where its input does not matter. */
export const noiseFigureAt = (amplifier: Amplifier, gainDb: number): number | undefined =>
  noiseFigureOf(amplifier)?.({ gainDb, inputDbmPer50Ghz: 0 })
