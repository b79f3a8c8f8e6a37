import type { Fleet } from '../fleet/index.ts'
import { hold } from './book.ts'
import { newSite } from './decide.ts'
import { enqueue } from './queue.ts'
import { emptyState } from './state.ts'
import type { Leg, Reservation, SiteState, State, TenantState, Workload } from './state.ts'
import { buildWorld } from './world.ts'

/**
 * A snapshot is a cache of the fold: state as JSON text. Only what cannot be derived is written; books, queues and the
 * world are built again.
 */
export interface WrittenState {
  readonly format: 1
  readonly fleet: Fleet | undefined
  readonly nowMs: number
  readonly nextToken: number
  readonly hasFreed: boolean
  readonly workloads: readonly Workload[]
  readonly byKey: readonly (readonly [string, string])[]
  readonly sites: readonly Pick<
    SiteState,
    | 'id'
    | 'isReachable'
    | 'unreachableSinceMs'
    | 'foreign'
    | 'down'
    | 'nextPort'
    | 'rampLevelW'
    | 'rampAtMs'
  >[]
  readonly tenants: readonly TenantState[]
  readonly darkSpans: readonly string[]
  readonly live: readonly string[]
  readonly reservation:
    | (Omit<Reservation, 'wan'> & { readonly wan: readonly (readonly [string, number])[] })
    | undefined
}

export const writeSnapshot = (state: State): string => JSON.stringify(describeState(state))

/** Shares what it describes: to be written down before the state moves on. */
export function describeState(state: State): WrittenState {
  return {
    format: 1,
    fleet: state.world?.fleet,
    nowMs: state.nowMs,
    nextToken: state.nextToken,
    hasFreed: state.hasFreed,
    workloads: [...state.workloads.values()],
    byKey: [...state.byKey],
    sites: [...state.sites.values()].map(
      ({ legs: _legs, usedByPool: _pools, usedItW: _w, ports: _ports, ...site }) => site,
    ),
    tenants: [...state.tenants.values()],
    darkSpans: [...state.darkSpans],
    live: [...state.live.keys()],
    reservation:
      state.reservation === undefined
        ? undefined
        : { ...state.reservation, wan: [...state.reservation.wan] },
  }
}

/** Undefined when the text is not a snapshot of this format: then the journal is folded from the start. */
export function readSnapshot(text: string): State | undefined {
  const written = parse(text)
  return rebuildState(written)
}

/** Undefined when it is not of this format. */
export function rebuildState(written: WrittenState | null | undefined): State | undefined {
  if (written?.format !== 1) return undefined
  const state = emptyState()
  state.world = written.fleet === undefined ? undefined : buildWorld(written.fleet)
  state.nowMs = written.nowMs
  state.nextToken = written.nextToken
  for (const [key, id] of written.byKey) state.byKey.set(key, id)
  for (const site of written.sites)
    state.sites.set(site.id, { ...newSite(site.id, site.rampAtMs), ...site })
  for (const tenant of written.tenants)
    state.tenants.set(tenant.id, { ...tenant, heldAccelerators: 0 })
  for (const span of written.darkSpans) state.darkSpans.add(span)
  for (const workload of written.workloads) restoreWorkload(state, workload)
  for (const tenant of written.tenants) state.tenants.get(tenant.id)!.usageAtMs = tenant.usageAtMs
  for (const tenant of written.tenants) state.tenants.get(tenant.id)!.usageH = tenant.usageH
  state.live.clear()
  for (const id of written.live) state.live.set(id, state.workloads.get(id)!)
  state.reservation =
    written.reservation === undefined
      ? undefined
      : { ...written.reservation, wan: new Map(written.reservation.wan) }
  state.hasFreed = written.hasFreed
  return state
}

function restoreWorkload(state: State, written: Workload): void {
  // What was undefined is absent from JSON: the fields are put back so that every workload has the same shape.
  const workload: Workload = {
    ...written,
    startedAtMs: written.startedAtMs,
    endedAtMs: written.endedAtMs,
    after: written.after,
    pausedWhy: written.pausedWhy,
  }
  state.workloads.set(workload.id, workload)
  const held = [...workload.legs, ...workload.stale].filter((leg: Leg) => leg.phase !== 'ended')
  for (const leg of held) hold(state, leg, workload.spec.tenant)
  if (workload.status === 'queued') enqueue(state, workload)
}

function parse(text: string): WrittenState | undefined {
  try {
    return JSON.parse(text) as WrittenState
  } catch {
    return undefined
  }
}
