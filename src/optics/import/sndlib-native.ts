import type { Finding, Findings, Spot } from './findings.ts'
import type { AdmissiblePath, ImportedDemand, ImportedSpan } from './imported-network.ts'
import type { Row } from './row.ts'
import type { PointOnMap, SndlibRows } from './sndlib-rows.ts'
import {
  isList,
  readSections,
  readTokens,
  splitMeta,
  type Entry,
  type EntryList,
  type SndlibSection,
} from './sndlib-tokens.ts'

/**
 * SNDlib's native text: `NODES ( id ( x y ) )`, `LINKS ( id ( from to ) pre_cap pre_cost routing_cost setup_cost
 * ( {capacity cost}* ) )`, `DEMANDS ( id ( from to ) routing_unit value max_path_length )`, `ADMISSIBLE_PATHS`.
 */
export function readSndlibNative(text: string, findings: Findings): SndlibRows {
  const { rest, meta } = splitMeta(text)
  const header = /^\s*\?[^\n]*/.exec(rest)?.[0] ?? ''
  const body = ' '.repeat(header.length) + rest.slice(header.length)
  const sections = readSections(readTokens(body), findings.add)
  const known = ['NODES', 'LINKS', 'DEMANDS', 'ADMISSIBLE_PATHS']
  for (const { name, ...spot } of sections) {
    if (known.includes(name)) continue
    const message = `the section ${JSON.stringify(name.slice(0, 40))} is not known and is left out`
    findings.add({ code: 'import/left-out', severity: 'warning', pointer: '', message, spot })
  }
  const rowsOf = (name: string): readonly NativeRow[] =>
    sections.filter((section) => section.name === name).flatMap((section) => splitRows(section, findings)) // prettier-ignore
  return {
    name: /^#\s*network\s+(\S+)/m.exec(rest)?.[1] ?? 'sndlib',
    meta,
    nodes: rowsOf('NODES').map((row) => ({ ...place(row), row: nodeOf(row, findings) })),
    spans: rowsOf('LINKS').flatMap((row) => linkOf(row, findings)),
    demands: rowsOf('DEMANDS').flatMap((row) => demandOf(row, findings)),
    paths: rowsOf('ADMISSIBLE_PATHS').flatMap((row) => pathsOf(row, findings)),
  }
}

interface NativeRow extends Spot {
  readonly id: string
  readonly pointer: string
  readonly entries: readonly Entry[]
}

const place = ({ pointer, offset, length }: NativeRow): { pointer: string; spot: Spot } => ({
  pointer,
  spot: { offset, length },
})

/** A row begins with its id and goes on to the list that ends it; for links and demands words follow the first list. */
function splitRows(section: SndlibSection, findings: Findings): readonly NativeRow[] {
  const rows: { id: string; pointer: string; entries: Entry[]; offset: number; length: number }[] = [] // prettier-ignore
  const wordsAfterEnds = section.name === 'LINKS' ? 4 : section.name === 'DEMANDS' ? 3 : 0
  let words = Infinity
  for (const entry of section.entries) {
    const current = rows.at(-1)
    if (isList(entry)) {
      if (current !== undefined) current.entries.push(entry)
      else findings.add(fault(section, 'a row has no id', entry))
      words = current?.entries.length === 1 ? wordsAfterEnds : Infinity
    } else if (current !== undefined && words > 0 && words !== Infinity) {
      current.entries.push(entry)
      words -= 1
    } else {
      const { text, offset, length } = entry
      rows.push({ id: text, pointer: `/${section.name}/${rows.length}`, entries: [], offset, length }) // prettier-ignore
      words = Infinity
    }
  }
  return rows
}

const fault = (section: SndlibSection, message: string, { offset, length }: Spot): Finding => ({
  code: 'import/bad-value',
  pointer: `/${section.name}`,
  message,
  spot: { offset, length },
})

function numberIn(entry: Entry | undefined, what: string, row: NativeRow & Sink): number {
  const value = entry === undefined || isList(entry) ? NaN : Number(entry.text)
  if (Number.isFinite(value)) return value
  const message = `${what} of ${JSON.stringify(row.id)} is not a number`
  row.findings.add({ code: 'import/bad-value', message, ...place(row) })
  return 0
}

