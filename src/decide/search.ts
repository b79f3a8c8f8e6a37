import type { WorkloadSpec } from '../fleet/index.ts'
import { bookedUntilMs, costWindowEndMs, legAccelerators, runEndsMs } from './need.ts'
import type { LegNeed } from './need.ts'
import { hourMs } from '../units/index.ts'
import type { InstantMs, Usd } from '../units/index.ts'
import { chargeUsd } from './cost.ts'
import { paceAlone, paceInWords } from './efficiency.ts'
import type { Pace } from './efficiency.ts'
import type { Reason } from './decision.ts'
import type { WanGrant } from './event.ts'
import { joinSites, tooSlow } from './join.ts'
import type { Layout, LayoutSite } from './layout.ts'
import { leastModelledUsd, weigh } from './least-cost.ts'
import { possible, toReason, withLegs, withNote } from './reason.ts'
import { checkSite } from './site-check.ts'
import type { Credit, Refusal } from './site-check.ts'
import type { Reservation, State } from './state.ts'
import { freeMbps } from './wan.ts'
import type { WorldSite } from './world.ts'

/**
 * Which set of sites takes the work, at least cost? Every number of legs that the workload allows is tried; for each, every
 * site is judged alone, then sets of the sites that passed, cheapest sum first, until no cheaper set can exist. Exact for the
 * family "equal legs, star around the first site", unless the search is cut off at `setsMax` sets (then it says so).
 */
export interface SearchQuery {
  readonly spec: WorkloadSpec
  readonly legsMax: number
  readonly fromMs: InstantMs
  readonly reservation?: Reservation | undefined
  readonly credit?: ReadonlyMap<string, Credit>
  readonly isEmpty?: boolean
  /** Stop at the first layout: it is only asked whether there is one. The reasons are then those of the way there. */
  readonly isFirstEnough?: boolean
  /** Reasons are not asked for. */
  readonly isSilent?: boolean
}

export interface SearchResult {
  readonly layout: Layout | undefined
  readonly reasons: readonly Reason[]
}

const setsMax = 20_000
/** Sets of sites listed in the reasons; the rest is counted in one row. */
const setReasonsMax = 60

export function search(state: State, query: SearchQuery): SearchResult {
  const toMs = bookedUntilMs(query.spec, query.fromMs, state.world!.fleet.policy)
  let freeWan: ReadonlyMap<string, number> | undefined
  const found: Found = {
    best: undefined,
    reasons: [],
    setReasons: [],
    sets: 0,
    cutOff: 0,
    freeWan: () => (freeWan ??= freeMbps(state, { ...query, toMs })),
  }
  const most = Math.min(query.spec.legs.max, query.legsMax, state.world!.sites.length)
  for (let legs = query.spec.legs.min; legs <= most; legs++)
    if (!isEnough(query, found)) searchLegs({ state, query, found }, legs)
  const early = found.reasons.length === 0 ? [legCountReason(query.spec)] : []
  return {
    layout: found.best,
    reasons: query.isSilent === true ? [] : [...early, ...finishReasons(found)],
  }
}

/** One search under way: what is asked, over which state, and what has been found. */
interface Search {
  readonly state: State
  readonly query: SearchQuery
  readonly found: Found
}

interface Found {
  best: Layout | undefined
  reasons: Reason[]
  setReasons: Reason[]
  sets: number
  cutOff: number
  /** Counted when the first set is joined: most searches never come so far. */
  readonly freeWan: () => ReadonlyMap<string, number>
}

const isEnough = (query: SearchQuery, found: Found): boolean =>
  query.isFirstEnough === true && found.best !== undefined

function legCountReason(spec: WorkloadSpec): Reason {
  return {
    siteIds: [],
    verdict: 'refused',
    constraint: 'leg-count',
    need: spec.accelerators.count,
    limit: spec.legs.max,
    slack: 0,
    unit: 'accelerators',
    note: 'they do not split evenly over any allowed number of legs',
  }
}

