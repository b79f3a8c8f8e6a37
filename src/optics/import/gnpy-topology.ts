import type { Result } from '../../diagnostics/index.ts'
import type { ImportedNetwork, ImportedNode, ImportedSpan, ImportOptions } from './imported-network.ts' // prettier-ignore
import { isObject, openJson, type JsonObject } from './json-reader.ts'
import { createFields, own, shown, type Fields } from './json-fields.ts'
import { finishNetwork, positionOf } from './network-draft.ts'
import type { Row } from './row.ts'

/**
 * The map in a GNPy network file (oopt-gnpy 2.14, docs/json.rst): every element there has one direction. ROADMs are the nodes, and
 * transceivers that no ROADM is next to; a chain of fibres, amplifiers and joints from one node to the next is a span, as long as its
 * fibres. The chain back is the same cable. What a line needs to be estimated is not here: `readGnpyNetwork` has it.
 */
export function readGnpyTopology(
  text: string,
  fileName: string,
  options: ImportOptions = {},
): Result<ImportedNetwork> {
  const { root, findings } = openJson(text, fileName)
  const fields = createFields(findings)
  const from: JsonObject = root ?? {}
  const elements = rowsOf(from, 'elements', fields).flatMap((row) => elementOf(row, fields))
  const next = connectionsOf(from, new Set(elements.map(({ uid }) => uid)), fields)
  if (root !== undefined && elements.length === 0 && !findings.hasErrors()) {
    const message = 'there are no "elements" in the file'
    findings.add({ code: 'import/not-this-format', pointer: '', message })
  }
  const byUid = new Map(elements.map((element) => [element.uid, element]))
  const besideRoadm = neighboursOfRoadms(next, byUid)
  const nodes = elements.filter(({ uid, type }) => type === 'Roadm' || (type === 'Transceiver' && !besideRoadm.has(uid))) // prettier-ignore
  const nodeIds = new Set(nodes.map(({ uid }) => uid))
  const graph = { next, byUid, nodeIds, tried: new Set<string>(), passed: new Set<string>() }
  const chains = findings.hasErrors() ? [] : nodes.flatMap((node) => chainsFrom(node.uid, graph)) // prettier-ignore
  const stray = elements.filter(({ uid, lengthKm }) => lengthKm > 0 && !graph.passed.has(uid))
  for (const { uid, pointer } of findings.hasErrors() ? [] : stray) {
    const message = `fibre ${JSON.stringify(uid)} lies on no line from one node to another and is left out`
    findings.add({ code: 'import/left-out', severity: 'warning', pointer, message })
  }
  const spans = withoutWayBack(chains)
  const inLine = elements.filter(({ type }) => /^(Edfa|Multiband_amplifier|Fused)$/.test(type)).length // prettier-ignore
  const name = own(from, 'network_name')
  return finishNetwork(
    {
      head: {
        format: 'gnpy',
        name: typeof name === 'string' && name !== '' ? name : 'gnpy',
        phases: [],
        admissiblePaths: [],
      },
      nodes: nodes.map(({ uid, pointer, position }): Row<ImportedNode> => {
        const row = { id: uid, name: uid, ...(position === undefined ? {} : { position }) }
        return { pointer, row }
      }),
      spans: spans.map((row, i) => ({ row: { ...row, id: `${row.id}-${i}` }, pointer: '/elements' })), // prettier-ignore
      demands: [],
      notes: [`${inLine} amplifiers and joints of the file are not here: a fleet places its own`],
    },
    findings,
    options,
  )
}

interface Element {
  readonly uid: string
  readonly type: string
  readonly pointer: string
  readonly lengthKm: number
  readonly position?: NonNullable<ImportedNode['position']>
}

const rowsOf = (from: JsonObject, key: string, fields: Fields): readonly Row<JsonObject>[] =>
  fields.list(from, key, '').flatMap((value, i) => {
    const row = fields.object(value, `/${key}/${i}`)
    return row === undefined ? [] : [{ row, pointer: `/${key}/${i}` }]
  })

