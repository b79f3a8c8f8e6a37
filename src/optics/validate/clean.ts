import type { Comparison } from '../../catalog/index.ts'
import {
  cleanDispersionPsPerNm,
  cleanLatencyMs,
  cleanLines,
  cleanOptimum,
  cleanPublished,
  cleanSource,
  cleanSweep,
  lineFor,
} from '../cases/clean-lines.ts'
import type { CleanLine } from '../cases/clean-lines.ts'
import { dbmOfWatts, dbOfRatio, wattsOfDbm } from '../decibel.ts'
import { middleOf, optimumPowerW, spanBudget } from '../launch-power.ts'
import type { SpanBudget } from '../launch-power.ts'
import { combOf } from '../spectrum.ts'
import { comparison, receivedOf } from './comparison.ts'
import type { CaseFacts } from './comparison.ts'

/** Clean lines: the full model against GNPy, and the closed form against itself computed elsewhere. */
export const cleanComparisons = (): readonly Comparison[] => [
  ...cleanLines.flatMap(ofGnpy),
  ...cleanLines.flatMap(ofClosedForm),
  ...ofSweep(),
  ...ofOptimum(),
]

const family = 'optics/clean line'
const factsOf = (id: string): CaseFacts => ({ family, id, source: cleanSource })

function ofGnpy(clean: CleanLine): readonly Comparison[] {
  const { id } = clean
  const expected = cleanPublished[id]
  if (expected === undefined) return []
  const { channels, channelMean } = receivedOf(lineFor(clean))
  const at = Math.floor(clean.group.channels / 2)
  const rows = [
    ['OSNR in 0.1 nm, middle channel', expected.osnr01NmDb, channels.osnr01NmDb[at]],
    ['OSNR in signal bandwidth, middle channel', expected.osnrDb, channels.osnrDb[at]],
    ['signal over interference, middle channel', expected.nliSnrDb, channels.nliSnrDb[at]],
    ['GSNR in signal bandwidth, middle channel', expected.gsnrDb, channels.gsnrDb[at]],
    ['GSNR in 0.1 nm, middle channel', expected.gsnr01NmDb, channels.gsnr01NmDb[at]],
    ['GSNR of the worst channel', expected.leastGsnrDb, Math.min(...channels.gsnrDb)],
    ['GSNR of the best channel', expected.mostGsnrDb, Math.max(...channels.gsnrDb)],
  ] as const
  const accumulated: CaseFacts = { ...factsOf(id), family: 'optics/accumulated' }
  const latencyMs = cleanLatencyMs[id]
  return [
    ...rows.map(([name, published, predicted = 0]) =>
      comparison(factsOf(id), [name, 'dB', 'absolute'], [published, predicted]),
    ),
    comparison(
      accumulated,
      ['chromatic dispersion', 'ps/nm', 'relative'],
      [cleanDispersionPsPerNm[id] ?? 0, channelMean.dispersionPsPerNm],
    ),
    ...(latencyMs === undefined
      ? []
      : [
          comparison(
            accumulated,
            ['latency', 'ms', 'relative'],
            [latencyMs, channelMean.latencyMs],
          ),
        ]),
  ]
}

/** Budget of one span of a clean line, effective area constant. */
function budgetOf({ span, noiseFigureDb, group }: CleanLine): SpanBudget {
  const fibre = { ...span.fibre, areaModel: 'constant' } as const
  return spanBudget({ ...span, fibre }, combOf([group]), noiseFigureDb)
}

function ofClosedForm(clean: CleanLine): readonly Comparison[] {
  const expected = cleanPublished[clean.id]
  if (expected === undefined) return []
  const [osnrDb, nliSnrDb, gsnrDb, etaPerW2] = expected.closed
  const { aseW, etaPerW2: eta } = budgetOf(clean)
  const powerW = wattsOfDbm(clean.launchDbm)
  const ase = (clean.spans * aseW) / powerW
  const nli = clean.spans * eta * powerW * powerW
  const facts = factsOf(`${clean.id} closed form`)
  const rows = [
    ['OSNR in signal bandwidth', osnrDb, -dbOfRatio(ase)],
    ['signal over interference', nliSnrDb, -dbOfRatio(nli)],
    ['GSNR in signal bandwidth', gsnrDb, -dbOfRatio(ase + nli)],
  ] as const
  const interference: CaseFacts = { ...facts, family: 'optics/interference of a span' }
  return [
    ...rows.map(([name, published, predicted]) =>
      comparison(facts, [name, 'dB', 'absolute'], [published, predicted]),
    ),
    comparison(interference, ['interference per span', '1/W2', 'relative'], [etaPerW2, eta]),
  ]
}

function ofSweep(): readonly Comparison[] {
  const clean = cleanLines.find(({ id }) => id === 'R2')
  if (clean === undefined) return []
  const at = middleOf(combOf([clean.group]))
  return cleanSweep.map(([dbm, gsnrDb]) =>
    comparison(
      factsOf(`R11 at ${dbm} dBm`),
      ['GSNR in signal bandwidth, middle channel', 'dB', 'absolute'],
      [gsnrDb, receivedOf(lineFor(clean, dbm)).channels.gsnrDb[at] ?? 0],
    ),
  )
}

function ofOptimum(): readonly Comparison[] {
  const clean = cleanLines.find(({ id }) => id === 'R2')
  if (clean === undefined) return []
  const budget = budgetOf(clean)
  const facts = factsOf('R11 closed form')
  const aseDbm = dbmOfWatts(cleanOptimum.aseW)
  return [
    comparison(
      facts,
      ['best power', 'dBm', 'absolute'],
      [cleanOptimum.powerDbm, dbmOfWatts(optimumPowerW(budget))],
    ),
    comparison(facts, ['noise of a span', 'dBm', 'absolute'], [aseDbm, dbmOfWatts(budget.aseW)]),
  ]
}
