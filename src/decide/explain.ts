import type { Decision, PlacedLeg, Reason } from './decision.ts'
import type { WorkloadSpec } from '../fleet/index.ts'
import { placeRefusals } from './admit.ts'
import { tenantState } from './book.ts'
import { unpackReasons } from './pack-reasons.ts'
import { reserveEarliest } from './reserve.ts'
import { toReason } from './reason.ts'
import { search } from './search.ts'
import type { Layout } from './layout.ts'
import { isTerminal } from './state.ts'
import type { State, Workload } from './state.ts'

/** Why a waiting workload waits, judged now; why a placed one is where it is, as it was decided. */
export function explainWorkload(
  state: State,
  workload: Workload,
): { readonly reasons: readonly Reason[]; readonly decidedAtMs: number } {
  if (workload.status !== 'queued')
    return { reasons: unpackReasons(workload.reasons), decidedAtMs: workload.decidedAtMs }
  const found = search(state, {
    spec: workload.spec,
    legsMax: workload.legsMax,
    fromMs: state.nowMs,
    reservation: othersReservation(state, workload.id),
  })
  return {
    reasons: [...waitingReasons(state, workload), ...found.reasons],
    decidedAtMs: state.nowMs,
  }
}

const othersReservation = (state: State, workloadId: string) =>
  state.reservation?.workloadId === workloadId ? undefined : state.reservation

/** Reasons to wait that are not about a site: quota, back-off, a WAN that is down. */
function waitingReasons(state: State, workload: Workload): Reason[] {
  const reasons: Reason[] = []
  const { spec } = workload
  const tenant = state.world!.tenantById.get(spec.tenant)
  const held = tenantState(state, spec.tenant).heldAccelerators
  if (tenant !== undefined && held + spec.accelerators.count > tenant.quota.acceleratorsMax)
    reasons.push(
      toReason([], {
        constraint: 'quota',
        need: spec.accelerators.count,
        limit: Math.max(0, tenant.quota.acceleratorsMax - held),
        unit: 'accelerators',
        note: `${tenant.id} holds ${held} of ${tenant.quota.acceleratorsMax}`,
      }),
    )
  if (workload.notBeforeMs > state.nowMs) {
    const need = (workload.notBeforeMs - state.nowMs) / 1000
    const note = 'until it is tried again'
    reasons.push(toReason([], { constraint: 'back-off', need, limit: 0, unit: 's', note }))
  }
  if (workload.pausedWhy !== undefined) {
    const note = workload.pausedWhy
    reasons.push(toReason([], { constraint: 'wan-path', need: 1, limit: 0, unit: 'paths', note }))
  }
  if (state.reservation?.workloadId === workload.id)
    reasons.push({
      siteIds: state.reservation.legs.map((leg) => leg.siteId),
      verdict: 'possible',
      constraint: 'reserved',
      need: (state.reservation.fromMs - state.nowMs) / 1000,
      limit: 0,
      slack: 0,
      unit: 's',
      atMs: state.reservation.fromMs,
      note: 'it holds the reservation and starts then at the latest',
    })
  return reasons
}

export interface Preview {
  readonly status: 'placed' | 'waiting' | 'refused'
  readonly legs: readonly PlacedLeg[]
  readonly costUsd: number
  readonly startsAtMs?: number
  readonly reasons: readonly Reason[]
}

/** A dry run: where the workload would go if it were alone at the head of the queue now. Nothing changes. */
export function preview(state: State, spec: WorkloadSpec): Preview {
  const probe = { spec, legsMax: spec.legs.max }
  const never = placeRefusals(state, probe)
  if (never.length > 0) return { status: 'refused', legs: [], costUsd: 0, reasons: never }
  const found = search(state, { ...probe, fromMs: state.nowMs, reservation: state.reservation })
  if (found.layout !== undefined)
    return {
      status: 'placed',
      ...drawn(found.layout),
      startsAtMs: state.nowMs,
      reasons: found.reasons,
    }
  const later = reserveEarliest(state, { ...probe, id: '' } as Workload, undefined)
  return {
    status: 'waiting',
    legs: [],
    costUsd: 0,
    reasons: found.reasons,
    ...(later === undefined ? {} : { startsAtMs: later.fromMs }),
  }
}

function drawn(layout: Layout): Pick<Preview, 'legs' | 'costUsd'> {
  const legs = layout.sites.map((site, rank): PlacedLeg => ({
    legId: '',
    rank,
    siteId: site.entry.site.id,
    poolId: site.poolId,
    accelerators: site.need.accelerators,
    nodes: site.need.nodes,
    itMw: site.need.itW / 1e6,
    rampS: 0,
    port: 0,
    linkPort: 0,
    ...(site.grant === undefined ? {} : { wan: site.grant }),
  }))
  return { legs, costUsd: layout.costUsd }
}

/** One line for lists: why it is where it is. */
export function summarise(state: State, workload: Workload): string {
  const last = workload.history[workload.history.length - 1]?.text ?? ''
  if (isTerminal(workload.status) || workload.status !== 'queued') return last
  if (workload.pausedWhy !== undefined) return workload.pausedWhy
  if (workload.notBeforeMs > state.nowMs)
    return `backs off until ${new Date(workload.notBeforeMs).toISOString()}`
  return last.startsWith('reserved from')
    ? 'holds the reservation at the head of the queue'
    : `waits in the queue since ${new Date(workload.submittedAtMs).toISOString()}`
}

/** A decision in one plain sentence, for streams and histories. */
export function sentence(decision: Decision): string {
  const { workloadId: id } = decision
  switch (decision.kind) {
    case 'queued':
      return `${id} is queued`
    case 'refused':
      return `${id} is refused: it could never be placed`
    case 'placed':
      return `${id} is placed on ${decision.legs.map((leg) => leg.siteId).join(' + ')} (attempt ${decision.attempt})`
    case 'reserved':
      return `${id} will start on ${decision.siteIds.join(' + ')} at ${new Date(decision.fromMs).toISOString()} at the latest`
    case 'released':
      return `${id}: every leg holds its nodes, all are released`
    case 'rolled-back':
      return `${id}: start rolled back, ${decision.why}`
    case 'preempted':
      return `${id} makes room for ${decision.forWorkloadId}`
    case 'rerouted':
      return `${id}: leg ${decision.rank} now uses ${decision.wan.paths[0]?.join(' + ') ?? 'no path'}`
    case 'fallback':
      return `${id} falls back to ${decision.fallback}: ${decision.why}`
    case 'restored':
      return `${id} is synchronous again`
    case 'retry':
      return `${id}: ${decision.why}; tried again`
    case 'finished':
      return `${id} ${decision.outcome}`
  }
}
