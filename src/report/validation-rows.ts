import type { Comparison } from '../catalog/index.ts'
import { plain } from './chart/frame.ts'
import {
  errorOf,
  type AimResult,
  type BoundResult,
  type FamilySummary,
} from './validation-summary.ts'

/** The same cells for the terminal and for the page. */
export const summaryHeader: readonly string[] = [
  'FAMILY',
  'SPLIT',
  'CASES',
  'MEAN ERROR',
  'BIAS',
  'WORST',
  'WORST CASE',
  'IN P10-P90',
]

export const summaryRow = (summary: FamilySummary): readonly string[] => [
  summary.family,
  splitName[summary.split],
  String(summary.cases),
  formatError(summary.meanAbsolute, summary),
  formatError(summary.bias, summary, true),
  formatError(summary.worst, summary, true),
  summary.worstCase,
  summary.withinP10P90 === undefined ? '-' : `${Math.round(summary.withinP10P90 * 100)} %`,
]

export const caseHeader: readonly string[] = [
  'CASE',
  'QUANTITY',
  'PUBLISHED',
  'MODEL',
  'ERROR',
  'SPLIT',
  'SOURCE',
]

export function caseRow(comparison: Comparison): readonly string[] {
  const { id, quantity, unit, published, predicted, split, source, note } = comparison
  const error = errorOf(comparison)
  const inUnit = unit === '1' || unit === '' ? '' : ` ${unit}`
  return [
    id,
    quantity,
    `${fourFigures(published)}${inUnit}`,
    `${fourFigures(predicted)}${inUnit}`,
    error === undefined ? 'none' : formatError(error, { measure: comparison.error, unit }, true),
    splitName[split],
    note === undefined ? source : `${source}; ${note}`,
  ]
}

export const boundHeader: readonly string[] = ['BOUND', 'OF', 'CASES', 'LIMIT', 'REACHED', 'HOLDS']

export function boundRow(result: BoundResult, measure: Measure): readonly string[] {
  const { family, split, statistic, max } = result.bound
  return [
    family,
    `${statistic === 'worst' ? 'worst' : 'mean error'}, ${split === 'all' ? 'all cases' : splitName[split]}`,
    String(result.cases),
    formatError(max, measure),
    formatError(result.reached, measure),
    result.holds ? 'yes' : 'NO',
  ]
}

export const aimHeader: readonly string[] = ['AIM', 'OF', 'CASES', 'AIM AT MOST', 'REACHED', 'MET']

export function aimRow(
  { aim, reached, cases, isMet }: AimResult,
  measure: Measure,
): readonly string[] {
  return [
    aim.what,
    `${aim.statistic === 'worst' ? 'worst' : 'mean error'}, ${aim.split === 'all' ? 'all cases' : splitName[aim.split]}`,
    String(cases),
    formatError(aim.max, measure),
    formatError(reached, measure),
    isMet ? 'yes' : `missed by ${formatError(reached - aim.max, measure)}`,
  ]
}

export const splitName: Readonly<Record<Comparison['split'], string>> = {
  fitted: 'fitted',
  'held-out': 'not fitted',
  none: 'nothing fitted',
}

export interface Measure {
  readonly measure: Comparison['error']
  readonly unit: string
}

/** An error as people read it: relative ones in percent, absolute ones in the unit of the quantity. */
export function formatError(value: number, { measure, unit }: Measure, isSigned = false): string {
  if (!Number.isFinite(value)) return 'no number'
  const sign = isSigned && value > 0 ? '+' : ''
  if (measure === 'absolute') return `${sign}${tiny(value)} ${unit === '1' ? '' : unit}`.trimEnd()
  return `${sign}${tiny(value * 100)} %`
}

const tiny = (value: number): string => {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 1e-3) return value.toExponential(1)
  return size < 1 ? value.toFixed(3) : size < 100 ? value.toFixed(2) : value.toFixed(0)
}

/** Enough of a number to compare by eye. */
export const fourFigures = (value: number): string => {
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return String(Number(value.toPrecision(size >= 1000 ? 7 : 5))) // prettier-ignore
  return Number.isFinite(value) ? value.toExponential(4) : plain(value)
}
