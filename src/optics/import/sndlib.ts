import type { Result } from '../../diagnostics/index.ts'
import { createFindings, type Findings } from './findings.ts'
import {
  importLimits,
  type ImportedNetwork,
  type ImportedNode,
  type ImportOptions,
} from './imported-network.ts'
import { openJson, tooLarge } from './json-reader.ts'
import { finishNetwork, isKnownDrawing, positionOf } from './network-draft.ts'
import { readSndlibJson } from './sndlib-json.ts'
import { readSndlibNative } from './sndlib-native.ts'
import type { PointOnMap, SndlibRows } from './sndlib-rows.ts'

/**
 * An SNDlib network, native text or JSON. Demands, modules and costs are kept as they stand; what they mean is in the
 * code of a model (`readSndlibModel`). Never throws.
 */
export function readSndlib(
  text: string,
  fileName: string,
  options: ImportOptions = {},
): Result<ImportedNetwork> {
  if (/^\uFEFF?\s*\{/.test(text)) {
    const document = openJson(text, fileName)
    const rows = readSndlibJson(document)
    return finish({ ...rows, name: baseName(fileName) }, document.findings, options)
  }
  const findings = createFindings({ text, fileName })
  if (text.length > importLimits.textLength) {
    findings.add({ ...tooLarge(text), spot: { offset: 0, length: 1 } })
    return findings.conclude((): never => undefined as never)
  }
  return finish(readSndlibNative(text, findings), findings, options)
}

const baseName = (fileName: string): string =>
  (fileName.split(/[\\/]/).at(-1) ?? '').replace(/\.[a-z]+$/i, '') || 'sndlib'

function finish(
  rows: SndlibRows,
  findings: Findings,
  options: ImportOptions,
): Result<ImportedNetwork> {
  if (rows.nodes.length === 0 && !findings.hasErrors()) {
    const message = 'there is no section NODES with rows in it'
    const hint = 'an SNDlib model file holds letters only: give the network file'
    findings.add({ code: 'import/empty', pointer: '', message, hint })
  }
  const isDrawing =
    isKnownDrawing(rows.name) ||
    rows.nodes.some(({ row }) => row.x !== undefined && positionOf(row.x, row.y) === undefined)
  const nodes = rows.nodes.map(({ row, ...place }) => ({ ...place, row: nodeOf(row, isDrawing) }))
  return finishNetwork(
    {
      head: { format: 'sndlib', name: rows.name, phases: [], admissiblePaths: rows.paths },
      nodes,
      spans: rows.spans,
      demands: rows.demands,
      notes: [
        ...rows.meta,
        'SNDlib names no unit of capacity, demand and cost unless one stands above',
        ...(isDrawing ? ['the coordinates are those of a drawing, not degrees: lengths are not known'] : []), // prettier-ignore
      ],
    },
    findings,
    options,
  )
}

function nodeOf({ id, x, y }: PointOnMap, isDrawing: boolean): ImportedNode {
  const position = isDrawing ? undefined : positionOf(x, y)
  return position === undefined ? { id, name: id } : { id, name: id, position }
}
