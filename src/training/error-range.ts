import type { Transformer } from '../catalog/index.ts'
import { isBlackwell } from './chip.ts'
import fitted from './fitted-constants.json' with { type: 'json' }
import { stepFamilies } from './step-families.ts'
import type { StepFamily } from './step-families.ts'
import type { Parallelism } from './step.ts'

/**
 * Measured over predicted step time: the tenth and the ninetieth of a hundred cases that no constant was fitted on, of the
 * family that a request belongs to, or of all where the family has few.
 */
export interface ErrorRange {
  readonly p10: number
  readonly p90: number
}

const ranges: Readonly<Record<string, ErrorRange>> = fitted.ranges

export const rangeOf = (family: StepFamily): ErrorRange => ranges[family] ?? fitted.ranges.all

export function errorRange(
  model: Transformer,
  accelerator: string,
  layout: Parallelism,
): ErrorRange {
  if (model.experts !== undefined) return rangeOf(stepFamilies.mixture)
  if (isBlackwell(accelerator)) return rangeOf(stepFamilies.blackwell)
  return rangeOf(layout.isFullySharded ? stepFamilies.sharded : stepFamilies.weak)
}
