import type { Transformer } from '../catalog/index.ts'

/**
 * What one token leaves in the key and value cache, bytes, over all layers and all GPUs of a replica.
 *
 * Grouped queries keep a key and a value for each head of keys: 2 · layers · heads · size. Latent attention keeps one
 * compressed vector and one rotary key: layers · (rank + rotary size) (DeepSeek-V2, arXiv 2405.04434). Layers without
 * attention keep a state of fixed size, which is left out, as are sliding windows that forget.
 */
export function kvBytesPerToken(model: Transformer, bytesPerValue: number): number {
  const layers = model.stateSpace?.attentionLayers ?? model.layers
  const { attention } = model
  return attention.kind === 'latent'
    ? layers * (attention.kvRank + attention.ropeHeadSize) * bytesPerValue
    : 2 * layers * attention.kvHeads * model.headSize * bytesPerValue
}
