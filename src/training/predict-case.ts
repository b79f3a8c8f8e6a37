import { chipOf } from './chip.ts'
import { stepTimeOf } from './clock.ts'
import { constantsOf } from './constants-of.ts'
import type { FittedConstants } from './constants-of.ts'
import { prepareStep } from './prepare-step.ts'
import type { StepCase } from './step-cases.ts'

/** Predicted seconds of a case, under given constants or the shipped ones. NaN where its chip or release is not known. */
export function predictedStepS(each: StepCase, from?: FittedConstants): number {
  const chip = chipOf(each.accelerator)
  const constants = constantsOf(each.accelerator, each.release, from)
  if (chip === undefined || constants === undefined) return Number.NaN
  const evaluator = prepareStep({ ...each, chip, constants })
  if (evaluator === undefined) return Number.NaN
  return stepTimeOf(evaluator.clock(each.layout, each.globalBatchSequences).clock)
}