function elementOf({ row, pointer }: Row<JsonObject>, fields: Fields): Element[] {
  const uid = fields.text(row, 'uid', pointer)
  const type = fields.text(row, 'type', pointer)
  if (uid === undefined || type === undefined) return []
  const metadata = own(row, 'metadata')
  const location = isObject(metadata) ? own(metadata, 'location') : undefined
  const position = isObject(location) ? positionOf(own(location, 'longitude'), own(location, 'latitude')) : undefined // prettier-ignore
  const lengthKm = /Fiber$/.test(type) ? lengthOf({ row, pointer }, fields) : 0
  return [{ uid, type, pointer, lengthKm, ...(position === undefined ? {} : { position }) }]
}

function lengthOf({ row, pointer }: Row<JsonObject>, fields: Fields): number {
  const params = own(row, 'params')
  const from = isObject(params) ? params : {}
  const place = `${pointer}/params`
  const length = fields.number({ from, key: 'length', pointer: place, isRequired: true, min: 0 })
  const unit = own(from, 'length_units')
  if (unit === 'm') return (length ?? 0) / 1000
  if (unit !== 'km' && unit !== undefined) {
    const message = `"length_units" is ${shown(unit)}; "km" and "m" are known`
    fields.report({ code: 'import/bad-value', pointer: `${place}/length_units`, message })
  }
  return length ?? 0
}

type Next = ReadonlyMap<string, readonly string[]>

function connectionsOf(from: JsonObject, known: ReadonlySet<string>, fields: Fields): Next {
  const next = new Map<string, string[]>()
  for (const { row, pointer } of rowsOf(from, 'connections', fields)) {
    const ends = ['from_node', 'to_node'].map((key) => {
      const uid = fields.text(row, key, pointer)
      if (uid === undefined || known.has(uid)) return uid
      const message = `no element has the uid ${JSON.stringify(uid)}`
      fields.report({ code: 'import/unknown-node', pointer: `${pointer}/${key}`, message })
      return undefined
    })
    const [begin, end] = ends
    if (begin === undefined || end === undefined) continue
    const list = next.get(begin)
    if (list === undefined) next.set(begin, [end])
    else list.push(end)
  }
  return next
}

/** A transceiver beside a ROADM is part of that place; one that feeds fibre itself is a place of its own. */
function neighboursOfRoadms(next: Next, byUid: ReadonlyMap<string, Element>): ReadonlySet<string> {
  const isRoadm = (uid: string): boolean => byUid.get(uid)?.type === 'Roadm'
  const found = new Set<string>()
  for (const [from, to] of next) {
    if (isRoadm(from)) for (const uid of to) found.add(uid)
    if (to.some(isRoadm)) found.add(from)
  }
  return found
}

interface Graph {
  readonly next: Next
  readonly byUid: ReadonlyMap<string, Element>
  readonly nodeIds: ReadonlySet<string>
  /** Elements that a walk has come to: each belongs to one line, so that no walk is made twice. */
  readonly tried: Set<string>
  /** Those of them that lie on a line from node to node. */
  readonly passed: Set<string>
}

/** Follows the light until it comes to a node; elements of a line have one way on, so a fork ends the walk. */
function chainsFrom(start: string, { next, byUid, nodeIds, tried, passed }: Graph): ImportedSpan[] {
  return (next.get(start) ?? []).flatMap((first) => {
    let km = 0
    let here = first
    const chain: string[] = []
    while (!nodeIds.has(here)) {
      const onward = next.get(here) ?? []
      const isDeadEnd = tried.has(here) || onward.length !== 1
      tried.add(here)
      if (isDeadEnd) return []
      chain.push(here)
      km += byUid.get(here)?.lengthKm ?? 0
      here = onward[0] ?? here
    }
    for (const uid of chain) passed.add(uid)
    if (km === 0) return []
    return [{ id: `${start}-${here}`, from: start, to: here, length: { km, basis: 'stated' } }]
  })
}

/** Each cable appears once: of two chains that run opposite ways over one length, the second is the way back. */
function withoutWayBack(chains: readonly ImportedSpan[]): readonly ImportedSpan[] {
  const open = new Map<string, number>()
  return chains.filter(({ from, to, length }) => {
    const km = (length?.km ?? 0).toFixed(3)
    const back = JSON.stringify([to, from, km])
    const waiting = open.get(back) ?? 0
    if (waiting > 0) {
      open.set(back, waiting - 1)
      return false
    }
    const key = JSON.stringify([from, to, km])
    open.set(key, (open.get(key) ?? 0) + 1)
    return true
  })
}
