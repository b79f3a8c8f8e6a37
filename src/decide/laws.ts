import { expect } from 'vitest'
import type { Fleet, WorkloadSpec } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'
import type { Decision } from './decision.ts'
import {
  allWalks,
  breakpoints,
  calmFromMs,
  envelopeMwOf,
  hallsMwOf,
  isLawful,
  poolOf,
} from './laws-reference.ts'
import { isQuickEnough, referencePace } from './laws-pace.ts'
import { itWOf, pueOf, sharesRisk, walkRttMs } from './laws-reference.ts'
import type { Leg, SiteState, State, Workload } from './state.ts'
import type { Bench } from './test-world.ts'

/** What the tests remember beside the state: it must not be asked about itself. */
export interface Witness {
  readonly heldLegs: Set<string>
  readonly orderedLegs: Set<string>
  readonly holdsUntilMs: Map<string, number>
  readonly releases: Map<string, number>
  readonly starts: Map<string, { readonly atMs: number; readonly facilityW: number }[]>
}

export const newWitness = (): Witness => ({
  heldLegs: new Set(),
  orderedLegs: new Set(),
  holdsUntilMs: new Map(),
  releases: new Map(),
  starts: new Map(),
})

const live = (state: State): Leg[] =>
  [...state.workloads.values()]
    .flatMap((workload) => [...workload.legs, ...workload.stale])
    .filter((leg) => leg.phase !== 'ended')

const mbps = (gbps: number): number => Math.round(gbps * 1000)

/** All laws, after one event. */
export function holdLaws(world: Bench, witness: Witness, decided: readonly Decision[]): void {
  const { state } = world
  const fleet = state.world!.fleet
  const legs = live(state)
  for (const leg of legs) if (leg.phase !== 'ordered') witness.heldLegs.add(leg.legId)
  booksAreTheSum(state, legs)
  nothingIsOver(state, fleet, legs)
  bookingsOnlyShrink(witness, legs, state.nowMs)
  gangsStartWhole(state, witness, decided)
  for (const decision of decided)
    if (decision.kind === 'placed') placementIsLawful(state, witness, decision, legs)
}

/** The books equal a sum over the legs that are not known to be gone, made from nothing. */
function booksAreTheSum(state: State, legs: readonly Leg[]): void {
  for (const site of state.sites.values()) {
    const here = legs.filter((leg) => leg.siteId === site.id)
    expect([...site.legs.keys()].sort()).toEqual(here.map((leg) => leg.legId).sort())
    for (const [poolId, used] of site.usedByPool) expect(used).toBe(sum(here, poolId))
    expect(site.usedItW).toBe(here.reduce((watts, leg) => watts + leg.itW, 0))
    const ports = here.flatMap((leg) => [leg.port, leg.linkPort]).filter((port) => port > 0)
    expect([...site.ports].sort()).toEqual(ports.sort())
    expect(new Set(ports).size).toBe(ports.length)
  }
  expect([...state.wanLegs.keys()].sort()).toEqual(
    legs
      .filter((leg) => leg.wan !== undefined)
      .map((leg) => leg.legId)
      .sort(),
  )
  const booked = new Map<string, number>()
  for (const leg of legs)
    for (const id of (leg.wan?.paths ?? []).flat())
      booked.set(id, (booked.get(id) ?? 0) + mbps(leg.wan!.gbps))
  for (const [id, held] of state.wanHeldMbps) expect(held, id).toBe(booked.get(id) ?? 0)
  for (const [id, held] of booked) expect(state.wanHeldMbps.get(id)).toBe(held)
  for (const tenant of state.tenants.values()) {
    const theirs = legs.filter(
      (leg) => state.workloads.get(leg.workloadId)!.spec.tenant === tenant.id,
    )
    expect(tenant.heldAccelerators).toBe(theirs.reduce((total, leg) => total + leg.accelerators, 0))
  }
}

const sum = (legs: readonly Leg[], poolId: string): number =>
  legs.filter((leg) => leg.poolId === poolId).reduce((total, leg) => total + leg.accelerators, 0)

/** Nothing of ours is over a limit now, and nothing that is booked will be, as long as engines keep their times. */
function nothingIsOver(state: State, fleet: Fleet, legs: readonly Leg[]): void {
  for (const site of fleet.sites) {
    const here = legs.filter((leg) => leg.siteId === site.id)
    for (const pool of site.pools)
      expect(sum(here, pool.id)).toBeLessThanOrEqual(pool.nodes * pool.acceleratorsPerNode)
    // An engine that has not ended a leg in its time pushes the site over without our doing.
    if (here.some((leg) => leg.holdsUntilMs <= state.nowMs || isAbandoned(state, leg))) continue
    expectPower(state, fleet, site.id, here, lastEndMs(fleet, state.nowMs, here))
  }
  expectWan(fleet, legs)
  for (const tenant of fleet.tenants)
    expect(state.tenants.get(tenant.id)?.heldAccelerators ?? 0).toBeLessThanOrEqual(
      tenant.quota.acceleratorsMax,
    )
}

