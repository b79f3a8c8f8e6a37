import { hoursPerYear, type Period, type Snapshots } from '../dispatch/model-parts.ts'
import { isBlank, type Folder } from './folder.ts'
import type { Row } from './sheet.ts'

/** Steps with their three weightings, and investment periods where the network has them. */
export function readSnapshots(folder: Folder): Snapshots {
  const { columns, rows } = folder.sheet('snapshots.csv')
  if (rows.length === 0) return { count: 1 }
  const weights = (...names: readonly string[]): Float64Array => {
    const column = names.find((name) => columns.includes(name))
    return Float64Array.from(rows, (row) => weightOf(folder, row, column))
  }
  const periods = readPeriods(folder, rows)
  return {
    count: rows.length,
    objectiveWeightH: weights('objective', 'weightings'),
    storageWeightH: weights('stores', 'weightings'),
    limitWeightH: weights('generators', 'weightings'),
    ...(periods === undefined ? {} : { periods }),
  }
}

function weightOf(folder: Folder, row: Row, column: string | undefined): number {
  const text = column === undefined ? '' : row.cell(column)
  if (isBlank(text)) return 1
  const value = Number(text)
  if (Number.isFinite(value)) return value
  const message = `the weight ${JSON.stringify(text)} is not a number`
  folder.add('energy/csv-value', `/snapshots.csv/${row.index}/${column}`, message)
  return 1
}

function readPeriods(folder: Folder, rows: readonly Row[]): readonly Period[] | undefined {
  const weightings = folder.sheet('investment_periods.csv').rows
  if (weightings.length === 0) return undefined
  const names = rows.map((row) => row.cell('period'))
  return weightings.map((row) => ({
    steps: names.filter((name) => name === row.cell('period')).length,
    objectiveWeight: weightOf(folder, row, 'objective'),
    years: weightOf(folder, row, 'years'),
  }))
}

/** How far a horizon may be from 8,760 h and still be a year: leap years, and 52 whole weeks. */
const yearToleranceH = 24

export function isOneYear({ objectiveWeightH = 1, count }: Snapshots): boolean {
  const hours =
    typeof objectiveWeightH === 'number'
      ? count * objectiveWeightH
      : Array.from(objectiveWeightH as ArrayLike<number>).reduce((sum, weight) => sum + weight, 0)
  return Math.abs(hours - hoursPerYear) <= yearToleranceH
}