function searchLegs(run: Search, legs: number): void {
  const { state, query, found } = run
  const accelerators = legAccelerators(query.spec, legs)
  if (accelerators === undefined) return
  const pace = query.spec.trains && paceAlone(query.spec.trains, legs)
  const refused = checkTime(query) ?? checkPace(query, pace, legs)
  if (refused !== undefined) {
    found.reasons.push(toReason([], refused))
    return
  }
  const able: LayoutSite[] = []
  for (const entry of state.world!.sites) {
    const answer = checkSite(state, entry, {
      ...query,
      accelerators,
      toMs: bookedUntilMs(query.spec, query.fromMs, state.world!.fleet.policy),
    })
    if (!answer.ok) {
      if (query.isSilent !== true)
        found.reasons.push(withLegs(toReason([entry.site.id], answer.refusal), legs))
      continue
    }
    const leg = { ...answer, spec: query.spec, fromMs: query.fromMs, pace, legs }
    const { site, costUsd } = weigh(state, entry, leg)
    able.push(site)
    if (query.isSilent !== true) {
      const inWords = legs === 1 && pace !== undefined ? paceInWords(pace) : undefined
      found.reasons.push(withLegs(withNote(possible([entry.site.id], costUsd), inWords), legs))
    }
    // One leg needs no other site: the first that takes it is an answer.
    if (legs === 1 && query.isFirstEnough === true) judge(run, [site])
    if (isEnough(query, found)) return
  }
  able.sort((a, b) => a.costUsd - b.costUsd || a.entry.order - b.entry.order)
  const isJudged = legs === 1 && query.isFirstEnough === true
  if (able.length >= legs && !isJudged) extend(run, { able, legs, chosen: [], from: 0 })
}

function checkTime(query: SearchQuery): Refusal | undefined {
  const { deadlineMs } = query.spec
  if (deadlineMs === undefined) return undefined
  const endMs = runEndsMs(query.spec, query.fromMs)
  if (endMs <= deadlineMs) return undefined
  return {
    constraint: 'deadline',
    need: (endMs - query.fromMs) / hourMs,
    limit: Math.max(0, deadlineMs - query.fromMs) / hourMs,
    unit: 'h',
    note: 'from its start to its deadline',
  }
}

/** Does the model fit into legs of this size, and is it done in time even if they never wait for each other? */
function checkPace(
  { spec }: SearchQuery,
  pace: Pace | undefined,
  legs: number,
): Refusal | undefined {
  const { trains, wan, accelerators } = spec
  if (trains === undefined) return undefined
  if (pace !== undefined) return tooSlow(spec, pace)
  // Nothing was estimated: it runs as one that says nothing, but a rate between its legs has to come from somewhere.
  if (trains.profile === undefined && (legs === 1 || wan !== undefined)) return undefined
  const need = accelerators.count / legs
  const prefix = `${legs} legs: `
  const told = trains.profile?.notes.find((line) => line.startsWith(prefix))?.slice(prefix.length)
  const note = `${trains.model} cannot be laid out on so many: ${told ?? 'it was not estimated'}`
  return { constraint: 'efficiency', need, limit: 0, unit: 'accelerators', note }
}

/** A set that is being grown: the sites to choose from, those chosen, and where to go on. */
interface Growth {
  readonly able: readonly LayoutSite[]
  readonly legs: number
  readonly chosen: readonly LayoutSite[]
  readonly from: number
}

/** Grows sets in order of cost; a branch ends when even its cheapest completion cannot beat the best so far. */
function extend(run: Search, growth: Growth): void {
  const { query, found } = run
  const { able, legs, chosen, from } = growth
  if (chosen.length === legs) return judge(run, chosen)
  const missing = legs - chosen.length
  const sum = chosen.reduce((total, site) => total + site.costUsd, 0)
  for (let i = from; i + missing <= able.length; i++) {
    if (isEnough(query, found)) return
    let bound = sum
    for (let k = 0; k < missing; k++) bound += able[i + k]!.costUsd
    if (found.best !== undefined && bound > found.best.costUsd) return
    if (found.sets >= setsMax) {
      found.cutOff++
      return
    }
    const next = [...chosen, able[i]!]
    if (missing === 1 && isTooDear(run, next)) found.sets++
    else extend(run, { ...growth, chosen: next, from: i + 1 })
  }
}

/** Rounding in sums of a different order must not decide: what is dearer by less is judged in full. */
const dearerBy = 1 + 1e-9

/**
 * Can the set not win, even over the cheapest ways that the network has at any load? Most sets of a gang are settled
 * here. As long as there is room in the reasons, each set is judged in full and gets its row.
 */
function isTooDear({ state, query, found }: Search, sites: readonly LayoutSite[]): boolean {
  const { wan, trains } = query.spec
  if (found.best === undefined) return false
  if (query.isSilent !== true && found.setReasons.length < setReasonsMax) return false
  if (trains?.profile !== undefined && sites.length > 1)
    return leastModelledUsd(state, query.spec, inFileOrder(sites)) > found.best.costUsd * dearerBy
  if (wan === undefined) return false
  const hub = sites.reduce((first, site) => (site.entry.order < first.entry.order ? site : first))
  const hours = (costWindowEndMs(query.spec, query.fromMs) - query.fromMs) / hourMs
  let costUsd = 0
  for (const site of sites) {
    const pathUsd = state.world!.leastUsdPerGbpsH(hub.entry.site.id, site.entry.site.id)
    costUsd += site.costUsd + wan.gbps * wan.disjointPaths * pathUsd * hours
  }
  return costUsd > found.best.costUsd * dearerBy
}

