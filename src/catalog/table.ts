import type { Figure } from './figure.ts'
import type { RowOrigin } from './table-cells.ts'

/**
 * Every table of the catalogue in one form, so that the command line, the reference page and the tests read the same
 * data as the models. Rows keep the names of the fields that code uses.
 */
export interface CatalogTable {
  readonly name: string
  readonly title: string
  /** One sentence: what a row is. */
  readonly about: string
  /** What must be said wherever the table is shown: a licence, a caveat. */
  readonly notice?: string
  /** Fields of the rows beside `id` and `name`, in the order of the fullest row. */
  readonly columns: readonly string[]
  readonly rows: readonly CatalogRow[]
}

export interface CatalogRow {
  readonly id: string
  readonly name: string
  /** What is not a figure: names, rules, counts of an architecture. Their source is `origin`. */
  readonly words: Readonly<Record<string, string>>
  /** By field; a field within a group is written with a dot, as in `peakTflops.bf16`. */
  readonly figures: Readonly<Record<string, Figure>>
  readonly origin?: RowOrigin
}

export const isFigure = (value: object): value is Figure => 'value' in value && 'unit' in value

interface Fields {
  readonly words: readonly (readonly [string, string])[]
  readonly figures: readonly (readonly [string, Figure])[]
}

const fieldsOf = (entry: object, path = ''): Fields => {
  const parts = Object.entries(entry).map(([key, value]: [string, unknown]): Fields => {
    const at = `${path}${key}`
    if (value === undefined || value === '') return { words: [], figures: [] }
    if (Array.isArray(value)) return { words: [[at, value.join(' ')]], figures: [] }
    if (typeof value !== 'object' || value === null)
      return { words: [[at, String(value)]], figures: [] }
    return isFigure(value) ? { words: [], figures: [[at, value]] } : fieldsOf(value, `${at}.`)
  })
  return {
    words: parts.flatMap(({ words }) => words),
    figures: parts.flatMap(({ figures }) => figures),
  }
}

interface Entry {
  readonly id: string
  readonly name: string
  readonly origin?: RowOrigin
}

export function rowOf({ id, name, origin, ...rest }: Entry): CatalogRow {
  const { words, figures } = fieldsOf(rest)
  return {
    id,
    name,
    words: Object.fromEntries(words),
    figures: Object.fromEntries(figures),
    ...(origin === undefined ? {} : { origin }),
  }
}

export function tableOf(
  about: Pick<CatalogTable, 'name' | 'title' | 'about' | 'notice'>,
  entries: readonly Entry[],
): CatalogTable {
  const rows = entries.map(rowOf)
  const fields = rows.map(({ words, figures }) => [...Object.keys(words), ...Object.keys(figures)])
  const columns = fields.toSorted((a, b) => b.length - a.length).flat()
  return { ...about, columns: [...new Set(columns)], rows }
}
