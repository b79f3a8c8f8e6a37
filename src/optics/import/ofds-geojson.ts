import { isObject, type JsonObject } from './json-reader.ts'
import { own, type Fields } from './json-fields.ts'
import type { Row } from './row.ts'
import type { OfdsPart } from './ofds-rows.ts'

/**
 * The GeoJSON publication format: one feature for each node (a point) and each span (a line), with the fields of the
 * standard as properties. A span holds the nodes at its ends, so that a file of spans alone still has its nodes.
 */
export function geoJsonRows(from: JsonObject, fields: Fields): readonly OfdsPart[] {
  const parts = new Map<string, MutablePart>()
  for (const [i, value] of fields.list(from, 'features', '').entries()) {
    const pointer = `/features/${i}`
    const feature = fields.object(value, pointer)
    const properties = feature && fields.object(own(feature, 'properties'), `${pointer}/properties`)
    if (feature === undefined || properties === undefined) continue
    const part = partOf(parts, own(properties, 'network'))
    const geometry = own(feature, 'geometry')
    const place = `${pointer}/properties`
    if (isSpan(properties, geometry)) {
      const ends = ['start', 'end'].map((key) => endOf(own(properties, key)))
      const [start, end] = ends.map((node) => (node === undefined ? undefined : own(node, 'id')))
      for (const node of ends) if (node) addNode(part, { row: node, pointer: place }, false)
      const row = { ...properties, ...(start && end ? { start, end } : {}), route: geometry }
      part.spans.push({ row, pointer: place })
    } else {
      const row = isObject(geometry) ? { ...properties, location: geometry } : properties
      addNode(part, { row, pointer: place }, true)
    }
  }
  return [...parts.values()].map(({ known: _, ...part }) => part)
}

interface MutablePart extends OfdsPart {
  readonly nodes: Row<JsonObject>[]
  readonly spans: Row<JsonObject>[]
  /** Nodes by id: the one at the end of a span gives way to the one of its own feature. */
  readonly known: Map<string, { readonly index: number; readonly isFeature: boolean }>
}

const isSpan = (properties: JsonObject, geometry: unknown): boolean =>
  own(properties, 'featureType') === 'span' ||
  Object.hasOwn(properties, 'start') ||
  (isObject(geometry) && /LineString$/.test(String(own(geometry, 'type'))))

const endOf = (value: unknown): JsonObject | undefined => (isObject(value) ? value : undefined)

function partOf(parts: Map<string, MutablePart>, network: unknown): MutablePart {
  const of = isObject(network) ? network : {}
  const [id, name] = [own(of, 'id'), own(of, 'name')].map((one) => (typeof one === 'string' ? one : '')) // prettier-ignore
  const key = `${id}\n${name}`
  const found = parts.get(key)
  if (found !== undefined) return found
  const part = { id: id ?? '', name: name ?? '', nodes: [], spans: [], phases: [], notes: [], known: new Map() } // prettier-ignore
  parts.set(key, part)
  return part
}

/** A node may stand at the ends of many spans; two features of its own with one id are a fault, found later. */
function addNode(part: MutablePart, found: Row<JsonObject>, isFeature: boolean): void {
  const id = JSON.stringify(own(found.row, 'id') ?? null)
  const known = part.known.get(id)
  if (known === undefined) {
    part.known.set(id, { index: part.nodes.length, isFeature })
    part.nodes.push(found)
  } else if (isFeature && !known.isFeature) {
    part.nodes[known.index] = found
    part.known.set(id, { ...known, isFeature })
  } else if (isFeature) part.nodes.push(found)
}