const isAbandoned = (state: State, leg: Leg): boolean =>
  !state.workloads.get(leg.workloadId)!.legs.includes(leg)

/** Bookings without an end are judged until the day after the last dated window. */
const lastEndMs = (fleet: Fleet, nowMs: number, legs: readonly Leg[]): number =>
  Math.max(
    nowMs + 1,
    ...legs.map((leg) => Math.min(leg.holdsUntilMs, calmFromMs(fleet, nowMs) + 25 * hourMs)),
  )

function expectPower(
  state: State,
  fleet: Fleet,
  siteId: string,
  legs: readonly Leg[],
  untilMs: number,
): void {
  const site = fleet.sites.find((one) => one.id === siteId)!
  for (const atMs of breakpoints(site, state.nowMs, untilMs)) {
    let itW = 0
    for (const leg of legs)
      if (leg.holdsUntilMs > atMs || leg.holdsUntilMs <= state.nowMs) itW += leg.itW
    if (itW === 0) continue
    const when = `${siteId} at ${new Date(atMs).toISOString()}`
    expect(itW / 1e6, `IT MW of ${when}`).toBeLessThanOrEqual(hallsMwOf(site) + 1e-9)
    expect((itW / 1e6) * pueOf(site.pue, atMs), `facility MW of ${when}`).toBeLessThanOrEqual(
      envelopeMwOf(site, atMs) + 1e-9,
    )
  }
}

function expectWan(fleet: Fleet, legs: readonly Leg[]): void {
  const booked = new Map<string, number>()
  for (const leg of legs)
    for (const path of leg.wan?.paths ?? [])
      for (const id of path) booked.set(id, (booked.get(id) ?? 0) + mbps(leg.wan!.gbps))
  for (const route of fleet.routes)
    expect(booked.get(route.id) ?? 0, route.id).toBeLessThanOrEqual(mbps(route.capacityGbps))
}

/** What is promised to a leg never grows later, or what was booked behind it would be over. */
function bookingsOnlyShrink(witness: Witness, legs: readonly Leg[], nowMs: number): void {
  for (const leg of legs) {
    const before = witness.holdsUntilMs.get(leg.legId)
    const isUnknown = leg.desired === 'gone' && leg.holdsUntilMs > nowMs + 365 * 24 * hourMs
    if (before !== undefined && !isUnknown)
      expect(leg.holdsUntilMs, leg.legId).toBeLessThanOrEqual(before)
    witness.holdsUntilMs.set(leg.legId, leg.holdsUntilMs)
  }
}

/** No leg of a gang may run before every leg of it held its nodes, and each attempt is released at most once. */
function gangsStartWhole(state: State, witness: Witness, decided: readonly Decision[]): void {
  for (const workload of state.workloads.values()) {
    if (!workload.spec.legs.startTogether) continue
    if (workload.legs.some((leg) => leg.desired === 'running' || leg.phase === 'running'))
      for (const leg of workload.legs) expect(witness.heldLegs).toContain(leg.legId)
  }
  for (const decision of decided) {
    if (decision.kind !== 'released') continue
    const key = `${decision.workloadId}.${decision.attempt}`
    expect(witness.releases.get(key) ?? 0).toBe(0)
    witness.releases.set(key, 1)
  }
}

type Placed = Extract<Decision, { kind: 'placed' }>

function placementIsLawful(
  state: State,
  witness: Witness,
  decision: Placed,
  legs: readonly Leg[],
): void {
  const fleet = state.world!.fleet
  const workload = state.workloads.get(decision.workloadId)!
  const { spec } = workload
  const placed = decision.legs
  expect(placed.length).toBeGreaterThanOrEqual(spec.legs.min)
  expect(placed.length).toBeLessThanOrEqual(Math.min(spec.legs.max, workload.legsMax))
  expect(placed.reduce((total, leg) => total + leg.accelerators, 0)).toBe(spec.accelerators.count)
  expect(new Set(placed.map((leg) => leg.siteId)).size).toBe(placed.length)
  if (spec.deadlineMs !== undefined)
    expect(state.nowMs + (spec.durationMaxH ?? Infinity) * hourMs).toBeLessThanOrEqual(
      spec.deadlineMs,
    )
  for (const leg of placed) {
    expect(witness.orderedLegs).not.toContain(leg.legId)
    witness.orderedLegs.add(leg.legId)
    siteTakesIt(state, workload, leg.siteId, legs)
    rampIsKept(state, witness, leg)
    if (leg.rank > 0 && (spec.wan ?? spec.trains) !== undefined)
      wanIsLawful(fleet, state, spec, [placed[0]!, leg])
  }
  if (spec.trains?.profile !== undefined) paceIsLawful(spec, placed)
}

