import type { Transformer } from '../catalog/index.ts'
import { mostFreePlaces, stagesOf } from './schedule.ts'
import type { Parallelism } from './step.ts'

/** Everything that keeps a layout from being built for a model; empty where it can be. */
export function layoutFaults(
  model: Transformer,
  layout: Parallelism,
  batch: { readonly sequenceLength: number; readonly globalBatchSequences: number },
): string[] {
  const counts = countFaults(layout, batch)
  if (counts.length > 0) return counts
  return [
    ...headFaults(model, layout),
    ...pipelineFaults(model, layout),
    ...expertFaults(model, layout),
    ...batchFaults(layout, batch),
  ]
}

/** Beyond it a count is a slip of the pen, and products of counts stop being exact. */
const mostOfAnything = 2 ** 31

const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostOfAnything

function countFaults(
  layout: Parallelism,
  batch: { readonly sequenceLength: number; readonly globalBatchSequences: number },
): string[] {
  const { tensor, pipeline, virtualStages, context, expert, data, microBatchSequences } = layout
  const counts = {
    tensor,
    pipeline,
    virtualStages,
    context,
    expert,
    data,
    microBatchSequences,
    sequenceLength: batch.sequenceLength,
    globalBatchSequences: batch.globalBatchSequences,
  }
  return Object.entries(counts)
    .filter(([, value]) => !isCount(value))
    .map(([name, value]) => `${name} is ${String(value)}, not a whole number from 1 to 2^31`)
}

function headFaults(model: Transformer, { tensor }: Parallelism): string[] {
  const faults: string[] = []
  if (model.heads % tensor !== 0)
    faults.push(`${model.heads} attention heads do not divide over ${tensor} tensor ranks`)
  const { attention } = model
  if (
    attention.kind === 'grouped-query' &&
    attention.kvHeads % tensor !== 0 &&
    tensor % attention.kvHeads !== 0
  )
    faults.push(
      `${attention.kvHeads} key-value heads neither divide over ${tensor} tensor ranks nor repeat evenly`,
    )
  const width = model.experts === undefined ? model.ffnSize : model.experts.sharedFfnSize
  if (width % tensor !== 0)
    faults.push(`a feed-forward width of ${width} does not divide over ${tensor} tensor ranks`)
  return faults
}

function pipelineFaults(model: Transformer, layout: Parallelism): string[] {
  const { pipeline, virtualStages } = layout
  const chunks = pipeline * virtualStages
  const faults: string[] = []
  if (virtualStages > 1 && pipeline === 1)
    faults.push(`${virtualStages} virtual stages need a pipeline of at least 2 stages`)
  if (stagesOf(model.layers, pipeline, virtualStages).free > mostFreePlaces)
    faults.push(
      chunks > model.layers
        ? `${model.layers} layers do not fill ${chunks} pipeline chunks, even if embedding, output and a further head take one each`
        : `${model.layers} layers do not divide over ${chunks} pipeline chunks, nor within ${mostFreePlaces} places for embedding and output`,
    )
  return faults
}

function expertFaults({ experts }: Transformer, layout: Parallelism): string[] {
  const { expert, tensor, context, data } = layout
  if (expert === 1) return []
  if (experts === undefined) return [`a dense model has no experts to spread over ${expert} ranks`]
  const faults: string[] = []
  if (experts.count % expert !== 0)
    faults.push(`${experts.count} experts do not divide over ${expert} expert ranks`)
  if ((tensor * context * data) % expert !== 0)
    faults.push(
      `${expert} expert ranks do not divide tensor x context x data = ${tensor * context * data}`,
    )
  return faults
}

function batchFaults(
  layout: Parallelism,
  batch: { readonly sequenceLength: number; readonly globalBatchSequences: number },
): string[] {
  const { data, microBatchSequences, context, pipeline, virtualStages } = layout
  const faults: string[] = []
  const perRound = data * microBatchSequences
  if (batch.globalBatchSequences % perRound !== 0)
    faults.push(
      `a batch of ${batch.globalBatchSequences} does not divide over ${data} replicas in micro-batches of ${microBatchSequences}`,
    )
  if (batch.sequenceLength % context !== 0)
    faults.push(`${batch.sequenceLength} tokens do not divide over ${context} context ranks`)
  if (virtualStages > 1 && batch.globalBatchSequences / perRound < pipeline)
    faults.push(
      `interleaving needs at least ${pipeline} micro-batches per replica, there are ${Math.floor(batch.globalBatchSequences / perRound)}`,
    )
  return faults
}
