import { straightKm } from '../../fleet/index.ts'
import type { ImportedNode, ImportedSpan, Position, SpanLength } from './imported-network.ts'
import { isObject, type JsonObject } from './json-reader.ts'
import { own, type Fields } from './json-fields.ts'
import { positionOf } from './network-draft.ts'
import type { Row } from './row.ts'

/** One network of a file, still in the words of the standard. */
export interface OfdsPart {
  readonly id: string
  readonly name: string
  readonly nodes: readonly Row<JsonObject>[]
  readonly spans: readonly Row<JsonObject>[]
  readonly phases: readonly Row<JsonObject>[]
  readonly notes: readonly string[]
}

/** Cable has slack and detours that a map does not show, but not this many times its line. */
const lengthOverLineMax = 3
/** Below this the places of both ends may be coarser than the length. */
const shortKm = 1

const phaseOf = (row: JsonObject): { phaseId?: string } => {
  const phase = own(row, 'phase')
  const id = isObject(phase) ? own(phase, 'id') : undefined
  return typeof id === 'string' ? { phaseId: id } : {}
}

export function nodeOf(
  { row, pointer }: Row<JsonObject>,
  prefix: string,
  fields: Fields,
): Row<ImportedNode>[] {
  const id = fields.text(row, 'id', pointer)
  const name = own(row, 'name')
  const kinds = fields.list(row, 'type', pointer).filter((kind) => typeof kind === 'string')
  const points = pointsOf(own(row, 'location'))
  if (id === undefined) return []
  if (Object.hasOwn(row, 'location') && points.length === 0) {
    const message = `the location of node ${JSON.stringify(id)} is not a point in degrees`
    fields.report({ code: 'import/bad-value', pointer: `${pointer}/location`, message })
  }
  return [
    {
      pointer,
      row: {
        id: prefix + id,
        name: typeof name === 'string' && name.trim() !== '' ? name.trim() : id,
        ...(points[0] === undefined ? {} : { position: points[0] }),
        ...(kinds[0] === undefined ? {} : { kind: kinds[0] }),
        ...phaseOf(row),
      },
    },
  ]
}

export function spanOf(
  { row, pointer }: Row<JsonObject>,
  prefix: string,
  fields: Fields,
): Row<ImportedSpan>[] {
  const id = fields.text(row, 'id', pointer)
  const from = fields.text(row, 'start', pointer)
  const to = fields.text(row, 'end', pointer)
  const length = lengthOf({ row, pointer }, fields)
  const fibreCount = fields.number({ from: row, key: 'fibreCount', pointer, min: 0 })
  const capacityGbps = fields.number({ from: row, key: 'capacity', pointer, min: 0 })
  const deployment = fields.list(row, 'deployment', pointer).filter((kind) => typeof kind === 'string') // prettier-ignore
  const fibreType = own(row, 'fibreType')
  if (id === undefined || from === undefined || to === undefined) return []
  const span: ImportedSpan = {
    id: prefix + id,
    from: prefix + from,
    to: prefix + to,
    ...(length === undefined ? {} : { length }),
    ...(fibreCount === undefined ? {} : { fibreCount }),
    ...(capacityGbps === undefined ? {} : { capacityGbps }),
    ...(typeof fibreType === 'string' ? { fibreType } : {}),
    ...(deployment.length === 0 ? {} : { deployment }),
    ...phaseOf(row),
  }
  return [{ pointer, row: span }]
}

function lengthOf({ row, pointer }: Row<JsonObject>, fields: Fields): SpanLength | undefined {
  const stated = fields.number({ from: row, key: 'fibreLength', pointer, min: 0 })
  const points = pointsOf(own(row, 'route'))
  const drawnKm = points.reduce((sum, point, i) => sum + stepKm(points[i - 1], point), 0)
  if (stated === undefined) return drawnKm > 0 ? { km: drawnKm, basis: 'drawn' } : undefined
  if (drawnKm > shortKm && (stated > lengthOverLineMax * drawnKm || stated < drawnKm - shortKm)) {
    fields.report({
      code: 'import/odd-length',
      severity: 'warning',
      pointer: `${pointer}/fibreLength`,
      message: `"fibreLength" is ${stated} km along a drawn route of ${drawnKm.toFixed(1)} km`,
      hint: 'the standard counts in kilometres: were these metres?',
    })
  }
  return { km: stated, basis: 'stated' }
}

const stepKm = (from: Position | undefined, to: Position): number =>
  from === undefined ? 0 : straightKm(from, to)

/** The points of a GeoJSON Point, LineString or MultiLineString; none where one of them is no place on the globe. */
function pointsOf(geometry: unknown): readonly Position[] {
  if (!isObject(geometry)) return []
  const coordinates = own(geometry, 'coordinates')
  if (!Array.isArray(coordinates)) return []
  const type = own(geometry, 'type')
  const pairs: readonly unknown[] =
    type === 'Point' ? [coordinates] : type === 'LineString' ? coordinates : type === 'MultiLineString' ? coordinates.flat() : [] // prettier-ignore
  const points = pairs.map((pair) => (Array.isArray(pair) ? positionOf(pair[0], pair[1]) : undefined)) // prettier-ignore
  return points.every((point) => point !== undefined) ? points : []
}
