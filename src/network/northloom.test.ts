import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allWalks, sharesRisk } from '../decide/laws-reference.ts'
import type { Walk } from '../decide/laws-reference.ts'
import { loadFleet } from '../fleet/index.ts'
import type { Fleet } from '../fleet/index.ts'
import { buildGraph, findPaths, isDisjoint } from './index.ts'
import type { Path } from './index.ts'

const path = new URL('../../fleets/northloom.yaml', import.meta.url)

function northloom(): Fleet {
  const result = loadFleet(readFileSync(path, 'utf8'), 'northloom.yaml')
  if (!result.ok) throw new Error('northloom.yaml must load')
  return result.value
}

const fleet = northloom()
const graph = buildGraph(fleet)

/** The single-route path between two sites that uses the route. */
const along = (from: string, to: string, routeId: string): Path =>
  findPaths(graph, from, to).find((one) => one.routeIds.join() === routeId)!

const pairs = fleet.sites.flatMap((from, i) =>
  fleet.sites.slice(i + 1).map((to) => [from.id, to.id] as const),
)

/** The shortest two together that `fit`, by looking at every two. */
function shortestTwo<T>(all: readonly T[], km: (one: T) => number, fit: (a: T, b: T) => boolean) {
  let bestKm = Number.POSITIVE_INFINITY
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1)) if (fit(a, b)) bestKm = Math.min(bestKm, km(a) + km(b))
  return bestKm
}

describe('routes that look diverse', () => {
  it.each([
    ['mke', 'atl', 'mke-atl-east', 'mke-atl-dayton', 'ohio-river-crossing'],
    ['atl', 'riv', 'atl-riv-south', 'atl-riv-express', 'mississippi-at-vicksburg'],
  ])('%s to %s: %s and %s share no span, but %5$s', (from, to, first, second, srlg) => {
    const [a, b] = [along(from, to, first), along(from, to, second)]
    expect(a.spanIds.filter((id) => b.spanIds.includes(id))).toEqual([])
    expect(a.srlgs.filter((id) => b.srlgs.includes(id))).toEqual([srlg])
    expect(isDisjoint(a, b)).toBe(false)
  })

  it('one bridge down leaves no way of the pair that was thought safe', () => {
    const down = graph.spansOfSrlg.get('ohio-river-crossing')!
    for (const id of ['mke-atl-east', 'mke-atl-dayton'])
      expect(along('mke', 'atl', id).spanIds.some((span) => down.includes(span))).toBe(true)
  })
})

describe('between any two sites', () => {
  it.each(pairs)(
    '%s and %s: the shortest ways, and the shortest disjoint two, of all there are',
    (from, to) => {
      const listed = findPaths(graph, from, to)
      const all = allWalks(fleet, from, to)
      const walkKm = (walk: Walk): number => walk.km
      const shortest = all.map(walkKm).sort((a, b) => a - b)
      expect(listed.map((one) => one.lengthKm)).toEqual(shortest.slice(0, listed.length))
      for (const one of listed)
        expect(one.rttMs).toBeCloseTo((one.lengthKm * 2 * 1.468) / 299.792458, 9)
      // Only the first are listed: here they hold the best pair that all of them hold.
      expect(shortestTwo(listed, (one) => one.lengthKm, isDisjoint)).toBe(
        shortestTwo(all, walkKm, (a, b) => !sharesRisk(a, b)),
      )
    },
  )

  it('the way back is the way there', () => {
    for (const [from, to] of pairs) {
      const there = findPaths(graph, from, to).map((one) => one.routeIds.join())
      const back = findPaths(graph, to, from).map((one) => one.routeIds.toReversed().join())
      expect(back.toSorted()).toEqual(there.toSorted())
    }
  })
})

describe('a chain of spans', () => {
  const chainOf = (spans: Fleet['spans']): Fleet => ({
    ...fleet,
    spans,
    routes: [
      { id: 'r', spans: spans.map((span) => span.id), capacityGbps: 1, priceUsdPerGbpsH: 0 },
    ],
  })
  const span = (id: string, from: string, to: string, srlgs: string[]) => ({
    id,
    from,
    to,
    lengthKm: 10,
    srlgs,
  })

  it.each([
    { spans: [span('x', 'a', 'b', [])], ends: ['a', 'b'] },
    { spans: [span('x', 'a', 'b', ['s']), span('y', 'b', 'c', ['s', 't'])], ends: ['a', 'c'] },
    { spans: [span('x', 'b', 'a', []), span('y', 'c', 'b', [])], ends: ['a', 'c'] },
    {
      spans: [span('x', 'a', 'b', []), span('y', 'c', 'b', []), span('z', 'c', 'd', [])],
      ends: ['a', 'd'],
    },
  ])('ends at $ends, whichever way its spans are written', ({ spans, ends }) => {
    const route = buildGraph(chainOf(spans)).routes.get('r')!
    expect([route.a, route.b]).toEqual(ends)
    expect(route.lengthKm).toBe(10 * spans.length)
    expect(route.srlgs).toEqual([...new Set(spans.flatMap((one) => one.srlgs))].sort())
  })
})
