import { writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { catalogTables } from '../src/catalog/index.ts'
import type { CatalogRow, CatalogTable, Figure } from '../src/catalog/index.ts'

/**
 * The reference page of the catalogue, made from its tables: `npx node scripts/catalog-page.ts` writes docs/catalog.md.
 * A test holds the page current. Each figure carries the number of its source; an asterisk means that sources disagree.
 */
const head = `# Catalogue

Made from the tables of the program by \`scripts/catalog-page.ts\`; do not edit. \`gridloom catalog list\` and
\`gridloom catalog show gb200-nvl72\` print the same data, with the source of each figure.

The number in brackets is the source, listed under its table. A question mark is low confidence: a guess, an estimate of
others, or sources far apart. An asterisk says that other sources state another value: all of them stand under "Where
sources disagree", with the reason for the one that is taken. Nothing here is measured by gridloom; what you measure
belongs in your fleet file.
`

const number = (value: number): string => String(Number(value.toPrecision(6)))
const escaped = (text: string): string => text.replace(/[|<>*_]/g, (letter) => `\\${letter}`)

type Source = Pick<Figure, 'source' | 'asOf' | 'confidence' | 'provenance' | 'licence'>

const sourceText = ({ source, asOf, confidence, provenance, licence }: Source): string =>
  `${escaped(source)} (${[asOf, provenance, `${confidence} confidence`, licence].filter(Boolean).join(', ')})`

/** Numbers the sources of one table in the order in which they are met. */
function sourceBook() {
  const numbers = new Map<string, number>()
  return {
    cite: (source: Source): string => {
      const text = sourceText(source)
      if (!numbers.has(text)) numbers.set(text, numbers.size + 1)
      return `[${numbers.get(text)}]`
    },
    lines: (): string[] => [...numbers].map(([text, index]) => `${index}. ${text}`),
  }
}

const cellOf = (row: CatalogRow, column: string, cite: (source: Source) => string): string => {
  const figure = row.figures[column]
  if (figure === undefined) return escaped(row.words[column] ?? '')
  const marks = `${figure.confidence === 'low' ? '?' : ''}${figure.alternatives === undefined ? '' : '\\*'}`
  return `${number(figure.value)}${marks} ${cite(figure)}`
}

const unitOf = ({ rows }: CatalogTable, column: string): string => {
  const units = rows.flatMap(({ figures }) => figures[column]?.unit ?? [])
  return new Set(units).size === 1 && units[0] !== '1' ? ` (${units[0]})` : ''
}

/** A column whose unit differs from row to row, as in facts about money, gets a column of units. */
const hasOwnUnits = ({ rows }: CatalogTable): boolean =>
  new Set(rows.flatMap(({ figures }) => figures['value']?.unit ?? [])).size > 1

const disagreements = ({ rows }: CatalogTable): string[] =>
  rows.flatMap((row) =>
    Object.entries(row.figures).flatMap(([column, { value, unit, alternatives, choice }]) => {
      if (alternatives === undefined) return []
      const others = alternatives.map((other) => `${number(other.value)}: ${sourceText(other)}`)
      const shown = unit === '1' ? '' : ` ${escaped(unit)}`
      return `- \`${row.id}\` ${column}: ${number(value)}${shown} is taken. ${escaped(choice ?? '')}. Else ${others.join('; ')}.`
    }),
  )

function sectionOf(table: CatalogTable): string[] {
  const book = sourceBook()
  const own = hasOwnUnits(table)
  const heads = ['id', 'name', ...table.columns.map((column) => `${column}${unitOf(table, column)}`), ...(own ? ['unit'] : []), 'source'] // prettier-ignore
  const rows = table.rows.map((row) => [
    `\`${row.id}\``,
    escaped(row.name),
    ...table.columns.map((column) => cellOf(row, column, book.cite)),
    ...(own ? [escaped(row.figures['value']?.unit ?? '')] : []),
    row.origin === undefined ? '' : book.cite(row.origin),
  ])
  const hasOrigin = table.rows.some(({ origin }) => origin !== undefined)
  const cut = (cells: readonly string[]): readonly string[] => (hasOrigin ? cells : cells.slice(0, -1)) // prettier-ignore
  const lines = [cut(heads), cut(heads).map(() => '---'), ...rows.map(cut)].map(
    (cells) => `| ${cells.join(' | ')} |`,
  )
  const apart = disagreements(table)
  return [
    `## ${table.title}\n`,
    `\`gridloom catalog list ${table.name}\`. ${table.about}\n`,
    ...(table.notice === undefined ? [] : [`${escaped(table.notice)}\n`]),
    `${lines.join('\n')}\n`,
    ...(apart.length === 0 ? [] : ['### Where sources disagree\n', `${apart.join('\n')}\n`]),
    '### Sources\n',
    `${book.lines().join('\n')}\n`,
  ].map((part) => part.replace('### ', `### ${table.title}: `))
}

export async function catalogPage(): Promise<string> {
  const text = [head, ...catalogTables.flatMap(sectionOf)].join('\n')
  return format(text, { parser: 'markdown', printWidth: 100, proseWrap: 'preserve' })
}

if (import.meta.main) {
  writeFileSync(new URL('../docs/catalog.md', import.meta.url), await catalogPage())
}
