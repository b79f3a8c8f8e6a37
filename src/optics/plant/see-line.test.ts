import { describe, expect, it } from 'vitest'
import { estimateSpans, type SpanFigures } from '../estimate-spans.ts'
import { bandEdges, fullComb } from './band.ts'
import { fibreOf, type PlainFibre } from './fibre-type.ts'
import { inverseSumDb } from './modes.ts'
import { plantFigures } from './plant-figures.ts'
import { seeLine } from './see-line.ts'

const fibre = fibreOf('ssmf')
if (fibre === undefined) throw new Error('no standard fibre')
const glass: PlainFibre = fibre
const comb = { symbolRateGbd: 138, spacingGhz: 150 }
const connectorLossDb = plantFigures.connectorLossDb.value
const noiseFigureDb = plantFigures.noiseFigureDb.value

const seen = (spansKm: readonly number[]): number => {
  const view = seeLine({ spansKm, fibre }, bandEdges.C, comb)
  if (!('gsnrDb' in view)) throw new Error('refused')
  return view.gsnrDb
}

/** The same line with one launch power for all spans, or the optimum of each without a limit. */
function plain(spansKm: readonly number[], launch: 'optimum' | number): number {
  const spans = spansKm.map((lengthKm): SpanFigures => ({ ...glass, lengthKm, connectorLossDb }))
  const channels = fullComb(bandEdges.C, comb)
  const outcome = estimateSpans({ spans, noiseFigureDb, comb: channels, launch })
  if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
  const lineDb = outcome.received.worstChannel.gsnr01NmDb
  return inverseSumDb([lineDb, plantFigures.addDropOsnrDb.value])
}

const mostDbm = plantFigures.amplifierOutputDbm.value - 10 * Math.log10(32)

describe('launch', () => {
  it('is the optimum of each span where the amplifiers can put that out', () => {
    const spansKm = [60, 80, 80, 90]
    expect(seen(spansKm)).toBeCloseTo(plain(spansKm, 'optimum'), 9)
  })

  it('is what the amplifiers can put out where every span would want more', () => {
    const spansKm = [150, 150]
    expect(seen(spansKm)).toBeCloseTo(plain(spansKm, mostDbm), 9)
  })

  it('of a short span stays at its own optimum beside a span that the amplifiers limit', () => {
    const spansKm = [150, ...Array.from({ length: 12 }, () => 40)]
    expect(seen(spansKm)).toBeGreaterThan(plain(spansKm, mostDbm) + 0.5)
  })
})
