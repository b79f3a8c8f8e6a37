import { addGrant } from './grant.ts'
import { bookedUntilMs, legAccelerators } from './need.ts'
import { search } from './search.ts'
import { releaseInstants } from './site-check.ts'
import type { Reservation, State, Workload } from './state.ts'

/** Instants that are tried for a reservation: more would only refine a promise that comes forward with every end anyway. */
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
  const kept = previous?.workloadId === workload.id ? previous.fromMs : undefined
  const isDue = kept !== undefined && kept <= state.nowMs
  // Nothing became free since: the promise of the last pass is still the earliest, if it still holds.
  if (kept !== undefined && !isDue && !state.hasFreed) {
    const found = attempt(state, workload, kept)
    if (found !== undefined) return found
  }
  const instants = sample(candidates(state, workload))
  // What was promised is tried at its place in time, so that a sample which misses it cannot move it back.
  if (kept !== undefined && !isDue) instants.push(kept)
  for (const atMs of instants.sort((a, b) => a - b)) {
    const found = attempt(state, workload, atMs)
    if (found !== undefined) return found
  }
  return undefined
}

/** The instants at which sites that could ever take a part of it may have more room. */
function candidates(state: State, workload: Workload): number[] {
  const { spec } = workload
  const fewest = legAccelerators(spec, Math.max(spec.legs.min, 1)) ?? spec.accelerators.count
  const instants: number[] = []
  for (const entry of state.world!.sites) {
    const pool = entry.poolByAccelerator.get(spec.accelerators.kind)
    if (pool === undefined || pool.nodes * pool.acceleratorsPerNode * spec.legs.max < fewest)
      continue
    instants.push(...releaseInstants(state, entry, state.nowMs))
  }
  return instants
}

/** In order; of too many evenly spread ones, with the last, at which everything that ends has ended. */
function sample(instants: readonly number[]): number[] {
  // Thousands of them: a typed array sorts them without asking a function.
  const sorted = Float64Array.from(instants).sort()
  let count = 0
  for (const atMs of sorted) if (count === 0 || atMs !== sorted[count - 1]) sorted[count++] = atMs
  const stride = Math.max(1, Math.ceil(count / instantsMax))
  const sampled: number[] = []
  for (let i = stride - 1; i < count; i += stride) sampled.push(sorted[i]!)
  if (count % stride !== 0) sampled.push(sorted[count - 1]!)
  return sampled
}

function attempt(state: State, workload: Workload, fromMs: number): Reservation | undefined {
  const { spec, legsMax } = workload
  const { layout } = search(state, { spec, legsMax, fromMs, isSilent: true })
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
