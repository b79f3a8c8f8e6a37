import type { Fleet, Pool, Pue, Site, WorkloadSpec } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'

/**
 * The world by its definitions, in straight loops, for the tests to compare with. Nothing here uses the rooms that it
 * judges: envelopes are summed at an instant, paths are walked one by one, costs are added up by the minute.
 */
export function pueOf(pue: Pue, atMs: number): number {
  const hour = Math.floor(atMs / hourMs) % 24
  if (pue.kind === 'constant') return pue.value
  if (pue.kind === 'by-hour-utc') return pue.values[hour]!
  const at = pue.temperatureByHourUtcC[hour]!
  const below = pue.points.filter((point) => point.temperatureC <= at).at(-1)
  const above = pue.points.find((point) => point.temperatureC >= at)
  if (below === undefined) return above!.value
  if (above === undefined || above.temperatureC === below.temperatureC) return below.value
  const share = (at - below.temperatureC) / (above.temperatureC - below.temperatureC)
  return below.value * (1 - share) + above.value * share
}

export function envelopeMwOf(site: Site, atMs: number): number {
  const hour = (atMs / hourMs) % 24
  let sumMw = 0
  for (const supply of site.supplies) {
    let mw: number = supply.capacityMw
    for (const window of supply.envelope) {
      const covers =
        window.kind === 'dated'
          ? atMs >= window.fromMs && atMs < window.toMs
          : window.fromHourUtc < window.toHourUtc
            ? hour >= window.fromHourUtc && hour < window.toHourUtc
            : hour >= window.fromHourUtc || hour < window.toHourUtc
      if (covers && window.maxMw < mw) mw = window.maxMw
    }
    sumMw += mw
  }
  return site.interconnectionMva === undefined
    ? sumMw
    : Math.min(sumMw, site.interconnectionMva * 0.95)
}

export const hallsMwOf = (site: Site): number => {
  let sumMw = 0
  for (const hall of site.halls) sumMw += hall.itMw
  return sumMw
}

/** IT megawatts that the site may carry at an instant. */
export const itCapMwOf = (site: Site, atMs: number): number =>
  Math.min(hallsMwOf(site), envelopeMwOf(site, atMs) / pueOf(site.pue, atMs))

/** Every instant in `[fromMs, toMs)` at which the cap may change, beginning with `fromMs`. */
export function breakpoints(site: Site, fromMs: number, toMs: number): number[] {
  const instants = new Set([fromMs])
  const step = hourMs / 2
  for (let at = (Math.floor(fromMs / step) + 1) * step; at < toMs; at += step) instants.add(at)
  for (const supply of site.supplies)
    for (const window of supply.envelope)
      if (window.kind === 'dated')
        for (const at of [window.fromMs, window.toMs])
          if (at > fromMs && at < toMs) instants.add(at)
  return [...instants]
}

/** From here on the world of these tests only repeats itself: every dated window is over. */
export function calmFromMs(fleet: Fleet, nowMs: number): number {
  let lastMs = nowMs
  for (const site of fleet.sites)
    for (const supply of site.supplies)
      for (const window of supply.envelope)
        if (window.kind === 'dated' && window.toMs > lastMs) lastMs = window.toMs
  return lastMs
}

/** Is it lawful to run there? Written again from the words of the policy: deny by default. */
export function isLawful(fleet: Fleet, site: Site, spec: WorkloadSpec): boolean {
  for (const id of spec.datasets) {
    const dataset = fleet.datasets.find((one) => one.id === id)
    if (dataset === undefined) return false
    if (!site.jurisdiction.ground.some((code) => dataset.jurisdictions.includes(code))) return false
  }
  const rule = spec.residency
  if (rule === undefined) return true
  if (!site.jurisdiction.ground.some((code) => rule.jurisdictions.includes(code))) return false
  return (
    rule.operators === undefined ||
    site.jurisdiction.operator.every((code) => rule.operators!.includes(code))
  )
}

export const poolOf = (site: Site, spec: WorkloadSpec): Pool | undefined =>
  site.pools.find((pool) => pool.accelerator === spec.accelerators.kind)

export const itWOf = (pool: Pool, accelerators: number): number =>
  Math.round((pool.nodeKw * 1000 * accelerators) / pool.acceleratorsPerNode)

export interface Walk {
  readonly routeIds: readonly string[]
  readonly spanIds: readonly string[]
  readonly srlgs: ReadonlySet<string>
  readonly km: number
  readonly priceUsdPerGbpsH: number
}

/** All simple paths between the gateways of two sites, by plain recursion. */
export function allWalks(fleet: Fleet, fromSiteId: string, toSiteId: string): Walk[] {
  const ends = new Map(fleet.routes.map((route) => [route.id, endsOf(fleet, route.spans)]))
  const walks: Walk[] = []
  const go = (node: string, seen: readonly string[], routeIds: readonly string[]): void => {
    if (fleet.nodes.find((one) => one.id === node)?.siteId === toSiteId) {
      walks.push(toWalk(fleet, routeIds))
      return
    }
    for (const route of fleet.routes) {
      const [a, b] = ends.get(route.id)!
      const next = a === node ? b : b === node ? a : undefined
      if (next !== undefined && !seen.includes(next))
        go(next, [...seen, next], [...routeIds, route.id])
    }
  }
  for (const node of fleet.nodes) if (node.siteId === fromSiteId) go(node.id, [node.id], [])
  return walks
}

function endsOf(fleet: Fleet, spanIds: readonly string[]): readonly [string, string] {
  // A node in the middle of a chain is touched twice; the ends are touched once.
  const touched = new Map<string, number>()
  for (const id of spanIds) {
    const span = fleet.spans.find((one) => one.id === id)!
    for (const node of [span.from, span.to]) touched.set(node, (touched.get(node) ?? 0) + 1)
  }
  const [a, b] = [...touched].filter(([, times]) => times === 1).map(([node]) => node)
  return [a!, b!]
}

function toWalk(fleet: Fleet, routeIds: readonly string[]): Walk {
  const routes = routeIds.map((id) => fleet.routes.find((route) => route.id === id)!)
  const spanIds = routes.flatMap((route) => route.spans)
  const spans = spanIds.map((id) => fleet.spans.find((span) => span.id === id)!)
  return {
    routeIds,
    spanIds,
    srlgs: new Set(spans.flatMap((span) => span.srlgs)),
    km: spans.reduce((sum, span) => sum + span.lengthKm, 0),
    priceUsdPerGbpsH: routes.reduce((sum, route) => sum + route.priceUsdPerGbpsH, 0),
  }
}

/** Twice the length at 4.9 microseconds a km. */
export const walkRttMs = (walk: Walk): number => walk.km * 2 * (1.468 / 299.792458)

export const sharesRisk = (a: Walk, b: Walk): boolean =>
  a.spanIds.some((id) => b.spanIds.includes(id)) || [...a.srlgs].some((id) => b.srlgs.has(id))
