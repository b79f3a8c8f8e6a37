import { transformers } from '../../catalog/index.ts'
import { cite, hintNearest } from '../../diagnostics/index.ts'
import type { WorkloadSpec } from '../workload.ts'
import type { Finding } from './finding.ts'
import { checkShares, legCounts } from './shares.ts'

/** The model is one that the catalog knows, and only training trains. */
export function checkTrains(spec: WorkloadSpec): readonly Finding[] {
  const { kind, trains, accelerators } = spec
  if (trains === undefined) return []
  const findings: Finding[] = []
  if (kind !== 'training') {
    const message = `a ${kind} workload trains nothing`
    const hint = 'write "kind: training", or remove "trains"'
    findings.push({ code: 'workload/trains-nothing', path: ['trains'], message, hint })
  }
  const ids = transformers.map(({ id }) => id)
  if (!ids.includes(trains.model)) {
    const message = `the catalog has no model named ${cite(trains.model)}`
    const hint = () =>
      hintNearest(trains.model, ids) ?? '"gridloom catalog list transformers" shows them'
    findings.push({ code: 'workload/unknown-model', path: ['trains', 'model'], message, hint })
  }
  if (trains.batchSequences < accelerators.count / 1024) {
    // Even the widest layouts in use put a thousand accelerators on one sequence at most.
    const message = `${trains.batchSequences} sequences cannot keep ${accelerators.count} accelerators busy`
    findings.push({ code: 'workload/small-batch', severity: 'warning', path: ['trains', 'batch'], message, hint: 'ask for fewer accelerators, or train on larger batches' }) // prettier-ignore
  }
  return [...findings, ...checkBatch(spec)]
}

/** Legs are equal, and so are their shares of a step. */
function checkBatch({ accelerators, legs, trains }: WorkloadSpec): readonly Finding[] {
  const count = trains!.batchSequences
  const what = `a step of ${count} sequences does`
  const able = legCounts(legs).filter((n) => accelerators.count % n === 0)
  return checkShares({ count, what, remedy: 'train on', path: ['trains', 'batch'] }, able)
}
