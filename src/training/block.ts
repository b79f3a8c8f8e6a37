import { layerCountsOf } from './layer-counts.ts'
import { allToAllS, ringS, sendS } from './collective.ts'
import type { Network } from './collective.ts'
import { attentionWork } from './attention.ts'
import { backwardShare, feedForwardS, headS, stateSpaceS } from './layer.ts'
import type { LayerParts, LayerShape } from './layer.ts'
import { againS } from './made-again.ts'
import { expertsS } from './routed-experts.ts'
import type { ModelState } from './state.ts'

/**
 * The mean layer of a model on one accelerator, one micro-batch: its work and its share of the network, exposed or not.
 * A mean, because a pipeline stage holds some of each kind; which stage holds which is left out. Seconds.
 */
export interface BlockCost {
  readonly forwardS: number
  readonly backwardS: number
  readonly scoresAgainS: number
  /** Transfers over tensor ranks: forward as much as backward. */
  readonly tensorForwardS: number
  /** Of a ring over context ranks, what does not hide behind attention: forward, backward. */
  readonly contextForwardS: number
  readonly contextBackwardS: number
  /** Dispatch and combine over expert ranks: forward as much as backward. */
  readonly expertForwardS: number
  /** Output matrix and loss of one micro-batch. */
  readonly headS: number
}

const activationElementBytes = 2
/** Keys and values. */
const pair = 2

/** With tensor ranks: a gather before and a scatter after, of the tokens of one micro-batch. */
function tensorPairS(parts: LayerParts, network: Network, shape: LayerShape): number {
  const tokens = (shape.microBatch * parts.sequenceLength) / shape.context
  const bytes = tokens * parts.model.hiddenSize * activationElementBytes
  return 2 * ringS(network, bytes, { ranks: shape.tensor, stride: 1 })
}

/** Keys and values travel around the context ring while attention works on what arrived before. */
function contextS(parts: LayerParts, network: Network, shape: LayerShape): number {
  if (shape.context <= 1) return 0
  const { model, sequenceLength } = parts
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const width =
    model.attention.kind === 'latent'
      ? (model.heads * model.headSize) / shape.tensor
      : Math.max(1, model.attention.kvHeads / shape.tensor) * model.headSize
  const bytes = pair * tokens * width * activationElementBytes
  return (shape.context - 1) * sendS(network, bytes, { ranks: shape.context, stride: shape.tensor })
}

function dispatchS(parts: LayerParts, network: Network, shape: LayerShape): number {
  const { experts, hiddenSize } = parts.model
  if (experts === undefined) return 0
  const tokens = (shape.microBatch * parts.sequenceLength) / (shape.context * shape.tensor)
  return allToAllS(
    network,
    {
      tokens,
      rowBytes: hiddenSize * activationElementBytes,
      copies: experts.perToken,
      isDeduplicated: parts.execution.dispatcher === 'deduplicated',
    },
    { ranks: shape.expert, stride: 1 },
  )
}

/** A gradient is summed in 32 bit over micro-batches: read, written. */
const accumulatedBytes = 8

/** What the backward pass moves to add one micro-batch's gradients of the mean layer to the others'. */
function accumulationS({ rates }: LayerParts, state: ModelState, shape: LayerShape): number {
  const held = state.sharedPerLayer / shape.tensor + state.routedPerLayer / shape.expert
  return (rates.trafficShare * accumulatedBytes * held) / rates.memoryBytesPerS
}

export interface BlockParts extends LayerParts {
  readonly state: ModelState
}

export function blockCost(parts: BlockParts, network: Network, shape: LayerShape): BlockCost {
  const { model, state } = parts
  const count = layerCountsOf(model)
  const attention = attentionWork(parts, shape)
  const products =
    count.dense * feedForwardS(parts, model.ffnSize, shape) +
    count.expert * expertsS(parts, shape) +
    count.stateSpace * stateSpaceS(parts, shape)
  const pairS = tensorPairS(parts, network, shape)
  const hasShared = (model.experts?.sharedFfnSize ?? 0) > 0
  const pairs = count.attention + count.stateSpace + count.dense + (hasShared ? count.expert : 0)
  const ring = contextS(parts, network, shape)
  const ringWindow = (attention.scoresS * (shape.context - 1)) / shape.context
  const perLayer = 1 / model.layers
  const attentionShare = count.attention * perLayer
  return {
    forwardS: (count.attention * attention.forwardS + products) * perLayer,
    backwardS:
      (count.attention * attention.backwardS + backwardShare * products) * perLayer +
      againS(parts, shape) * perLayer +
      accumulationS(parts, state, shape),
    scoresAgainS: attentionShare * attention.scoresAgainS,
    tensorForwardS: pairs * perLayer * pairS,
    contextForwardS: attentionShare * Math.max(0, ring - ringWindow),
    contextBackwardS: attentionShare * 2 * Math.max(0, ring - ringWindow),
    expertForwardS: count.expert * perLayer * 2 * dispatchS(parts, network, shape),
    headS: headS(parts, shape),
  }
}
