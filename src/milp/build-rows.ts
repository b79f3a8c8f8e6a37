import { fill, type PerMember } from './build-columns.ts'
import type { AddFault } from './faults.ts'
import { createFamilyNames, type NameOf } from './family-names.ts'
import { roomFor } from './growing-array.ts'
import type { Problem } from './problem.ts'

export interface Row {
  /** A function, given again for the next row, makes one family of them: no string is kept per row. */
  readonly name: NameOf
  /** -Infinity where left out: no bound. */
  readonly lower?: number
  /** Infinity where left out: no bound. */
  readonly upper?: number
}

export interface RowFamily {
  readonly name: NameOf
  readonly lower?: PerMember
  readonly upper?: PerMember
  readonly entries: (index: number, entry: (column: number, coefficient: number) => void) => void
}

type RowParts = Pick<
  Problem,
  'rowLower' | 'rowUpper' | 'rowStart' | 'columnOf' | 'value' | 'rowName'
>

export interface Rows {
  count(): number
  entryCount(): number
  add(row: Row, columns: ArrayLike<number>, values: ArrayLike<number>): number
  addFamily(count: number, family: RowFamily): number
  begin(row: Row): number
  entry(column: number, coefficient: number): void
  end(): void
  freeze(): RowParts
}

interface RowsOptions {
  readonly columnCount: () => number
  readonly addFault: AddFault
}

export function createRows({ columnCount, addFault }: RowsOptions): Rows {
  let count = 0
  let lower = new Float64Array(0)
  let upper = new Float64Array(0)
  const names = createFamilyNames('row')
  const entries = createEntries({
    columnCount,
    addFault,
    rowName: (row) => names.freeze()(row),
  })
  let isOpen = false

  const end = (): void => {
    if (!isOpen) return
    isOpen = false
    entries.endRow()
  }
  const open = (added: number, name: NameOf): number => {
    end()
    const first = count
    count += added
    lower = roomFor(lower, count)
    upper = roomFor(upper, count)
    names.add(added, name)
    return first
  }
  const begin = (row: Row): number => {
    const index = open(1, row.name)
    lower[index] = row.lower ?? -Infinity
    upper[index] = row.upper ?? Infinity
    isOpen = true
    return index
  }

  return {
    count: () => count,
    entryCount: entries.count,
    begin,
    end,
    entry(column, coefficient) {
      if (isOpen) entries.add(column, coefficient)
      else
        addFault(() => ({
          kind: 'shape',
          where: '',
          message: 'an entry is given outside of a row',
        }))
    },
    add(row, columns, values) {
      const index = begin(row)
      for (let at = 0; at < columns.length; at++) entries.add(columns[at] ?? -1, values[at] ?? NaN)
      end()
      return index
    },
    addFamily(added, family) {
      const size = Number.isInteger(added) && added > 0 ? added : 0
      const first = open(size, family.name)
      fill(lower.subarray(first, count), family.lower ?? -Infinity)
      fill(upper.subarray(first, count), family.upper ?? Infinity)
      for (let index = 0; index < size; index++) {
        family.entries(index, entries.add)
        entries.endRow()
      }
      return first
    },
    freeze: () => ({
      rowLower: lower.slice(0, count),
      rowUpper: upper.slice(0, count),
      ...entries.freeze(),
      rowName: names.freeze(),
    }),
  }
}

interface EntriesOptions extends RowsOptions {
  readonly rowName: (row: number) => string
}

interface Entries {
  count(): number
  add(column: number, coefficient: number): void
  endRow(): void
  freeze(): Pick<Problem, 'rowStart' | 'columnOf' | 'value'>
}

/** The hot part: a million calls of `add` in some tens of milliseconds. */
function createEntries(options: EntriesOptions): Entries {
  const { columnCount, addFault, rowName } = options
  let count = 0
  let rows = 0
  let start = 0
  let rowStart = new Int32Array(1)
  let columnOf = new Int32Array(0)
  let value = new Float64Array(0)
  /** Where each column was met last: an entry at or after the row's start belongs to the open row. */
  let metAt = new Int32Array(0)

  return {
    count: () => count,
    add(column, coefficient) {
      if (!(column >= 0 && column < columnCount() && (column | 0) === column)) {
        addFault(() => ({
          kind: 'unknown-column',
          where: rowName(rows),
          message: `an entry names column ${column}, of ${columnCount()} columns`,
        }))
        return
      }
      if (column >= metAt.length) metAt = roomFor(metAt, Math.max(column + 1, columnCount()))
      const met = (metAt[column] ?? 0) - 1
      if (met >= start) {
        value[met] = (value[met] ?? 0) + coefficient
        return
      }
      if (count === value.length) {
        columnOf = roomFor(columnOf, count + 1)
        value = roomFor(value, count + 1)
      }
      columnOf[count] = column
      value[count] = coefficient
      count += 1
      metAt[column] = count
    },
    endRow() {
      rows += 1
      start = count
      rowStart = roomFor(rowStart, rows + 1)
      rowStart[rows] = count
    },
    freeze: () => ({
      rowStart: rowStart.slice(0, rows + 1),
      columnOf: columnOf.slice(0, count),
      value: value.slice(0, count),
    }),
  }
}
