import type { Transformer } from '../catalog/index.ts'
import type { StepConstants } from './constants.ts'
import { attentionWidths } from './flops.ts'
import { layerCountsOf } from './layer-counts.ts'
import { gemmS, wideGemmS } from './operations.ts'
import type { Again, Execution } from './execution.ts'
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
  readonly execution: Execution
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
/** A norm reads and writes, 16 bit. */
const normBytes = 4
/** Dispatch and combine each read and write a row; the weighted sum reads it once more. */
const permuteBytes = 10
/** A collective brings rows by rank: they are sorted by expert, and sorted back. */
const sortBytes = 8
/**
 * Megatron-LM adds the second bias of an expert in steps of their own (experts.py, `_apply_bias`): it scales the vector in 32 bit
 * (writes 4), adds (reads 6, writes 4), joins (reads 4, writes 4), narrows (reads 4, writes 2); the backward pass widens (6),
 * narrows (6), multiplies and sums twice (24). A third of these 64 bytes, as the clock counts backward twice forward.
 */
const biasBytes = 64 / 3

const activationBytesOf = ({ isGated }: Transformer): number =>
  isGated ? activationBytes.gated : activationBytes.plain

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
      ((residualBytes * model.hiddenSize) / split + 2 * rotaryBytes * heads * widths.queryKey)) /
    rates.memoryBytesPerS
  return {
    forwardS: projections + scores + vectors + issueS,
    backwardS:
      backwardOfProducts * (projections + vectors + issueS) +
      (constants.hasFusedAttention
        ? backwardOfAttention * products + exponentials + backwardOfProducts * passes
        : backwardOfProducts * scores),
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
function upProjectionsS({ model, rates }: LayerParts, tokens: number, tensor: number): number {
  const { attention, headSize: d } = model
  if (attention.kind === 'grouped-query') return 0
  const heads = model.heads / tensor
  const { queryRank, kvRank, ropeHeadSize, valueHeadSize } = attention
  const query = queryRank === 0 ? 0 : gemmS(rates, tokens, [heads * (d + ropeHeadSize), queryRank])
  return query + gemmS(rates, tokens, [heads * (d + valueHeadSize), kvRank])
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
    (tokens * local * activationBytesOf(model)) / rates.memoryBytesPerS
  )
}

/** Router, permutation and routed experts, balanced; what every token shares besides. Forward seconds. */
export function expertsS(parts: LayerParts, shape: LayerShape): number {
  const { model, rates, constants, execution, sequenceLength } = parts
  const { experts, hiddenSize: h } = model
  if (experts === undefined) return 0
  const tokens = (shape.microBatch * sequenceLength) / (shape.context * shape.tensor)
  const local = Math.max(1, experts.count / shape.expert)
  const rows = (tokens * experts.perToken) / local
  const isFused = execution.hasFusedExperts
  const products =
    gemmS(rates, rows, [(model.isGated ? 2 : 1) * experts.ffnSize, h]) +
    // Where activation and conversion are in the kernel, nothing is left to convert before the second product.
    gemmS(isFused ? { ...rates, castBytes: 0 } : rates, rows, [h, experts.ffnSize])
  const hasApartBiases = experts.hasBiases === true && !isFused
  const bytesPerRow =
    (isFused ? 0 : activationBytesOf(model) * experts.ffnSize) +
    (hasApartBiases ? biasBytes * h : 0)
  const sorted = execution.dispatcher === 'collective' && local > 1 ? sortBytes : 0
  return notUnder(
    constants.expertIssueS * issuedOperations(parts, local),
    local * (products / constants.expertGemmShare + (rows * bytesPerRow) / rates.memoryBytesPerS) +
      wideGemmS(rates, tokens, [experts.count, h]) +
      (constants.expertTrafficFactor * (permuteBytes + sorted) * tokens * experts.perToken * h) /
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
/** Scaling a bias and adding it, for each local expert. */
const biasOperations = 2

/** Operations that a host issues for one layer with experts, forward. A recorded graph is one of them. */
function issuedOperations({ model, execution }: LayerParts, localExperts: number): number {
  const { attention, experts } = model
  const { graphs, hasFusedExperts } = execution
  if (graphs === 'step') return 0
  const perExpert = operationsPerExpert + (experts?.hasBiases === true ? biasOperations : 0)
  return (
    (graphs === 'none' ? routingOperations : routingOperations / 2) +
    (graphs === 'attention' ? 1 : attentionOperations[attention.kind]) +
    ((experts?.sharedFfnSize ?? 0) > 0 ? sharedOperations : 0) +
    (hasFusedExperts ? 1 : perExpert * localExperts)
  )
}

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
