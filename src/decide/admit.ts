import type { Decision, Reason } from './decision.ts'
import type { WorkloadSubmitted } from './event.ts'
import { record } from './gang.ts'
import { foreverMs } from './need.ts'
import { enqueue } from './queue.ts'
import { search } from './search.ts'
import type { State, Workload } from './state.ts'

/**
 * Admission: what can never run is refused at once with every reason; what can run some day is queued. "Never" means: not
 * even if the whole fleet were empty, lit and answering.
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
    record(state, workload, refusals, 'refused: it could never be placed')
    return [{ kind: 'refused', workloadId: workload.id, reasons: refusals }]
  }
  enqueue(state, workload)
  record(state, workload, [], `submitted by ${event.submittedBy}`)
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
    reasons: '[]',
    decidedAtMs: event.atMs,
    history: [],
  }
}

function tenantRefusals(state: State, workload: Workload): Reason[] {
  const { spec } = workload
  const tenant = state.world?.tenantById.get(spec.tenant)
  const about = (
    constraint: Reason['constraint'],
    need: number,
    limit: number,
    unit: string,
    note: string,
  ): Reason => ({
    siteIds: [],
    verdict: 'refused',
    constraint,
    need,
    limit,
    slack: limit - need,
    unit,
    note,
  })
  if (tenant === undefined)
    return [
      about(
        'quota',
        spec.accelerators.count,
        0,
        'accelerators',
        `no tenant ${spec.tenant} in the fleet`,
      ),
    ]
  const reasons: Reason[] = []
  const { acceleratorsMax, priorityMax } = tenant.quota
  if (spec.accelerators.count > acceleratorsMax)
    reasons.push(
      about(
        'quota',
        spec.accelerators.count,
        acceleratorsMax,
        'accelerators',
        `quota of ${tenant.id}`,
      ),
    )
  if (spec.priority > priorityMax)
    reasons.push(
      about('priority', spec.priority, priorityMax, 'priority', `highest of ${tenant.id}`),
    )
  return reasons
}

/** Reasons of a search over an empty fleet, if it finds nothing. */
export function placeRefusals(
  state: State,
  workload: Pick<Workload, 'spec' | 'legsMax'>,
): readonly Reason[] {
  const { layout, reasons } = search(state, {
    spec: workload.spec,
    legsMax: workload.legsMax,
    fromMs: state.nowMs,
    isEmpty: true,
    isFirstEnough: true,
  })
  return layout === undefined ? reasons : []
}
