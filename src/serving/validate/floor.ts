import { parametersOf, transformer } from '../../catalog/index.ts'
import type { Comparison, Transformer } from '../../catalog/index.ts'
import { servingConstants } from '../constants.ts'
import { measuredCurves } from '../measured-curves.ts'
import type { MeasuredCurve } from '../measured-curves.ts'
import { replicaOf, weightBytesOf } from '../replica.ts'
import { decodeStep } from '../roofline.ts'

/**
 * The least time per token, at four live sequences, where hardly anything but the fixed time of the layers is left. No dense
 * model is published at so few, so that the check is on mixtures of experts: the weights read are those of the experts that
 * four tokens are expected to touch, 1 − (1 − k/E)^4 of them.
 */
function touchedBytes(model: Transformer, batch: number, bytesPerWeight: number): number {
  const { total, perExpert } = parametersOf(model)
  if (model.experts === undefined) return total * bytesPerWeight
  const { count, perToken, denseLayers } = model.experts
  const routed = (model.layers - denseLayers) * count * perExpert
  const untouched = (1 - perToken / count) ** batch
  return (total - routed * untouched) * bytesPerWeight
}

/** Integers of four bits with a scale of 16 bits for each group of 32. */
const int4Bytes = 0.5625

function floorOf(curve: MeasuredCurve): Comparison[] {
  const model = transformer(curve.model)
  const efficiency = servingConstants(curve.accelerator)?.efficiency
  const first = curve.points[0]
  if (model === undefined || efficiency === undefined || first === undefined) return []
  if (curve.gpus === undefined) return []
  // Integers of four bits are multiplied in eight.
  const precision = curve.precision === 'int4' ? 'fp8' : curve.precision
  const bytesPerWeight = curve.precision === 'int4' ? int4Bytes : weightBytesOf[precision]
  const outcome = replicaOf({
    model,
    accelerator: curve.accelerator,
    gpusPerReplica: curve.gpus,
    precision,
  })
  if (outcome.kind === 'impossible') return []
  const [batch, , publishedMs] = first
  const replica = { ...outcome.replica, weightBytes: touchedBytes(model, batch, bytesPerWeight) }
  const prompt = { ...curve, cachedShare: 0 }
  return [
    {
      family: 'serving/low batch',
      id: `${curve.id} at ${batch}`,
      quantity: 'mean time per output token',
      unit: 'ms',
      published: publishedMs,
      predicted: 1000 * decodeStep(replica, { prompt, batch }, efficiency).stepS,
      error: 'relative',
      split: 'held-out',
      source: curve.source,
      note: 'Constants of dense models on one or two GPUs, held against mixtures of experts on four and eight',
    },
  ]
}

export const floorComparisons = (): Comparison[] => measuredCurves.flatMap(floorOf)
