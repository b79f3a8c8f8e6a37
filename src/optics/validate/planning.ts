import type { Comparison } from '../../catalog/index.ts'
import {
  planningBandsGhz,
  planningCentreThz,
  planningNoiseFigureDb,
  planningRows,
  planningSource,
  planningSpans,
} from '../cases/planning.ts'
import type { PlanningRow } from '../cases/planning.ts'
import { tenthNanometreHz } from '../constants.ts'
import { dbmOfWatts, dbOfRatio, ratioOfDb } from '../decibel.ts'
import { noiseToSignal, optimumPowerW, spanBudget } from '../launch-power.ts'
import { combOf } from '../spectrum.ts'
import { comparison } from './comparison.ts'
import type { CaseFacts } from './comparison.ts'

/** The table of planning figures per fibre pair, closed form at best power. */
export const planningComparisons = (): readonly Comparison[] => planningRows.flatMap(ofRow)

interface Planned {
  readonly powerDbm: number
  readonly gsnr01NmDb: number
  readonly shannonTbps: number
}

function plan(row: PlanningRow, bandGhz: number): Planned {
  const { lossDbPerKm, dispersionPsPerNmKm, effectiveAreaUm2, spacingGhz, symbolRateGbd } = row
  const channels = Math.floor(bandGhz / spacingGhz)
  const firstThz = planningCentreThz - (Math.floor(channels / 2) * spacingGhz) / 1000
  const comb = combOf([{ channels, firstThz, spacingGhz, symbolRateGbd }])
  const figures = { lossDbPerKm, dispersionPsPerNmKm, effectiveAreaUm2 }
  const fibre = { ...figures, areaModel: 'constant' } as const
  const span = { kind: 'span', fibre, lengthKm: row.spanKm } as const
  const budget = spanBudget(span, comb, planningNoiseFigureDb)
  const powerW = optimumPowerW(budget)
  const bandwidth = (symbolRateGbd * 1e9) / tenthNanometreHz
  const noise = noiseToSignal(budget, powerW, planningSpans)
  return {
    powerDbm: dbmOfWatts(powerW),
    gsnr01NmDb: dbOfRatio(bandwidth / noiseToSignal(budget, powerW)),
    shannonTbps: (2 * Math.log2(1 + 1 / noise) * symbolRateGbd * channels) / 1000,
  }
}

function ofRow(row: PlanningRow): readonly Comparison[] {
  const { id, published } = row
  const c = plan(row, planningBandsGhz.c)
  const both = plan(row, planningBandsGhz.cl)
  const facts: CaseFacts = { family: 'optics/planning', id, source: planningSource }
  const reach: CaseFacts = { ...facts, family: 'optics/reach' }
  const spansAt = (db: number): number => Math.floor(ratioOfDb(c.gsnr01NmDb - db))
  const decibels = [
    ['best power', 'dBm', published.powerDbm, c.powerDbm],
    ['GSNR of one span in 0.1 nm', 'dB', published.gsnr01NmDb, c.gsnr01NmDb],
  ] as const
  const counts = [
    ['spans at 26 dB', published.spansAt26Db, spansAt(26)],
    ['spans at 24 dB', published.spansAt24Db, spansAt(24)],
  ] as const
  const rates = [
    ['Shannon bound at 10 spans, C band', published.cTbps, c.shannonTbps],
    ['Shannon bound at 10 spans, C and L band', published.clTbps, both.shannonTbps],
  ] as const
  const capacity: CaseFacts = { ...facts, family: 'optics/Shannon bound' }
  return [
    ...decibels.map(([name, unit, expected, found]) =>
      comparison(facts, [name, unit, 'absolute'], [expected, found]),
    ),
    ...counts.map(([name, expected, found]) =>
      comparison(reach, [name, 'spans', 'absolute'], [expected, found]),
    ),
    ...rates.map(([name, expected, found]) =>
      comparison(capacity, [name, 'Tb/s', 'relative'], [expected, found]),
    ),
  ]
}
