import type { Pool } from '../fleet/index.ts'
import type { LegOrder } from './engine.ts'

/** What an engine must know of the pools of its site. */
export type EnginePool = Pick<Pool, 'id' | 'accelerator' | 'nodes' | 'acceleratorsPerNode'>

/** Why this site can never hold the leg, or undefined when it can once enough is free. */
export function poolFault(
  order: LegOrder,
  site: { readonly siteId: string; readonly pools: readonly EnginePool[] },
): string | undefined {
  if (order.siteId !== site.siteId) return `the order is for site ${order.siteId}`
  const pool = site.pools.find(({ id }) => id === order.poolId)
  if (pool === undefined) return `site ${site.siteId} has no pool ${order.poolId}`
  if (pool.accelerator !== order.accelerator)
    return `pool ${pool.id} has ${pool.accelerator}, not ${order.accelerator}`
  const accelerators = pool.nodes * pool.acceleratorsPerNode
  if (order.accelerators > accelerators)
    return `pool ${pool.id} has ${accelerators} accelerators, the leg needs ${order.accelerators}`
  if (order.nodes > pool.nodes)
    return `pool ${pool.id} has ${pool.nodes} nodes, the leg needs ${order.nodes}`
  return undefined
}
