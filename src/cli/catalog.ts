import type { Command } from 'commander'
import { catalogEntry, catalogIds, catalogTable, catalogTables } from '../catalog/index.ts'
import type { CatalogEntry, CatalogTable, Figure } from '../catalog/index.ts'
import { hintNearest } from '../diagnostics/index.ts'
import { finish, type Session } from './command.ts'
import { good, simple } from './failure.ts'
import { formatTable } from './table.ts'

/** What gridloom knows of the world, and how it knows: nothing here asks the daemon. */
export function registerCatalog(program: Command, session: Session): void {
  const catalog = program
    .command('catalog')
    .description('Reference figures: chips, models, optics, power, places, law, money')
  registerList(catalog, session)
  registerShow(catalog, session)
}

function registerList(catalog: Command, session: Session): void {
  const command = catalog
    .command('list')
    .description('The tables of the catalogue, or the rows of one')
    .argument('[table]', 'name of a table')
  finish(command, session, {
    isRemote: false,
    examples: ['gridloom catalog list', 'gridloom catalog list accelerators'],
    act: async ([name]) => {
      if (name === undefined) return good({ json: overview(), text: overviewText() })
      const table = catalogTable(name)
      if (table !== undefined) return good({ json: table, text: tableText(table) })
      return simple('refused', {
        code: 'cli/unknown-table',
        message: `the catalogue has no table "${name}"`,
        hint: hintOf(name, catalogTables.map((one) => one.name)), // prettier-ignore
      })
    },
  })
}

function registerShow(catalog: Command, session: Session): void {
  const command = catalog
    .command('show')
    .description(
      'One row of the catalogue: each figure with its source, and what other sources say',
    )
    .argument('<id>', 'id of a row, as the lists print it')
  finish(command, session, {
    isRemote: false,
    examples: ['gridloom catalog show gb200-nvl72', 'gridloom catalog show llama3.1-405b --json'],
    act: async ([id = '']) => {
      const entry = catalogEntry(id)
      if (entry !== undefined) {
        return good({ json: { table: entry.table, ...entry.row }, text: entryText(entry) })
      }
      return simple('refused', {
        code: 'cli/unknown-row',
        message: `the catalogue has no row "${id}"`,
        hint: hintOf(id, catalogIds),
      })
    },
  })
}

const hintOf = (word: string, known: readonly string[]): string =>
  hintNearest(word, known) ?? '"gridloom catalog list" shows the tables'

const figureCount = ({ rows }: CatalogTable): number =>
  rows.reduce((sum, { figures }) => sum + Object.keys(figures).length, 0)

const overview = () =>
  catalogTables.map((table) => ({
    name: table.name,
    title: table.title,
    about: table.about,
    rows: table.rows.length,
    figures: figureCount(table),
  }))

const overviewText = (): string =>
  formatTable(
    overview().map(({ name, rows, figures, about }) => [name, String(rows), String(figures), about]), // prettier-ignore
    ['TABLE', 'ROWS', 'FIGURES', 'WHAT A ROW IS'],
    new Set([1, 2]),
  )

/** Six figures are more than any source states; what is derived would else print its rounding. */
const number = (value: number): string => String(Number(value.toPrecision(6)))

function tableText({ notice, columns, rows }: CatalogTable): string {
  const cells = rows.map(({ id, name, words, figures }) => [
    id,
    name,
    ...columns.map((column) => {
      const figure = figures[column]
      return figure === undefined ? (words[column] ?? '-') : number(figure.value)
    }),
  ])
  const text = formatTable(cells, ['id', 'name', ...columns])
  return notice === undefined ? text : `${text}\n\n${notice}`
}

const figureRow = (name: string, figure: Figure): readonly string[] => [
  name,
  `${number(figure.value)} ${figure.unit === '1' ? '' : figure.unit}`.trim(),
  figure.confidence,
  figure.provenance,
  figure.asOf,
  figure.licence ?? '-',
  figure.source,
]

function entryText({ table, row }: CatalogEntry): string {
  const figures = Object.entries(row.figures).flatMap(([name, figure]) => [
    figureRow(name, figure),
    ...(figure.alternatives ?? []).map((other) => figureRow('  not taken', other)),
    ...(figure.choice === undefined ? [] : [['  because', '', '', '', '', '', figure.choice]]),
  ])
  const words = Object.entries(row.words)
  const { origin } = row
  const from =
    origin === undefined
      ? []
      : [`source  ${origin.source} (${origin.asOf}, ${[origin.provenance, `${origin.confidence} confidence`, origin.licence].filter(Boolean).join(', ')})`] // prettier-ignore
  const notice = catalogTable(table)?.notice
  return [
    `${row.id}: ${row.name} (${table})`,
    ...(words.length === 0 ? [] : ['', formatTable(words)]),
    ...from,
    ...(figures.length === 0
      ? []
      : ['', formatTable(figures, ['FIGURE', 'VALUE', 'CONFIDENCE', 'MARK', 'AS OF', 'LICENCE', 'SOURCE'])]), // prettier-ignore
    ...(notice === undefined ? [] : ['', notice]),
  ].join('\n')
}
