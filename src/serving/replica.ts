import { accelerator, parametersOf } from '../catalog/index.ts'
import type { Precision, Transformer } from '../catalog/index.ts'
import { kvBytesPerToken } from './kv-cache.ts'
import type { Replica } from './roofline.ts'

/** A model on the GPUs of one replica. */
export interface Deployment {
  readonly model: Transformer
  /** Kind from the catalog, e.g. `h200-sxm`. */
  readonly accelerator: string
  readonly gpusPerReplica: number
  readonly precision: Precision
  /** 8 bits unless said otherwise. */
  readonly kvPrecision?: 'bf16' | 'fp8'
}

/**
 * Bytes of a weight. Four bits carry one scale of 8 bits for 16 weights (NVFP4, NVIDIA, Introducing NVFP4, 2025-06); the
 * layers that stay wider are left out.
 */
export const weightBytesOf: Readonly<Record<Precision, number>> = { bf16: 2, fp8: 1, fp4: 0.5625 }
const kvBytesOf = { bf16: 2, fp8: 1 } as const

const gigabyte = 1e9
const tera = 1e12

export type ReplicaOutcome =
  | { readonly kind: 'replica'; readonly replica: Replica }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

/**
 * What the roofline needs to know of a deployment, or why it cannot be built. Memory is in GB of 1e9 bytes, as the data sheets
 * write it; drivers report about 7 % more (81,559 MiB, 85.5 GB, on an 80 GB H100), so that batches by memory err to the safe side.
 */
export function replicaOf(deployment: Deployment): ReplicaOutcome {
  const { model, gpusPerReplica, precision } = deployment
  const chip = accelerator(deployment.accelerator)
  if (chip === undefined)
    return {
      kind: 'impossible',
      why: [`the catalog has no accelerator "${deployment.accelerator}"`],
    }
  const peak = chip.peakTflops[precision]
  const why = [
    ...(peak === undefined ? [`${chip.name} has no ${precision} arithmetic of its own`] : []),
    ...(Number.isSafeInteger(gpusPerReplica) && gpusPerReplica >= 1
      ? []
      : [`a replica needs a whole number of GPUs, at least 1, not ${gpusPerReplica}`]),
  ]
  if (peak === undefined || why.length > 0) return { kind: 'impossible', why }
  const parameters = parametersOf(model)
  const replica: Replica = {
    gpus: gpusPerReplica,
    layers: model.layers,
    activeParameters: parameters.multiplied,
    attentionWidth:
      (model.stateSpace?.attentionLayers ?? model.layers) * model.heads * model.headSize,
    weightBytes: parameters.total * weightBytesOf[precision],
    kvBytesPerToken: kvBytesPerToken(model, kvBytesOf[deployment.kvPrecision ?? 'fp8']),
    memoryBytes: chip.memoryGb.value * gigabyte,
    flopsPerS: peak.value * tera,
    flops16PerS: chip.peakTflops.bf16.value * tera,
    memoryBytesPerS: chip.memoryTbPerS.value * tera,
  }
  const broken = Object.entries(replica).filter(
    ([, value]) => !(Number.isFinite(value) && value > 0),
  )
  return broken.length === 0
    ? { kind: 'replica', replica }
    : {
        kind: 'impossible',
        why: broken.map(([name, value]) => `${name} of ${model.name} comes out as ${value}`),
      }
}
