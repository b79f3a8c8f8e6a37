import type { Transformer } from '../catalog/index.ts'
import type { Chip } from './chip.ts'
import type { StepConstants } from './constants.ts'
import { microBatchesInFlight } from './schedule.ts'
import type { LocalState } from './state.ts'
import type { Parallelism, StepMemory } from './step.ts'

/**
 * Does a layout fit? Per parameter 2 bytes of weight, 4 of gradient sum, 12 of optimizer (32-bit master and two
 * moments, over the replicas where they are sharded). Activations per layer and micro-batch count what the backward
 * pass reads: inputs of norms, products and the activation (arXiv 2205.05198, section 4, with the gate and grouped
 * queries); the first stage holds `microBatchesInFlight`. Full recomputation keeps the layer's input only.
 * Left out: fragmentation, offload, and recomputing single operations. Sources rarely state the last two: about one in six
 * of the published layouts needs them to fit by this count, most of them on Blackwell.
 */
const weightBytes = 2
const gradientBytes = 4
const optimizerBytes = 12
/** Of what norms, attention and activations keep. */
const wideBytes = 2
/**
 * CUDA context 0.3 GB (PyTorch issue 107667, 2023), NCCL 0.54 to 0.69 GB for each group of ranks (NCCL issue 964, 2023): three or four
 * groups are assumed.
 */
const reservedBytes = 2.5e9
/** 16-bit logits, and their 32-bit softmax. */
const logitBytes = 6
const giga = 1e9

export interface MemoryCase {
  readonly model: Transformer
  readonly chip: Chip
  readonly constants: StepConstants
  readonly sequenceLength: number
  readonly layout: Parallelism
  readonly local: LocalState
  readonly layersPerStage: number
  readonly microBatches: number
  /** Of what a matrix product keeps of its input. */
  readonly operandBytes: number
}

export function memoryOf(input: MemoryCase): StepMemory {
  const { model, chip, constants, layout, local } = input
  const replicas = layout.data * layout.context
  const routedReplicas = Math.max(1, (replicas * layout.tensor) / layout.expert)
  const isSharded = layout.isFullySharded
  const held = isSharded
    ? local.shared / replicas + local.routed / routedReplicas
    : local.shared + local.routed
  const sharded = isSharded || constants.hasShardedOptimizer
  const optimized = sharded ? local.shared / replicas + local.routed / routedReplicas : held
  const layers = Math.min(input.layersPerStage, model.layers)
  const layerBytes = activationBytes(input)
  const inFlight = microBatchesInFlight(layout.pipeline, layout.virtualStages, input.microBatches)
  const tokens = (layout.microBatchSequences * input.sequenceLength) / layout.context
  const kept =
    layout.recompute === 'full'
      ? (2 * tokens * model.hiddenSize) / splitOf(constants, layout)
      : layerBytes
  const unsharded = isSharded ? (2 * weightBytes * (local.shared + local.routed)) / layers : 0
  const working =
    reservedBytes +
    (logitBytes * tokens * model.vocabulary) / layout.tensor +
    (layout.recompute === 'full' ? layerBytes : 0) +
    unsharded
  const parts = {
    weightsGb: (weightBytes * held) / giga,
    gradientsGb: (gradientBytes * held) / giga,
    optimizerGb: (optimizerBytes * optimized) / giga,
    activationsGb: (inFlight * layers * kept) / giga,
    workingGb: working / giga,
  }
  const totalGb =
    parts.weightsGb + parts.gradientsGb + parts.optimizerGb + parts.activationsGb + parts.workingGb
  return { ...parts, totalGb, limitGb: chip.memoryBytes / giga }
}

const splitOf = (constants: StepConstants, layout: Parallelism): number =>
  constants.hasSequenceParallel ? layout.tensor : 1

/** Bytes that one layer keeps of one micro-batch for the backward pass. */
function activationBytes(input: MemoryCase): number {
  const { model, constants, sequenceLength, layout, operandBytes } = input
  const { hiddenSize: h, heads, headSize: d, attention, experts } = model
  const tokens = (layout.microBatchSequences * sequenceLength) / layout.context
  const keyValue = attention.kind === 'latent' ? 2 * heads * d : 2 * attention.kvHeads * d
  const projections = wideBytes * (2 * heads * d + keyValue)
  /** Two norms keep what they read; the products after them keep what they write. */
  const residual = (2 * (wideBytes + operandBytes) * h) / splitOf(constants, layout)
  const scores =
    constants.hasFusedAttention || layout.recompute !== 'none' ? 0 : 5 * heads * sequenceLength
  /** What goes into the activation, and into the product after it. */
  const mlp = (width: number): number =>
    ((model.isGated ? 2 : 1) * wideBytes + operandBytes) * width
  const perExpertToken = experts === undefined ? 0 : operandBytes * h + mlp(experts.ffnSize)
  const feedForward =
    experts === undefined
      ? mlp(model.ffnSize)
      : mlp(experts.sharedFfnSize) + experts.perToken * perExpertToken
  return tokens * (residual + (projections + scores + feedForward) / layout.tensor)
}
