import type { Gbps } from '../units/index.ts'
import type { WanGrant } from './event.ts'

/** Rates are whole Mb/s in the books, so that sums are exact and what is given back leaves no trace. */
export const toMbps = (gbps: Gbps): number => Math.round(gbps * 1000)

/** Adds what a grant takes on each route; `times` -1 gives it back. */
export function addGrant(
  booked: Map<string, number>,
  grant: WanGrant | undefined,
  times: 1 | -1 = 1,
): void {
  if (grant === undefined) return
  const mbps = times * toMbps(grant.gbps)
  for (const path of grant.paths)
    for (const id of path) booked.set(id, (booked.get(id) ?? 0) + mbps)
}
