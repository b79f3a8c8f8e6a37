import type { Transformer } from '../catalog/index.ts'
import { blockCost } from './block.ts'
import type { BlockCost } from './block.ts'
import type { Chip } from './chip.ts'
import { clockOf } from './clock.ts'
import type { Clock } from './clock.ts'
import { networkOf } from './collective.ts'
import type { StepConstants } from './constants.ts'
import { usualExecution } from './execution.ts'
import type { Execution } from './execution.ts'
import { memoryOf } from './memory.ts'
import { ratesOf } from './operations.ts'
import { stagesOf } from './schedule.ts'
import { localStateOf, modelStateOf } from './state.ts'
import type { Parallelism, Precision, StepMemory } from './step.ts'

/** What stays the same while layouts are compared. */
export interface StepSetting {
  readonly model: Transformer
  readonly chip: Chip
  readonly constants: StepConstants
  readonly precision: Precision
  readonly sequenceLength: number
  /** Heads that predict further tokens: an output matrix each; the layers of `model` include theirs. */
  readonly furtherHeads?: number
  /** Flags of the run; those that recipes of the release use where it is absent. */
  readonly execution?: Execution
}

/**
 * Memory and clock of layouts that `layoutFaults` finds nothing wrong with. What a layer costs is computed once per
 * tensor, context, expert and micro-batch, so that a search over layouts pays arithmetic only.
 */
export interface StepEvaluator {
  readonly memory: (layout: Parallelism, globalBatchSequences: number) => StepMemory
  readonly clock: (layout: Parallelism, globalBatchSequences: number) => Clock
}

/** Undefined where the chip lacks the precision or no constant is known for it. */
export function prepareStep(setting: StepSetting): StepEvaluator | undefined {
  const { model, chip, constants, precision, sequenceLength } = setting
  const rates = ratesOf(chip, constants, precision)
  if (rates === undefined) return undefined
  const network = networkOf(chip, constants)
  const state = modelStateOf(model)
  const execution = setting.execution ?? usualExecution(constants, chip.kind, setting)
  const parts = { model, state, rates, constants, execution, sequenceLength }
  const blocks = new Map<string, BlockCost>()
  const blockOf = (layout: Parallelism): BlockCost => {
    const { tensor, context, expert, microBatchSequences: microBatch } = layout
    const key = `${tensor},${context},${expert},${microBatch}`
    const known = blocks.get(key)
    if (known !== undefined) return known
    const cost = blockCost(parts, network, { tensor, context, expert, microBatch })
    blocks.set(key, cost)
    return cost
  }
  const placed = (layout: Parallelism, globalBatchSequences: number) => {
    const stages = stagesOf(model.layers, layout.pipeline, layout.virtualStages)
    const local = localStateOf(state, { ...layout, layersPerStage: stages.layersPerStage })
    const microBatches = globalBatchSequences / (layout.data * layout.microBatchSequences)
    return { stages, local, microBatches }
  }
  return {
    memory: (layout, globalBatchSequences) => {
      const { stages, local, microBatches } = placed(layout, globalBatchSequences)
      return memoryOf({
        model,
        chip,
        constants,
        sequenceLength,
        layout,
        local,
        layersPerStage: stages.layersPerStage,
        microBatches,
        operandBytes: rates.operandBytes,
      })
    },
    clock: (layout, globalBatchSequences) =>
      clockOf({
        block: blockOf(layout),
        network,
        constants,
        overlapsExperts: execution.overlapsExperts,
        layout,
        ...placed(layout, globalBatchSequences),
        boundaryBytes:
          (2 * layout.microBatchSequences * sequenceLength * model.hiddenSize) / layout.context,
        memoryBytesPerS: rates.memoryBytesPerS,
        heads: 1 + (setting.furtherHeads ?? 0),
      }),
  }
}
