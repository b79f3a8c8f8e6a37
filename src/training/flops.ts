import { parametersOf } from '../catalog/index.ts'
import type { Transformer } from '../catalog/index.ts'

/**
 * Which arithmetic does a model ask for, whatever machine runs it? Forward and backward, no recomputation:
 *
 *   F = 6 N_m s + 12 l_a s^2 a (d_qk + d_v) / 2
 *
 * per sequence of s tokens: N_m parameters that multiply a token (catalog `multiplied`: the input table is a look-up),
 * l_a layers with a attention heads of width d. Attention is counted in full, not causal, as NVIDIA, MosaicML and
 * Megatron publish it, so that utilisations compare (arXiv 2205.05198, appendix A); a layer with a sliding window counts the
 * window. Left out: norms, activations, loss.
 */
export function modelFlopsPerSequence(model: Transformer, sequenceLength: number): number {
  const { multiplied } = parametersOf(model)
  const layers = model.stateSpace?.attentionLayers ?? model.layers
  const widths = attentionWidths(model)
  const windowed = Math.min(layers, model.window?.layers ?? 0)
  const keys =
    (layers - windowed) * sequenceLength +
    windowed * Math.min(sequenceLength, model.window?.tokens ?? 0)
  const scores = 6 * model.heads * (widths.queryKey + widths.value)
  return 6 * multiplied * sequenceLength + scores * sequenceLength * keys
}

/** Widths of one head: of what is compared, and of what is summed. */
export function attentionWidths(model: Transformer): {
  readonly queryKey: number
  readonly value: number
} {
  return model.attention.kind === 'latent'
    ? {
        queryKey: model.headSize + model.attention.ropeHeadSize,
        value: model.attention.valueHeadSize,
      }
    : { queryKey: model.headSize, value: model.headSize }
}
