import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonFile } from './durable-file.ts'
import type { LegState } from './leg-state.ts'
import { identityOf } from './process-identity.ts'

/** Load on the site that is not ours: a file in the folder `foreign`, true while its process is. */
interface ForeignFile {
  readonly poolId: string
  readonly accelerators: number
  readonly pid: number
}

/** Accelerators by pool id that others use. A file that is not of this shape counts for nothing. */
export function foreignLoad(foreignFolder: string): Record<string, number> {
  const load: Record<string, number> = {}
  for (const name of namesIn(foreignFolder)) {
    const file = readJsonFile<Partial<ForeignFile> | null>(join(foreignFolder, name))
    if (typeof file?.poolId !== 'string' || !Number.isInteger(file.pid)) continue
    if (!Number.isInteger(file.accelerators) || file.accelerators! < 1) continue
    if (identityOf(file.pid!) === undefined) continue
    load[file.poolId] = (load[file.poolId] ?? 0) + file.accelerators!
  }
  return load
}

/**
 * The lowest free slots, or undefined when there are too few. A leg holds its slots from its launch file on until it has
 * ended; who uses which slot of the foreign load is not known, so it only lessens how many are left.
 */
export function freeSlots(
  pool: { readonly id: string; readonly accelerators: number },
  need: { readonly accelerators: number; readonly foreign: number },
  legs: readonly LegState[],
): readonly number[] | undefined {
  const live = legs.filter((leg) => leg.end === undefined && leg.order.poolId === pool.id)
  const taken = new Set(live.flatMap((leg) => leg.launch?.slots ?? []))
  const free = Array.from({ length: pool.accelerators }, (_, slot) => slot).filter(
    (slot) => !taken.has(slot),
  )
  return free.length - need.foreign < need.accelerators
    ? undefined
    : free.slice(0, need.accelerators)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}
