import type { Km, Ms } from '../units/index.ts'
import { rttMs } from './graph.ts'
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

/** Simple paths between two sites, shortest first (ties by route ids), at most 16. Best-first, so the order is exact. */
export function findPaths(
  graph: RouteGraph,
  fromSiteId: string,
  toSiteId: string,
): readonly Path[] {
  const goals = new Set(graph.nodesOfSite.get(toSiteId) ?? [])
  const heap: Partial[] = []
  for (const node of graph.nodesOfSite.get(fromSiteId) ?? [])
    push(heap, { node, routes: [], nodes: [node], lengthKm: 0, key: '' })
  const found: Path[] = []
  let expansions = 0
  while (heap.length > 0 && found.length < pathsMax && expansions++ < expansionsMax) {
    const partial = pop(heap)
    if (goals.has(partial.node)) {
      found.push(toPath(partial))
      continue
    }
    if (partial.routes.length >= routesPerPathMax) continue
    for (const route of graph.routesAtNode.get(partial.node) ?? []) {
      const node = route.a === partial.node ? route.b : route.a
      if (partial.nodes.includes(node)) continue
      push(heap, {
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
  readonly key: string
}

function toPath(partial: Partial): Path {
  const spanIds = partial.routes.flatMap((route) => route.spanIds)
  return {
    routeIds: partial.routes.map((route) => route.id),
    lengthKm: partial.lengthKm,
    rttMs: rttMs(partial.lengthKm),
    spanIds,
    srlgs: [...new Set(partial.routes.flatMap((route) => route.srlgs))].sort(),
    priceUsdPerGbpsH: partial.routes.reduce((sum, route) => sum + route.priceUsdPerGbpsH, 0),
  }
}

const before = (a: Partial, b: Partial): boolean =>
  a.lengthKm < b.lengthKm || (a.lengthKm === b.lengthKm && a.key < b.key)

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
