import type { Transformer } from '../catalog/index.ts'

/** How many layers of a model are of which kind. */
export interface LayerCounts {
  readonly attention: number
  readonly stateSpace: number
  readonly dense: number
  readonly expert: number
}

/** A hybrid's layer is one block, a mixer or a feed-forward part; any other layer is both (as `parametersOf` counts). */
export const layerCountsOf = ({ layers, experts, stateSpace }: Transformer): LayerCounts => {
  const mixers = stateSpace === undefined ? 0 : stateSpace.layers + stateSpace.attentionLayers
  const feedForward = Math.max(0, layers - mixers)
  const dense = experts === undefined ? feedForward : Math.min(experts.denseLayers, feedForward)
  return {
    attention: stateSpace?.attentionLayers ?? layers,
    stateSpace: stateSpace?.layers ?? 0,
    dense,
    expert: feedForward - dense,
  }
}
