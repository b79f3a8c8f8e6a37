import type { Fleet, Site, WorkloadSpec } from '../fleet/index.ts'
import { dayMs, hourMs } from '../units/index.ts'
import { allWalks, breakpoints, calmFromMs, envelopeMwOf, hallsMwOf } from './laws-reference.ts'
import { isQuickEnough, referencePace, referenceRates } from './laws-pace.ts'
import { isLawful, itWOf, poolOf, pueOf, sharesRisk, walkRttMs } from './laws-reference.ts'
import type { Walk } from './laws-reference.ts'
import type { Leg, State } from './state.ts'

/**
 * The cheapest placement by looking at all: every number of legs, every set of sites, every path or pair of paths for
 * every leg, every instant at which anything changes. Written from the definitions; nothing is shared with `search`.
 *
 * Powers are compared with `marginW` watts in favour of the work: two runs with margins of either sign tell whether an
 * instance stands so close to a limit that whole watts decide it.
 */
export interface Question {
  readonly fleet: Fleet
  readonly state: State
  readonly spec: WorkloadSpec
  readonly fromMs: number
  readonly marginW: number
}

export interface Answer {
  readonly costUsd: number
  /** More than the least where ways of one price differ in length, and with it in how long a modelled run takes. */
  readonly costMaxUsd: number
  readonly siteIds: readonly string[]
}

export function bruteForce(question: Question): Answer | undefined {
  const { fleet, spec } = question
  let best: Answer | undefined
  for (let legs = spec.legs.min; legs <= Math.min(spec.legs.max, fleet.sites.length); legs++) {
    if (spec.accelerators.count % legs !== 0) continue
    const each = spec.accelerators.count / legs
    for (const sites of setsOf(fleet.sites, legs)) {
      if (!sites.every((site) => takes(question, site, each))) continue
      const cost = costOf(question, sites, each)
      if (cost !== undefined && (best === undefined || cost.leastUsd < best.costUsd))
        best = {
          costUsd: cost.leastUsd,
          costMaxUsd: Math.min(cost.mostUsd, best?.costMaxUsd ?? Infinity),
          siteIds: sites.map((site) => site.id),
        }
      else if (cost !== undefined && cost.mostUsd < best!.costMaxUsd)
        best = { ...best!, costMaxUsd: cost.mostUsd }
    }
  }
  return best
}

/** All subsets of a size, each in the order of the file. */
function setsOf(sites: readonly Site[], size: number): Site[][] {
  if (size === 0) return [[]]
  return sites.flatMap((site, i) =>
    setsOf(sites.slice(i + 1), size - 1).map((rest) => [site, ...rest]),
  )
}

/** Legs that hold capacity at an instant: now all that are not known to be gone, later those that are not due before. */
function holding(state: State, atMs: number): Leg[] {
  return [...state.workloads.values()]
    .flatMap((workload) => [...workload.legs, ...workload.stale])
    .filter((leg) => leg.phase !== 'ended')
    .filter(
      (leg) => atMs <= state.nowMs || leg.holdsUntilMs > atMs || leg.holdsUntilMs <= state.nowMs,
    )
}

const runEndMs = ({ spec, fromMs }: Question): number =>
  spec.durationMaxH === undefined ? Infinity : fromMs + Math.round(spec.durationMaxH * hourMs)

function takes(question: Question, site: Site, each: number): boolean {
  const { fleet, state, spec, fromMs } = question
  const now = state.sites.get(site.id)!
  const pool = poolOf(site, spec)
  if (pool === undefined || site.state === 'drained' || !now.isReachable) return false
  if (spec.sites?.allow !== undefined && !spec.sites.allow.includes(site.id)) return false
  if (spec.sites?.deny?.includes(site.id)) return false
  if (!isLawful(fleet, site, spec)) return false
  if (spec.deadlineMs !== undefined && runEndMs(question) > spec.deadlineMs) return false
  if (each > pool.acceleratorsPerNode && each % pool.acceleratorsPerNode !== 0) return false
  const used = holding(state, fromMs)
    .filter((leg) => leg.siteId === site.id && leg.poolId === pool.id)
    .reduce((sum, leg) => sum + leg.accelerators, 0)
  const others = (now.foreign[pool.id] ?? 0) + (now.down[pool.id] ?? 0)
  if (used + others + each > pool.nodes * pool.acceleratorsPerNode) return false
  const itW = itWOf(pool, each)
  return hasPower(question, site, itW) && mayRamp(question, site, itW)
}

function hasPower(question: Question, site: Site, itW: number): boolean {
  const { fleet, state, fromMs, marginW } = question
  const untilMs = Math.min(
    runEndMs(question) + fleet.policy.startWindowS * 1000,
    Math.max(fromMs, calmFromMs(fleet, fromMs), ...ends(state)) + 25 * hourMs,
  )
  for (const atMs of breakpoints(site, fromMs, untilMs)) {
    let sumW = itW - marginW
    for (const leg of holding(state, atMs)) if (leg.siteId === site.id) sumW += leg.itW
    if (sumW > hallsMwOf(site) * 1e6) return false
    if (sumW * pueOf(site.pue, atMs) > envelopeMwOf(site, atMs) * 1e6) return false
  }
  return true
}

