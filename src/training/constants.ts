import type { Precision } from './step.ts'

/**
 * Every constant that a chip's peak and a model's architecture cannot give. Shares are of the figure on the data
 * sheet. Most are fitted (`fitted-constants.json`, written by `bench/fit/fit-training.ts`); a release changes a few of
 * them, a chip the others.
 */
export interface StepConstants {
  readonly software: string
  /** When the measurements behind them were published. */
  readonly asOf: string
  readonly note?: string
  /** Of dense peak, reached by matrices so large that moving them costs nothing. */
  readonly gemmShare: Readonly<Partial<Record<Precision, number>>>
  /** Part of a matrix product's memory traffic that does not hide behind its arithmetic. */
  readonly gemmTrafficShare: number
  /** Of bf16 peak, reached by attention itself. */
  readonly attentionShare: number
  /** Of that rate, reached by kernels for sliding windows and attention sinks. */
  readonly windowedAttentionShare: number
  /** Of memory bandwidth, reached by norms, activations, casts, loss and the optimizer. */
  readonly memoryShare: number
  /** Of link rate, reached by collectives. */
  readonly scaleUpShare: number
  readonly nicShare: number
  /** Part of a transfer that does not hide behind compute. */
  readonly tensorExposedShare: number
  readonly pipelineExposedShare: number
  readonly expertExposedShare: number
  /** Part of gradients and weights in flight that compute pays for even where they hide: they share the machine. */
  readonly dataExposedShare: number
  /** Part of the last backward (first forward) pass that can hide gradients (weights) in flight. */
  readonly dataWindowShare: number
  /** Kernel launches and synchronisation of one layer, one micro-batch, forward; twice that backward. */
  readonly layerOverheadS: number
  /** Of a dense product's rate, reached by the grouped products of experts. */
  readonly expertGemmShare: number
  /** Times the least traffic of permuting tokens to experts and back that kernels really cause. */
  readonly expertTrafficFactor: number
  /** Host time to issue one operation of a layer with experts: the layer takes no less, however little it computes. */
  readonly expertIssueS: number
  /** Of a forward pass, what full recomputation repeats. */
  readonly recomputeShare: number
  /** Per step: data loading, host work, gradient clipping. */
  readonly stepOverheadS: number
  /** One switch crossing, or one hop inside the scale-up domain. */
  readonly scaleUpLatencyS: number
  readonly nicLatencyS: number
  /** Seconds that a step grows by per doubling of accelerators, however long it is: synchronisation at its ends. */
  readonly stepGrowthS: number
  /** Growth of a step's busy time per doubling of accelerators, from waiting for the slowest. */
  readonly stragglerPerDoubling: number
  /** Scores are written to memory (before fused attention kernels). */
  readonly hasFusedAttention: boolean
  /** Norms and residuals are split along the sequence over tensor ranks. */
  readonly hasSequenceParallel: boolean
  readonly hasShardedOptimizer: boolean
}
