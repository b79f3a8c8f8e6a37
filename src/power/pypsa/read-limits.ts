import type { Limit } from '../dispatch/model.ts'
import { isBlank, type Folder } from './folder.ts'
import { cellsOf, type Reading } from './read-components.ts'
import type { Row } from './sheet.ts'

const senses: Readonly<Record<string, Limit['sense']>> = {
  '<=': 'at-most',
  '>=': 'at-least',
  '==': 'equal',
  '=': 'equal',
}

export function readLimits({ folder }: Reading): readonly Limit[] {
  return folder.rows('global_constraints').flatMap((row): Limit[] => {
    const at = cellsOf('global_constraints', row)
    const refuse = (column: string): Limit[] => {
      const message = `limit ${row.id} has ${column} = ${JSON.stringify(row.cell(column))}, which is not supported`
      folder.add(
        'energy/csv-unsupported',
        `/global_constraints.csv/${row.index}/${column}`,
        message,
      )
      return []
    }
    const sense = senses[row.cell('sense') || '==']
    if (sense === undefined) return refuse('sense')
    if (!isBlank(row.cell('bus'))) return refuse('bus')
    const period = periodOf(folder, row)
    if (period === -1) return refuse('investment_period')
    const limit = { id: row.id, sense, ...(period === undefined ? {} : { period }) }
    const amount = folder.number(at('constant'), 0)
    const attribute = row.cell('carrier_attribute') || 'co2_emissions'
    const type = row.cell('type') || 'primary_energy'
    if (type === 'operational_limit')
      return [{ ...limit, kind: 'energy', carrier: attribute, mwh: amount }]
    if (type !== 'primary_energy') return refuse('type')
    if (attribute !== 'co2_emissions') return refuse('carrier_attribute')
    return [{ ...limit, kind: 'co2', tonnes: amount }]
  })
}

/** Place of the period that a limit names; -1 where there is none of that name. */
function periodOf(folder: Folder, row: Row): number | undefined {
  const text = row.cell('investment_period')
  if (isBlank(text)) return undefined
  return folder
    .sheet('investment_periods.csv')
    .rows.findIndex((period) => Number(period.cell('period')) === Number(text))
}
