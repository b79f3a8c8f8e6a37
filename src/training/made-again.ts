import { upProjectionsS } from './attention.ts'
import type { Again } from './execution.ts'
import { layerCountsOf } from './layer-counts.ts'
import { activationBytesOf, feedForwardS } from './layer.ts'
import type { LayerParts, LayerShape } from './layer.ts'

/** A norm reads and writes, 16 bit. */
const normBytes = 4

/** What single operations that a recipe makes again add to a backward pass: all layers of the model, seconds. */
export function againS(parts: LayerParts, shape: LayerShape): number {
  const { model, rates, execution, sequenceLength } = parts
  if (execution.again.length === 0) return 0
  const count = layerCountsOf(model)
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const routed = (tokens * (model.experts?.perToken ?? 0)) / shape.tensor
  const ofPart: Readonly<Record<Again, () => number>> = {
    'up-projections': () => count.attention * upProjectionsS(parts, tokens, shape.tensor),
    'feed-forward': () => count.dense * feedForwardS(parts, model.ffnSize, shape),
    activation: () =>
      (count.expert * routed * activationBytesOf(model) * (model.experts?.ffnSize ?? 0)) /
      rates.memoryBytesPerS,
    norms: () =>
      ((count.attention + count.expert) * (tokens / shape.tensor) * normBytes * model.hiddenSize) /
      rates.memoryBytesPerS,
  }
  return execution.again.reduce((sum, part) => sum + ofPart[part](), 0)
}
