import type { Result } from '../../diagnostics/index.ts'
import { createFields, own } from '../import/json-fields.ts'
import type { Fields } from '../import/json-fields.ts'
import { openJson } from '../import/json-reader.ts'
import { readElement } from './element.ts'
import type { GnpyElement } from './element.ts'

/**
 * A network file of GNPy (`oopt-gnpy` 2.14, `docs/json.rst`): elements, each of one direction, and connections between them. The result is
 * plain data; a line along it needs an equipment file too (`gnpyLine`).
 */
export interface GnpyNetwork {
  readonly name: string
  readonly elements: readonly GnpyElement[]
  readonly connections: readonly { readonly from: string; readonly to: string }[]
}

export function readGnpyNetwork(text: string, fileName = 'network.json'): Result<GnpyNetwork> {
  const { root, findings } = openJson(text, fileName)
  if (root === undefined) return findings.conclude(() => empty)
  const fields = createFields(findings)
  if (Object.hasOwn(root, yangRoot)) {
    const message = 'this is the YANG form of a GNPy network, which is not read'
    const hint = 'convert it to the plain form with gnpy-convert-yang'
    findings.add({ code: 'gnpy/yang', pointer: '', message, hint })
    return findings.conclude(() => empty)
  }
  const elements = fields.list(root, 'elements', '').flatMap((value, i) => {
    const pointer = `/elements/${i}`
    const row = fields.object(value, pointer)
    const element = row === undefined ? undefined : readElement(row, pointer, fields)
    return element === undefined ? [] : [element]
  })
  if (elements.length === 0 && !findings.hasErrors()) {
    const message = 'there are no "elements" in the file'
    findings.add({ code: 'import/not-this-format', pointer: '', message })
  }
  reportTwins(elements, fields)
  const connections = readConnections(root, fields, new Set(elements.map(({ uid }) => uid)))
  const name = own(root, 'network_name')
  const network = { name: typeof name === 'string' ? name : fileName, elements, connections }
  return findings.conclude(() => network)
}

const yangRoot = 'gnpy-network-topology:topology'
const empty: GnpyNetwork = { name: '', elements: [], connections: [] }

function reportTwins(elements: readonly GnpyElement[], fields: Fields): void {
  const seen = new Set<string>()
  for (const { uid, pointer } of elements) {
    if (seen.has(uid)) {
      const message = `another element has the uid ${JSON.stringify(uid)}`
      fields.report({ code: 'import/duplicate-id', pointer: `${pointer}/uid`, message })
    }
    seen.add(uid)
  }
}

function readConnections(
  root: Readonly<Record<string, unknown>>,
  fields: Fields,
  known: ReadonlySet<string>,
): GnpyNetwork['connections'] {
  return fields.list(root, 'connections', '').flatMap((value, i) => {
    const pointer = `/connections/${i}`
    const row = fields.object(value, pointer)
    if (row === undefined) return []
    const ends = (['from_node', 'to_node'] as const).map((key) => {
      const uid = fields.text(row, key, pointer)
      if (uid !== undefined && !known.has(uid)) {
        const message = `no element has the uid ${JSON.stringify(uid)}`
        fields.report({ code: 'import/unknown-node', pointer: `${pointer}/${key}`, message })
      }
      return uid
    })
    const [from, to] = ends
    return from === undefined || to === undefined ? [] : [{ from, to }]
  })
}
