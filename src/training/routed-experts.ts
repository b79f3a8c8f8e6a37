import { activationBytesOf, feedForwardS } from './layer.ts'
import type { LayerParts, LayerShape } from './layer.ts'
import { gemmS, wideGemmS } from './operations.ts'

/**
 * What do routed experts cost, without the network between them? A micro-batch of n tokens, k experts each over E ranks, leaves
 * every local expert n k E / count rows: small products at a share of a dense product's rate, rows permuted there and back, a
 * router in 16 bit, and what every token shares. A host issues grouped products one by one, so many experts with few rows each
 * wait for it, unless a recorded graph replays them:
 *
 *   t = max(operations issued x time to issue one, products / share + traffic / memory rate)
 *
 * Tokens are balanced over experts, as the published benchmarks force them to be: real routing is slower.
 */

/** Dispatch and combine each read and write a row; the weighted sum reads it once more. */
const permuteBytes = 10
/** A collective brings rows by rank: they are sorted by expert, and sorted back. */
const sortBytes = 8
/** Narrow products want multiples of 16 or 32 rows: what a collective brings is padded, and unpadded after (Megatron-LM, experts.py). */
const padBytes = 8
const wideBytes = 2
/**
 * Megatron-LM adds the second bias of an expert in steps of their own (experts.py, `_apply_bias`): it scales the vector in 32 bit
 * (writes 4), adds (reads 6, writes 4), joins (reads 4, writes 4), narrows (reads 4, writes 2); the backward pass widens (6),
 * narrows (6), multiplies and sums twice (24). A third of these 64 bytes, as the clock counts backward twice forward.
 */
const biasBytes = 64 / 3

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
  const isCollective = execution.dispatcher === 'collective'
  const sorted = isCollective && local > 1 ? sortBytes : 0
  const padded = isCollective && rates.operandBytes < wideBytes ? padBytes : 0
  return notUnder(
    constants.expertIssueS * issuedOperations(parts, local),
    local * (products / constants.expertGemmShare + (rows * bytesPerRow) / rates.memoryBytesPerS) +
      wideGemmS(rates, tokens, [experts.count, h]) +
      (constants.expertTrafficFactor *
        (permuteBytes + sorted + padded) *
        tokens *
        experts.perToken *
        h) /
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

/** The larger of two times, rounded where they are alike: host and accelerator wait for each other there. */
const notUnder = (floorS: number, timeS: number): number =>
  Math.sqrt(Math.sqrt(floorS ** 4 + timeS ** 4))
