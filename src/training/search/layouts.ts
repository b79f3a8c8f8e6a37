import type { Transformer } from '../../catalog/index.ts'
import type { Chip } from '../chip.ts'
import { mostFreePlaces, stagesOf } from '../schedule.ts'
import type { Parallelism, Recompute } from '../step.ts'

/**
 * Every layout that is searched, each of which `layoutFaults` finds nothing wrong with (a test holds both ways). The grid: all
 * divisors for pipeline, virtual stages, context, data and expert ranks; tensor ranks inside one scale-up domain; 1 to 16
 * sequences in a micro-batch; every way to recompute; full sharding where there is no pipeline, as frameworks do it.
 * Left out: tensor ranks across servers, micro-batches above 16, context above 64 ranks.
 */
export interface LayoutQuery {
  readonly model: Transformer
  readonly chip: Chip
  readonly accelerators: number
  readonly sequenceLength: number
  readonly globalBatchSequences: number
}

export const microBatchSizes = [1, 2, 4, 8, 16] as const
export const contextMax = 64
const recomputes: readonly Recompute[] = ['none', 'selective', 'full']

export function* layouts(query: LayoutQuery): Generator<Parallelism> {
  const { model, accelerators } = query
  for (const tensor of tensorRanks(query))
    for (const pipeline of divisorsOf(accelerators / tensor)) {
      const virtual = virtualStages(model, pipeline)
      if (virtual.length === 0) continue
      for (const context of divisorsOf(accelerators / tensor / pipeline)) {
        if (context > contextMax || query.sequenceLength % context !== 0) continue
        const data = accelerators / tensor / pipeline / context
        if (query.globalBatchSequences % data !== 0) continue
        yield* over(query, { tensor, pipeline, context, data }, virtual)
      }
    }
}

type Ranks = Pick<Parallelism, 'tensor' | 'pipeline' | 'context' | 'data'>

function* over(
  query: LayoutQuery,
  ranks: Ranks,
  virtual: readonly number[],
): Generator<Parallelism> {
  const { tensor, pipeline, context, data } = ranks
  const perReplica = query.globalBatchSequences / data
  const experts = expertRanks(query.model, tensor * context * data)
  const shardings = pipeline === 1 ? [false, true] : [false]
  for (const microBatchSequences of microBatchSizes) {
    if (perReplica % microBatchSequences !== 0) break
    const microBatches = perReplica / microBatchSequences
    for (const virtualStages of virtual) {
      // Interleaving needs a micro-batch for each stage.
      if (virtualStages > 1 && microBatches < pipeline) break
      for (const expert of experts)
        for (const isFullySharded of shardings)
          for (const recompute of recomputes)
            yield { ...ranks, virtualStages, expert, isFullySharded, microBatchSequences, recompute } // prettier-ignore
    }
  }
}

function tensorRanks({ model, chip, accelerators }: LayoutQuery): number[] {
  const { attention, heads } = model
  const width = model.experts === undefined ? model.ffnSize : model.experts.sharedFfnSize
  const mayShareHeads = (ranks: number): boolean =>
    attention.kind !== 'grouped-query' ||
    attention.kvHeads % ranks === 0 ||
    ranks % attention.kvHeads === 0
  return divisorsOf(accelerators).filter(
    (ranks) =>
      ranks <= chip.scaleUpDomain &&
      heads % ranks === 0 &&
      width % ranks === 0 &&
      mayShareHeads(ranks),
  )
}

function virtualStages({ layers }: Transformer, pipeline: number): number[] {
  const most = pipeline === 1 ? 1 : Math.floor((layers + mostFreePlaces) / pipeline)
  return Array.from({ length: most }, (_, i) => i + 1).filter(
    (stages) => stagesOf(layers, pipeline, stages).free <= mostFreePlaces,
  )
}

const expertRanks = ({ experts }: Transformer, ranks: number): number[] =>
  experts === undefined ? [1] : divisorsOf(experts.count).filter((one) => ranks % one === 0)

/** In ascending order. */
function divisorsOf(count: number): number[] {
  const low: number[] = []
  const high: number[] = []
  for (let divisor = 1; divisor * divisor <= count; divisor++) {
    if (count % divisor !== 0) continue
    low.push(divisor)
    if (divisor * divisor !== count) high.unshift(count / divisor)
  }
  return [...low, ...high]
}
