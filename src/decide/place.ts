import type { Decision, Reason } from './decision.ts'
import { hold, takePort, takeRamp } from './book.ts'
import { siteList, toPlacedLeg } from './gang.ts'
import { bookedUntilMs, foreverMs } from './need.ts'
import { packReasons } from './pack-reasons.ts'
import { dequeue } from './queue.ts'
import type { Layout, LayoutSite } from './layout.ts'
import type { Leg, State, Workload } from './state.ts'
import { remember } from './state.ts'

/** What a search found: where it goes, and why there. */
export interface Placeable {
  readonly layout: Layout
  readonly reasons: readonly Reason[]
}

/** Puts a workload into the books, whole or not at all, and orders its legs. */
export function place(state: State, workload: Workload, found: Placeable): Decision {
  const { spec } = workload
  const { layout, reasons } = found
  const policy = state.world!.fleet.policy
  dequeue(state, workload)
  workload.attempt++
  workload.status = 'starting'
  workload.pausedWhy = undefined
  workload.after = undefined
  workload.startedAtMs = undefined
  workload.sync = 'sync'
  workload.startBeforeMs = state.nowMs + policy.startWindowS * 1000
  workload.endsByMs = foreverMs
  workload.costUsd = layout.costUsd
  const fencingToken = state.nextToken++
  const holdsUntilMs = bookedUntilMs(spec, state.nowMs, policy)
  workload.legs = layout.sites.map((choice, rank) => ({
    ...newLeg(state, workload, { choice, rank, isGang: layout.sites.length > 1 }),
    fencingToken,
    holdsUntilMs,
  }))
  for (const leg of workload.legs) hold(state, leg, spec.tenant)
  state.live.set(workload.id, workload)
  state.touched.add(workload.id)
  workload.reasons = packReasons(reasons)
  workload.decidedAtMs = state.nowMs
  remember(workload, state.nowMs, `placed on ${siteList(workload)} (attempt ${workload.attempt})`)
  const legs = workload.legs.map(toPlacedLeg)
  return {
    kind: 'placed',
    workloadId: workload.id,
    attempt: workload.attempt,
    fencingToken,
    legs,
    costUsd: layout.costUsd,
    reasons,
  }
}

interface LegPlace {
  readonly choice: LayoutSite
  readonly rank: number
  readonly isGang: boolean
}

/** A leg as ordered: it takes its share of the start budget, and the ports that its peers will need. */
function newLeg(
  state: State,
  workload: Workload,
  { choice, rank, isGang }: LegPlace,
): Omit<Leg, 'fencingToken' | 'holdsUntilMs'> {
  const { entry, need, poolId, grant } = choice
  const { engine, id: siteId } = entry.site
  const site = state.sites.get(siteId)!
  const needsPort = isGang && engine.kind !== 'simulated'
  const needsLink = isGang && rank > 0 && engine.kind === 'process'
  return {
    legId: `${workload.id}.${workload.attempt}.${rank}`,
    workloadId: workload.id,
    rank,
    siteId,
    poolId,
    accelerators: need.accelerators,
    nodes: need.nodes,
    itMw: need.itW / 1e6,
    itW: need.itW,
    rampS: takeRamp(state, entry, need.itW),
    port: needsPort ? takePort(site, engine.ports) : 0,
    linkPort: needsLink ? takePort(site, engine.ports) : 0,
    ...(grant === undefined ? {} : { wan: grant }),
    desired: 'held',
    phase: 'ordered',
  }
}
