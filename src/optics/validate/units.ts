import type { Comparison } from '../../catalog/index.ts'
import { standardFibre } from '../cases/gnpy-parts.ts'
import { fixedGrid, noiseFigures, noiseFigureSource } from '../cases/units.ts'
import { ratioOfDb } from '../decibel.ts'
import { noiseFigureAt } from '../launch-power.ts'
import { interferenceOf, nliOf } from '../nonlinear.ts'
import { combOf } from '../spectrum.ts'
import { comparison } from './comparison.ts'
import type { CaseFacts } from './comparison.ts'

/** Single numbers: interference of one span per channel, and noise figures of amplifiers. */
export const unitComparisons = (): readonly Comparison[] => [
  ...interferenceComparisons(),
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
