import type { Fleet } from '../fleet/index.ts'
import type { Gbps, Km, Ms } from '../units/index.ts'

/**
 * The route graph: nodes joined by lit routes. Latency comes from route km, never from a straight line: light in
 * silica with group index 1.468 takes 4.9 us a km one way (1.468 / 299,792.458 km/s; index as published for G.652/G.654 fibre).
 * Left out: transponder and FEC delay, which the optics room adds when it exists.
 */
export const fibreMsPerKm = 0.0049

export interface GraphRoute {
  readonly id: string
  /** Node ids of its two ends. */
  readonly a: string
  readonly b: string
  readonly lengthKm: Km
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

export const rttMs = (lengthKm: Km): Ms => 2 * lengthKm * fibreMsPerKm

export function buildGraph(fleet: Fleet): RouteGraph {
  const spans = new Map(fleet.spans.map((span) => [span.id, span]))
  const routes = new Map<string, GraphRoute>()
  const routesAtNode = new Map<string, GraphRoute[]>()
  for (const route of fleet.routes) {
    const chain = route.spans.map((id) => spans.get(id)!)
    const [a, b] = endsOf(chain)
    const srlgs = [...new Set(chain.flatMap((span) => span.srlgs))].sort()
    const lengthKm = chain.reduce((sum, span) => sum + span.lengthKm, 0)
    const edge: GraphRoute = { ...route, a, b, lengthKm, spanIds: route.spans, srlgs }
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
