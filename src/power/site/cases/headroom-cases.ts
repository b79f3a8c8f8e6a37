import type { Comparison } from '../../../catalog/index.ts'
import { headroom } from '../headroom.ts'
import { hoursPerYear } from '../hourly.ts'

/**
 * A load on even steps of height d from 0 to its peak, in any order. The room under the peak is as even, so n hours are curtailed
 * at L between (n - 1) d and n d, by n L - d n (n - 1) / 2 in all. At a limit s of N hours that gives n = ceil(2 s N) - 1 and
 * L = d n (n - 1) / 2 / (n - s N): near 2 s times the peak.
 */
const peakMw = 100_000
const limits = [0.0025, 0.005, 0.01, 0.05] as const
const stepMw = peakMw / (hoursPerYear - 1)

function closedFormMw(limitShare: number): number {
  const hours = Math.ceil(2 * limitShare * hoursPerYear) - 1
  return (stepMw * hours * (hours - 1)) / 2 / (hours - limitShare * hoursPerYear)
}

export const headroomComparisons = (): readonly Comparison[] =>
  limits.map((limitShare) => {
    const load = Float64Array.from(
      { length: hoursPerYear },
      (_, hour) => stepMw * ((hour * 7919) % hoursPerYear),
    )
    const seasonOfMonth = Array.from({ length: 12 }, () => 0)
    const found = headroom({ loadMwByHour: [load], limitShare, seasonOfMonth })
    return {
      family: 'power/headroom',
      id: `even load, ${limitShare * 100} %`,
      quantity: 'headroom',
      unit: 'MW',
      published: closedFormMw(limitShare),
      predicted: found.ok ? found.value.headroomMw : 0,
      error: 'relative',
      split: 'none',
      source: 'Closed form of the method of Norris et al., Duke University, 2025-02, for an even load', // prettier-ignore
      note: 'not a published case: those need hourly demand of EIA-930, see validateHeadroom',
    }
  })
