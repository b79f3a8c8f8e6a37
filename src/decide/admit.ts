import type { WorkloadSpec } from '../fleet/index.ts'
import { capSpans } from '../power/index.ts'
import { dayMs as oneDayMs } from '../units/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Decision, Reason } from './decision.ts'
import type { WorkloadSubmitted } from './event.ts'
import { packReasons } from './pack-reasons.ts'
import { foreverMs } from './need.ts'
import { enqueue } from './queue.ts'
import { toReason } from './reason.ts'
import { search } from './search.ts'
import { remember } from './state.ts'
import type { State, Workload } from './state.ts'

/**
 * Admission: what can never run is refused at once with every reason; what can run some day is queued. "Never" means: not
 * even if the whole fleet were empty, lit and answering, whenever it started.
 */
export function admit(state: State, event: WorkloadSubmitted): Decision[] {
  if (state.workloads.has(event.workloadId)) return []
  const { spec, idempotencyKey } = event
  const workload = newWorkload(event)
  state.workloads.set(workload.id, workload)
  if (idempotencyKey !== undefined) state.byKey.set(`${spec.tenant}/${idempotencyKey}`, workload.id)
  const refusals = [...tenantRefusals(state, workload), ...placeRefusals(state, workload)]
  if (refusals.length > 0) {
    workload.status = 'refused'
    workload.endedAtMs = event.atMs
    remember(workload, state.nowMs, 'refused: it could never be placed')
    workload.reasons = packReasons(refusals)
    return [{ kind: 'refused', workloadId: workload.id, reasons: refusals }]
  }
  enqueue(state, workload)
  remember(workload, state.nowMs, `submitted by ${event.submittedBy}`)
  return [{ kind: 'queued', workloadId: workload.id, reasons: [] }]
}

function newWorkload(event: WorkloadSubmitted): Workload {
  return {
    id: event.workloadId,
    spec: event.spec,
    submittedAtMs: event.atMs,
    submittedBy: event.submittedBy,
    status: 'queued',
    attempt: 0,
    failures: 0,
    rollbacks: 0,
    notBeforeMs: 0,
    waitingSinceMs: event.atMs,
    legs: [],
    stale: [],
    startBeforeMs: 0,
    endsByMs: foreverMs,
    startedAtMs: undefined,
    endedAtMs: undefined,
    after: undefined,
    graceEndsMs: 0,
    sync: 'sync',
    pausedWhy: undefined,
    legsMax: event.spec.legs.max,
    costUsd: 0,
    reasons: '',
    decidedAtMs: event.atMs,
    history: [],
  }
}

function tenantRefusals(state: State, workload: Workload): Reason[] {
  const { spec } = workload
  const { count } = spec.accelerators
  const tenant = state.world?.tenantById.get(spec.tenant)
  const { acceleratorsMax, priorityMax } = tenant?.quota ?? { acceleratorsMax: 0, priorityMax: 100 }
  const note =
    tenant === undefined ? `no tenant ${spec.tenant} in the fleet` : `quota of ${tenant.id}`
  const reasons: Reason[] = []
  if (tenant === undefined || count > acceleratorsMax) {
    const unit = 'accelerators'
    reasons.push(
      toReason([], { constraint: 'quota', need: count, limit: acceleratorsMax, unit, note }),
    )
  }
  if (spec.priority > priorityMax)
    reasons.push(
      toReason([], {
        constraint: 'priority',
        need: spec.priority,
        limit: priorityMax,
        unit: 'priority',
        note: `highest of ${spec.tenant}`,
      }),
    )
  return reasons
}

/** Starts that are tried on the empty fleet; with more of them, work is queued rather than refused without proof. */
const startsMax = 200

/**
 * Why it could never be placed: the reasons of a search over the empty fleet, if no start finds anything. A limit on power
 * that holds now may be over later, so other starts are tried when power is what refused; nothing else changes with time.
 */
export function placeRefusals(
  state: State,
  workload: Pick<Workload, 'spec' | 'legsMax'>,
): readonly Reason[] {
  const from = (fromMs: InstantMs) =>
    search(state, { ...workload, fromMs, isEmpty: true, isFirstEnough: true })
  const { layout, reasons } = from(state.nowMs)
  if (layout !== undefined) return []
  if (!reasons.some(({ constraint }) => constraint.endsWith('-power'))) return reasons
  const starts = startsOnEmptyFleet(state, workload.spec)
  const isPossible =
    starts.length > startsMax || starts.some((atMs) => from(atMs).layout !== undefined)
  return isPossible ? [] : reasons
}

/** Where the cap of a site with the right pool changes: over the first and the last day of each epoch of its limits. */
function startsOnEmptyFleet(state: State, spec: WorkloadSpec): readonly InstantMs[] {
  const starts = new Set<InstantMs>()
  const latestMs = spec.deadlineMs ?? foreverMs
  for (const { cap, poolByAccelerator } of state.world!.sites) {
    if (!poolByAccelerator.has(spec.accelerators.kind)) continue
    for (const epoch of cap.epochs)
      for (const dayMs of [epoch.fromMs, epoch.toMs - oneDayMs]) {
        const fromMs = Math.max(dayMs, state.nowMs)
        for (const span of capSpans(cap, fromMs, Math.min(fromMs + oneDayMs, latestMs)))
          starts.add(span.fromMs)
      }
  }
  return [...starts].sort((a, b) => a - b)
}
