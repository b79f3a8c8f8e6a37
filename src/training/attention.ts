import type { Transformer } from '../catalog/index.ts'
import { attentionWidths } from './flops.ts'
import { backwardShare, residualBytes } from './layer.ts'
import type { LayerParts, LayerShape } from './layer.ts'
import { gemmS } from './operations.ts'

/**
 * What does attention cost, with what surrounds it? Every query is compared with the keys before it, or in its window:
 *
 *   t = 2 n k (d_qk + d_v) / (peak x share) + n k / exponentials per second,   n queries times heads, k keys
 *
 * Products and exponentials add up: kernels that alternate them reach about half of peak in either case (FlashAttention-3, arXiv
 * 2407.08608; FlashAttention-4, arXiv 2603.05451). Backward has five products against two, and the exponentials once more. Windows
 * and sinks run at a fitted share of that rate; at other lengths of sequence than it was fitted on it is off.
 */
export interface LayerWork {
  readonly forwardS: number
  readonly backwardS: number
  /** Of the forward pass, attention between queries and keys: what a context ring can hide behind. */
  readonly scoresS: number
  /** What recomputing attention scores adds to the backward pass; 0 where kernels never store them. */
  readonly scoresAgainS: number
}

const backwardOfAttention = 2.5
/** Scores in memory: written, scaled and masked, normalised, dropped out with a mask, read again; 16 bit. */
const scoreBytes = 13
/** Rotary positions: read and write in one kernel. */
const rotaryBytes = 4
/**
 * Scaled positions are not in that kernel (Megatron-LM, rope_utils.py): two products (4 each), a rotation (6), a sum (6) and a join
 * (4), and as much and a half backward, in thirds as the clock counts.
 */
const scaledRotaryBytes = 20

const rotaryBytesOf = ({ hasScaledRotary }: Transformer): number =>
  hasScaledRotary === true ? scaledRotaryBytes : rotaryBytes

/** Attention with what surrounds it: projections, scores, two norms and two residual sums. */
export function attentionWork(parts: LayerParts, shape: LayerShape): LayerWork {
  const { model, rates, constants, execution, sequenceLength } = parts
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const heads = model.heads / shape.tensor
  const projections = projectionsS(parts, tokens, shape.tensor)
  const widths = attentionWidths(model)
  const compared = tokens * heads * keysOf(parts)
  const flops = 2 * compared * (widths.queryKey + widths.value)
  const rate = execution.hasNarrowAttention
    ? rates.narrowAttentionFlopsPerS
    : rates.attentionFlopsPerS
  const stored = constants.hasFusedAttention ? 0 : scoreBytes * tokens * sequenceLength * heads
  const share = model.window === undefined ? 1 : constants.windowedAttentionShare
  const exponentials = compared / (rates.exponentialsPerS * share)
  const products = flops / (rate * share)
  const passes = stored / rates.memoryBytesPerS
  const scores = products + exponentials + passes
  const split = constants.hasSequenceParallel ? shape.tensor : 1
  const issueS =
    execution.graphs === 'attention' || execution.graphs === 'step' ? 0 : constants.layerOverheadS
  const vectors =
    (tokens *
      ((residualBytes * model.hiddenSize) / split +
        2 * rotaryBytesOf(model) * heads * widths.queryKey)) /
    rates.memoryBytesPerS
  return {
    forwardS: projections + scores + vectors + issueS,
    backwardS:
      backwardShare * (projections + vectors + issueS) +
      (constants.hasFusedAttention
        ? backwardOfAttention * products + exponentials + backwardShare * passes
        : backwardShare * scores),
    scoresS: scores,
    scoresAgainS: constants.hasFusedAttention ? 0 : scores,
  }
}

/** Kernels work on blocks of keys: a window touches one more than it is long. */
const keyBlock = 128

/** Keys that the mean token of the mean layer is compared with: those before it, or those of its window. */
function keysOf({ model, constants, sequenceLength }: LayerParts): number {
  const causal = (constants.hasFusedAttention ? 0.5 : 1) * sequenceLength
  if (model.window === undefined) return causal
  const attentionLayers = model.stateSpace?.attentionLayers ?? model.layers
  const windowed = Math.min(1, model.window.layers / Math.max(1, attentionLayers))
  return (1 - windowed) * causal + windowed * Math.min(causal, model.window.tokens + keyBlock)
}

function projectionsS(parts: LayerParts, tokens: number, tensor: number): number {
  const { model, rates } = parts
  const { hiddenSize: h, headSize: d, attention } = model
  const heads = model.heads / tensor
  if (attention.kind === 'grouped-query') {
    const outputs = (heads + 2 * Math.max(1, attention.kvHeads / tensor)) * d
    return gemmS(rates, tokens, [outputs, h]) + gemmS(rates, tokens, [h, heads * d])
  }
  const { queryRank, kvRank, ropeHeadSize, valueHeadSize } = attention
  return (
    upProjectionsS(parts, tokens, tensor) +
    (queryRank === 0
      ? gemmS(rates, tokens, [heads * (d + ropeHeadSize), h])
      : gemmS(rates, tokens, [queryRank, h])) +
    gemmS(rates, tokens, [kvRank + ropeHeadSize, h]) +
    gemmS(rates, tokens, [h, heads * valueHeadSize])
  )
}

/** From compressed queries and keys to heads; 0 where nothing is compressed. */
export function upProjectionsS(
  { model, rates }: LayerParts,
  tokens: number,
  tensor: number,
): number {
  const { attention, headSize: d } = model
  if (attention.kind === 'grouped-query') return 0
  const heads = model.heads / tensor
  const { queryRank, kvRank, ropeHeadSize, valueHeadSize } = attention
  const query = queryRank === 0 ? 0 : gemmS(rates, tokens, [heads * (d + ropeHeadSize), queryRank])
  return query + gemmS(rates, tokens, [heads * (d + valueHeadSize), kvRank])
}
