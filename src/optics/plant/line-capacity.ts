import type { Diagnostic } from '../../diagnostics/index.ts'
import { estimateSpans, type SpanFigures } from '../estimate-spans.ts'
import { amplifiersIn, fullComb, wavesIn, type Band } from './band.ts'
import type { PlainFibre } from './fibre-type.ts'
import { inverseSumDb, judgeMode, modes, type Mode, type ModeRefusal } from './modes.ts'
import { plantFigures as figures } from './plant-figures.ts'

/**
 * How much a pair of fibres carries over given amplifier spans: for each mode the comb is filled from edge to edge, the line
 * model gives GSNR, the worst channel decides, and the mode with the most Gb/s per pair wins. Launch is the optimum of each
 * span, or what the amplifiers can put out, if that is less.
 *
 *   GSNR at the receiver = line, add and drop, in C+L a Raman penalty;  Shannon = sum over waves of 2 R_s log2(1 + GSNR_bw)
 *
 * Whoever owns C+L equipment may light C alone, so C+L never carries less than C. Left out: mixed rates in one comb, ripple.
 */
export interface LineFigures {
  readonly spansKm: readonly number[]
  readonly fibre: PlainFibre
  readonly band: Band
  readonly marginDb: number
  readonly noiseFigureDb?: number
  readonly connectorLossDb?: number
  /** Only modes of this rate; any without it. */
  readonly waveGbps?: number
}

export interface LitMode {
  readonly mode: Mode
  readonly litBand: Band
  readonly waves: number
  readonly pairGbps: number
  /** Of the worst channel at the receiver without transmitter, in 0.1 nm. */
  readonly gsnrDb: number
  /** What is left above required OSNR, penalties and margin. */
  readonly spareDb: number
}

export type LineCapacity =
  | {
      readonly kind: 'estimated'
      /** Undefined where no mode can be lit; `refusals` say why. */
      readonly best?: LitMode
      /** Fewer Gb/s, best first, one for each mode and band. */
      readonly others: readonly LitMode[]
      readonly refusals: readonly ModeRefusal[]
      /** What no receiver can exceed on this line with 150 GHz waves, without margin, in Gb/s for one pair. */
      readonly shannonGbps: number
      readonly dispersionPsPerNm: number
      readonly pmdPs: number
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

interface Seen {
  readonly gsnrDb: number
  readonly shannonGbps: number
}

/** The comb for which the ceiling is printed: that of 800G modules. */
const ceilingComb = { symbolRateGbd: 138, spacingGhz: 150 }

export function estimateLineCapacity(line: LineFigures): LineCapacity {
  const { spansKm, fibre, band } = line
  const routeKm = spansKm.reduce((sum, km) => sum + km, 0)
  const dispersionPsPerNm = routeKm * fibre.dispersionPsPerNmKm
  const pmdPs = (fibre.pmdPsPerSqrtKm ?? 0) * Math.sqrt(routeKm)
  const seen = new Map<string, Seen | readonly Diagnostic[]>()
  const look = (litBand: Band, comb: Comb): Seen | readonly Diagnostic[] => {
    const key = `${litBand} ${comb.symbolRateGbd} ${comb.spacingGhz}`
    const found = seen.get(key) ?? seeLine(line, litBand, comb)
    seen.set(key, found)
    return found
  }
  const ceiling = look(band, ceilingComb)
  if (!('gsnrDb' in ceiling)) return { kind: 'refused', diagnostics: ceiling }
  const lit: LitMode[] = []
  const refusals: ModeRefusal[] = []
  for (const mode of modes.filter(
    ({ waveGbps }) => line.waveGbps === undefined || waveGbps === line.waveGbps,
  )) {
    // prettier-ignore
    for (const litBand of band === 'C' ? (['C'] as const) : (['C+L', 'C'] as const)) {
      const view = look(litBand, mode)
      const gsnrDb = 'gsnrDb' in view ? view.gsnrDb : darkDb
      const verdict = judgeMode(mode, { routeKm, gsnrDb, dispersionPsPerNm, pmdPs, marginDb: line.marginDb }) // prettier-ignore
      const waves = wavesIn(litBand, mode.spacingGhz)
      if (verdict.fits) lit.push({ mode, litBand, waves, pairGbps: waves * mode.waveGbps, gsnrDb, spareDb: verdict.spareDb }) // prettier-ignore
      else if (litBand === band) refusals.push(verdict.refusal)
    }
  }
  const [best, ...others] = lit.toSorted(byWorth)
  const figures = {
    others,
    refusals: refusals.toSorted(byLack),
    shannonGbps: ceiling.shannonGbps,
    dispersionPsPerNm,
    pmdPs,
  }
  return { kind: 'estimated', ...(best === undefined ? {} : { best }), ...figures }
}

/** What lacks only signal first, by how much; then what its receiver or its agreement rules out. */
const byLack = (a: ModeRefusal, b: ModeRefusal): number =>
  Number(b.reason === 'signal-short') - Number(a.reason === 'signal-short') ||
  (a.reason === 'signal-short' ? a.needs - a.has - (b.needs - b.has) : 0)

/** Most Gb/s first; of equals the one that draws least, then the one with most to spare. */
const byWorth = (a: LitMode, b: LitMode): number =>
  b.pairGbps - a.pairGbps ||
  a.waves * a.mode.moduleW - b.waves * b.mode.moduleW ||
  b.spareDb - a.spareDb

/** Where nothing of the signal is left; far below what any mode needs. */
const darkDb = -100

type Comb = Pick<Mode, 'symbolRateGbd' | 'spacingGhz'>

function seeLine(line: LineFigures, band: Band, comb: Comb): Seen | readonly Diagnostic[] {
  const channels = fullComb(band, comb)
  const connectorLossDb = line.connectorLossDb ?? figures.connectorLossDb.value
  const spans = line.spansKm.map((lengthKm): SpanFigures => ({ ...line.fibre, lengthKm, connectorLossDb })) // prettier-ignore
  const noiseFigureDb = line.noiseFigureDb ?? figures.noiseFigureDb.value
  const request = { spans, noiseFigureDb, comb: channels }
  const mostDbm = figures.amplifierOutputDbm.value - 10 * Math.log10(channels.channels / amplifiersIn(band)) // prettier-ignore
  const free = estimateSpans({ ...request, launch: 'optimum' })
  const isTooMuch = (free.launchDbm ?? []).some((dbm) => !(dbm <= mostDbm))
  const outcome = isTooMuch ? estimateSpans({ ...request, launch: mostDbm }) : free
  if (outcome.kind === 'refused') return outcome.diagnostics
  if (outcome.kind !== 'estimated') return { gsnrDb: darkDb, shannonGbps: 0 }
  const { channels: received, worstChannel } = outcome.received
  const ramanDb = band === 'C' ? 0 : figures.ramanPenaltyDb.value
  const lineDb = worstChannel.gsnr01NmDb - ramanDb
  return {
    gsnrDb: inverseSumDb([lineDb, figures.addDropOsnrDb.value]),
    shannonGbps: received.gsnrDb.reduce((sum, db) => sum + 2 * comb.symbolRateGbd * Math.log2(1 + 10 ** (db / 10)), 0), // prettier-ignore
  }
}
