import { parametersOf } from '../catalog/index.ts'
import { chipOf } from './chip.ts'
import type { Chip } from './chip.ts'
import { stepTimeOf } from './clock.ts'
import { constantsOf, softwareReleases } from './constants-of.ts'
import type { StepConstants } from './constants.ts'
import { errorRange } from './error-range.ts'
import { modelFlopsPerSequence } from './flops.ts'
import { layoutFaults } from './layout-faults.ts'
import { modelFaults } from './model-faults.ts'
import { prepareStep } from './prepare-step.ts'
import type { StepEvaluator } from './prepare-step.ts'
import type { StepEstimate, StepOutcome, StepRequest } from './step.ts'

/** Clock, memory and range of one training step inside one site, or why there is none. */
export function estimateStep(request: StepRequest): StepOutcome {
  const { accelerator, parallelism, globalBatchSequences, software, precision } = request
  const chip = chipOf(accelerator)
  const constants = constantsOf(accelerator, software)
  const why = [
    ...modelFaults(request.model),
    ...(chip === undefined ? [`no accelerator ${accelerator} in the catalog`] : []),
    ...(constants === undefined
      ? [`no constants for ${String(software)}; there are ${softwareReleases.join(', ')}`]
      : []),
  ]
  if (why.length === 0) why.push(...layoutFaults(request.model, parallelism, request))
  if (chip === undefined || constants === undefined || why.length > 0)
    return { kind: 'impossible', why }
  const evaluator = prepareStep({ ...request, chip, constants })
  if (evaluator === undefined)
    return {
      kind: 'impossible',
      why: [`${accelerator} does not compute in ${precision}, or no constant for it is known`],
    }
  const memory = evaluator.memory(parallelism, globalBatchSequences)
  if (!(memory.totalGb <= memory.limitGb)) return { kind: 'out-of-memory', memory }
  return { kind: 'estimated', estimate: estimateOf(request, { chip, constants, evaluator }) }
}

interface Prepared {
  readonly chip: Chip
  readonly constants: StepConstants
  readonly evaluator: StepEvaluator
}

const gradientBytes = 2
const giga = 1e9

function estimateOf(request: StepRequest, { chip, constants, evaluator }: Prepared): StepEstimate {
  const { model, parallelism, precision, sequenceLength, globalBatchSequences } = request
  const { clock, lastBackwardS } = evaluator.clock(parallelism, globalBatchSequences)
  const stepTimeS = stepTimeOf(clock)
  const range = errorRange(model, request.accelerator, parallelism)
  const { tensor, pipeline, context, data } = parallelism
  const peak = tensor * pipeline * context * data * (chip.peakFlops[precision] ?? 0)
  const modelFlopsPerStep = globalBatchSequences * modelFlopsPerSequence(model, sequenceLength)
  const tokensPerStep = globalBatchSequences * sequenceLength
  return {
    clock,
    stepTimeS,
    stepTimeP10S: stepTimeS * range.p10,
    stepTimeP90S: stepTimeS * range.p90,
    tokensPerStep,
    tokensPerS: tokensPerStep / stepTimeS,
    modelFlopsUtilisation: modelFlopsPerStep / stepTimeS / peak,
    modelFlopsPerStep,
    memory: evaluator.memory(parallelism, globalBatchSequences),
    lastBackwardS,
    gradientGb: (gradientBytes * parametersOf(model).total) / giga,
    constants: {
      software: constants.software,
      asOf: constants.asOf,
      ...(constants.note === undefined ? {} : { note: constants.note }),
    },
  }
}
