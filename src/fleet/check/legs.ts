import { cite } from '../../diagnostics/index.ts'
import type { WorkloadSpec } from '../workload.ts'
import type { Finding } from './finding.ts'
import { checkShares, legCounts } from './shares.ts'

/** The accelerators split evenly over the legs, and legs of one training run talk over a WAN that it asks for. */
export function checkLegs(spec: WorkloadSpec): readonly Finding[] {
  const { min, max } = spec.legs
  if (min > max) {
    const message = `at least ${min} legs and at most ${max} cannot both hold`
    const hint = 'swap "min" and "max"'
    return [{ code: 'workload/legs-reversed', path: ['legs', 'min'], message, hint }]
  }
  return [...checkSplit(spec), ...checkWan(spec)]
}

function checkSplit({ accelerators, legs }: WorkloadSpec): readonly Finding[] {
  const { count } = accelerators
  const path = ['accelerators', 'count']
  const shared = { count, what: `${count} accelerators do`, remedy: 'ask for', path }
  return checkShares(shared, legCounts(legs))
}

function checkWan({ kind, legs, wan, trains }: WorkloadSpec): readonly Finding[] {
  if (kind === 'training' && legs.max > 1 && wan === undefined && trains === undefined) {
    const message = `a training run of up to ${legs.max} legs says what it needs between them`
    const hint =
      'add "wan: { rate: 400 Gb/s }", or "trains" with its model, or write "legs: { max: 1 }"'
    return [{ code: 'workload/no-wan', path: ['legs', 'max'], message, hint }]
  }
  if (legs.max > 1 || wan === undefined) return []
  const message = `a WAN is asked for by a workload of one leg (${cite(legs)})`
  const hint = 'write "legs: { max: 2 }", or remove "wan"'
  return [{ code: 'workload/idle-wan', severity: 'warning', path: ['wan'], message, hint }]
}
