import type { Km, Ms } from '../units/index.ts'
import type { GraphRoute, RouteGraph } from './graph.ts'

/** A way from one site to another over lit routes. */
export interface Path {
  readonly routeIds: readonly string[]
  readonly lengthKm: Km
  readonly rttMs: Ms
  readonly spanIds: readonly string[]
  readonly srlgs: readonly string[]
  readonly priceUsdPerGbpsH: number
}

/** Longer ways than these are not looked at: a fleet's transport graph is sparse, and each hop costs latency. */
const pathsMax = 16
const routesPerPathMax = 8
const expansionsMax = 20_000

/**
 * Simple paths between two sites, shortest first (ties by route ids), at most 16. Best-first by length so far plus the
 * length that is left at least (A*): the order is exact, and a way that leads away from the goal is not followed.
 */
export function findPaths(
  graph: RouteGraph,
  fromSiteId: string,
  toSiteId: string,
): readonly Path[] {
  const goals = new Set(graph.nodesOfSite.get(toSiteId) ?? [])
  const left = distancesTo(graph, goals)
  const heap: Partial[] = []
  const extend = (partial: Omit<Partial, 'leastKm'>): void => {
    const rest = left.get(partial.node)
    if (rest === undefined || partial.routes.length + rest.routes > routesPerPathMax) return
    push(heap, { ...partial, leastKm: partial.lengthKm + rest.lengthKm })
  }
  for (const node of graph.nodesOfSite.get(fromSiteId) ?? [])
    extend({ node, routes: [], nodes: [node], lengthKm: 0, key: '' })
  const found: Path[] = []
  let expansions = 0
  while (heap.length > 0 && found.length < pathsMax && expansions++ < expansionsMax) {
    const partial = pop(heap)
    if (goals.has(partial.node)) {
      found.push(toPath(partial))
      continue
    }
    for (const route of graph.routesAtNode.get(partial.node) ?? []) {
      const node = route.a === partial.node ? route.b : route.a
      if (partial.nodes.includes(node)) continue
      extend({
        node,
        routes: [...partial.routes, route],
        nodes: [...partial.nodes, node],
        lengthKm: partial.lengthKm + route.lengthKm,
        key: `${partial.key}/${route.id}`,
      })
    }
  }
  return found
}

interface Distance {
  readonly lengthKm: Km
  /** The fewest routes, which need not be those of the shortest way. */
  readonly routes: number
}

/** From each node that can reach a goal: the least length and, on its own, the fewest routes. */
function distancesTo(graph: RouteGraph, goals: ReadonlySet<string>): ReadonlyMap<string, Distance> {
  const lengths = leastSums(graph, goals, (route) => route.lengthKm)
  const hops = leastSums(graph, goals, () => 1)
  return new Map(
    [...lengths].map(([node, lengthKm]) => [node, { lengthKm, routes: hops.get(node)! }]),
  )
}

/** The price of the cheapest way from a site to each site that it reaches, whatever its length. */
export function leastPrices(graph: RouteGraph, fromSiteId: string): ReadonlyMap<string, number> {
  const start = new Set(graph.nodesOfSite.get(fromSiteId) ?? [])
  const byNode = leastSums(graph, start, (route) => route.priceUsdPerGbpsH)
  return new Map(
    [...graph.nodesOfSite].flatMap(([siteId, nodes]) => {
      const least = Math.min(...nodes.map((node) => byNode.get(node) ?? Number.POSITIVE_INFINITY))
      return Number.isFinite(least) ? [[siteId, least]] : []
    }),
  )
}

/** Dijkstra outwards from the goals, over a graph of at most some hundred nodes: the next is found by looking at all. */
function leastSums(
  graph: RouteGraph,
  goals: ReadonlySet<string>,
  weigh: (route: GraphRoute) => number,
): ReadonlyMap<string, number> {
  const open = new Map<string, number>([...goals].map((node) => [node, 0]))
  const done = new Map<string, number>()
  while (open.size > 0) {
    const [node, sum] = [...open].reduce((low, one) => (one[1] < low[1] ? one : low))
    open.delete(node)
    done.set(node, sum)
    for (const route of graph.routesAtNode.get(node) ?? []) {
      const other = route.a === node ? route.b : route.a
      if (done.has(other)) continue
      open.set(other, Math.min(open.get(other) ?? Number.POSITIVE_INFINITY, sum + weigh(route)))
    }
  }
  return done
}

/** Two paths that no single digger, hut or landing takes down together. */
export function isDisjoint(a: Path, b: Path): boolean {
  return (
    !a.srlgs.some((srlg) => b.srlgs.includes(srlg)) &&
    !a.spanIds.some((span) => b.spanIds.includes(span))
  )
}

interface Partial {
  readonly node: string
  readonly routes: readonly GraphRoute[]
  readonly nodes: readonly string[]
  readonly lengthKm: Km
  /** No completion is shorter. */
  readonly leastKm: Km
  readonly key: string
}

function toPath(partial: Partial): Path {
  const spanIds = partial.routes.flatMap((route) => route.spanIds)
  return {
    routeIds: partial.routes.map((route) => route.id),
    lengthKm: partial.lengthKm,
    rttMs: partial.routes.reduce((sum, route) => sum + route.rttMs, 0),
    spanIds,
    srlgs: [...new Set(partial.routes.flatMap((route) => route.srlgs))].sort(),
    priceUsdPerGbpsH: partial.routes.reduce((sum, route) => sum + route.priceUsdPerGbpsH, 0),
  }
}

const before = (a: Partial, b: Partial): boolean =>
  a.leastKm < b.leastKm || (a.leastKm === b.leastKm && a.key < b.key)

function push(heap: Partial[], item: Partial): void {
  let i = heap.push(item) - 1
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (!before(heap[i]!, heap[parent]!)) return
    ;[heap[i], heap[parent]] = [heap[parent]!, heap[i]!]
    i = parent
  }
}

function pop(heap: Partial[]): Partial {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  heap[0] = last
  let i = 0
  for (;;) {
    const left = 2 * i + 1
    if (left >= heap.length) return top
    const right = left + 1
    const child = right < heap.length && before(heap[right]!, heap[left]!) ? right : left
    if (!before(heap[child]!, heap[i]!)) return top
    ;[heap[i], heap[child]] = [heap[child]!, heap[i]!]
    i = child
  }
}
