import { accelerators } from './accelerators.ts'
import { adequacy } from './adequacy.ts'
import { amplifiers } from './amplifiers.ts'
import { campusAttribution, campuses } from './campuses.ts'
import { economicFacts } from './economics.ts'
import { fibreFigures } from './fibre.ts'
import { fibreTypes } from './fibre-types.ts'
import { grids } from './grids.ts'
import { jurisdictions } from './jurisdictions.ts'
import { legalNotice, legalRules } from './legal-rules.ts'
import { lineModes } from './line-modes.ts'
import { metroCountries } from './metro-countries.ts'
import { metros } from './metros.ts'
import { supplyTechnologies } from './supply-technologies.ts'
import { tableOf } from './table.ts'
import type { CatalogRow, CatalogTable } from './table.ts'
import { parametersOf } from './transformer-parameters.ts'
import type { Transformer } from './transformer.ts'
import { transformers } from './transformers.ts'

const derived = (model: Transformer, value: number) => ({
  value,
  unit: '1',
  provenance: 'published' as const,
  source: `Counted from the architecture. ${model.source}`,
  asOf: model.asOf,
  confidence: model.confidence,
})

const transformerEntry = ({ source, asOf, confidence, ...rest }: Transformer) => {
  const model = { ...rest, source, asOf, confidence }
  const { total, active, multiplied } = parametersOf(model)
  return {
    ...rest,
    parameters: derived(model, total),
    activeParameters: derived(model, active),
    multipliedParameters: derived(model, multiplied),
    origin: { provenance: 'published' as const, source, asOf, confidence },
  }
}

const capitals = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** What gridloom knows of the world, table by table. */
// prettier-ignore
export const catalogTables: readonly CatalogTable[] = [
  tableOf({ name: 'accelerators', title: 'Accelerators', about: 'Chips by the name that fleets use, with the node that is handed out whole; peaks are dense.' },
    accelerators.map(({ kind, ...rest }) => ({ id: kind, ...rest }))),
  tableOf({ name: 'transformers', title: 'Models', about: 'Architectures as published; parameters are counted from them.' },
    transformers.map(transformerEntry)),
  tableOf({ name: 'line-modes', title: 'Transceivers and line modes', about: 'What a wave carries and what signal it needs; OSNR in 0.1 nm.' }, lineModes),
  tableOf({ name: 'fibre-types', title: 'Fibre types', about: 'Loss, dispersion, area and delay at 1550 nm.' }, fibreTypes),
  tableOf({ name: 'light', title: 'Light in fibre', about: 'What delay and route length are reckoned from.' },
    Object.entries(fibreFigures).map(([key, value]) => ({ id: `light-${capitals(key)}`, name: key, value }))),
  tableOf({ name: 'amplifiers', title: 'Amplifiers', about: 'Generic erbium amplifiers of the open line model.' }, amplifiers),
  tableOf({ name: 'supplies', title: 'Supply technologies', about: 'Ways to power a site: money, time, carbon, water.' }, supplyTechnologies.map((one) => ({ ...one, id: `supply-${one.id}` }))),
  tableOf({ name: 'grids', title: 'Grids', about: 'Market zones: price, carbon, wait, headroom for load that can be curtailed.' }, grids),
  tableOf({ name: 'countries', title: 'Users by country', about: 'Working age and use of AI, from which the demand of metros follows.' },
    metroCountries.map(({ code, ...rest }) => ({ id: `country-${code.toLowerCase()}`, name: code, ...rest }))),
  tableOf({ name: 'metros', title: 'Metros', about: 'Places with coordinates, time zone and how many people use AI there.' }, metros),
  tableOf({ name: 'campuses', title: 'Campuses', about: 'Real campuses for AI, with what they draw.', notice: campusAttribution }, campuses),
  tableOf({ name: 'legal-rules', title: 'Legal rules', about: 'Where data and chips may be, as read in secondary sources.', notice: legalNotice }, legalRules),
  tableOf({ name: 'adequacy', title: 'Adequacy decisions', about: 'Whom the European Union found adequate, with direction and date.', notice: legalNotice }, adequacy),
  tableOf({ name: 'jurisdictions', title: 'Jurisdictions and blocs', about: 'Codes of places with a law of their own, and what contains them.' },
    jurisdictions.map(({ code, provenance, source, asOf, ...rest }) => ({ id: code, ...rest, origin: { provenance, source, asOf, confidence: 'high' as const } }))),
  tableOf({ name: 'economics', title: 'Money', about: 'Capital, cost of capital, lives of assets, fibre in the ground.' }, economicFacts),
]

/** The table of a name; undefined where there is none. */
export function catalogTable(name: string): CatalogTable | undefined {
  return catalogTables.find((table) => table.name === name)
}

export interface CatalogEntry {
  readonly table: string
  readonly row: CatalogRow
}

/** The row of an id, which is unique among all tables; undefined where there is none. */
export function catalogEntry(id: string): CatalogEntry | undefined {
  for (const { name, rows } of catalogTables) {
    const row = rows.find((one) => one.id === id)
    if (row !== undefined) return { table: name, row }
  }
  return undefined
}

export const catalogIds: readonly string[] = catalogTables.flatMap(({ rows }) =>
  rows.map(({ id }) => id),
)
