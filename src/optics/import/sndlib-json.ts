import { isObject, type JsonDocument, type JsonObject } from './json-reader.ts'
import { createFields, own, type Fields } from './json-fields.ts'
import type { AdmissiblePath, ImportedDemand, ImportedSpan } from './imported-network.ts'
import type { Row } from './row.ts'
import type { PointOnMap, SndlibRows } from './sndlib-rows.ts'

/** The JSON of the SNDlib mirror `sikorski-as/sndlib`: the native sections as lists of objects. */
export function readSndlibJson({ root = {}, findings }: JsonDocument): SndlibRows {
  const fields = createFields(findings)
  const objects = (key: string): readonly Row<JsonObject>[] =>
    fields.list(root, key, '').flatMap((value, i) => {
      const row = fields.object(value, `/${key}/${i}`)
      return row === undefined ? [] : [{ row, pointer: `/${key}/${i}` }]
    })
  const meta = own(root, 'meta')
  return {
    name: 'sndlib',
    meta: isObject(meta) ? Object.entries(meta).map(([key, value]) => `${key} = ${metaText(value)}`) : [], // prettier-ignore
    nodes: objects('nodes').flatMap((row) => nodeOf(row, fields)),
    spans: objects('links').flatMap((row) => linkOf(row, fields)),
    demands: objects('demands').flatMap((row) => demandOf(row, fields)),
    paths: objects('admissible_paths').flatMap((row) => pathsOf(row, fields)),
  }
}

const metaText = (value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .filter((part) => ['string', 'number'].includes(typeof part))
    .join(', ')
    .slice(0, 500)

function nodeOf({ row, pointer }: Row<JsonObject>, fields: Fields): Row<PointOnMap>[] {
  const id = fields.text(row, 'id', pointer)
  const x = fields.number({ from: row, key: 'longitude', pointer })
  const y = fields.number({ from: row, key: 'latitude', pointer })
  if (id === undefined) return []
  return [{ pointer, row: x === undefined || y === undefined ? { id } : { id, x, y } }]
}

interface Ends {
  readonly id: string
  readonly from: string
  readonly to: string
}

function endsOf({ row, pointer }: Row<JsonObject>, fields: Fields): Ends | undefined {
  const id = fields.text(row, 'id', pointer)
  const from = fields.text(row, 'source', pointer)
  const to = fields.text(row, 'target', pointer)
  return id === undefined || from === undefined || to === undefined ? undefined : { id, from, to }
}

function linkOf(found: Row<JsonObject>, fields: Fields): Row<ImportedSpan>[] {
  const ends = endsOf(found, fields)
  const { row, pointer } = found
  const amount = (from: JsonObject, key: string, place: string): number =>
    fields.number({ from, key, pointer: place }) ?? 0
  const modules = fields.list(row, 'modules', pointer).flatMap((value, i) => {
    const place = `${pointer}/modules/${i}`
    const one = fields.object(value, place)
    if (one === undefined) return []
    return [{ capacity: amount(one, 'module_capacity', place), cost: amount(one, 'module_cost', place) }] // prettier-ignore
  })
  const capacity = {
    preinstalled: amount(row, 'pre_installed_capacity', pointer),
    preinstalledCost: amount(row, 'pre_installed_capacity_cost', pointer),
    routingCost: amount(row, 'routing_cost', pointer),
    setupCost: amount(row, 'setup_cost', pointer),
    modules,
  }
  return ends === undefined ? [] : [{ pointer, row: { ...ends, capacity } }]
}

function demandOf(found: Row<JsonObject>, fields: Fields): Row<ImportedDemand>[] {
  const ends = endsOf(found, fields)
  const { row, pointer } = found
  const routingUnit = fields.number({ from: row, key: 'routing_unit', pointer, isRequired: true })
  const value = fields.number({ from: row, key: 'demand_value', pointer, isRequired: true })
  const isLimited = typeof own(row, 'max_path_length') !== 'string'
  const hopsMax = isLimited ? fields.number({ from: row, key: 'max_path_length', pointer }) : undefined // prettier-ignore
  if (ends === undefined || routingUnit === undefined || value === undefined) return []
  const limit = hopsMax === undefined ? {} : { hopsMax }
  return [{ pointer, row: { ...ends, volume: routingUnit * value, routingUnit, value, ...limit } }] // prettier-ignore
}

function pathsOf({ row, pointer }: Row<JsonObject>, fields: Fields): AdmissiblePath[] {
  const demandId = fields.text(row, 'demand_id', pointer)
  if (demandId === undefined) return []
  return fields.list(row, 'paths', pointer).flatMap((value, i) => {
    const place = `${pointer}/paths/${i}`
    const path = fields.object(value, place)
    const id = path === undefined ? undefined : fields.text(path, 'path_id', place)
    if (path === undefined || id === undefined) return []
    const spanIds = fields.list(path, 'links', place).filter((link) => typeof link === 'string')
    return [{ demandId, id, spanIds }]
  })
}
