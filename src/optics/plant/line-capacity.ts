import type { Diagnostic } from '../../diagnostics/index.ts'
import { bandEdges, wavesIn, type Band, type BandEdges } from './band.ts'
import { judgeMode, modes, ruledOut, type Mode, type ModeRefusal } from './modes.ts'
import { seeLine, type Comb, type LinePlant, type Seen } from './see-line.ts'

/**
 * How much a pair of fibres carries over given amplifier spans: for each mode the comb is filled from edge to edge, the line
 * model gives GSNR (`see-line.ts`), the worst channel decides, and the mode with the most Gb/s per pair wins. What reach or
 * dispersion rules out needs no line model and gets none.
 *
 * Whoever owns C+L equipment may light C alone, so C+L never carries less than C. Left out: mixed rates in one comb, ripple.
 */
export interface LineFigures extends LinePlant {
  readonly band: Band
  /** Spectrum of another width than is planned with, for a line that is known to have it. */
  readonly edges?: BandEdges
  readonly marginDb: number
  /** Only modes of this rate; any without it. */
  readonly waveGbps?: number
  /** Only modes that would carry more than this in a pair. */
  readonly aboveGbps?: number
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
      /** Fewer Gb/s, best first, each mode once: in C alone only where it cannot be lit in C+L. */
      readonly others: readonly LitMode[]
      readonly refusals: readonly ModeRefusal[]
      /** What no receiver can exceed on this line with 150 GHz waves, without margin, in Gb/s for one pair. */
      readonly shannonGbps: number
      readonly dispersionPsPerNm: number
      readonly pmdPs: number
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

/** The comb for which the ceiling is printed: that of 800G modules. */
const ceilingComb = { symbolRateGbd: 138, spacingGhz: 150 }

export function estimateLineCapacity(line: LineFigures): LineCapacity {
  const { spansKm, fibre, band, marginDb } = line
  const routeKm = spansKm.reduce((sum, km) => sum + km, 0)
  const dispersionPsPerNm = routeKm * fibre.dispersionPsPerNmKm
  const pmdPs = (fibre.pmdPsPerSqrtKm ?? 0) * Math.sqrt(routeKm)
  const edgesOf = (of: Band): BandEdges => (of === band && line.edges) || bandEdges[of]
  const look = lookOnce(line, edgesOf)
  const ceiling = look(band, ceilingComb)
  if (!('gsnrDb' in ceiling)) return { kind: 'refused', diagnostics: ceiling }
  const lit: LitMode[] = []
  const refusals: ModeRefusal[] = []
  for (const mode of modes.filter((each) => isWanted(each, line))) {
    const unseen = ruledOut(mode, { routeKm, dispersionPsPerNm, pmdPs, marginDb })
    if (unseen !== undefined) {
      refusals.push(unseen)
      continue
    }
    for (const litBand of bandsOf(band)) {
      const view = look(litBand, mode)
      const gsnrDb = 'gsnrDb' in view ? view.gsnrDb : darkDb
      const verdict = judgeMode(mode, { routeKm, gsnrDb, dispersionPsPerNm, pmdPs, marginDb })
      const waves = wavesIn(edgesOf(litBand), mode.spacingGhz)
      if (verdict.fits) {
        lit.push({ mode, litBand, waves, pairGbps: waves * mode.waveGbps, gsnrDb, spareDb: verdict.spareDb }) // prettier-ignore
        break
      }
      if (litBand === band) refusals.push(verdict.refusal)
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

const bandsOf = (band: Band): readonly Band[] => (band === 'C' ? ['C'] : ['C+L', 'C'])

const isWanted = (mode: Mode, { waveGbps, aboveGbps = 0, edges, band }: LineFigures): boolean =>
  (waveGbps === undefined || mode.waveGbps === waveGbps) &&
  wavesIn(edges ?? bandEdges[band], mode.spacingGhz) * mode.waveGbps > aboveGbps

/** Modes of one comb share one look at the line. */
function lookOnce(line: LineFigures, edgesOf: (band: Band) => BandEdges) {
  const seen = new Map<string, Seen | readonly Diagnostic[]>()
  return (litBand: Band, comb: Comb): Seen | readonly Diagnostic[] => {
    const key = `${litBand} ${comb.symbolRateGbd} ${comb.spacingGhz}`
    const found = seen.get(key) ?? seeLine(line, edgesOf(litBand), comb)
    seen.set(key, found)
    return found
  }
}
