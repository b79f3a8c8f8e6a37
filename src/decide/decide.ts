import { admit } from './admit.ts'
import type { Decision } from './decision.ts'
import type { CancelRequested, Event, FleetLoaded } from './event.ts'
import { observeLink } from './fallback.ts'
import { finish, settle, stop } from './gang.ts'
import { observeLeg, observeSite } from './observe.ts'
import { runPass } from './pass.ts'
import { runTimers } from './timers.ts'
import { isTerminal, remember } from './state.ts'
import type { SiteState, State } from './state.ts'
import { buildWorld } from './world.ts'

/**
 * The decision core: a pure function of state and event. The same state and the same event give the same decisions, byte
 * for byte, whether the clock is the wall's, a rehearsal's or a replay's. `state` is advanced in place.
 */
export function decide(state: State, event: Event): readonly Decision[] {
  state.nowMs = Math.max(state.nowMs, event.atMs)
  if (event.kind === 'fleet-loaded') return loadFleet(state, event)
  if (state.world === undefined) return []
  switch (event.kind) {
    case 'workload-submitted':
      return admit(state, event)
    case 'cancel-requested':
      return cancel(state, event)
    case 'leg-observed':
      return observeLeg(state, event)
    case 'site-observed':
      return observeSite(state, event)
    case 'link-observed':
      return observeLink(state, event)
    case 'pass-due':
      return [...runTimers(state), ...runPass(state)]
    case 'usage-recorded':
    case 'leader-elected':
      return []
  }
}

/** The world changes under running work: what runs stays booked, even at a site that left the file. */
function loadFleet(state: State, event: FleetLoaded): readonly Decision[] {
  state.world = buildWorld(event.fleet)
  for (const site of event.fleet.sites)
    if (!state.sites.has(site.id)) state.sites.set(site.id, newSite(site.id, event.atMs))
  state.hasFreed = true
  return []
}

export const newSite = (id: string, atMs: number): SiteState => ({
  id,
  isReachable: true,
  unreachableSinceMs: 0,
  foreign: {},
  down: {},
  legs: new Map(),
  usedByPool: new Map(),
  usedItW: 0,
  ports: new Set(),
  nextPort: 0,
  rampLevelW: Number.MAX_SAFE_INTEGER,
  rampAtMs: atMs,
})

function cancel(state: State, event: CancelRequested): readonly Decision[] {
  const workload = state.workloads.get(event.workloadId)
  if (workload === undefined || isTerminal(workload.status)) return []
  remember(workload, state.nowMs, `cancelled by ${event.by}`)
  if (workload.legs.length === 0) return [finish(state, workload, 'cancelled')]
  stop(state, workload, { kind: 'finish', outcome: 'cancelled' })
  return settle(state, workload)
}