const inFileOrder = (sites: readonly LayoutSite[]): readonly LayoutSite[] =>
  sites.toSorted((a, b) => a.entry.order - b.entry.order)

function judge({ state, query, found }: Search, chosen: readonly LayoutSite[]): void {
  found.sets++
  const inOrder = inFileOrder(chosen)
  const siteIds = inOrder.map((site) => site.entry.site.id)
  const budget = checkBudget(state, query, inOrder)
  if (budget !== undefined) return note(found, toReason(siteIds, budget))
  const joined = joinSites(state, { ...query, freeWan: found.freeWan }, inOrder)
  if ('constraint' in joined) return note(found, toReason(siteIds, joined))
  const { costUsd } = joined
  if (inOrder.length > 1 && query.isSilent !== true && found.setReasons.length < setReasonsMax)
    note(found, withNote(possible(siteIds, costUsd), joined.inWords?.()))
  if (found.best === undefined || isBetter(joined, found.best))
    found.best = { sites: joined.sites, costUsd }
}

/** Cheaper; among equals fewer legs, then the earlier sites of the file. */
function isBetter(a: Layout, b: Layout): boolean {
  if (a.costUsd !== b.costUsd) return a.costUsd < b.costUsd
  if (a.sites.length !== b.sites.length) return a.sites.length < b.sites.length
  for (const [i, site] of a.sites.entries()) {
    const other = b.sites[i]!
    if (site.entry.order !== other.entry.order) return site.entry.order < other.entry.order
  }
  return false
}

function checkBudget(
  state: State,
  query: SearchQuery,
  sites: readonly LayoutSite[],
): Refusal | undefined {
  const { budgetUsd } = query.spec
  if (budgetUsd === undefined) return undefined
  const charge = sites.reduce(
    (sum, site) =>
      sum +
      chargeUsd(state.world!.fleet, site.entry, {
        spec: query.spec,
        need: site.need,
        fromMs: query.fromMs,
      }),
    0,
  )
  return charge <= budgetUsd
    ? undefined
    : {
        constraint: 'budget',
        need: charge,
        limit: budgetUsd,
        unit: 'USD',
        note: 'for the whole run',
      }
}

function note(found: Found, reason: Reason): void {
  if (found.setReasons.length < setReasonsMax) found.setReasons.push(reason)
}

/** Marks the winner, and turns "possible" into "refused by cost", with the winner's cost as the limit. */
function finishReasons(found: Found): Reason[] {
  const best = found.best
  const chosenKey = best?.sites.map((site) => site.entry.site.id).join('+')
  const rows = [...found.reasons, ...found.setReasons].map((reason): Reason => {
    if (best === undefined || reason.verdict !== 'possible') return reason
    if (reason.siteIds.join('+') === chosenKey)
      return { ...reason, verdict: 'chosen', constraint: 'chosen', limit: best.costUsd, slack: 0 }
    const isPart =
      reason.siteIds.length === 1 &&
      best.sites.length > 1 &&
      best.sites.some((site) => site.entry.site.id === reason.siteIds[0])
    if (isPart) return { ...reason, verdict: 'chosen', constraint: 'chosen' }
    if (reason.siteIds.length !== best.sites.length && reason.need < best.costUsd) return reason
    return { ...reason, verdict: 'refused', limit: best.costUsd, slack: best.costUsd - reason.need }
  })
  const uncounted = found.sets - found.setReasons.length
  if (uncounted > 0 && found.setReasons.length >= setReasonsMax)
    rows.push({
      siteIds: [],
      verdict: 'refused',
      constraint: 'cost',
      need: found.sets,
      limit: setReasonsMax,
      slack: setReasonsMax - found.sets,
      unit: 'sets of sites',
      note: 'judged in all; the first are listed',
    })
  if (found.cutOff > 0)
    rows.push({
      siteIds: [],
      verdict: 'possible',
      constraint: 'cost',
      need: setsMax,
      limit: setsMax,
      slack: 0,
      unit: 'sets of sites',
      note: 'the search stopped here; a cheaper set may exist',
    })
  return rows
}
