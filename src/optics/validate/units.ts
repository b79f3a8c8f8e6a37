import type { Comparison } from '../../catalog/index.ts'
import { standardFibre } from '../cases/gnpy-parts.ts'
import { ramanLine } from '../cases/gnpy-raman.ts'
import {
  fixedGrid,
  flexibleGrid,
  noiseFigures,
  noiseFigureSource,
  pumpedFixedGrid,
} from '../cases/units.ts'
import { dbmOfWatts, ratioOfDb } from '../decibel.ts'
import { noiseFigureAt } from '../launch-power.ts'
import { interferenceOf, nliOf } from '../nonlinear.ts'
import { passRamanSpan } from '../raman-span.ts'
import { combOf, launch } from '../spectrum.ts'
import { comparison } from './comparison.ts'
import type { CaseFacts } from './comparison.ts'

/** Single numbers: interference of one span per channel, and noise figures of amplifiers. */
export const unitComparisons = (): readonly Comparison[] => [
  ...interferenceComparisons(),
  ...flexibleComparisons(),
  ...pumpedComparisons(),
  ...noiseFigures.map(({ id, amplifier, gainDb, noiseFigureDb }) => {
    const facts: CaseFacts = { family: 'optics/gnpy', id, source: noiseFigureSource }
    const found = noiseFigureAt(amplifier, gainDb) ?? 0
    return comparison(facts, ['noise figure', 'dB', 'absolute'], [noiseFigureDb, found])
  }),
]

function interferenceComparisons(): readonly Comparison[] {
  const { connectorDb, group, lengthKm, nliW, powerW, signalW, source } = fixedGrid
  const comb = combOf([group])
  const atFibre = new Float64Array(group.channels).fill(powerW * ratioOfDb(-connectorDb))
  const nli = nliOf(interferenceOf(standardFibre, comb), lengthKm, atFibre)
  const lossDb = Number(standardFibre.lossDbPerKm) * lengthKm + connectorDb
  const transmission = ratioOfDb(-lossDb)
  const facts: CaseFacts = { family: 'optics/interference', id: 'fixed grid', source }
  return [
    comparison(
      facts,
      ['channel power at the end', 'W', 'relative'],
      [signalW, (atFibre[0] ?? 0) * transmission],
    ),
    ...nliW.map(([channel, published]) =>
      comparison(
        facts,
        [`interference, channel ${channel}`, 'W', 'relative'],
        [published, (nli[channel - 1] ?? 0) * transmission],
      ),
    ),
  ]
}

/** Behind connector, fibre and connector of the fixed grid. */
const transmissionOfSpan = (): number =>
  ratioOfDb(-(Number(standardFibre.lossDbPerKm) * fixedGrid.lengthKm + fixedGrid.connectorDb))

function flexibleComparisons(): readonly Comparison[] {
  const { channels, signalW, nliW, source } = flexibleGrid
  const comb = combOf(
    channels.map(({ thz, gbd, slotGhz }) => ({
      channels: 1,
      firstThz: thz,
      spacingGhz: slotGhz,
      symbolRateGbd: gbd,
    })),
  )
  const atFibre = Float64Array.from(
    channels,
    ({ powerW }) => powerW * ratioOfDb(-fixedGrid.connectorDb),
  )
  const nli = nliOf(interferenceOf(standardFibre, comb), fixedGrid.lengthKm, atFibre)
  const facts: CaseFacts = { family: 'optics/interference', id: 'flexible grid', source }
  return channels.flatMap((_, i) => [
    comparison(
      facts,
      [`power, channel ${i + 1}`, 'W', 'relative'],
      [signalW[i] ?? 0, (atFibre[i] ?? 0) * transmissionOfSpan()],
    ),
    comparison(
      facts,
      [`interference, channel ${i + 1}`, 'W', 'relative'],
      [nliW[i] ?? 0, (nli[i] ?? 0) * transmissionOfSpan()],
    ),
  ])
}

/** Powers in dBm, so that the error is in dB. */
function pumpedComparisons(): readonly Comparison[] {
  const [span] = ramanLine.elements
  if (span?.kind !== 'span') return []
  const before = launch(combOf([fixedGrid.group]), dbmOfWatts(fixedGrid.powerW))
  const after = passRamanSpan(before, span, ramanLine.raman ?? {})
  if (after === undefined) return []
  const facts: CaseFacts = {
    family: 'optics/gnpy',
    id: 'pumped span',
    source: pumpedFixedGrid.source,
  }
  return pumpedFixedGrid.powersW.flatMap(([channel, ...published]) => {
    const power = after.powerW[channel - 1] ?? 0
    const parts = [after.signalShare, after.aseShare, after.nliShare] as const
    return (['signal', 'amplifier noise', 'interference'] as const).map((name, part) =>
      comparison(
        facts,
        [`${name}, channel ${channel}`, 'dBm', 'absolute'],
        [dbmOfWatts(published[part] ?? 0), dbmOfWatts(power * (parts[part]?.[channel - 1] ?? 0))],
      ),
    )
  })
}
