import { placeRefusals } from './admit.ts'
import { letGo, hold } from './book.ts'
import type { Decision } from './decision.ts'
import type { LinkObserved, WanGrant } from './event.ts'
import { stopAtCheckpoint } from './gang.ts'
import { addGrant } from './grant.ts'
import { byUrgency } from './queue.ts'
import type { Leg, State, Workload } from './state.ts'
import { remember } from './state.ts'
import { bookedMbps, findGrant, freeMbps, litPath } from './wan.ts'

/**
 * What follows a cut. First another booked path that is still lit (the protection), then a new booking elsewhere, and only
 * then the fallback that the run itself declared: `pause` (checkpoint, give back, start again when there is a way),
 * `single-site` (the same, on one site), `loose-sync` (go on with what is left; a different optimisation, so it is never
 * chosen for a run that did not declare it).
 */
export function observeLink(state: State, event: LinkObserved): Decision[] {
  for (const span of event.spanIds) {
    if (event.isUp) state.darkSpans.delete(span)
    else state.darkSpans.add(span)
  }
  state.hasFreed = true
  const decisions: Decision[] = []
  const affected = [...state.wanLegs.values()].map((leg) => leg.workloadId)
  for (const workload of byUrgency(state, affected)) {
    if (workload.status !== 'running' && workload.status !== 'starting') continue
    decisions.push(...(event.isUp ? restore(state, workload) : reroute(state, workload)))
  }
  return decisions
}

function reroute(state: State, workload: Workload): Decision[] {
  const decisions: Decision[] = []
  for (const leg of workload.legs) {
    if (leg.wan === undefined || leg.phase === 'ended' || leg.wan.paths.length === 0) continue
    const lit = litPath(state, leg.wan)
    if (lit !== undefined && lit === leg.wan.paths[0]) continue
    const grant =
      lit === undefined
        ? findOther(state, workload, leg)
        : {
            ...leg.wan,
            paths: [lit, ...leg.wan.paths.filter((path) => path !== lit)],
            rttMs: rttOf(state, lit),
          }
    if (grant === undefined)
      return [
        ...decisions,
        ...fallBack(state, workload, {
          why: `no lit path joins ${workload.legs[0]!.siteId} and ${leg.siteId} at ${leg.wan.gbps} Gb/s`,
        }),
      ]
    rebook(state, leg, grant)
    remember(
      workload,
      state.nowMs,
      `traffic of ${leg.siteId} moved to ${grant.paths[0]!.join(' + ')}`,
    )
    decisions.push({ kind: 'rerouted', workloadId: workload.id, rank: leg.rank, wan: grant })
  }
  return decisions
}

/** Another way with the full rate; one path is enough while the other is being dug up. */
function findOther(state: State, workload: Workload, leg: Leg): WanGrant | undefined {
  // A run that says what it trains states no rate: it keeps the one that was booked for it.
  const wan = workload.spec.wan ?? { gbps: leg.wan!.gbps }
  const booked = bookedMbps(state, state.nowMs)
  addGrant(booked, leg.wan, -1)
  const spec = { ...workload.spec, wan: { ...wan, disjointPaths: 1 as const } }
  const answer = findGrant(
    state,
    { hubSiteId: workload.legs[0]!.siteId, siteId: leg.siteId },
    {
      spec,
      free: freeMbps(state, { fromMs: state.nowMs, toMs: leg.holdsUntilMs }, booked),
    },
  )
  return answer.ok ? answer.grant : undefined
}

function rebook(state: State, leg: Leg, grant: WanGrant): void {
  const workload = state.workloads.get(leg.workloadId)!
  letGo(state, leg, workload.spec.tenant)
  leg.wan = grant
  hold(state, leg, workload.spec.tenant)
  state.touched.add(workload.id)
}

const rttOf = (state: State, path: readonly string[]): number =>
  path.reduce((sum, id) => sum + (state.world!.graph.routes.get(id)?.rttMs ?? 0), 0)

/** What a run loses for now: its WAN, or the site of a leg, which is then not asked for a checkpoint. */
export interface Loss {
  readonly why: string
  readonly siteId?: string
}

export function fallBack(state: State, workload: Workload, { why, siteId }: Loss): Decision[] {
  const declared = workload.spec.fallback
  if (declared === 'loose-sync' && workload.status === 'running') {
    if (workload.sync === 'loose') return []
    workload.sync = 'loose'
    state.touched.add(workload.id)
    remember(workload, state.nowMs, `${why}: goes on with loose synchronisation, as declared`)
    return [{ kind: 'fallback', workloadId: workload.id, fallback: 'loose-sync', why }]
  }
  const fallback = keepToOneSite(state, workload) ? 'single-site' : 'pause'
  workload.pausedWhy = why
  remember(
    workload,
    state.nowMs,
    fallback === 'single-site'
      ? `${why}: starts again on one site, as declared`
      : `${why}: pauses at its checkpoint${declared === 'pause' ? ', as declared' : ''}`,
  )
  stopAtCheckpoint(state, workload, { kind: 'queue', notBeforeMs: state.nowMs, isRestart: true })
  for (const leg of workload.legs) if (leg.siteId === siteId) leg.desired = 'gone'
  return [{ kind: 'fallback', workloadId: workload.id, fallback, why }]
}

/**
 * From now on it starts on one site only, if it declared so and one site could ever hold it: a run that is larger than
 * any site would wait for ever, and pauses instead.
 */
export function keepToOneSite(state: State, workload: Workload): boolean {
  const { fallback, legs } = workload.spec
  if (fallback !== 'single-site' || legs.min > 1) return false
  if (placeRefusals(state, { spec: workload.spec, legsMax: 1 }).length > 0) return false
  workload.legsMax = 1
  return true
}

/** Light again: a run that fell back to loose synchronisation returns to what it asked for, once its paths are whole. */
export function restore(state: State, workload: Workload): Decision[] {
  if (workload.sync !== 'loose' || workload.status !== 'running') return []
  const isWhole = workload.legs.every(
    (leg) =>
      state.sites.get(leg.siteId)?.isReachable === true &&
      (leg.wan === undefined ||
        leg.wan.paths.length === 0 ||
        litPath(state, leg.wan) !== undefined),
  )
  if (!isWhole) return []
  workload.sync = 'sync'
  state.touched.add(workload.id)
  remember(workload, state.nowMs, 'its WAN is whole again: back to synchronous')
  return [{ kind: 'restored', workloadId: workload.id }, ...reroute(state, workload)]
}
