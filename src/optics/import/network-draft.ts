import type { Result } from '../../diagnostics/index.ts'
import { straightKm } from '../../fleet/index.ts'
import { checkAmounts } from './amounts.ts'
import type { Findings } from './findings.ts'
import type { Row } from './row.ts'
import {
  importLimits,
  type ImportedDemand,
  type ImportedNetwork,
  type ImportedNode,
  type ImportedSpan,
  type ImportOptions,
  type Position,
  type SpanLength,
} from './imported-network.ts'

/**
 * Fibre over straight line where a file knows only points: 1.3 is the median of the shortest conduit paths between 120
 * US cities (arXiv 1811.10737, 2018-11). The 1.2 of the CORONET topology is a synthetic factor on every link.
 */
export const routeFactorDefault = 1.3
const routeFactorMax = 5

export interface NetworkDraft {
  readonly head: Pick<ImportedNetwork, 'format' | 'name' | 'phases' | 'admissiblePaths'>
  readonly nodes: readonly Row<ImportedNode>[]
  readonly spans: readonly Row<ImportedSpan>[]
  readonly demands: readonly Row<ImportedDemand>[]
  readonly notes: readonly string[]
}

/** What holds for every format: ids are unique, ends exist, sizes have limits, and no length is without its basis. */
export function finishNetwork(
  draft: NetworkDraft,
  findings: Findings,
  { routeFactor = routeFactorDefault }: ImportOptions,
): Result<ImportedNetwork> {
  if (!(routeFactor >= 1 && routeFactor <= routeFactorMax)) {
    const message = `the route factor is ${routeFactor}; fibre is 1 to ${routeFactorMax} times the straight line`
    findings.add({ code: 'import/bad-route-factor', pointer: '', message })
  }
  checkSizes(draft, findings)
  checkAmounts(draft.spans, draft.demands, findings)
  checkUnique('node', draft.nodes, findings)
  checkUnique('span', draft.spans, findings)
  checkUnique('demand', draft.demands, findings)
  const nodes = new Map(draft.nodes.map(({ row }) => [row.id, row]))
  checkEnds('span', draft.spans, { nodes, findings })
  checkEnds('demand', draft.demands, { nodes, findings })
  return findings.conclude(() => {
    const spans = draft.spans.map(({ row }) => withLength(row, nodes, routeFactor))
    const geometric = spans.filter(({ length }) => length?.basis === 'geometric').length
    const applied = `${geometric} of ${spans.length} lengths are the straight line times ${routeFactor}: the file does not know the fibre`
    return {
      ...draft.head,
      nodes: draft.nodes.map(({ row }) => row),
      spans,
      demands: draft.demands.map(({ row }) => row),
      notes: [...draft.notes, ...(geometric === 0 ? [] : [applied])],
    }
  })
}

function withLength(
  span: ImportedSpan,
  nodes: ReadonlyMap<string, ImportedNode>,
  routeFactor: number,
): ImportedSpan {
  if (span.length !== undefined) return span
  const [from, to] = [nodes.get(span.from)?.position, nodes.get(span.to)?.position]
  const length = from && to ? geometricLength(from, to, routeFactor) : undefined
  return length === undefined ? span : { ...span, length }
}

function geometricLength(from: Position, to: Position, routeFactor: number): SpanLength {
  const geodesicKm = straightKm(from, to)
  return { km: geodesicKm * routeFactor, basis: 'geometric', geodesicKm, routeFactor }
}

function checkSizes(draft: NetworkDraft, findings: Findings): void {
  if (draft.nodes.length === 0 && !findings.hasErrors()) {
    const message = 'the file has no nodes'
    const hint = 'nodes and spans may stand in files of their own: give those'
    findings.add({ code: 'import/empty', pointer: '', message, hint })
  }
  for (const kind of ['nodes', 'spans', 'demands'] as const) {
    const count = draft[kind].length
    if (count <= importLimits[kind]) continue
    const message = `the file has ${count} ${kind}; ${importLimits[kind]} are read at most`
    findings.add({ code: 'import/too-large', pointer: '', message })
  }
}

type Named = Row<{ readonly id: string }>

function checkUnique(what: string, rows: readonly Named[], findings: Findings): void {
  const seen = new Set<string>()
  for (const { row, pointer, ...spot } of rows) {
    const message = `a second ${what} has the id ${JSON.stringify(row.id)}`
    if (seen.has(row.id)) findings.add({ code: 'import/duplicate-id', pointer, message, ...spot })
    seen.add(row.id)
  }
}

interface Ends {
  readonly id: string
  readonly from: string
  readonly to: string
}

function checkEnds(
  what: string,
  rows: readonly Row<Ends>[],
  { nodes, findings }: { nodes: ReadonlyMap<string, ImportedNode>; findings: Findings },
): void {
  for (const { row, pointer, ...spot } of rows) {
    for (const end of new Set([row.from, row.to])) {
      if (nodes.has(end)) continue
      const message = `${what} ${JSON.stringify(row.id)} names the node ${JSON.stringify(end)}, which is not in the file`
      findings.add({ code: 'import/unknown-node', pointer, message, ...spot })
    }
  }
}

/** Public networks of SNDlib whose coordinates are pixels although each of them could be a degree. */
const drawnNetworks = ['india35']

export const isKnownDrawing = (name: string): boolean => drawnNetworks.includes(name)

/** A point of the globe, or nothing where the numbers cannot be one. */
export function positionOf(longitude: unknown, latitude: unknown): Position | undefined {
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return undefined
  return { latitudeDeg: latitude, longitudeDeg: longitude }
}