interface Sink {
  readonly findings: Findings
}

function nodeOf(row: NativeRow, findings: Findings): PointOnMap {
  const at = row.entries[0]
  if (!isList(at)) return { id: row.id }
  const sink = { ...row, findings }
  return {
    id: row.id,
    x: numberIn(at.entries[0], 'the longitude', sink),
    y: numberIn(at.entries[1], 'the latitude', sink),
  }
}

function endsOf(row: NativeRow, findings: Findings): readonly [string, string] | undefined {
  const [from, to, ...more] = isList(row.entries[0]) ? row.entries[0].entries : []
  if (from && to && !isList(from) && !isList(to) && more.length === 0) return [from.text, to.text]
  const message = `${JSON.stringify(row.id)} does not name its two ends`
  findings.add({ code: 'import/bad-value', message, ...place(row) })
  return undefined
}

function linkOf(row: NativeRow, findings: Findings): Row<ImportedSpan>[] {
  const ends = endsOf(row, findings)
  if (ends === undefined) return []
  const sink = { ...row, findings }
  const [, preinstalled, preinstalledCost, routingCost, setupCost, modules] = row.entries
  return [
    {
      ...place(row),
      row: {
        id: row.id,
        from: ends[0],
        to: ends[1],
        capacity: {
          preinstalled: numberIn(preinstalled, 'the installed capacity', sink),
          preinstalledCost: numberIn(preinstalledCost, 'the cost of installed capacity', sink),
          routingCost: numberIn(routingCost, 'the routing cost', sink),
          setupCost: numberIn(setupCost, 'the setup cost', sink),
          modules: modulesOf(modules, sink),
        },
      },
    },
  ]
}

function modulesOf(
  list: Entry | undefined,
  sink: NativeRow & Sink,
): { capacity: number; cost: number }[] {
  const entries = isList(list) ? list.entries : []
  if (entries.length % 2 === 1) {
    const message = `a module of ${JSON.stringify(sink.id)} has a capacity without a cost`
    sink.findings.add({ code: 'import/bad-value', message, ...place(sink) })
  }
  return Array.from({ length: Math.floor(entries.length / 2) }, (_, i) => ({
    capacity: numberIn(entries[2 * i], 'a module capacity', sink),
    cost: numberIn(entries[2 * i + 1], 'a module cost', sink),
  }))
}

function demandOf(row: NativeRow, findings: Findings): Row<ImportedDemand>[] {
  const ends = endsOf(row, findings)
  if (ends === undefined) return []
  const sink = { ...row, findings }
  const [, unit, amount, hops] = row.entries
  const routingUnit = numberIn(unit, 'the routing unit', sink)
  const value = numberIn(amount, 'the value', sink)
  const isLimited = hops !== undefined && !isList(hops) && hops.text !== 'UNLIMITED'
  const limit = isLimited ? { hopsMax: numberIn(hops, 'the longest path', sink) } : {}
  const [from, to] = ends
  return [{ ...place(row), row: { id: row.id, from, to, volume: routingUnit * value, routingUnit, value, ...limit } }] // prettier-ignore
}

function pathsOf(row: NativeRow, findings: Findings): AdmissiblePath[] {
  const inside = row.entries[0] as EntryList | undefined
  const entries = isList(inside) ? inside.entries : []
  const paths: AdmissiblePath[] = []
  for (let i = 0; i < entries.length; i += 2) {
    const [id, links] = [entries[i], entries[i + 1]]
    if (id === undefined || isList(id) || !isList(links)) {
      const message = `the paths of ${JSON.stringify(row.id)} are not pairs of a name and a list`
      findings.add({ code: 'import/bad-value', message, ...place(row) })
      break
    }
    const spanIds = links.entries.flatMap((link) => (isList(link) ? [] : [link.text]))
    paths.push({ demandId: row.id, id: id.text, spanIds })
  }
  return paths
}
