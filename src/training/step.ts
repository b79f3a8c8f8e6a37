import type { Transformer } from '../catalog/index.ts'

export type Precision = 'bf16' | 'fp8' | 'mxfp8' | 'fp4'
/** What is kept of a layer's activations: all, all but attention scores, or only its input. */
export type Recompute = 'none' | 'selective' | 'full'

/** How one model is laid over accelerators. Their product, less expert, is the number of accelerators. */
export interface Parallelism {
  readonly tensor: number
  readonly pipeline: number
  /** Chunks of layers per pipeline stage (interleaving); 1 for none. */
  readonly virtualStages: number
  readonly context: number
  /** Divides tensor x context x data; 1 for a dense model. */
  readonly expert: number
  readonly data: number
  /** Weights, gradients and optimizer are sharded over the data-parallel group (FSDP, ZeRO-3). */
  readonly isFullySharded: boolean
  readonly microBatchSequences: number
  readonly recompute: Recompute
}

/** One training step inside one site. */
export interface StepRequest {
  readonly model: Transformer
  /** Kind from the catalog, e.g. `h100-sxm`. */
  readonly accelerator: string
  readonly precision: Precision
  readonly sequenceLength: number
  readonly globalBatchSequences: number
  readonly parallelism: Parallelism
  /** Release whose fitted constants to take, e.g. `megatron-bridge-26.08`; the newest known one without it. */
  readonly software?: string
}

/** The named parts of the clock. They add up to the step: nothing is hidden in a factor. Seconds. */
export interface StepClock {
  readonly computeS: number
  readonly bubbleS: number
  readonly exposedTensorS: number
  readonly exposedPipelineS: number
  readonly exposedContextS: number
  readonly exposedExpertS: number
  readonly exposedDataS: number
  readonly optimizerS: number
  readonly otherS: number
}

export interface StepMemory {
  readonly weightsGb: number
  readonly gradientsGb: number
  readonly optimizerGb: number
  readonly activationsGb: number
  readonly workingGb: number
  readonly totalGb: number
  readonly limitGb: number
}

export interface StepEstimate {
  readonly clock: StepClock
  readonly stepTimeS: number
  /** Of the prediction, from the errors on cases that no constant was fitted on. */
  readonly stepTimeP10S: number
  readonly stepTimeP90S: number
  readonly tokensPerStep: number
  readonly tokensPerS: number
  /** Model FLOPs (no recomputation) over dense peak. */
  readonly modelFlopsUtilisation: number
  readonly modelFlopsPerStep: number
  readonly memory: StepMemory
  /**
   * Backward time of the last micro-batch through all stages and chunks: how long gradients can hide behind compute where each
   * chunk is reduced as it ends.
   */
  readonly lastBackwardS: number
  /** Bytes of gradients of the whole model at 2 bytes each: what data parallelism across sites has to reduce. */
  readonly gradientGb: number
  /** The release and date that the fitted constants hold for. */
  readonly constants: { readonly software: string; readonly asOf: string; readonly note?: string }
}

/** What the world says to a request that is well formed. */
export type StepOutcome =
  | { readonly kind: 'estimated'; readonly estimate: StepEstimate }
  | { readonly kind: 'out-of-memory'; readonly memory: StepMemory }
  /** The layout cannot be built: layers that do not divide, more tensor ranks than heads, an unknown chip. */
  | { readonly kind: 'impossible'; readonly why: readonly string[] }
