import type { Diagnostic } from '../../diagnostics/index.ts'
import type { Element, Span } from '../element.ts'
import { idealAmplifier, optimumPowerDbm } from '../launch-power.ts'
import { estimateLine } from '../line.ts'
import { spanLossDb } from '../span.ts'
import type { ChannelGroup } from '../spectrum.ts'
import { fullComb, type BandEdges } from './band.ts'
import type { PlainFibre } from './fibre-type.ts'
import { inverseSumDb, type Mode } from './modes.ts'
import { plantFigures as figures } from './plant-figures.ts'

/**
 * What a receiver sees of a line that is lit with one comb.
 *
 *   GSNR at the receiver = line, add and drop, in C+L a Raman penalty;  Shannon = sum over waves of 2 R_s log2(1 + GSNR_bw)
 *
 * Launch is the optimum of each span, or what the amplifiers can put out, where that is less; the worst channel counts.
 */
export interface LinePlant {
  readonly spansKm: readonly number[]
  readonly fibre: PlainFibre
  readonly noiseFigureDb?: number
  readonly connectorLossDb?: number
}

export interface Seen {
  /** Of the worst channel, in 0.1 nm, without the transmitter; far below any need where nothing of the signal is left. */
  readonly gsnrDb: number
  readonly shannonGbps: number
}

export type Comb = Pick<Mode, 'symbolRateGbd' | 'spacingGhz'>

const darkDb = -100

export function seeLine(
  plant: LinePlant,
  edges: BandEdges,
  comb: Comb,
): Seen | readonly Diagnostic[] {
  const channels = fullComb(edges, comb)
  const spans = spansOf(plant)
  const launchDbm = launchOf(plant, spans, { channels, bands: edges.amplifiers })
  const outcome = estimateLine({
    channels: [channels],
    launchDbm: launchDbm[0] ?? 0,
    elements: elementsOf(spans, launchDbm, noiseFigureDbOf(plant)),
  })
  if (outcome.kind === 'refused') return outcome.diagnostics
  if (outcome.kind !== 'estimated') return { gsnrDb: darkDb, shannonGbps: 0 }
  const { channels: received, worstChannel } = outcome.received
  const ramanDb = edges.amplifiers === 1 ? 0 : figures.ramanPenaltyDb.value
  return {
    gsnrDb: inverseSumDb([worstChannel.gsnr01NmDb - ramanDb, figures.addDropOsnrDb.value]),
    shannonGbps: received.gsnrDb.reduce((sum, db) => sum + 2 * comb.symbolRateGbd * Math.log2(1 + 10 ** (db / 10)), 0), // prettier-ignore
  }
}

const noiseFigureDbOf = ({ noiseFigureDb }: LinePlant): number =>
  noiseFigureDb ?? figures.noiseFigureDb.value

/** Spans of one length are one object, so that what they do to a comb is computed once. */
function spansOf(plant: LinePlant): readonly Span[] {
  const { spansKm, fibre, connectorLossDb = figures.connectorLossDb.value } = plant
  const ofLength = new Map<number, Span>()
  return spansKm.map((lengthKm) => {
    const ends = { inputConnectorDb: connectorLossDb, outputConnectorDb: connectorLossDb }
    const span = ofLength.get(lengthKm) ?? { kind: 'span', fibre, lengthKm, ...ends }
    ofLength.set(lengthKm, span)
    return span
  })
}

interface Lit {
  readonly channels: ChannelGroup
  /** Each band has an amplifier of its own, which puts out so much in all. */
  readonly bands: number
}

/** A span of its own optimum beside one that would want more than the amplifier has: each gets what is best for it. */
function launchOf(plant: LinePlant, spans: readonly Span[], { channels, bands }: Lit) {
  const mostDbm = figures.amplifierOutputDbm.value - 10 * Math.log10(channels.channels / bands)
  const noiseFigureDb = noiseFigureDbOf(plant)
  const best = new Map<Span, number>()
  return spans.map((span) => {
    const known = best.get(span)
    if (known !== undefined) return known
    const optimumDbm = optimumPowerDbm({ span, channels: [channels], noiseFigureDb })
    // A fibre without nonlinearity has no optimum: the amplifier is the limit.
    const dbm = optimumDbm <= mostDbm ? optimumDbm : mostDbm
    best.set(span, dbm)
    return dbm
  })
}

/** Each span is followed by an amplifier that sets the power into the next; the last makes up for its own span. */
function elementsOf(
  spans: readonly Span[],
  launchDbm: readonly number[],
  noiseFigureDb: number,
): readonly Element[] {
  const amplifier = idealAmplifier(noiseFigureDb)
  return spans.flatMap((span, i): readonly Element[] => {
    const powerDbm = launchDbm[i] ?? 0
    const gainDb = spanLossDb(span, anyHz) + (launchDbm[i + 1] ?? powerDbm) - powerDbm
    const setting = { amplifier, gainDb: Math.max(gainDb, 0), outputVoaDb: Math.max(-gainDb, 0) }
    return [span, { kind: 'amplifier', bands: [setting] }]
  })
}

/** The loss of a plain fibre is one number, the same at every frequency. */
const anyHz = 193.4e12
