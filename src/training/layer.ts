import type { Transformer } from '../catalog/index.ts'
import type { StepConstants } from './constants.ts'
import { attentionWidths } from './flops.ts'
import { gemmS, wideGemmS } from './operations.ts'
import type { Rates } from './operations.ts'

/**
 * What one layer costs one accelerator for one micro-batch: forward seconds of arithmetic and memory traffic, no
 * network. Backward costs two products for each of the forward pass and twice its traffic; attention two and a half
 * times (five products against two, scores made again).
 */
export interface LayerWork {
  readonly forwardS: number
  readonly backwardS: number
  /** Of the forward pass, attention between queries and keys: what a context ring can hide behind. */
  readonly scoresS: number
  /** What recomputing attention scores adds to the backward pass; 0 where kernels never store them. */
  readonly scoresAgainS: number
}

/** What of a layout a layer sees. */
export interface LayerShape {
  readonly tensor: number
  readonly context: number
  readonly expert: number
  readonly microBatch: number
}

export interface LayerParts {
  readonly model: Transformer
  readonly rates: Rates
  readonly constants: StepConstants
  readonly sequenceLength: number
}

const backwardOfProducts = 2
const backwardOfAttention = 2.5
/** Bytes that cross memory per element: two norms (read, write), two residual sums (two reads, one write), 16 bit. */
const residualBytes = 20
/** Rotary positions: read and write. */
const rotaryBytes = 4
/** An activation reads its input and writes; with a gate it reads two. */
const activationBytes = { plain: 4, gated: 6 } as const
/** Scores in memory: written, scaled and masked, normalised, dropped out with a mask, read again; 16 bit. */
const scoreBytes = 13
/** Dispatch and combine each read and write a row; the weighted sum reads it once more. */
const permuteBytes = 10

/** Attention with what surrounds it: projections, scores, two norms and two residual sums. */
export function attentionWork(parts: LayerParts, shape: LayerShape): LayerWork {
  const { model, rates, constants, sequenceLength } = parts
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const heads = model.heads / shape.tensor
  const projections = projectionsS(parts, tokens, shape.tensor)
  const widths = attentionWidths(model)
  const causal = constants.hasFusedAttention ? 0.5 : 1
  const flops = 2 * causal * tokens * sequenceLength * heads * (widths.queryKey + widths.value)
  const stored = constants.hasFusedAttention ? 0 : scoreBytes * tokens * sequenceLength * heads
  const scores = flops / rates.attentionFlopsPerS + stored / rates.memoryBytesPerS
  const split = constants.hasSequenceParallel ? shape.tensor : 1
  const vectors =
    (tokens *
      ((residualBytes * model.hiddenSize) / split + 2 * rotaryBytes * heads * widths.queryKey)) /
    rates.memoryBytesPerS
  return {
    forwardS: projections + scores + vectors + constants.layerOverheadS,
    backwardS:
      backwardOfProducts * (projections + vectors + constants.layerOverheadS) +
      (constants.hasFusedAttention ? backwardOfAttention : backwardOfProducts) * scores,
    scoresS: scores,
    scoresAgainS: constants.hasFusedAttention ? 0 : scores,
  }
}

function projectionsS({ model, rates }: LayerParts, tokens: number, tensor: number): number {
  const { hiddenSize: h, headSize: d, attention } = model
  const heads = model.heads / tensor
  if (attention.kind === 'grouped-query') {
    const outputs = (heads + 2 * Math.max(1, attention.kvHeads / tensor)) * d
    return gemmS(rates, tokens, [outputs, h]) + gemmS(rates, tokens, [h, heads * d])
  }
  const { queryRank, kvRank, ropeHeadSize, valueHeadSize } = attention
  const query =
    queryRank === 0
      ? gemmS(rates, tokens, [heads * (d + ropeHeadSize), h])
      : gemmS(rates, tokens, [queryRank, h]) +
        gemmS(rates, tokens, [heads * (d + ropeHeadSize), queryRank])
  return (
    query +
    gemmS(rates, tokens, [kvRank + ropeHeadSize, h]) +
    gemmS(rates, tokens, [heads * (d + valueHeadSize), kvRank]) +
    gemmS(rates, tokens, [h, heads * valueHeadSize])
  )
}

