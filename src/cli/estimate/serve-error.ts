import type { FamilySummary } from '../../report/index.ts'
import type { ServingOutcome } from '../../serving/index.ts'

let summaries: readonly FamilySummary[] | undefined

/** How far off the way by which the answer was found is on public cases it was not fitted on; undefined where none exists. */
export async function heldOutError(outcome: ServingOutcome): Promise<FamilySummary | undefined> {
  const family = familyOf(outcome)
  if (family === undefined) return undefined
  if (summaries === undefined) {
    const { validateServing } = await import('../../serving/index.ts')
    const { summarise } = await import('../../report/index.ts')
    summaries = summarise([validateServing()])
  }
  return summaries.find((one) => one.family === family && one.split === 'held-out')
}

function familyOf(outcome: ServingOutcome): string | undefined {
  if (outcome.kind === 'interpolated') {
    const isPool = outcome.estimate.curve.gpus === undefined
    return isPool ? 'serving/mixture of experts, changing pools' : 'serving/mixture of experts'
  }
  if (outcome.kind !== 'estimated') return undefined
  const isAmd = outcome.estimate.constants.software.includes('AMD')
  return isAmd ? 'serving/mlperf AMD' : 'serving/dense throughput'
}
