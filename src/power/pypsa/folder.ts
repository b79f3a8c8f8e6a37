import type { Diagnostic } from '../../diagnostics/index.ts'
import type { PerStep } from '../dispatch/model-parts.ts'
import { attributes, changesAnswer, ignored, type Attributes, type Component } from './columns.ts'
import { readSheet, type Row, type Sheet } from './sheet.ts'

/** A folder of CSV files as PyPSA writes them, read by component, row and attribute. What is wrong is collected. */
export interface Folder {
  readonly diagnostics: readonly Diagnostic[]
  add(code: string, pointer: string, message: string): void
  note(code: string, pointer: string, message: string): void
  has(file: string): boolean
  sheet(file: string): Sheet
  /** The rows of a component, its columns checked. */
  rows(component: Component): readonly Row[]
  number(at: Cell, fallback: number): number
  flag(at: Cell, fallback: boolean): boolean
  /** A series of the attribute's own file, else the number in the component's. */
  perStep(at: Cell, fallback: number): PerStep
  /** A series with gaps, only from the attribute's own file. */
  gaps(at: Cell): readonly (number | null)[] | undefined
}

export interface Cell {
  readonly component: Component
  readonly row: Row
  readonly column: string
}

const empty: Sheet = { columns: [], rows: [] }

export function openFolder(files: ReadonlyMap<string, string>): Folder {
  const diagnostics: Diagnostic[] = []
  const sheets = new Map<string, Sheet>()
  const add: Folder['add'] = (code, pointer, message) =>
    void diagnostics.push({ code, severity: 'error', pointer, message })
  const note: Folder['note'] = (code, pointer, message) =>
    void diagnostics.push({ code, severity: 'warning', pointer, message })

  const sheet = (file: string): Sheet => {
    const known = sheets.get(file)
    const content = files.get(file)
    if (known !== undefined || content === undefined) return known ?? empty
    const read = readSheet(content)
    if (read.status === 'unreadable')
      add('energy/csv-unreadable', `/${file}`, `${file} cannot be read: ${read.why}`)
    const found = read.status === 'read' ? read.sheet : empty
    sheets.set(file, found)
    return found
  }
  const numberOf = (text: string, pointer: string): number => {
    const value = toNumber(text)
    if (value !== undefined) return value
    add('energy/csv-value', pointer, `${JSON.stringify(text)} is not a number`)
    return 0
  }
  const number: Folder['number'] = ({ component, row, column }, fallback) => {
    const text = row.cell(column)
    if (isBlank(text)) return fallback
    return numberOf(text, `/${component}.csv/${row.index}/${column}`)
  }
  const seriesCells = ({ component, row, column }: Cell): readonly Row[] | undefined => {
    const { columns, rows } = sheet(`${component}-${column}.csv`)
    return columns.slice(1).includes(row.id) ? rows : undefined
  }

  return {
    diagnostics,
    add,
    note,
    has: (file) => files.has(file),
    sheet,
    rows(component) {
      const { columns, rows } = sheet(`${component}.csv`)
      checkColumns({ component, columns, rows, add, note })
      return rows
    },
    number,
    flag(at, fallback) {
      const text = at.row.cell(at.column)
      if (isBlank(text)) return fallback
      if (/^(true|1|1\.0)$/iu.test(text)) return true
      if (/^(false|0|0\.0)$/iu.test(text)) return false
      const pointer = `/${at.component}.csv/${at.row.index}/${at.column}`
      add('energy/csv-value', pointer, `${JSON.stringify(text)} is neither True nor False`)
      return fallback
    },
    perStep(at, fallback) {
      const rows = seriesCells(at)
      if (rows === undefined) return number(at, fallback)
      const pointer = `/${at.component}-${at.column}.csv`
      return Float64Array.from(rows, (row) =>
        numberOf(row.cell(at.row.id), `${pointer}/${row.index}/${at.row.id}`),
      )
    },
    gaps(at) {
      const pointer = `/${at.component}-${at.column}.csv`
      return seriesCells(at)?.map((row) => {
        const text = row.cell(at.row.id)
        return isBlank(text) ? null : numberOf(text, `${pointer}/${row.index}/${at.row.id}`)
      })
    },
  }
}

/** PyPSA writes a missing value as nothing or as `nan`. */
export const isBlank = (text: string): boolean => text === '' || /^(nan|none|n\/a)$/iu.test(text)

function toNumber(text: string): number | undefined {
  if (/^[+-]?inf(inity)?$/iu.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

interface Checked {
  readonly component: Component
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly add: Folder['add']
  readonly note: Folder['note']
}

function checkColumns({ component, columns, rows, add, note }: Checked): void {
  const known: Attributes = attributes[component]
  for (const column of columns.slice(1)) {
    if (known.read.includes(column)) continue
    const named = Object.hasOwn(known.neutral, column) ? known.neutral[column] : undefined
    const neutral = named ?? (changesAnswer(component, column) ? [] : undefined)
    const pointer = `/${component}.csv`
    if (neutral === undefined) {
      const message = `${component} have a column ${JSON.stringify(column)} that is not known: it is not read`
      if (!ignored.has(column)) note('energy/csv-unsupported', pointer, message)
      continue
    }
    const row = rows.find((one) => !isNeutral(one.cell(column), neutral))
    if (row === undefined) continue
    const message = `${row.id} has ${column} = ${row.cell(column)}, which is not supported`
    add('energy/csv-unsupported', `${pointer}/${row.index}/${column}`, message)
  }
}

function isNeutral(text: string, neutral: readonly string[]): boolean {
  if (isBlank(text) || neutral.includes(text.toLowerCase())) return true
  const value = toNumber(text)
  return value !== undefined && neutral.some((one) => toNumber(one) === value)
}
