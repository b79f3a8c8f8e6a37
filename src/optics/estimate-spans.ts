import { invariant } from '../diagnostics/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import type { Element, Span } from './element.ts'
import type { Fibre } from './fibre.ts'
import { idealAmplifier, optimumPowerW, spanBudget } from './launch-power.ts'
import { dbmOfWatts } from './decibel.ts'
import { checkLine } from './line-check.ts'
import { estimateLine } from './line.ts'
import type { LineOutcome } from './line.ts'
import type { Line } from './line-input.ts'
import { rangeCheck } from './range-check.ts'
import { inputLossDb, spanLossDb } from './span.ts'
import type { ChannelGroup } from './spectrum.ts'
import { combOf } from './spectrum.ts'

/**
 * The short way from span lengths to GSNR: each span is followed by an amplifier that sets the power into the next, at that span's optimum
 * or at a stated one; the last makes up for its own span. No ROADM, no transmitter noise, no Raman scattering: what the fibre allows.
 */
export interface SpansRequest {
  readonly spans: readonly SpanFigures[]
  readonly noiseFigureDb: number
  readonly comb: ChannelGroup
  /** dBm per channel at the input of every span, before its connector; or the optimum of each. */
  readonly launch: 'optimum' | number
}

export interface SpanFigures {
  readonly lengthKm: number
  readonly lossDbPerKm: number
  readonly dispersionPsPerNmKm: number
  readonly effectiveAreaUm2: number
  /** At each end. */
  readonly connectorLossDb: number
  readonly pmdPsPerSqrtKm?: number
  readonly groupIndex?: number
  readonly nonlinearIndexM2PerW?: number
  readonly areaModel?: 'mode' | 'constant'
}

export type SpansOutcome = Exclude<LineOutcome, { readonly kind: 'unsolved' }> & {
  /** Per channel into each span, as set. */
  readonly launchDbm?: readonly number[]
}

export function estimateSpans(request: SpansRequest): SpansOutcome {
  const spans = spansOf(request.spans)
  const channels = [request.comb]
  const diagnostics = checkRequest(request, spans)
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics }
  const launchDbm = spans.length === 0 ? [0] : launchOf(request, spans)
  const line = lineOf(request, spans, launchDbm)
  const outcome = estimateLine(line)
  invariant(outcome.kind !== 'unsolved', 'a line without Raman scattering needs no solving')
  return { ...outcome, launchDbm }
}

/** Places are those of the request, not of the line that is made of it. */
function checkRequest(request: SpansRequest, spans: readonly Span[]): readonly Diagnostic[] {
  const { comb, noiseFigureDb, launch } = request
  const found: Diagnostic[] = []
  const inRange = rangeCheck((each) => void found.push({ severity: 'error', ...each }), '')
  if (launch !== 'optimum') inRange('launch', launch, { min: -60, max: 60, unit: 'dBm' })
  inRange('noiseFigureDb', noiseFigureDb, { min: leastNoiseFigureDb, max: 60, unit: 'dB' })
  const ofLine = checkLine({ channels: [comb], launchDbm: 0, elements: spans })
  const placed = ofLine.map((each) => ({
    ...each,
    pointer: each.pointer.replace(/^\/elements/u, '/spans').replace(/^\/channels\/0/u, '/comb'),
  }))
  return [...found, ...placed]
}

/** Quantum limit of an amplifier of large gain: a factor of 2. */
const leastNoiseFigureDb = 10 * Math.log10(2)

/** Spans of equal fibre share one object, so that its matrix is made once. */
function spansOf(figures: readonly SpanFigures[]): readonly Span[] {
  const known = new Map<string, Span>()
  return figures.map(({ lengthKm, connectorLossDb, ...fibre }) => {
    const key = JSON.stringify([lengthKm, connectorLossDb, fibre])
    const span = known.get(key) ?? spanOf(lengthKm, connectorLossDb, fibre)
    known.set(key, span)
    return span
  })
}

const spanOf = (lengthKm: number, connectorDb: number, fibre: Fibre): Span => ({
  kind: 'span',
  fibre,
  lengthKm,
  inputConnectorDb: connectorDb,
  outputConnectorDb: connectorDb,
})

function launchOf(request: SpansRequest, spans: readonly Span[]): readonly number[] {
  const { launch, comb, noiseFigureDb } = request
  if (launch !== 'optimum') return spans.map(() => launch)
  const channels = combOf([comb])
  const best = new Map(
    [...new Set(spans)].map((span) => {
      const budget = spanBudget(span, channels, noiseFigureDb)
      return [span, dbmOfWatts(optimumPowerW(budget)) + inputLossDb(span)]
    }),
  )
  return spans.map((span) => best.get(span) ?? 0)
}

function lineOf(
  { comb, noiseFigureDb }: SpansRequest,
  spans: readonly Span[],
  launchDbm: readonly number[],
): Line {
  const amplifier = idealAmplifier(noiseFigureDb)
  const middleHz = (comb.firstThz * 1e3 + comb.spacingGhz * Math.floor(comb.channels / 2)) * 1e9
  const elements = spans.flatMap((span, i): readonly Element[] => {
    const powerDbm = launchDbm[i] ?? 0
    const nextDbm = launchDbm[i + 1] ?? powerDbm
    const gainDb = spanLossDb(span, middleHz) + nextDbm - powerDbm
    const setting = { amplifier, gainDb: Math.max(gainDb, 0), outputVoaDb: Math.max(-gainDb, 0) }
    return [span, { kind: 'amplifier', bands: [setting] }]
  })
  return { channels: [comb], launchDbm: launchDbm[0] ?? 0, elements }
}
