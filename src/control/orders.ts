import { mayAllocate } from '../decide/index.ts'
import type { Leg, Workload } from '../decide/index.ts'
import type { LegOrder } from '../engines/index.ts'
import type { EngineConfig, Fleet } from '../fleet/index.ts'

/** What an engine should be told about a leg now, from what is wanted and what was last seen. Level, not edge. */
export type LegAction = 'allocate' | 'release' | 'checkpoint' | 'cancel' | 'none'

export function actionFor(workload: Workload, leg: Leg): LegAction {
  if (leg.phase === 'ended') return 'none'
  if (leg.desired === 'gone') return 'cancel'
  if (leg.desired === 'checkpointed') return leg.phase === 'running' ? 'checkpoint' : 'none'
  if (leg.phase === 'ordered') return mayAllocate(workload, leg) ? 'allocate' : 'none'
  // A queued leg is asked for again: its first order may have been cut off half-way, and an engine may queue it only while
  // it is asked.
  if (leg.phase === 'queued') return 'allocate'
  return leg.desired === 'running' && leg.phase === 'held' ? 'release' : 'none'
}

/** A service has no end; engines want a number: ten years. */
const unlimitedS = 10 * 365 * 86_400

export function toLegOrder(fleet: Fleet, workload: Workload, leg: Leg): LegOrder {
  const { spec } = workload
  return {
    legId: leg.legId,
    fencingToken: leg.fencingToken,
    workloadId: workload.id,
    tenantId: spec.tenant,
    siteId: leg.siteId,
    poolId: leg.poolId,
    accelerator: spec.accelerators.kind,
    accelerators: leg.accelerators,
    nodes: leg.nodes,
    command: spec.command,
    environment: spec.environment,
    durationMaxS:
      spec.durationMaxH === undefined ? unlimitedS : Math.ceil(spec.durationMaxH * 3600),
    barrier: true,
    ...(spec.checkpoint?.command === undefined
      ? {}
      : { checkpointCommand: spec.checkpoint.command }),
    contract: {
      runId: workload.id,
      attempt: workload.attempt,
      rank: leg.rank,
      legCount: workload.legs.length,
      listen: leg.port === 0 ? '' : `${listenHost(engineOf(fleet, leg))}:${leg.port}`,
      rendezvous: reach(fleet, leg, workload.legs[0]!),
      peers: workload.legs.map((peer) => reach(fleet, leg, peer)),
      wanGbps: leg.wan?.gbps ?? workload.legs[1]?.wan?.gbps ?? 0,
      wanRttMs: leg.wan?.rttMs ?? workload.legs[1]?.wan?.rttMs ?? 0,
      sync: workload.sync,
      rampS: leg.rampS,
      checkpointIntervalS: spec.checkpoint?.intervalS ?? 0,
    },
  }
}

const engineOf = (fleet: Fleet, leg: Leg): EngineConfig | undefined =>
  fleet.sites.find((site) => site.id === leg.siteId)?.engine

const listenHost = (engine: EngineConfig | undefined): string =>
  engine?.kind === 'slurm' ? engine.address : '127.0.0.1'

/** Where `from` reaches `to`: itself where it listens; the first leg over its emulated WAN link when there is one. */
function reach(fleet: Fleet, from: Leg, to: Leg): string {
  if (to.port === 0) return ''
  if (to.rank === 0 && from.linkPort > 0) return `127.0.0.1:${from.linkPort}`
  return `${listenHost(engineOf(fleet, to))}:${to.port}`
}