/** A modelled run is begun only where it will be done in its time, and where it computes rather than waits. */
function paceIsLawful(spec: WorkloadSpec, placed: Placed['legs']): void {
  const grants = placed.flatMap(({ wan }) => (wan === undefined ? [] : [wan]))
  expect(grants).toHaveLength(placed.length - 1)
  expect(new Set(grants.map(({ gbps }) => gbps)).size).toBeLessThanOrEqual(1)
  const gbps = grants[0]?.gbps ?? Infinity
  const rttMs = Math.max(0, ...grants.map((grant) => grant.rttMs))
  const pace = referencePace(spec.trains!, placed.length, { gbps, rttMs })!
  expect(isQuickEnough(spec, pace), `${pace.hoursP90} h (P90) at ${pace.utilisation}`).toBe(true)
}

function siteTakesIt(state: State, workload: Workload, siteId: string, legs: readonly Leg[]): void {
  const fleet = state.world!.fleet
  const { spec } = workload
  const site = fleet.sites.find((one) => one.id === siteId)!
  const now: SiteState = state.sites.get(siteId)!
  const pool = poolOf(site, spec)!
  expect(now.isReachable).toBe(true)
  expect(site.state).toBe('open')
  expect(isLawful(fleet, site, spec)).toBe(true)
  expect(spec.sites?.allow?.includes(siteId) ?? true).toBe(true)
  expect(spec.sites?.deny?.includes(siteId) ?? false).toBe(false)
  const here = legs.filter((leg) => leg.siteId === siteId)
  const ours = sum(here, pool.id)
  const others = (now.foreign[pool.id] ?? 0) + (now.down[pool.id] ?? 0)
  expect(ours + others, 'with the load of others').toBeLessThanOrEqual(
    pool.nodes * pool.acceleratorsPerNode,
  )
  for (const leg of here)
    if (leg.workloadId === workload.id) expect(leg.itW).toBe(itWOf(pool, leg.accelerators))
  // New work counts on nothing that is late to leave.
  const mine = here.find((leg) => leg.workloadId === workload.id && workload.legs.includes(leg))!
  expectPower(
    state,
    fleet,
    siteId,
    here,
    Math.min(mine.holdsUntilMs, calmFromMs(fleet, state.nowMs) + 25 * hourMs),
  )
}

/** Far more than the last bit of a ramp time, far less than any second. */
const tieS = 1e-9

/**
 * Starts at a site never outrun a budget of one minute that refills at the ramp rate: in any stretch of starts, all but
 * the last plus what the last must find (its own watts, one minute's worth at most) fit in one minute plus the time.
 */
function rampIsKept(state: State, witness: Witness, leg: Placed['legs'][number]): void {
  const site = state.world!.fleet.sites.find((one) => one.id === leg.siteId)!
  if (site.rampMaxMwPerMin === undefined) return expect(leg.rampS).toBe(0)
  const fullW = site.rampMaxMwPerMin * 1e6
  const facilityW = leg.itMw * 1e6 * pueOf(site.pue, state.nowMs)
  // Whole seconds. On a tie the last bit of a product tips them to either side; anywhere else both of these are the same.
  const seconds = (facilityW / fullW) * 60
  expect([Math.round(seconds - tieS), Math.round(seconds + tieS)]).toContain(leg.rampS)
  const starts = witness.starts.get(site.id) ?? []
  witness.starts.set(site.id, starts)
  let watts = Math.min(facilityW, fullW)
  for (const start of starts.toReversed()) {
    watts += start.facilityW
    const allowedW = fullW * (1 + (state.nowMs - start.atMs) / 60_000)
    expect(watts, `ramp of ${site.id}`).toBeLessThanOrEqual(allowedW + 1 + starts.length)
  }
  starts.push({ atMs: state.nowMs, facilityW })
}

function wanIsLawful(
  fleet: Fleet,
  state: State,
  spec: WorkloadSpec,
  [hub, leg]: readonly [Placed['legs'][number], Placed['legs'][number]],
): void {
  const grant = leg.wan!
  // A run that states no rate gets one in whole Gb/s.
  const need = spec.wan ?? { gbps: Math.max(1, Math.ceil(grant.gbps)), disjointPaths: 1 as const }
  expect(grant.gbps).toBe(need.gbps)
  expect(grant.paths).toHaveLength(need.disjointPaths)
  const known = allWalks(fleet, hub.siteId, leg.siteId)
  const walks = grant.paths.map((path) =>
    known.find((walk) => walk.routeIds.join() === path.join()),
  )
  for (const walk of walks) {
    expect(walk).toBeDefined()
    expect(walkRttMs(walk!)).toBeLessThanOrEqual((spec.wan?.rttMaxMs ?? Infinity) + 1e-9)
    expect(walk!.spanIds.some((id) => state.darkSpans.has(id))).toBe(false)
  }
  if (walks.length === 2) expect(sharesRisk(walks[0]!, walks[1]!)).toBe(false)
}
