import { bookedMbps, summarise, toPlacedLeg } from '../decide/index.ts'
import type { Leg, State, Workload } from '../decide/index.ts'
import { capAt } from '../power/index.ts'
import type {
  LegView,
  RouteView,
  SiteView,
  Viewer,
  WorkloadDetail,
  WorkloadStateName,
  WorkloadView,
} from './api.ts'

/** What may be seen, as plain data. A tenant sees its own work; operators and viewers without a tenant see all. */
export const maySee = (viewer: Viewer, workload: Workload): boolean =>
  viewer.tenantId === undefined || viewer.tenantId === workload.spec.tenant

export const stateName = (workload: Workload): WorkloadStateName =>
  workload.status === 'queued' && workload.pausedWhy !== undefined ? 'paused' : workload.status

export function toView(state: State, workload: Workload): WorkloadView {
  const { spec } = workload
  return {
    id: workload.id,
    name: spec.name,
    kind: spec.kind,
    tenantId: spec.tenant,
    state: stateName(workload),
    priority: spec.priority,
    accelerator: spec.accelerators.kind,
    accelerators: spec.accelerators.count,
    siteIds: workload.legs.map((leg) => leg.siteId),
    submittedAtMs: workload.submittedAtMs,
    ...(workload.startedAtMs === undefined ? {} : { startedAtMs: workload.startedAtMs }),
    ...(workload.endedAtMs === undefined ? {} : { endedAtMs: workload.endedAtMs }),
    attempt: workload.attempt,
    summary: summarise(state, workload),
  }
}

export const toDetail = (state: State, workload: Workload): WorkloadDetail => ({
  ...toView(state, workload),
  legs: [...workload.legs, ...workload.stale].map((leg) => toLegView(state, leg)),
  sync: workload.sync,
  costUsd: workload.costUsd,
})

function toLegView(state: State, leg: Leg): LegView {
  const isSilent = state.sites.get(leg.siteId)?.isReachable === false && leg.phase !== 'ended'
  return {
    ...toPlacedLeg(leg),
    phase: isSilent ? 'unknown' : leg.phase,
    ...(leg.outcome === undefined ? {} : { outcome: leg.outcome }),
    ...(leg.engineJobId === undefined ? {} : { engineJobId: leg.engineJobId }),
    ...(leg.startedAtMs === undefined ? {} : { startedAtMs: leg.startedAtMs }),
    ...(leg.endedAtMs === undefined ? {} : { endedAtMs: leg.endedAtMs }),
  }
}

export function siteViews(state: State, nowMs: number): readonly SiteView[] {
  return (state.world?.sites ?? []).map(({ site, cap }) => {
    const books = state.sites.get(site.id)!
    const { pue, envelopeW } = capAt(cap, nowMs)
    return {
      id: site.id,
      name: site.name,
      grid: site.grid,
      engine: site.engine.kind,
      isReachable: books.isReachable,
      state: site.state,
      pools: site.pools.map((pool) => ({
        id: pool.id,
        accelerator: pool.accelerator,
        total: pool.nodes * pool.acceleratorsPerNode,
        used: books.usedByPool.get(pool.id) ?? 0,
        foreign: books.foreign[pool.id] ?? 0,
        down: books.down[pool.id] ?? 0,
      })),
      itMw: books.usedItW / 1e6,
      facilityMw: (books.usedItW * pue) / 1e6,
      facilityMaxMw: envelopeW / 1e6,
      pue,
      legs: books.legs.size,
    }
  })
}

export function routeViews(state: State): readonly RouteView[] {
  const booked = bookedMbps(state, state.nowMs)
  return [...(state.world?.graph.routes.values() ?? [])].map((route) => ({
    id: route.id,
    from: route.a,
    to: route.b,
    lengthKm: route.lengthKm,
    rttMs: route.rttMs,
    capacityGbps: route.capacityGbps,
    bookedGbps: (booked.get(route.id) ?? 0) / 1000,
    isUp: route.spanIds.every((span) => !state.darkSpans.has(span)),
    srlgs: route.srlgs,
  }))
}

/** By id, or by name: the newest of that name that the viewer may see. */
export function findWorkload(state: State, idOrName: string, viewer: Viewer): Workload | undefined {
  const byId = state.workloads.get(idOrName)
  if (byId !== undefined) return maySee(viewer, byId) ? byId : undefined
  let newest: Workload | undefined
  for (const workload of state.workloads.values())
    if (workload.spec.name === idOrName && maySee(viewer, workload)) newest = workload
  return newest
}
