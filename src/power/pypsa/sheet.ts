import { parse } from 'csv-parse/sync'

/** A CSV file as rows whose cells are found by the name of their column. */
export interface Sheet {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

export interface Row {
  /** The first column: the name of a component, or the number of a step. */
  readonly id: string
  /** Its place in the file, counted from 0 below the heading. */
  readonly index: number
  /** Text of a cell; empty where the file has no such column. */
  cell(column: string): string
}

export type ReadSheet =
  | { readonly status: 'read'; readonly sheet: Sheet }
  | { readonly status: 'unreadable'; readonly why: string }

export function readSheet(content: string): ReadSheet {
  const parsed = parseCells(content)
  if (parsed.status === 'unreadable') return parsed
  const [heading = [], ...lines] = parsed.cells
  const repeated = heading.find((column, index) => heading.indexOf(column) !== index)
  if (repeated !== undefined)
    return { status: 'unreadable', why: `two columns are named ${JSON.stringify(repeated)}` }
  const placeOf = new Map(heading.map((column, place) => [column, place]))
  const rows = lines.map((line, index): Row => ({
    id: line[0] ?? '',
    index,
    cell: (column) => line[placeOf.get(column) ?? -1] ?? '',
  }))
  return { status: 'read', sheet: { columns: heading, rows } }
}

type Cells =
  | { readonly status: 'parsed'; readonly cells: readonly (readonly string[])[] }
  | { readonly status: 'unreadable'; readonly why: string }

function parseCells(content: string): Cells {
  try {
    const cells: string[][] = parse(content, { bom: true, trim: true, skip_empty_lines: true })
    return { status: 'parsed', cells }
  } catch (error) {
    // The parser throws on a quote that is not closed or on a row of another length: faults of the file, not ours.
    return { status: 'unreadable', why: error instanceof Error ? error.message : 'not CSV' }
  }
}
