import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphRoute, RouteGraph } from './graph.ts'
import { findPaths } from './paths.ts'

const nodeCount = 7

/** Whole kilometres, so that sums are exact in any order and ties are real. */
const arbitraryGraph = fc
  .array(
    fc.record({
      a: fc.nat(nodeCount - 1),
      b: fc.nat(nodeCount - 1),
      lengthKm: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 12 },
  )
  .map((edges): RouteGraph => {
    const routes = edges
      .filter(({ a, b }) => a !== b)
      .map(({ a, b, lengthKm }, i): GraphRoute => ({
        id: `r${String(i).padStart(2, '0')}`,
        a: `n${a}`,
        b: `n${b}`,
        lengthKm,
        rttMs: lengthKm / 100,
        capacityGbps: 1,
        priceUsdPerGbpsH: 1,
        spanIds: [`s${i}`],
        srlgs: [],
      }))
    const routesAtNode = new Map<string, GraphRoute[]>()
    for (const route of routes)
      for (const node of [route.a, route.b])
        routesAtNode.set(node, [...(routesAtNode.get(node) ?? []), route])
    const nodesOfSite = new Map(
      Array.from({ length: nodeCount }, (_, i) => [`site${i}`, [`n${i}`]] as const),
    )
    return {
      routes: new Map(routes.map((route) => [route.id, route])),
      routesAtNode,
      nodesOfSite,
      spansOfSrlg: new Map(),
    }
  })

/** Every simple way of at most 8 routes, in order of length, then of route ids. */
function everyWay(graph: RouteGraph, from: string, to: string): readonly string[] {
  const ways: { readonly key: string; readonly lengthKm: number }[] = []
  const walk = (node: string, seen: readonly string[], key: string, lengthKm: number): void => {
    if (node === to) return void ways.push({ key, lengthKm })
    if (seen.length > 8) return
    for (const route of graph.routesAtNode.get(node) ?? []) {
      const next = route.a === node ? route.b : route.a
      if (!seen.includes(next))
        walk(next, [...seen, next], `${key}/${route.id}`, lengthKm + route.lengthKm)
    }
  }
  walk(from, [from], '', 0)
  return ways
    .toSorted((a, b) => a.lengthKm - b.lengthKm || (a.key < b.key ? -1 : 1))
    .slice(0, 16)
    .map(({ key }) => key)
}

describe('findPaths', () => {
  it('gives the shortest simple paths in order of length, ties by route ids, as looking at every way does', () => {
    fc.assert(
      fc.property(arbitraryGraph, (graph) => {
        const found = findPaths(graph, 'site0', 'site1')
        expect(found.map((path) => path.routeIds.map((id) => `/${id}`).join(''))).toEqual(
          everyWay(graph, 'n0', 'n1'),
        )
      }),
    )
  })
})
