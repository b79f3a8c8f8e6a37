import { bookedUntilMs, legAccelerators } from './need.ts'
import { search } from './search.ts'
import { releaseInstants } from './site-check.ts'
import type { Reservation, State, Workload } from './state.ts'
import { addGrant } from './wan.ts'

/** Instants that are tried for a reservation: more would only refine a promise that moves with every end anyway. */
const instantsMax = 96

/**
 * The earliest instant at which the workload fits if every run uses its whole time. Candidates are the instants at which
 * capacity may grow (ends of legs, changes of a cap) at sites that could ever take it. Runs usually end early, so the
 * promise only moves forward in time, never back: nobody behind is allowed to push it.
 */
export function reserveEarliest(
  state: State,
  workload: Workload,
  previous: Reservation | undefined,
): Reservation | undefined {
  const { spec } = workload
  // Nothing became free since: the promise of the last pass is still the earliest, if it still holds.
  if (previous?.workloadId === workload.id && !state.hasFreed && previous.fromMs > state.nowMs) {
    const kept = attempt(state, workload, previous.fromMs)
    if (kept !== undefined) return kept
  }
  const fewest = legAccelerators(spec, Math.max(spec.legs.min, 1)) ?? spec.accelerators.count
  const instants = new Set<number>()
  for (const entry of state.world!.sites) {
    const pool = entry.poolByAccelerator.get(spec.accelerators.kind)
    if (pool === undefined || pool.nodes * pool.acceleratorsPerNode * spec.legs.max < fewest)
      continue
    for (const atMs of releaseInstants(state, entry, state.nowMs)) instants.add(atMs)
  }
  const sorted = [...instants].sort((a, b) => a - b)
  const stride = Math.max(1, Math.ceil(sorted.length / instantsMax))
  for (let i = stride - 1; i < sorted.length; i += stride) {
    const found = attempt(state, workload, sorted[i]!)
    if (found !== undefined) return found
  }
  const last = sorted[sorted.length - 1]
  return last === undefined ? undefined : attempt(state, workload, last)
}

function attempt(state: State, workload: Workload, fromMs: number): Reservation | undefined {
  const { layout } = search(state, { spec: workload.spec, legsMax: workload.legsMax, fromMs })
  if (layout === undefined) return undefined
  const wan = new Map<string, number>()
  for (const site of layout.sites) addGrant(wan, site.grant)
  const legs = layout.sites.map((site) => ({
    siteId: site.entry.site.id,
    poolId: site.poolId,
    accelerators: site.need.accelerators,
    itW: site.need.itW,
  }))
  const toMs = bookedUntilMs(workload.spec, fromMs, state.world!.fleet.policy)
  return { workloadId: workload.id, fromMs, toMs, legs, wan }
}
