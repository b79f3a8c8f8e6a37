import type { Fleet, Site, WorkloadSpec } from '../fleet/index.ts'
import { dayMs, hourMs } from '../units/index.ts'
import { allWalks, breakpoints, calmFromMs, envelopeMwOf, hallsMwOf } from './laws-reference.ts'
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
      const costUsd = costOf(question, sites, each)
      if (costUsd !== undefined && (best === undefined || costUsd < best.costUsd))
        best = { costUsd, siteIds: sites.map((site) => site.id) }
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

/** What the set costs, if its WAN and its budget allow it at all. */
function costOf(question: Question, sites: readonly Site[], each: number): number | undefined {
  const { fleet, spec, fromMs } = question
  const toMs = spec.durationMaxH === undefined ? fromMs + dayMs : runEndMs(question)
  const hours = (toMs - fromMs) / hourMs
  let chargeUsd = 0
  let restUsd = 0
  for (const site of sites) {
    chargeUsd += each * hours * rateOf(question, site)
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
  if (spec.budgetUsd !== undefined && chargeUsd > spec.budgetUsd) return undefined
  const wanUsdPerH = wanOf(question, sites)
  return wanUsdPerH === undefined ? undefined : chargeUsd + restUsd + wanUsdPerH * hours
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
}

/** Least WAN cost of the star around the first site: every combination of every leg's options is tried. */
function wanOf(question: Question, sites: readonly Site[]): number | undefined {
  const { spec, fleet } = question
  if (spec.wan === undefined || sites.length === 1) return 0
  const free = freeOf(question)
  const mbps = Math.round(spec.wan.gbps * 1000)
  const options = sites.slice(1).map((site) => optionsOf(question, sites[0]!, site))
  let best: Option | undefined
  const go = (leg: number, taken: ReadonlyMap<string, number>, sum: Option): void => {
    if (leg === options.length) {
      if (best === undefined || isLess(sum, best)) best = sum
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
      })
    }
  }
  go(0, new Map(), { paths: [], weight: 0, usdPerH: 0 })
  return best?.usdPerH
}

const isLess = (a: Option, b: Option): boolean =>
  Math.abs(a.weight - b.weight) > 1e-9 ? a.weight < b.weight : a.usdPerH < b.usdPerH

function freeOf({ fleet, state, fromMs }: Question): Map<string, number> {
  const free = new Map(
    fleet.routes.map((route) => [route.id, Math.round(route.capacityGbps * 1000)]),
  )
  for (const leg of holding(state, fromMs))
    for (const path of leg.wan?.paths ?? [])
      for (const id of path) free.set(id, free.get(id)! - Math.round(leg.wan!.gbps * 1000))
  return free
}

function optionsOf({ fleet, state, spec }: Question, hub: Site, site: Site): Option[] {
  const { gbps, rttMaxMs, disjointPaths } = spec.wan!
  const walks = allWalks(fleet, hub.id, site.id)
    .filter((walk) => rttMaxMs === undefined || walkRttMs(walk) <= rttMaxMs)
    .filter((walk) => !walk.spanIds.some((id) => state.darkSpans.has(id)))
  const option = (paths: readonly Walk[], weight: number): Option => ({
    paths,
    weight,
    usdPerH: gbps * paths.reduce((sum, path) => sum + path.priceUsdPerGbpsH, 0),
  })
  if (disjointPaths === 1) return walks.map((walk) => option([walk], walk.priceUsdPerGbpsH))
  return walks.flatMap((a, i) =>
    walks
      .slice(i + 1)
      .filter((b) => !sharesRisk(a, b))
      .map((b) => option([a, b], a.km + b.km)),
  )
}
