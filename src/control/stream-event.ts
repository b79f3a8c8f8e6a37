import { sentence } from '../decide/index.ts'
import type { Decision, Event, State } from '../decide/index.ts'
import type { StreamEvent } from './api.ts'

export interface Decided {
  readonly seq: number
  readonly event: Event
  readonly decisions: readonly Decision[]
}

/** An event as streams show it: what happened or, when something was decided, what. */
export function toStreamEvent(state: State, decided: Decided): StreamEvent {
  const { seq, event, decisions } = decided
  const workloadId = workloadOf(event)
  const tenantId =
    workloadId === undefined ? undefined : state.workloads.get(workloadId)?.spec.tenant
  return {
    seq,
    atMs: event.atMs,
    kind: event.kind,
    ...(workloadId === undefined ? {} : { workloadId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    summary: decisions.length > 0 ? decisions.map(sentence).join('; ') : describe(event),
    decisions,
  }
}

function workloadOf(event: Event): string | undefined {
  if (event.kind === 'workload-submitted' || event.kind === 'cancel-requested')
    return event.workloadId
  if (event.kind === 'leg-observed' || event.kind === 'usage-recorded')
    return event.legId.slice(0, event.legId.indexOf('.'))
  return undefined
}

function describe(event: Event): string {
  switch (event.kind) {
    case 'fleet-loaded':
      return `fleet ${event.fleet.name} loaded`
    case 'workload-submitted':
      return `${event.workloadId} submitted by ${event.submittedBy}`
    case 'cancel-requested':
      return `${event.workloadId} is to be cancelled, asked by ${event.by}`
    case 'leg-observed':
      return `${event.legId} is ${event.phase}${event.outcome === undefined ? '' : `, ${event.outcome}`}`
    case 'site-observed':
      return `${event.siteId} ${event.isReachable ? 'answers' : 'does not answer'}`
    case 'link-observed':
      return `${event.spanIds.join(', ')} ${event.isUp ? 'lit' : 'dark'}`
    case 'usage-recorded':
      return `${event.rowId} metered`
    case 'leader-elected':
      return `${event.holder} leads with token ${event.fencingToken}`
    case 'pass-due':
      return 'pass'
  }
}