const ends = (state: State): number[] =>
  holding(state, state.nowMs)
    .map((leg) => leg.holdsUntilMs)
    .filter((atMs) => atMs < state.nowMs + 100 * dayMs)

function mayRamp(question: Question, site: Site, itW: number): boolean {
  const { state, fromMs, marginW } = question
  if (site.rampMaxMwPerMin === undefined) return true
  const fullW = site.rampMaxMwPerMin * 1e6
  const { rampLevelW, rampAtMs } = state.sites.get(site.id)!
  const levelW = Math.min(fullW, rampLevelW + (fullW * (fromMs - rampAtMs)) / 60_000)
  const needW = itW * pueOf(site.pue, fromMs)
  return needW >= fullW ? levelW >= fullW - 1e-6 : needW - marginW <= levelW
}

interface Cost {
  readonly leastUsd: number
  readonly mostUsd: number
}

/** What the set costs, if its WAN and its budget allow it at all. */
function costOf(question: Question, sites: readonly Site[], each: number): Cost | undefined {
  const { spec, fromMs } = question
  const toMs = spec.durationMaxH === undefined ? fromMs + dayMs : runEndMs(question)
  const longest = sitesUsd(question, { sites, each, toMs })
  if (spec.budgetUsd !== undefined && longest.chargeUsd > spec.budgetUsd) return undefined
  if (spec.trains !== undefined && !isPlain(spec, sites.length))
    return modelledCost(question, sites, each)
  const ways = wanOf(question, sites)
  if (ways === undefined) return undefined
  const usd = longest.chargeUsd + longest.restUsd + ways[0]!.usdPerH * ((toMs - fromMs) / hourMs)
  return { leastUsd: usd, mostUsd: usd }
}

/** Nothing was estimated of it, and it needs nothing that would follow from that. */
const isPlain = ({ trains, wan }: WorkloadSpec, legs: number): boolean =>
  trains!.profile === undefined && (legs === 1 || wan !== undefined)

/** At every rate: as long as it takes there. The cheapest of all, if it is in time. */
function modelledCost(question: Question, sites: readonly Site[], each: number): Cost | undefined {
  const { fleet, spec, fromMs } = question
  const legs = sites.length
  const trains = spec.trains!
  const alone = referencePace(trains, legs, { gbps: Infinity, rttMs: 0 })
  if (alone === undefined || !isQuickEnough(spec, alone)) return undefined
  const costFor = (hours: number, usdPerH: number): number => {
    const toMs = fromMs + Math.round(hours * hourMs)
    const { chargeUsd, restUsd } = sitesUsd(question, { sites, each, toMs })
    return chargeUsd + restUsd + usdPerH * hours
  }
  if (legs === 1) {
    const usd = costFor(alone.hours, 0)
    return { leastUsd: usd, mostUsd: usd }
  }
  const at = (gbps: number): Cost[] => {
    const wan = { ...(spec.wan ?? { disjointPaths: 1 as const }), gbps }
    const paceOf = (rttMs: number) => referencePace(trains, legs, { gbps, rttMs })!
    const isNear = (rttMs: number): boolean => isQuickEnough(spec, paceOf(rttMs))
    const ways = wanOf({ ...question, spec: { ...spec, wan } }, sites, isNear)
    if (ways === undefined) return []
    const costs = ways.map((way) => costFor(paceOf(way.rttMs).hours, way.usdPerH))
    return [{ leastUsd: Math.min(...costs), mostUsd: Math.max(...costs) }]
  }
  const rates = referenceRates(fleet, spec, sites)
  const first = rates.first.flatMap(at)
  const all = first.length > 0 ? first : rates.then.flatMap(at)
  if (all.length === 0) return undefined
  return {
    leastUsd: Math.min(...all.map((cost) => cost.leastUsd)),
    mostUsd: Math.min(...all.map((cost) => cost.mostUsd)),
  }
}

interface SitesQuery {
  readonly sites: readonly Site[]
  readonly each: number
  readonly toMs: number
}

function sitesUsd(question: Question, { sites, each, toMs }: SitesQuery) {
  const { fleet, spec, fromMs } = question
  let chargeUsd = 0
  let restUsd = 0
  for (const site of sites) {
    chargeUsd += each * ((toMs - fromMs) / hourMs) * rateOf(question, site)
    const itMwh = itWOf(poolOf(site, spec)!, each) / 1e6
    for (let at = fromMs; at < toMs;) {
      const until = Math.min(toMs, (Math.floor(at / hourMs) + 1) * hourMs)
      restUsd += itMwh * ((until - at) / hourMs) * usdPerItMwhOf(fleet, site, at)
      at = until
    }
    for (const id of spec.datasets) {
      const dataset = fleet.datasets.find((one) => one.id === id)!
      if (dataset.homeSiteId !== site.id) restUsd += dataset.sizeGb * fleet.prices.egressUsdPerGb
    }
  }
  return { chargeUsd, restUsd }
}