/** The feed-forward part of a dense layer, or what every token shares in a mixture. */
export function feedForwardS(parts: LayerParts, width: number, shape: LayerShape): number {
  if (width === 0) return 0
  const { model, rates, sequenceLength } = parts
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const local = width / shape.tensor
  return (
    gemmS(rates, tokens, [(model.isGated ? 2 : 1) * local, model.hiddenSize]) +
    gemmS(rates, tokens, [model.hiddenSize, local]) +
    (tokens * local * (model.isGated ? activationBytes.gated : activationBytes.plain)) /
      rates.memoryBytesPerS
  )
}

/** Router, permutation and routed experts, balanced; what every token shares besides. Forward seconds. */
export function expertsS(parts: LayerParts, shape: LayerShape): number {
  const { model, rates, constants, sequenceLength } = parts
  const { experts, hiddenSize: h } = model
  if (experts === undefined) return 0
  const tokens = (shape.microBatch * sequenceLength) / (shape.context * shape.tensor)
  const local = Math.max(1, experts.count / shape.expert)
  const rows = (tokens * experts.perToken) / local
  const products =
    gemmS(rates, rows, [(model.isGated ? 2 : 1) * experts.ffnSize, h]) +
    gemmS(rates, rows, [h, experts.ffnSize])
  const activations =
    (rows * experts.ffnSize * (model.isGated ? activationBytes.gated : activationBytes.plain)) /
    rates.memoryBytesPerS
  return notUnder(
    constants.expertIssueS * issuedOperations(model, local),
    local * (products / constants.expertGemmShare + activations) +
      wideGemmS(rates, tokens, [experts.count, h]) +
      (constants.expertTrafficFactor * permuteBytes * tokens * experts.perToken * h) /
        rates.memoryBytesPerS +
      feedForwardS(parts, experts.sharedFfnSize, shape),
  )
}

/** Router, sorting, permutation both ways, dispatch, combine, activation and what converts between them. */
const routingOperations = 12
/** Products, norms, sums, positions and attention; compressing queries and keys adds products, norms and joins. */
const attentionOperations = { 'grouped-query': 12, latent: 20 } as const
const sharedOperations = 4
/** Two products of each local expert, each with the conversion of its rows: grouped products issue one by one. */
const operationsPerExpert = 4

/** Operations that a host issues for one layer with experts, forward. */
function issuedOperations({ attention, experts }: Transformer, localExperts: number): number {
  return (
    routingOperations +
    attentionOperations[attention.kind] +
    ((experts?.sharedFfnSize ?? 0) > 0 ? sharedOperations : 0) +
    operationsPerExpert * localExperts
  )
}

/** The larger of two times, rounded where they are alike: host and accelerator wait for each other there. */
const notUnder = (floorS: number, timeS: number): number =>
  Math.sqrt(Math.sqrt(floorS ** 4 + timeS ** 4))

/** A layer that mixes along the sequence without attention, by its parameters. Forward seconds. */
export function stateSpaceS(parts: LayerParts, shape: LayerShape): number {
  const { model, rates, constants, sequenceLength } = parts
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const width = (model.stateSpace?.parametersPerLayer ?? 0) / model.hiddenSize / shape.tensor
  return (
    gemmS(rates, tokens, [width, model.hiddenSize]) +
    (tokens * (residualBytes * model.hiddenSize + activationBytes.gated * width)) /
      rates.memoryBytesPerS +
    constants.layerOverheadS
  )
}

/** Bytes per logit: written in 16 bit, read and written in 32 for the softmax, gradient written. */
const logitBytes = 14

/** Output matrix and loss of one micro-batch, forward and backward seconds. */
export function headS(parts: LayerParts, shape: LayerShape): number {
  const { model, rates, sequenceLength } = parts
  const tokens = (shape.microBatch * sequenceLength) / shape.context
  const local = model.vocabulary / shape.tensor
  return (
    (1 + backwardOfProducts) * wideGemmS(rates, tokens, [local, model.hiddenSize]) +
    (logitBytes * tokens * local) / rates.memoryBytesPerS
  )
}

export const backwardShare = backwardOfProducts
