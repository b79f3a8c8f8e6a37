import type { EnginePool } from '../pool-fault.ts'
import { holdsNodes, type LegJob } from './job-outcome.ts'
import type { NodeRow } from './transport.ts'

/** How the pools of a site are seen in Slurm. */
export interface PoolsInSlurm {
  readonly pools: readonly EnginePool[]
  readonly gresTypeByPool: Readonly<Record<string, string>>
  readonly partition: string
}

export interface PoolLoad {
  readonly foreignAccelerators: Readonly<Record<string, number>>
  readonly downAccelerators: Readonly<Record<string, number>>
}

/** A node with one of these is given no new job; `*` after a state means that it does not answer. */
const outOfService = /DOWN|DRAIN|FAIL|ERROR|UNKNOWN|FUTURE|INVAL|MAINT|NOT_RESPONDING|NO_RESPOND|\*/
/** Powered down to save energy is still in service: Slurm wakes it for a job. */
const savesEnergy = /POWERED_DOWN|POWERING_DOWN|POWER_DOWN/g

/**
 * Load that is not ours: what Slurm has given out on the nodes of our partition less what our own jobs hold. Counted by
 * nodes, since the job list as text can be forged (a job's name may hold a line break) and a request for accelerators
 * has four spellings, whereas the use of a node is Slurm's own figure. Accelerators of a node that is out of service
 * count as down unless a job still runs on them.
 */
export function poolLoad(
  site: PoolsInSlurm,
  nodes: readonly NodeRow[],
  jobs: readonly LegJob[],
): PoolLoad {
  const ourNodes = nodes.filter((node) => node.partitions.includes(site.partition))
  const foreignAccelerators: Record<string, number> = {}
  const downAccelerators: Record<string, number> = {}
  for (const pool of site.pools) {
    const type = site.gresTypeByPool[pool.id]
    if (type === undefined) continue
    const used = sum(ourNodes.map((node) => gresCount(node.gresUsed, type)))
    const ours = jobs.filter((job) => job.comment.poolId === pool.id && holdsNodes(job))
    const held = sum(ours.map((job) => job.comment.accelerators))
    const present = sum(ourNodes.map((node) => gresCount(node.gres, type)))
    const idleOutOfService = ourNodes.filter(isOutOfService).map((node) => {
      return Math.max(0, gresCount(node.gres, type) - gresCount(node.gresUsed, type))
    })
    const missing = Math.max(0, pool.nodes * pool.acceleratorsPerNode - present)
    foreignAccelerators[pool.id] = Math.max(0, used - held)
    downAccelerators[pool.id] = sum(idleOutOfService) + missing
  }
  return { foreignAccelerators, downAccelerators }
}

const isOutOfService = ({ state }: NodeRow): boolean =>
  outOfService.test(state.replaceAll(savesEnergy, ''))

/** Accelerators of a type in a gres list such as `gpu:h100:4(IDX:0-3),gpu:a100:2,shard:8`; type `gpu` counts them all. */
export function gresCount(gres: string, type: string): number {
  const entries = gres.replaceAll(/\([^)]*\)/g, '').split(',')
  return sum(
    entries.map((entry) => {
      const match =
        /^(?:gres[:/])?gpu(?::([A-Za-z0-9_.-]*[A-Za-z_.-][A-Za-z0-9_.-]*))?:(\d+)$/.exec(
          entry.trim(),
        )
      return match && (type === 'gpu' || match[1] === type) ? Number(match[2]) : 0
    }),
  )
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
