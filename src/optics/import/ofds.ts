import type { Result } from '../../diagnostics/index.ts'
import type { ImportedNetwork, ImportedPhase, ImportOptions } from './imported-network.ts'
import { openJson, type JsonObject } from './json-reader.ts'
import { createFields, own, type Fields } from './json-fields.ts'
import { finishNetwork, type NetworkDraft } from './network-draft.ts'
import type { Row } from './row.ts'
import { geoJsonRows } from './ofds-geojson.ts'
import { nodeOf, spanOf, type OfdsPart } from './ofds-rows.ts'

/**
 * Open Fibre Data Standard 0.2 and 0.3 (open-fibre-data-standard.readthedocs.io): a network, a package of networks, or
 * the GeoJSON of either. Nodes, spans and phases are read; contracts and organisations have no place in a fleet and are
 * named in a note. `fibreLength` is in kilometres by the standard; a length that the drawn route cannot have is warned of
 * and left as it is.
 */
export function readOfds(
  text: string,
  fileName: string,
  options: ImportOptions = {},
): Result<ImportedNetwork> {
  const { root, findings } = openJson(text, fileName)
  const fields = createFields(findings)
  const from: JsonObject = root ?? {}
  const parts = own(from, 'type') === 'FeatureCollection' ? geoJsonRows(from, fields) : jsonParts(from, fields) // prettier-ignore
  const draft = draftOf(parts, fields)
  if (root !== undefined && parts.length === 0 && !findings.hasErrors()) {
    const message = 'there are no "networks", "nodes", "spans" or "features" in the file'
    findings.add({ code: 'import/not-this-format', pointer: '', message })
  }
  return finishNetwork(draft, findings, options)
}

/** A network that stands alone is a package of one. */
function jsonParts(from: JsonObject, fields: Fields): readonly OfdsPart[] {
  const networks = Object.hasOwn(from, 'networks')
    ? fields.list(from, 'networks', '').map((value, i) => [value, `/networks/${i}`] as const)
    : ['nodes', 'spans'].some((key) => Object.hasOwn(from, key))
      ? [[from, ''] as const]
      : []
  return networks.flatMap(([value, pointer]) => {
    const network = fields.object(value, pointer)
    if (network === undefined) return []
    const rows = (key: string): readonly Row<JsonObject>[] =>
      fields.list(network, key, pointer).flatMap((one, i) => {
        const place = `${pointer}/${key}/${i}`
        const row = fields.object(one, place)
        return row === undefined ? [] : [{ row, pointer: place }]
      })
    const leftOut = ['contracts', 'organisations'].flatMap((key) => {
      const count = fields.list(network, key, pointer).length
      return count === 0 ? [] : [`${count} ${key} of the file are left out`]
    })
    const id = own(network, 'id')
    const name = own(network, 'name')
    return [
      {
        id: typeof id === 'string' ? id : '',
        name: typeof name === 'string' ? name : '',
        nodes: rows('nodes'),
        spans: rows('spans'),
        phases: rows('phases'),
        notes: leftOut,
      },
    ]
  })
}

/** Ids are unique within a network only: with several, the name of the network stands before them. */
function draftOf(parts: readonly OfdsPart[], fields: Fields): NetworkDraft {
  const isOne = parts.length === 1
  const prefixOf = (part: OfdsPart, i: number): string =>
    isOne ? '' : `${part.name || part.id || `network-${i + 1}`}/`
  return {
    head: {
      format: 'ofds',
      name: (isOne ? parts[0]?.name || parts[0]?.id : '') || 'ofds',
      phases: parts.flatMap((part) => part.phases.flatMap((row) => phaseOf(row, fields))),
      admissiblePaths: [],
    },
    nodes: parts.flatMap((part, i) => part.nodes.flatMap((row) => nodeOf(row, prefixOf(part, i), fields))), // prettier-ignore
    spans: parts.flatMap((part, i) => part.spans.flatMap((row) => spanOf(row, prefixOf(part, i), fields))), // prettier-ignore
    demands: [],
    notes: parts.flatMap(({ notes }) => notes),
  }
}

function phaseOf({ row, pointer }: Row<JsonObject>, fields: Fields): ImportedPhase[] {
  const id = fields.text(row, 'id', pointer)
  const name = own(row, 'name')
  return id === undefined ? [] : [{ id, name: typeof name === 'string' ? name : id }]
}
