import { transformer } from '../catalog/index.ts'
import type { DenseCase } from './dense-cases.ts'
import { minimise } from './minimise.ts'
import { replicaOf } from './replica.ts'
import { batchThatFits, batchWithinTpot, operate } from './roofline.ts'
import type { Efficiency, OperatingPoint } from './roofline.ts'

/** What the model says of a published case under some constants; undefined where the case cannot be built. */
export function predictDense(
  wanted: DenseCase,
  efficiency: Efficiency,
): OperatingPoint | undefined {
  const model = transformer(wanted.model)
  if (model === undefined) return undefined
  const outcome = replicaOf({ ...wanted, model })
  if (outcome.kind === 'impossible') return undefined
  const { replica } = outcome
  const prompt = { ...wanted, cachedShare: 0 }
  const batchMax = Math.min(wanted.batchMax, batchThatFits(replica, prompt))
  const tpotMaxS = (wanted.tpotMaxMs ?? Infinity) / 1000
  const batch = batchWithinTpot(replica, { prompt, batchMax, tpotMaxS }, efficiency)
  return operate(replica, { prompt, batch }, efficiency)
}

/** Predicted over published, less 1, of output tokens per second per GPU. */
export function denseError(wanted: DenseCase, efficiency: Efficiency): number {
  const point = predictDense(wanted, efficiency)
  if (point === undefined) return 1
  return point.outputTokensPerS / wanted.gpusPerReplica / wanted.tokensPerSPerGpu - 1
}

export const meanAbsoluteError = (cases: readonly DenseCase[], efficiency: Efficiency): number =>
  cases.reduce((sum, wanted) => sum + Math.abs(denseError(wanted, efficiency)), 0) / cases.length

/** Two collectives a layer of about 30 us each (Epoch AI, arXiv 2506.04645, section on network latency), less what overlaps. */
const layerMsMin = 0.05

/** A bandwidth share and a time per layer trade against each other, so that the search starts at several shares. */
const bandwidthStarts: readonly number[] = [0.55, 0.65, 0.75, 0.85]

/** Fits the four constants to cases: least mean absolute relative error, best of several starts. */
export const fitDense = (cases: readonly DenseCase[]): Efficiency =>
  bandwidthStarts
    .map((start) =>
      minimise((point) => meanAbsoluteError(cases, point), {
        arithmeticShare: { start: 0.65, step: 0.05, min: 0.2, max: 0.95 },
        bandwidthShare: { start, step: 0.05, min: 0.3, max: 0.95 },
        layerMs: { start: 0.08, step: 0.02, min: layerMsMin, max: 0.3 },
        sequenceUs: { start: 25, step: 5, min: 0, max: 60 },
      }),
    )
    .reduce((best, next) => (next.loss < best.loss ? next : best)).point
