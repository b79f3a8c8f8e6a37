import { fibreDelayMsPerKm } from '../catalog/index.ts'
import type { Fleet, Route } from '../fleet/index.ts'
import { fibreOf } from '../optics/index.ts'
import type { Gbps, Km, Ms } from '../units/index.ts'

/**
 * The route graph: nodes joined by lit routes. Latency comes from route km, never from a straight line: light in silica takes
 * 4.897 us a km one way, less in the hollow core of a route whose line says so (catalog, fibre). Left out: transponders
 * and FEC, which add some ten microseconds (`optics/`).
 */

export interface GraphRoute {
  readonly id: string
  /** Node ids of its two ends. */
  readonly a: string
  readonly b: string
  readonly lengthKm: Km
  /** There and back. */
  readonly rttMs: Ms
  readonly capacityGbps: Gbps
  readonly priceUsdPerGbpsH: number
  readonly spanIds: readonly string[]
  readonly srlgs: readonly string[]
}

export interface RouteGraph {
  readonly routes: ReadonlyMap<string, GraphRoute>
  readonly routesAtNode: ReadonlyMap<string, readonly GraphRoute[]>
  readonly nodesOfSite: ReadonlyMap<string, readonly string[]>
  readonly spansOfSrlg: ReadonlyMap<string, readonly string[]>
}

/** There and back over so much fibre; standard fibre where no line is described. */
export const rttMs = (lengthKm: Km, line?: Route['line']): Ms => 2 * lengthKm * msPerKm(line)

const msPerKm = (line: Route['line']): number => {
  const groupIndex = line === undefined ? undefined : fibreOf(line.fibre)?.groupIndex
  return groupIndex === undefined ? fibreDelayMsPerKm : groupIndex / lightKmPerMs
}
/** In vacuum; BIPM, definition of the metre. */
const lightKmPerMs = 299.792458

export function buildGraph(fleet: Fleet): RouteGraph {
  const spans = new Map(fleet.spans.map((span) => [span.id, span]))
  const routes = new Map<string, GraphRoute>()
  const routesAtNode = new Map<string, GraphRoute[]>()
  for (const route of fleet.routes) {
    const chain = route.spans.map((id) => spans.get(id)!)
    const [a, b] = endsOf(chain)
    const srlgs = [...new Set(chain.flatMap((span) => span.srlgs))].sort()
    const lengthKm = chain.reduce((sum, span) => sum + span.lengthKm, 0)
    const edge: GraphRoute = {
      ...route,
      a,
      b,
      lengthKm,
      rttMs: rttMs(lengthKm, route.line),
      spanIds: route.spans,
      srlgs,
    }
    routes.set(route.id, edge)
    for (const node of [a, b]) routesAtNode.set(node, [...(routesAtNode.get(node) ?? []), edge])
  }
  const nodesOfSite = new Map<string, string[]>()
  for (const node of fleet.nodes)
    if (node.siteId !== undefined)
      nodesOfSite.set(node.siteId, [...(nodesOfSite.get(node.siteId) ?? []), node.id])
  const spansOfSrlg = new Map<string, string[]>(fleet.srlgs.map((srlg) => [srlg.id, []]))
  for (const span of fleet.spans)
    for (const srlg of span.srlgs) spansOfSrlg.get(srlg)?.push(span.id)
  return { routes, routesAtNode, nodesOfSite, spansOfSrlg }
}

/** The two ends of a chain of spans: the loader has checked that consecutive spans share a node. */
function endsOf(
  chain: readonly { readonly from: string; readonly to: string }[],
): [string, string] {
  const first = chain[0]!
  const second = chain[1]
  if (second === undefined) return [first.from, first.to]
  const start = first.to === second.from || first.to === second.to ? first.from : first.to
  let at = start
  for (const span of chain) at = span.from === at ? span.to : span.from
  return [start, at]
}
