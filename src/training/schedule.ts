/**
 * What does a pipeline cost? Layers are dealt to p stages of v chunks each. One forward, one backward (1F1B), chunks
 * interleaved: m micro-batches keep the slowest stage busy, and p - 1 chunks pass before it starts and after it ends.
 *
 *   bubble = (p - 1) T / v,   T = forward and backward of one micro-batch on one stage
 *
 * (arXiv 2104.04473, section 2.2). Where layers do not fill the chunks, embedding, output or a second prediction head
 * take the free places, as Megatron's layouts do, a whole chunk where chunks are one layer; the last stage then has a layer less
 * for each output matrix.
 * Left out: zero-bubble and dual schedules.
 */
export interface Stages {
  /** Places for layers in one stage, all chunks. */
  readonly layersPerStage: number
  readonly layersPerChunk: number
  /** Places that embedding, output and further heads take. */
  readonly free: number
}

/** Embedding, output matrix, and a head that predicts further tokens. */
export const mostFreePlaces = 3

export function stagesOf(layers: number, pipeline: number, virtualStages: number): Stages {
  const chunks = pipeline * virtualStages
  const layersPerChunk = Math.ceil(layers / chunks)
  return {
    layersPerChunk,
    layersPerStage: layersPerChunk * virtualStages,
    free: layersPerChunk * chunks - layers,
  }
}

/** The slowest stage in one micro-batch: how many layers it has, and whether the output matrix is with them. */
export function slowestStage(
  stages: Stages,
  pipeline: number,
  cost: { readonly layerS: number; readonly headS: number; readonly heads: number },
): { readonly layers: number; readonly hasHead: boolean } {
  if (pipeline === 1) return { layers: stages.layersPerStage, hasHead: true }
  const relieved = Math.max(0, stages.layersPerStage - Math.min(stages.free, cost.heads))
  return relieved * cost.layerS + cost.headS >= stages.layersPerStage * cost.layerS
    ? { layers: relieved, hasHead: true }
    : { layers: stages.layersPerStage, hasHead: false }
}

/** Micro-batches whose activations a first stage holds at once, as a number of whole stages. */
export function microBatchesInFlight(
  pipeline: number,
  virtualStages: number,
  microBatches: number,
): number {
  const interleaved = virtualStages > 1 ? (pipeline - 1) / virtualStages : 0
  return Math.min(microBatches, pipeline + interleaved)
}
