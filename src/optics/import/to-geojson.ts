import type { NetworkNode, Route, Span, Srlg } from '../../fleet/index.ts'

/**
 * A fleet's network as GeoJSON (RFC 7946): points for nodes, lines for spans and routes, longitude before latitude, WGS 84.
 * A fleet does not know where a fibre runs between two nodes, so each line is straight; `lengthKm` is the fibre. A line over
 * the antimeridian is cut there in two, as section 3.1.9 asks.
 */
export interface FleetNetwork {
  readonly nodes: readonly NetworkNode[]
  readonly spans: readonly Span[]
  readonly routes: readonly Route[]
  readonly srlgs: readonly Srlg[]
}

type Pair = readonly [longitude: number, latitude: number]
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Pair }
  | { readonly type: 'LineString'; readonly coordinates: readonly Pair[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly Pair[])[] }

export interface Feature {
  readonly type: 'Feature'
  readonly id: string
  readonly geometry: Geometry
  readonly properties: Readonly<Record<string, string | number | readonly string[]>>
}

export interface FeatureCollection {
  readonly type: 'FeatureCollection'
  readonly features: readonly Feature[]
}

export function toGeoJson(network: FleetNetwork): FeatureCollection {
  const places = new Map(network.nodes.map((node) => [node.id, pairOf(node)]))
  const spans = new Map(network.spans.map((span) => [span.id, span]))
  return {
    type: 'FeatureCollection',
    features: [
      ...network.nodes.map(nodeFeature),
      ...network.spans.flatMap((span) => spanFeature(span, places)),
      ...network.routes.flatMap((route) => routeFeature(route, spans, places)),
    ],
  }
}

const pairOf = ({ longitudeDeg, latitudeDeg }: NetworkNode): Pair => [longitudeDeg, latitudeDeg]

function nodeFeature(node: NetworkNode): Feature {
  const { id, kind, siteId } = node
  return {
    type: 'Feature',
    id: `node/${id}`,
    geometry: { type: 'Point', coordinates: pairOf(node) },
    properties: { featureType: 'node', id, kind, ...(siteId === undefined ? {} : { siteId }) },
  }
}

function spanFeature(span: Span, places: ReadonlyMap<string, Pair>): Feature[] {
  const line = lineOf([span.from, span.to], places)
  if (line === undefined) return []
  const { id, from, to, lengthKm, srlgs } = span
  const properties = { featureType: 'span', id, from, to, lengthKm, srlgs }
  return [{ type: 'Feature', id: `span/${id}`, geometry: line, properties }]
}

function routeFeature(
  route: Route,
  spans: ReadonlyMap<string, Span>,
  places: ReadonlyMap<string, Pair>,
): Feature[] {
  const chain = route.spans.flatMap((id) => spans.get(id) ?? [])
  const line = lineOf(nodesAlong(chain), places)
  if (line === undefined || chain.length !== route.spans.length) return []
  const { id, capacityGbps, priceUsdPerGbpsH } = route
  const lengthKm = chain.reduce((sum, span) => sum + span.lengthKm, 0)
  const properties = {
    featureType: 'route',
    id,
    spans: route.spans,
    capacityGbps,
    priceUsdPerGbpsH,
    lengthKm,
    srlgs: [...new Set(chain.flatMap(({ srlgs }) => srlgs))],
  }
  return [{ type: 'Feature', id: `route/${id}`, geometry: line, properties }]
}

/** The nodes that a chain of spans passes, in order, whichever way round each span was written. */
function nodesAlong(chain: readonly Span[]): readonly string[] {
  const [first, second] = chain
  if (first === undefined) return []
  const isTurned = second !== undefined && [second.from, second.to].includes(first.from)
  const nodes = [isTurned ? first.to : first.from]
  for (const { from, to } of chain) nodes.push(nodes.at(-1) === from ? to : from)
  return nodes
}

function lineOf(ids: readonly string[], places: ReadonlyMap<string, Pair>): Geometry | undefined {
  const pairs = ids.map((id) => places.get(id)).filter((pair) => pair !== undefined)
  if (pairs.length < 2 || pairs.length !== ids.length) return undefined
  const pieces = cutAtAntimeridian(pairs)
  return pieces.length === 1
    ? { type: 'LineString', coordinates: pieces[0] ?? [] }
    : { type: 'MultiLineString', coordinates: pieces }
}

function cutAtAntimeridian(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  const pieces: Pair[][] = [[]]
  for (const [i, point] of pairs.entries()) {
    const before = pairs[i - 1]
    if (before !== undefined && Math.abs(point[0] - before[0]) > 180) {
      const side = before[0] > 0 ? 180 : -180
      const unrolled = point[0] + 2 * side
      // Both ends may lie on the antimeridian itself, one written 180 and the other -180.
      const share = unrolled === before[0] ? 0 : (side - before[0]) / (unrolled - before[0])
      const latitude = before[1] + share * (point[1] - before[1])
      pieces.at(-1)?.push([side, latitude])
      pieces.push([[-side, latitude]])
    }
    pieces.at(-1)?.push(point)
  }
  return pieces
}
