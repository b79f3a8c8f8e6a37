import type { Transformer } from '../catalog/index.ts'
import type { StepConstants } from './constants.ts'
import type { Execution } from './execution.ts'
import { gemmS, wideGemmS } from './operations.ts'
import type { Rates } from './operations.ts'

/**
 * What does one layer cost one accelerator for one micro-batch? Forward seconds of arithmetic and memory traffic, no network.
 * Backward costs two products for each of the forward pass and twice its traffic. Here are the shapes that all parts of a layer
 * share, dense feed-forward parts, state-space mixers and the output matrix; attention is in `attention.ts`, routed experts are in
 * `routed-experts.ts`.
 */
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

/** A product has two in the backward pass. */
export const backwardShare = 2
/** Bytes that cross memory per element: two norms (read, write), two residual sums (two reads, one write), 16 bit. */
export const residualBytes = 20
/** An activation reads its input and writes; with a gate it reads two. */
const activationBytes = { plain: 4, gated: 6 } as const

export const activationBytesOf = ({ isGated }: Transformer): number =>
  isGated ? activationBytes.gated : activationBytes.plain

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
    (1 + backwardShare) * wideGemmS(rates, tokens, [local, model.hiddenSize]) +
    (logitBytes * tokens * local) / rates.memoryBytesPerS
  )
}
