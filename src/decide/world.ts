import type { Dataset, Fleet, Pool, Site, Tenant } from '../fleet/index.ts'
import { buildGraph, findPaths, leastPrices } from '../network/index.ts'
import type { Path, RouteGraph } from '../network/index.ts'
import { buildEnergyCost, buildSiteCap } from '../power/index.ts'
import type { EnergyCost, SiteCap } from '../power/index.ts'

/** The fleet with what is derived from it once: caps over time, costs by hour, the route graph and its paths. */
export interface World {
  readonly fleet: Fleet
  /** In file order: the fixed order in which ties break and gangs acquire. */
  readonly sites: readonly WorldSite[]
  readonly siteById: ReadonlyMap<string, WorldSite>
  readonly tenantById: ReadonlyMap<string, Tenant>
  readonly datasetById: ReadonlyMap<string, Dataset>
  readonly graph: RouteGraph
  paths(fromSiteId: string, toSiteId: string): readonly Path[]
  /** The price of the cheapest way there could be, however long; infinity when there is none. */
  leastUsdPerGbpsH(fromSiteId: string, toSiteId: string): number
}

export interface WorldSite {
  readonly site: Site
  readonly order: number
  readonly cap: SiteCap
  readonly energy: EnergyCost
  /** The first pool of each accelerator kind. */
  readonly poolByAccelerator: ReadonlyMap<string, Pool>
}

export function buildWorld(fleet: Fleet): World {
  const sites = fleet.sites.map((site, order): WorldSite => ({
    site,
    order,
    cap: buildSiteCap(site),
    energy: buildEnergyCost(site, fleet.prices.carbonUsdPerTonne),
    poolByAccelerator: new Map(site.pools.toReversed().map((pool) => [pool.accelerator, pool])),
  }))
  const graph = buildGraph(fleet)
  const known = new Map<string, Map<string, readonly Path[]>>()
  const prices = new Map<string, ReadonlyMap<string, number>>()
  return {
    fleet,
    sites,
    siteById: new Map(sites.map((entry) => [entry.site.id, entry])),
    tenantById: new Map(fleet.tenants.map((tenant) => [tenant.id, tenant])),
    datasetById: new Map(fleet.datasets.map((dataset) => [dataset.id, dataset])),
    graph,
    /** Searched on first use and kept: the answer depends on the fleet alone. */
    paths(fromSiteId, toSiteId) {
      const from = fetch(known, fromSiteId, () => new Map<string, readonly Path[]>())
      return fetch(from, toSiteId, () => findPaths(graph, fromSiteId, toSiteId))
    },
    leastUsdPerGbpsH: (fromSiteId, toSiteId) =>
      fetch(prices, fromSiteId, () => leastPrices(graph, fromSiteId)).get(toSiteId) ??
      Number.POSITIVE_INFINITY,
  }
}

function fetch<T>(known: Map<string, T>, key: string, find: () => T): T {
  const value = known.get(key) ?? find()
  known.set(key, value)
  return value
}
