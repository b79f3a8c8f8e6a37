import { parametersOf, transformer } from '../../catalog/index.ts'
import type { Transformer } from '../../catalog/index.ts'
import type { Trains, TrainingProfile, WorkloadSpec } from '../../fleet/index.ts'
import { searchParallelism } from './search-parallelism.ts'

const gradientBytes = 2
/** A search takes up to a tenth of a second, and whoever asks is waiting: more sites than a gang is ever cut into are not tried. */
const legsMax = 8

type Run = Pick<WorkloadSpec, 'accelerators' | 'legs'>

/**
 * What a run does by itself on each number of sites that it allows: each leg has its share of accelerators and batch,
 * laid out as well as they can be. What lies between the sites is not in it. Undefined for a model that nobody knows.
 */
export function profileRun(trains: Trains, run: Run): TrainingProfile | undefined {
  const turns = profileInTurns(trains, run)
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
  }
}

/** The same with a pause after each number of legs, for whoever has other things to do. */
export function* profileInTurns(
  trains: Trains,
  { accelerators, legs }: Run,
): Generator<undefined, TrainingProfile | undefined> {
  const model = transformer(trains.model)
  if (model === undefined) return undefined
  const notes: string[] = []
  const byLegs: TrainingProfile['byLegs'][number][] = []
  for (let count = legs.min; count <= Math.min(legs.max, legsMax); count++) {
    if (accelerators.count % count !== 0) continue
    if (count > legs.min) yield
    const found = profileLegs(trains, { model, accelerators, count })
    if (typeof found === 'string') notes.push(`${count} legs: ${found}`)
    else byLegs.push(found)
  }
  if (legs.max > legsMax) notes.push(`more than ${legsMax} legs are not estimated`)
  return {
    byLegs,
    tokensPerStep: trains.batchSequences * trains.sequenceLength,
    gradientGb: (gradientBytes * parametersOf(model).total) / 1e9,
    notes,
  }
}

interface LegsQuery extends Pick<Run, 'accelerators'> {
  readonly model: Transformer
  readonly count: number
}

/** One number of legs, or why it cannot be. */
function profileLegs(
  trains: Trains,
  { model, accelerators, count }: LegsQuery,
): TrainingProfile['byLegs'][number] | string {
  if (trains.batchSequences % count !== 0)
    return `a batch of ${trains.batchSequences} does not split evenly`
  const outcome = searchParallelism({
    model,
    accelerator: accelerators.kind,
    accelerators: accelerators.count / count,
    precision: trains.precision,
    sequenceLength: trains.sequenceLength,
    globalBatchSequences: trains.batchSequences / count,
  })
  if (outcome.kind === 'impossible') return outcome.why.join('; ')
  if (outcome.kind === 'out-of-memory')
    return `at least ${outcome.memory.totalGb.toFixed(0)} GB of ${outcome.memory.limitGb.toFixed(0)} GB`
  const { stepTimeS, stepTimeP10S, stepTimeP90S, lastBackwardS } = outcome.estimate
  return {
    legs: count,
    stepS: stepTimeS,
    stepP10S: stepTimeP10S,
    stepP90S: stepTimeP90S,
    windowS: lastBackwardS,
    layout: outcome.inWords,
  }
}
