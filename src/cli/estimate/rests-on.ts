import type { Figure } from '../../catalog/index.ts'
import { formatTable } from '../table.ts'

/** Figures that an answer rests on and the options did not say, by what they are. */
export type RestsOn = Readonly<Record<string, Figure>>

export const restsOnTable = (figures: RestsOn): string =>
  formatTable(
    Object.entries(figures).map(([name, { value, unit, provenance, source }]) => [
      name,
      `${value} ${unit === '1' ? '' : unit}`.trim(),
      provenance,
      source,
    ]),
    ['RESTS ON', 'VALUE', 'MARK', 'SOURCE'],
  )
