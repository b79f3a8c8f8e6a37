import type { BlockCost } from './block.ts'
import { sendS } from './collective.ts'
import type { Network } from './collective.ts'
import type { StepConstants } from './constants.ts'
import { exposedDataS, exposedShardedS } from './data-parallel.ts'
import { optimizerS } from './optimizer.ts'
import { slowestStage } from './schedule.ts'
import type { Stages } from './schedule.ts'
import type { LocalState } from './state.ts'
import type { Parallelism, StepClock } from './step.ts'

/**
 * Where does a step's time go? Each part has its own law; together they are the step, and nothing else is:
 *
 *   compute (m micro-batches through the slowest stage) + bubble + exposed tensor, pipeline, context, expert and data
 *   transfers + optimizer + other (host work, and waiting for the slowest of n accelerators, which grows with log2 n).
 */
export interface ClockCase {
  readonly block: BlockCost
  readonly network: Network
  readonly constants: StepConstants
  /** Dispatch and combine run beside the compute of another micro-batch. */
  readonly overlapsExperts: boolean
  readonly layout: Parallelism
  readonly stages: Stages
  readonly local: LocalState
  readonly microBatches: number
  /** Bytes of one micro-batch between stages, before tensor ranks share them. */
  readonly boundaryBytes: number
  /** Output matrices with a loss: one, and one for each head that predicts further tokens. */
  readonly heads: number
  /** Bytes/s of the optimizer. */
  readonly memoryBytesPerS: number
}

/** Accelerators that a straggler's cost is counted from: one server, which single-chip efficiencies were fitted on. */
const stragglerBase = 8

export interface Clock {
  readonly clock: StepClock
  readonly lastBackwardS: number
}

interface Passes {
  readonly forwardS: number
  readonly backwardS: number
  /** Exposed transfers of one layer and micro-batch, both passes. */
  readonly tensorS: number
  readonly contextS: number
  readonly expertS: number
}

/**
 * Of dispatch and combine, both passes: a share even where they hide, and what is longer than the compute beside it. A pipeline
 * can hide them only where it interleaves, and none that makes whole layers again (Megatron-Bridge, comm_overlap.py).
 */
function exposedExpertS(
  { constants, layout, overlapsExperts }: ClockCase,
  transferS: number,
  windowS: number,
): number {
  const canOverlap =
    layout.recompute !== 'full' && (layout.pipeline === 1 || layout.virtualStages > 1)
  return overlapsExperts && canOverlap
    ? Math.max(constants.expertExposedShare * transferS, transferS - windowS)
    : transferS
}

function passesOf(input: ClockCase): Passes {
  const { block, constants, layout } = input
  const isFull = layout.recompute === 'full'
  const again = isFull
    ? constants.recomputeShare * block.forwardS
    : layout.recompute === 'selective'
      ? block.scoresAgainS
      : 0
  const times = isFull ? 3 : 2
  const ring = block.contextForwardS + block.contextBackwardS
  const backwardS = block.backwardS + again
  return {
    forwardS: block.forwardS,
    backwardS,
    tensorS: times * constants.tensorExposedShare * block.tensorForwardS,
    contextS: ring + (isFull ? block.contextForwardS : 0),
    expertS: exposedExpertS(input, times * block.expertForwardS, block.forwardS + backwardS),
  }
}

export function clockOf(input: ClockCase): Clock {
  const { block, network, constants, layout, stages, local, microBatches: m } = input
  const pass = passesOf(input)
  const layerS = pass.forwardS + pass.backwardS + pass.tensorS + pass.contextS + pass.expertS
  const slowest = slowestStage(stages, layout.pipeline, {
    layerS,
    headS: input.heads * block.headS,
    heads: input.heads,
  })
  const works = m * slowest.layers
  const sequenceSplit = constants.hasSequenceParallel ? layout.tensor : 1
  const hop =
    constants.pipelineExposedShare *
    sendS(network, input.boundaryBytes / sequenceSplit, {
      ranks: layout.pipeline,
      stride: layout.tensor * layout.context * layout.data,
    })
  const computeS =
    works * (pass.forwardS + pass.backwardS) + (slowest.hasHead ? m * input.heads * block.headS : 0)
  const bubbleS = (layout.pipeline - 1) * (stages.layersPerChunk * layerS + 2 * hop)
  const gpus = layout.tensor * layout.pipeline * layout.context * layout.data
  const doublings = Math.log2(Math.max(1, gpus / stragglerBase))
  const sharers = sharersOf(constants, layout)
  const clock = {
    computeS,
    bubbleS,
    exposedTensorS: works * pass.tensorS,
    exposedPipelineS: 2 * m * layout.virtualStages * hop,
    exposedContextS: works * pass.contextS,
    exposedExpertS: works * pass.expertS,
    exposedDataS: dataS(input, pass),
    optimizerS: optimizerS(
      local,
      { sharers, isFullySharded: layout.isFullySharded },
      input.memoryBytesPerS,
    ),
    otherS:
      constants.stepOverheadS +
      doublings * (constants.stepGrowthS + constants.stragglerPerDoubling * (computeS + bubbleS)),
  }
  return {
    clock,
    // The last micro-batch goes back through every chunk of every stage, and each may send its gradients as it ends.
    lastBackwardS: layout.pipeline * stages.layersPerStage * pass.backwardS,
  }
}

const replicasOf = (layout: Parallelism) => ({
  shared: { ranks: layout.data * layout.context, stride: layout.tensor },
  routed: {
    ranks: Math.max(1, (layout.tensor * layout.context * layout.data) / layout.expert),
    stride: layout.expert,
  },
})

function sharersOf(constants: StepConstants, layout: Parallelism) {
  if (!constants.hasShardedOptimizer && !layout.isFullySharded) return { shared: 1, routed: 1 }
  const { shared, routed } = replicasOf(layout)
  return { shared: shared.ranks, routed: routed.ranks }
}

function dataS(input: ClockCase, pass: Passes): number {
  const { network, constants, layout, stages, local, microBatches } = input
  const replicas = replicasOf(layout)
  const share = constants.dataWindowShare
  if (layout.isFullySharded) {
    const window = {
      exposedShare: constants.dataExposedShare,
      buckets: stages.layersPerStage,
      forwardS: share * pass.forwardS,
      backwardS: share * pass.backwardS,
    }
    return microBatches * exposedShardedS(network, local, { replicas, window })
  }
  const isInterleaved = layout.virtualStages > 1
  const layers = isInterleaved
    ? layout.pipeline * (stages.layersPerStage - stages.layersPerChunk)
    : stages.layersPerStage
  const window = {
    exposedShare: constants.dataExposedShare,
    buckets: isInterleaved ? layout.virtualStages : stages.layersPerStage,
    forwardS: share * layers * pass.forwardS,
    backwardS: share * layers * pass.backwardS,
  }
  return exposedDataS(network, local, { replicas, window })
}

export const stepTimeOf = (clock: StepClock): number =>
  clock.computeS +
  clock.bubbleS +
  clock.exposedTensorS +
  clock.exposedPipelineS +
  clock.exposedContextS +
  clock.exposedExpertS +
  clock.exposedDataS +
  clock.optimizerS +
  clock.otherS
