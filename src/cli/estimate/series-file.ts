import type { Terminal } from '../terminal.ts'
import { good, simple, type Outcome } from '../failure.ts'
import { readInput } from '../read-file.ts'

const refuse = (message: string): Outcome<never> =>
  simple('refused', {
    code: 'estimate/bad-series',
    message,
    hint: 'a CSV file with one line for each hour, its values last, and at most one line of titles',
  })

/** The last `count` columns of a CSV file as numbers, one line for each hour; a first line of titles is left out. */
export async function readSeries(
  path: string,
  count: number,
  terminal: Terminal,
): Promise<Outcome<readonly (readonly number[])[]>> {
  const file = await readInput(path, terminal)
  if (!file.ok) return file
  const { parse } = await import('csv-parse/sync')
  const { bytes, fileName } = file.value
  let lines: readonly (readonly string[])[]
  try {
    lines = parse(Buffer.from(bytes), { bom: true, skip_empty_lines: true, relax_column_count: true }) // prettier-ignore
  } catch (error) {
    return refuse(`${fileName} is not CSV: ${error instanceof Error ? error.message : String(error)}`) // prettier-ignore
  }
  const cells = lines.map((line) => line.slice(-count).map(numberOf))
  const isTitle = cells[0]?.some(Number.isNaN) === true
  const rows = isTitle ? cells.slice(1) : cells
  const bad = rows.findIndex((row) => row.length < count || row.some(Number.isNaN))
  if (rows.length === 0) return refuse(`${fileName} has no values`)
  if (bad >= 0) return refuse(`line ${bad + (isTitle ? 2 : 1)} of ${fileName} does not end with ${count === 1 ? 'a number' : `${count} numbers`}`) // prettier-ignore
  return good(Array.from({ length: count }, (_, column) => rows.map((row) => row[column] ?? 0)))
}

/** What does not say a finite number says nothing: an empty cell is not 0. */
const numberOf = (cell: string): number =>
  cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : NaN
