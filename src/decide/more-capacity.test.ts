import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fleet, Site } from '../fleet/index.ts'
import {
  arbitraryFleet,
  arbitraryRuns,
  arbitrarySite,
  arbitraryTimeoutMs,
} from './arbitrary-fleet.ts'
import { arbitraryHistory, take } from './arbitrary-history.ts'
import { arbitrarySpec } from './arbitrary-spec.ts'
import { decide } from './decide.ts'
import { preview } from './explain.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { bench } from './test-world.ts'

/** The fleet with more of one thing; `pick` says which site or route, `by` how much. */
interface Growth {
  readonly what: 'nodes' | 'halls' | 'supply' | 'envelope' | 'interconnection' | 'route' | 'quota'
  readonly pick: number
  readonly by: number
}

const growth: fc.Arbitrary<Growth> = fc.record({
  what: fc.constantFrom(
    'nodes' as const,
    'halls' as const,
    'supply' as const,
    'envelope' as const,
    'interconnection' as const,
    'route' as const,
    'quota' as const,
  ),
  pick: fc.nat({ max: 100 }),
  by: fc.integer({ min: 1, max: 40 }),
})

const grown = (site: Site, { what, by }: Growth): Site => {
  const mw = by / 1000
  if (what === 'nodes')
    return { ...site, pools: site.pools.map((pool) => ({ ...pool, nodes: pool.nodes + by })) }
  if (what === 'halls') return { ...site, halls: [...site.halls, { id: 'annex', itMw: mw }] }
  if (what === 'supply')
    return {
      ...site,
      supplies: site.supplies.map((supply) => ({ ...supply, capacityMw: supply.capacityMw + mw })),
    }
  if (what === 'envelope')
    return {
      ...site,
      supplies: site.supplies.map((supply) => ({
        ...supply,
        envelope: supply.envelope.map((window) => ({ ...window, maxMw: window.maxMw + mw })),
      })),
    }
  return what === 'interconnection' && site.interconnectionMva !== undefined
    ? { ...site, interconnectionMva: site.interconnectionMva + mw }
    : site
}

function more(fleet: Fleet, growth: Growth): Fleet {
  const atSite = growth.pick % fleet.sites.length
  const atRoute = growth.pick % fleet.routes.length
  if (growth.what === 'route')
    return {
      ...fleet,
      routes: fleet.routes.map((route, i) =>
        i === atRoute ? { ...route, capacityGbps: route.capacityGbps + growth.by } : route,
      ),
    }
  if (growth.what === 'quota')
    return {
      ...fleet,
      tenants: fleet.tenants.map((tenant) => ({
        ...tenant,
        quota: { ...tenant.quota, acceleratorsMax: tenant.quota.acceleratorsMax + growth.by },
      })),
    }
  return {
    ...fleet,
    sites: fleet.sites.map((site, i) => (i === atSite ? grown(site, growth) : site)),
  }
}

/** One more site, first or last in the file, with a route to another. */
function withSite(
  fleet: Fleet,
  site: Omit<Site, 'id' | 'name'>,
  at: { first: boolean; by: number },
): Fleet {
  const added: Site = { ...site, id: 'added', name: 'added', state: 'open' }
  const to = fleet.nodes[at.by % fleet.nodes.length]!.id
  const span = { id: 'added', from: 'added', to, lengthKm: 10 * at.by, srlgs: [] }
  return {
    ...fleet,
    sites: at.first ? [added, ...fleet.sites] : [...fleet.sites, added],
    nodes: [
      ...fleet.nodes,
      { id: 'added', kind: 'site', latitudeDeg: 0, longitudeDeg: 0, siteId: 'added' },
    ],
    spans: [...fleet.spans, span],
    routes: [
      ...fleet.routes,
      { id: 'added', spans: ['added'], capacityGbps: at.by, priceUsdPerGbpsH: 0 },
    ],
  }
}

describe('more capacity', { timeout: arbitraryTimeoutMs }, () => {
  const anyDay = [arbitraryFleet({ spansMax: 6 }), arbitraryHistory(40)] as const

  /** Asks the same question of the same day in both fleets. */
  function compare(history: Parameters<typeof take>[1][], fleet: Fleet, larger: Fleet) {
    const world = bench(fleet)
    for (const [index, step] of history.entries()) take(world, step, index)
    const copy = readSnapshot(writeSnapshot(world.state))!
    decide(copy, {
      kind: 'fleet-loaded',
      fleet: larger,
      gridloomVersion: 'test',
      atMs: world.nowMs,
    })
    return { before: world.state, after: copy }
  }

  it('at a site, on a route or in a quota never makes unplaceable what could be placed', () => {
    let placed = 0
    fc.assert(
      fc.property(
        ...anyDay,
        fc.array(growth, { minLength: 1, maxLength: 4 }),
        fc.array(arbitrarySpec, { minLength: 6, maxLength: 6 }),
        (fleet, history, growths, specs) => {
          const larger = growths.reduce(more, fleet)
          const { before, after } = compare([...history], fleet, larger)
          for (const spec of specs) {
            const was = preview(before, spec).status
            const is = preview(after, spec).status
            if (was !== 'refused') expect(is, was).not.toBe('refused')
            if (was !== 'placed') continue
            placed++
            expect(is).toBe('placed')
          }
        },
      ),
      arbitraryRuns,
    )
    expect(placed).toBeGreaterThan(arbitraryRuns.numRuns / 2)
  })

  it('as one more site, wherever it stands in the file, never makes unplaceable what could be placed', () => {
    fc.assert(
      fc.property(
        ...anyDay,
        arbitrarySite,
        fc.record({ first: fc.boolean(), by: fc.integer({ min: 1, max: 40 }) }),
        fc.array(arbitrarySpec, { minLength: 6, maxLength: 6 }),
        (fleet, history, site, at, specs) => {
          const { before, after } = compare([...history], fleet, withSite(fleet, site, at))
          for (const spec of specs)
            if (preview(before, spec).status === 'placed')
              expect(preview(after, spec).status).toBe('placed')
        },
      ),
      arbitraryRuns,
    )
  })
})