function rateOf({ fleet, spec, fromMs }: Question, site: Site): number {
  const rows = fleet.prices.accelerators
    .filter((row) => row.accelerator === spec.accelerators.kind && row.fromMs <= fromMs)
    .filter((row) => row.siteId === undefined || row.siteId === site.id)
    .filter((row) => row.flexibility === undefined || row.flexibility === spec.flexibility)
  const weight = (row: (typeof rows)[number]): number =>
    (row.siteId === undefined ? 0 : 2) + (row.flexibility === undefined ? 0 : 1)
  rows.sort((a, b) => weight(b) - weight(a) || b.fromMs - a.fromMs)
  return rows.length === 0 ? 0 : Number(rows[0]!.usdPerAcceleratorH)
}

function usdPerItMwhOf(fleet: Fleet, site: Site, atMs: number): number {
  const hour = Math.floor(atMs / hourMs) % 24
  let mw = 0
  let usd = 0
  for (const supply of site.supplies) {
    const price = supply.energyPriceUsdPerMwh
    const energy = typeof price === 'number' ? price : price[hour]!
    const carbon = (supply.carbonKgPerMwh / 1000) * fleet.prices.carbonUsdPerTonne
    mw += supply.capacityMw
    usd += supply.capacityMw * (energy + carbon)
  }
  return (usd / mw) * pueOf(site.pue, atMs)
}

interface Option {
  readonly paths: readonly Walk[]
  /** What is least: the price of a single path, the length of a pair. */
  readonly weight: number
  readonly usdPerH: number
  /** Of the working path. */
  readonly rttMs: number
}

const noWay: Option = { paths: [], weight: 0, usdPerH: 0, rttMs: 0 }

/** The WANs of least cost for the star around the first site, all that are equal: every combination of every leg's options is tried. */
function wanOf(
  question: Question,
  sites: readonly Site[],
  isNear: (rttMs: number) => boolean = () => true,
): readonly Option[] | undefined {
  const { spec, fleet } = question
  if (spec.wan === undefined || sites.length === 1) return [noWay]
  const free = freeOf(question)
  const mbps = Math.round(spec.wan.gbps * 1000)
  const options = sites.slice(1).map((site) => optionsOf(question, [sites[0]!, site], isNear))
  let best: Option[] = []
  const go = (leg: number, taken: ReadonlyMap<string, number>, sum: Option): void => {
    if (leg === options.length) {
      if (best.length === 0 || isLess(sum, best[0]!)) best = [sum]
      else if (!isLess(best[0]!, sum)) best.push(sum)
      return
    }
    for (const option of options[leg]!) {
      const next = new Map(taken)
      for (const path of option.paths)
        for (const id of path.routeIds) next.set(id, (next.get(id) ?? 0) + mbps)
      if (fleet.routes.some((route) => (next.get(route.id) ?? 0) > free.get(route.id)!)) continue
      go(leg + 1, next, {
        paths: [],
        weight: sum.weight + option.weight,
        usdPerH: sum.usdPerH + option.usdPerH,
        rttMs: Math.max(sum.rttMs, option.rttMs),
      })
    }
  }
  go(0, new Map(), noWay)
  return best.length === 0 ? undefined : best
}

const isLess = (a: Option, b: Option): boolean =>
  Math.abs(a.weight - b.weight) > 1e-9 ? a.weight < b.weight : a.usdPerH < b.usdPerH - 1e-9

function freeOf({ fleet, state, fromMs }: Question): Map<string, number> {
  const free = new Map(
    fleet.routes.map((route) => [route.id, Math.round(route.capacityGbps * 1000)]),
  )
  for (const leg of holding(state, fromMs))
    for (const path of leg.wan?.paths ?? [])
      for (const id of path) free.set(id, free.get(id)! - Math.round(leg.wan!.gbps * 1000))
  return free
}

function optionsOf(
  { fleet, state, spec }: Question,
  [hub, site]: readonly [Site, Site],
  isNear: (rttMs: number) => boolean,
): Option[] {
  const { gbps, rttMaxMs, disjointPaths } = spec.wan!
  const walks = allWalks(fleet, hub.id, site.id)
    .filter((walk) => rttMaxMs === undefined || walkRttMs(walk) <= rttMaxMs)
    .filter((walk) => isNear(walkRttMs(walk)))
    .filter((walk) => !walk.spanIds.some((id) => state.darkSpans.has(id)))
  const option = (paths: readonly Walk[], weight: number): Option => ({
    paths,
    weight,
    usdPerH: gbps * paths.reduce((sum, path) => sum + path.priceUsdPerGbpsH, 0),
    rttMs: Math.min(...paths.map(walkRttMs)),
  })
  if (disjointPaths === 1) return walks.map((walk) => option([walk], walk.priceUsdPerGbpsH))
  return walks.flatMap((a, i) =>
    walks
      .slice(i + 1)
      .filter((b) => !sharesRisk(a, b))
      .map((b) => option([a, b], a.km + b.km)),
  )
}
