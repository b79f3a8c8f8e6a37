import type { Path } from '../../diagnostics/index.ts'
import type { WorkloadSpec } from '../workload.ts'
import type { Finding } from './finding.ts'

/** The numbers of legs that a workload allows; none where the least is above the most. */
export const legCounts = ({ min, max }: WorkloadSpec['legs']): readonly number[] =>
  Array.from({ length: Math.max(0, max - min + 1) }, (_, i) => min + i)

/** What legs share equally. */
export interface Shared {
  readonly count: number
  /** With its verb: `16 accelerators do`, `a step of 96 sequences does`. */
  readonly what: string
  /** What to do where no number of legs will do: `ask for`. */
  readonly remedy: string
  readonly path: Path
}

/** Legs are equal: what does not split over any of these numbers of them is an error, over some a warning. */
export function checkShares(shared: Shared, legs: readonly number[]): readonly Finding[] {
  const uneven = legs.filter((n) => shared.count % n !== 0)
  if (uneven.length === 0) return []
  const { path } = shared
  const code = 'workload/uneven-legs'
  const message = `${shared.what} not split evenly over ${uneven.join(', ')} legs`
  if (uneven.length === legs.length)
    return [{ code, path, message, hint: `${shared.remedy} a multiple of ${legs[0]}` }]
  const hint = 'it will not be placed on so many sites; that may be meant'
  return [{ code, severity: 'warning', path, message, hint }]
}
