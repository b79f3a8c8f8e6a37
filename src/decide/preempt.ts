import type { WorkloadSpec } from '../fleet/index.ts'
import type { Decision } from './decision.ts'
import { stopAtCheckpoint } from './gang.ts'
import { isStarving } from './queue.ts'
import { search } from './search.ts'
import type { Credit } from './site-check.ts'
import type { State, Workload } from './state.ts'
import { remember } from './state.ts'

/**
 * Whom to stop so that the head of the queue fits: only runs of lower priority that declared `pause` or `shift`, and that
 * did not already wait beyond the starvation limit for this turn; the lowest priority first, the youngest among equals.
 * First it is asked where the workload would go if all of them made room; then, at those sites, as few as needed are
 * stopped. Nobody is stopped when that would not be enough.
 */
export function findVictims(state: State, workload: Workload): readonly Workload[] | undefined {
  const leaving = [...state.live.values()].filter((other) => other.status === 'stopping')
  const isEnough = (chosen: readonly Workload[], spec: WorkloadSpec): boolean =>
    search(state, {
      spec,
      legsMax: workload.legsMax,
      fromMs: state.nowMs,
      credit: creditOf([...leaving, ...chosen], workload),
      isFirstEnough: true,
      isSilent: true,
    }).layout !== undefined
  if (leaving.length > 0 && isEnough([], workload.spec)) return undefined
  const eligible = stoppable(state, workload)
  if (eligible.length === 0) return undefined
  const credit = creditOf([...leaving, ...eligible], workload)
  const all = search(state, {
    spec: workload.spec,
    legsMax: workload.legsMax,
    fromMs: state.nowMs,
    credit,
    isSilent: true,
  })
  if (all.layout === undefined) return undefined
  const here = new Set(all.layout.sites.map((site) => site.entry.site.id))
  const victims = eligible
    .filter((victim) => victim.legs.some((leg) => here.has(leg.siteId)))
    .sort(cheapestFirst)
  const legs = {
    min: all.layout.sites.length,
    max: all.layout.sites.length,
    startTogether: workload.spec.legs.startTogether,
  }
  const spec = { ...workload.spec, legs, sites: { allow: [...here] } }
  const chosen = spare(victims.toReversed(), (others) => isEnough(others, spec))
  return chosen.length === 0 ? undefined : chosen.toReversed()
}

/**
 * Spares each in turn, those that it would hurt most to stop first; what cannot be spared is stopped. Stopping one more
 * never makes less room, so the longest run that can be spared at once is found by halving.
 */
function spare(
  dearestFirst: readonly Workload[],
  isEnough: (stopped: readonly Workload[]) => boolean,
): readonly Workload[] {
  const stopped: Workload[] = []
  let from = 0
  while (from < dearestFirst.length) {
    let low = from
    let high = dearestFirst.length
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (isEnough([...stopped, ...dearestFirst.slice(middle)])) low = middle
      else high = middle - 1
    }
    if (low < dearestFirst.length) stopped.push(dearestFirst[low]!)
    from = low + 1
  }
  return stopped
}

function stoppable(state: State, workload: Workload): Workload[] {
  const victims: Workload[] = []
  for (const other of state.live.values()) {
    const { flexibility, priority } = other.spec
    if (other.status !== 'running' || priority >= workload.spec.priority) continue
    if (isStarving(state, other, other.startedAtMs ?? state.nowMs)) continue
    if (flexibility === 'pause' || flexibility === 'shift') victims.push(other)
  }
  return victims
}

/** The lowest priority first, the youngest among equals. */
const cheapestFirst = (a: Workload, b: Workload): number =>
  a.spec.priority - b.spec.priority ||
  (b.startedAtMs ?? 0) - (a.startedAtMs ?? 0) ||
  (a.id < b.id ? -1 : 1)

function creditOf(victims: readonly Workload[], workload: Workload): Map<string, Credit> {
  const credit = new Map<string, { accelerators: number; itW: number }>()
  for (const victim of victims)
    for (const leg of victim.legs) {
      if (leg.phase === 'ended') continue
      const isSameKind = victim.spec.accelerators.kind === workload.spec.accelerators.kind
      const sum = credit.get(leg.siteId) ?? { accelerators: 0, itW: 0 }
      if (isSameKind) sum.accelerators += leg.accelerators
      sum.itW += leg.itW
      credit.set(leg.siteId, sum)
    }
  return credit
}

export function preempt(
  state: State,
  workload: Workload,
  victims: readonly Workload[],
): Decision[] {
  return victims.map((victim) => {
    stopAtCheckpoint(state, victim, { kind: 'queue', notBeforeMs: state.nowMs, isRestart: true })
    remember(
      victim,
      state.nowMs,
      `stopped to make room for ${workload.id} (priority ${workload.spec.priority} over ${victim.spec.priority})`,
    )
    return { kind: 'preempted', workloadId: victim.id, forWorkloadId: workload.id }
  })
}
