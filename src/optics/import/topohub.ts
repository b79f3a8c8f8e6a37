import type { Result } from '../../diagnostics/index.ts'
import type { ImportedDemand, ImportedNetwork, ImportedNode, ImportedSpan, ImportOptions } from './imported-network.ts' // prettier-ignore
import { isObject, openJson, type JsonObject } from './json-reader.ts'
import { createFields, own, type Fields } from './json-fields.ts'
import { finishNetwork, isKnownDrawing, positionOf, routeFactorDefault } from './network-draft.ts'
import type { Row } from './row.ts'

/**
 * TopoHub's node-link JSON (`piotrjurkiewicz/topohub`): `nodes` with `pos` as [longitude, latitude], `edges` (older files:
 * `links`) with `dist` in kilometres. Every `dist` is the straight line between its ends and not a length of fibre, so it
 * is multiplied with a route factor and says so. Demands stand once for each pair of nodes.
 */
export function readTopohub(
  text: string,
  fileName: string,
  options: ImportOptions = {},
): Result<ImportedNetwork> {
  const { root, findings } = openJson(text, fileName)
  const fields = createFields(findings)
  const from: JsonObject = root ?? {}
  const graph = own(from, 'graph')
  const head = isObject(graph) ? graph : {}
  const name = own(head, 'name')
  const nodeRows = rowsOf(from, 'nodes', fields)
  const isDrawing =
    isKnownDrawing(String(name)) ||
    nodeRows.filter(({ row }) => isOffGlobe(row)).length > drawingShareMin * nodeRows.length // prettier-ignore
  const nodes = nodeRows.flatMap((row) => nodeOf(row, isDrawing, fields))
  const edges = Object.hasOwn(from, 'edges') ? 'edges' : 'links'
  const edgesFound = rowsOf(from, edges, fields).flatMap((row, i) =>
    edgeOf(row, i, { fields, routeFactor: options.routeFactor ?? routeFactorDefault }),
  )
  // Distances between pixels are no kilometres either.
  const spans = isDrawing
    ? edgesFound.map(({ row: { length: _, ...row }, ...place }) => ({ ...place, row }))
    : edgesFound
  if (root !== undefined && nodes.length === 0 && !findings.hasErrors()) {
    const message = 'there are no "nodes" in the file'
    findings.add({ code: 'import/not-this-format', pointer: '', message })
  }
  return finishNetwork(
    {
      head: {
        format: 'topohub',
        name: typeof name === 'string' && name !== '' ? name : 'topohub',
        phases: [],
        admissiblePaths: [],
      },
      nodes,
      spans,
      demands: demandsOf(own(head, 'demands'), fields),
      notes: [
        isDrawing
          ? 'the coordinates are those of a drawing, not degrees: lengths are not known'
          : '"dist" of TopoHub is the straight line between two points, not a length of fibre',
      ],
    },
    findings,
    options,
  )
}

const rowsOf = (from: JsonObject, key: string, fields: Fields): readonly Row<JsonObject>[] =>
  fields.list(from, key, '').flatMap((value, i) => {
    const row = fields.object(value, `/${key}/${i}`)
    return row === undefined ? [] : [{ row, pointer: `/${key}/${i}` }]
  })

/** One place off the globe is a slip; where a tenth of them are, the coordinates are pixels, as in parts of SNDlib. */
const drawingShareMin = 0.1

function isOffGlobe(row: JsonObject): boolean {
  const pos = own(row, 'pos')
  return Array.isArray(pos) && pos.length > 0 && positionOf(pos[0], pos[1]) === undefined
}

function nodeOf(
  { row, pointer }: Row<JsonObject>,
  isDrawing: boolean,
  fields: Fields,
): Row<ImportedNode>[] {
  const id = fields.text(row, 'id', pointer)
  const name = own(row, 'name')
  const kind = own(row, 'type')
  const pos = fields.list(row, 'pos', pointer)
  const position = isDrawing ? undefined : positionOf(pos[0], pos[1])
  if (!isDrawing && isOffGlobe(row)) {
    const message = `${JSON.stringify(id ?? '')} is not at a longitude and a latitude in degrees`
    fields.report({ code: 'import/bad-value', pointer: `${pointer}/pos`, message })
  }
  if (id === undefined) return []
  return [
    {
      pointer,
      row: {
        id,
        name: typeof name === 'string' && name.trim() !== '' ? name.trim() : id,
        ...(typeof kind === 'string' ? { kind } : {}),
        ...(position === undefined ? {} : { position }),
      },
    },
  ]
}

interface Edges {
  readonly fields: Fields
  readonly routeFactor: number
}

function edgeOf(
  { row, pointer }: Row<JsonObject>,
  index: number,
  { fields, routeFactor }: Edges,
): Row<ImportedSpan>[] {
  const from = fields.text(row, 'source', pointer)
  const to = fields.text(row, 'target', pointer)
  const geodesicKm = fields.number({ from: row, key: 'dist', pointer, min: 0 })
  if (from === undefined || to === undefined) return []
  const ends = { id: `${from}-${to}-${index}`, from, to }
  if (geodesicKm === undefined) return [{ pointer, row: ends }]
  const km = geodesicKm * routeFactor
  return [
    { pointer, row: { ...ends, length: { km, basis: 'geometric', geodesicKm, routeFactor } } },
  ]
}

function demandsOf(demands: unknown, fields: Fields): readonly Row<ImportedDemand>[] {
  if (!isObject(demands)) return []
  return Object.entries(demands).flatMap(([from, row]) => {
    const pointer = `/graph/demands/${from}`
    const targets = fields.object(row, pointer)
    return Object.keys(targets ?? {}).flatMap((to): Row<ImportedDemand>[] => {
      const value = fields.number({ from: targets ?? {}, key: to, pointer, isRequired: true, min: 0 }) // prettier-ignore
      if (value === undefined) return []
      const id = `${from}>${to}`
      return [{ pointer: `${pointer}/${to}`, row: { id, from, to, volume: value, routingUnit: 1, value } }] // prettier-ignore
    })
  })
}
