import type { FacilityMw, Ratio } from '../../units/index.ts'

/** Equal units, each out for a share of time by chance and on its own. */
export interface OutageBlock {
  readonly unitMw: FacilityMw
  readonly units: number
  readonly outageRate: Ratio
}

/**
 * How much power is there with a given probability, where units fail by chance?
 *
 * The table of all outages together (units independent) gives the largest x with P(sum >= x) >= probability. Source: the capacity
 * outage probability table of generation adequacy. Left out: outages with one cause, and how long they last.
 */
export function firmMwAt(blocks: readonly OutageBlock[], probability: Ratio): FacilityMw {
  let table = new Map<number, Ratio>([[0, 1]])
  for (const { unitMw, units, outageRate } of blocks) {
    const here = chanceOfUnits(units, 1 - outageRate)
    const next = new Map<number, Ratio>()
    for (const [w, chance] of table)
      here.forEach((own, count) => {
        if (own === 0) return
        // Whole watts, so that sums that are the same meet.
        const key = w + Math.round(count * unitMw * 1e6)
        next.set(key, (next.get(key) ?? 0) + chance * own)
      })
    table = next
  }
  let above = 0
  for (const [w, chance] of [...table].toSorted(([a], [b]) => b - a)) {
    above += chance
    if (above >= probability - 1e-12) return w / 1e6
  }
  return 0
}

/** Chance that 0, 1, ... all of the units run. */
function chanceOfUnits(units: number, availability: Ratio): readonly Ratio[] {
  let chances: Ratio[] = [1]
  for (let unit = 0; unit < units; unit++) {
    const next = Array.from({ length: chances.length + 1 }, () => 0)
    chances.forEach((chance, count) => {
      next[count] = (next[count] ?? 0) + chance * (1 - availability)
      next[count + 1] = (next[count + 1] ?? 0) + chance * availability
    })
    chances = next
  }
  return chances
}
