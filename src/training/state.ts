import { parametersOf } from '../catalog/index.ts'
import type { Transformer } from '../catalog/index.ts'
import { layerCountsOf } from './layer-counts.ts'

/** Parameters by how a layout cuts them: what optimizer, gradients and memory follow. */
export interface ModelState {
  readonly layers: number
  /** In the mean layer, cut by tensor ranks. */
  readonly sharedPerLayer: number
  /** In the mean layer, cut by expert ranks. */
  readonly routedPerLayer: number
  readonly inputEmbedding: number
  readonly outputEmbedding: number
  readonly total: number
}

export function modelStateOf(model: Transformer): ModelState {
  const parameters = parametersOf(model)
  const count = layerCountsOf(model)
  const routed = count.expert * (model.experts?.count ?? 0) * parameters.perExpert
  const tables = parameters.inputEmbedding + parameters.outputEmbedding
  return {
    layers: model.layers,
    sharedPerLayer: (parameters.total - tables - routed) / model.layers,
    routedPerLayer: routed / model.layers,
    inputEmbedding: parameters.inputEmbedding,
    outputEmbedding: parameters.outputEmbedding,
    total: parameters.total,
  }
}

/** What one accelerator of the fullest stage holds, in parameters. */
export interface LocalState {
  readonly shared: number
  readonly routed: number
}

interface Cut {
  readonly tensor: number
  readonly pipeline: number
  readonly expert: number
  readonly layersPerStage: number
}

export function localStateOf(state: ModelState, cut: Cut): LocalState {
  const tables =
    cut.pipeline === 1
      ? state.inputEmbedding + state.outputEmbedding
      : Math.max(state.inputEmbedding, state.outputEmbedding)
  const layers = Math.min(state.layers, cut.layersPerStage)
  return {
    shared: (layers * state.sharedPerLayer + tables) / cut.tensor,
    routed: (layers * state.routedPerLayer) / cut.expert,
  }
}
