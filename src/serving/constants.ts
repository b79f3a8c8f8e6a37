import type { Efficiency } from './roofline.ts'

/**
 * The fitted constants of the roofline, with the software they hold for. They are a calibrated set and not physics: other
 * sets fit almost as well, and a release that serves faster moves them. `fit-dense.test.ts` fits them anew and compares.
 */
export interface ServingConstants {
  readonly software: string
  readonly asOf: string
  readonly efficiency: Efficiency
  readonly source: string
}

const nvidia: ServingConstants = {
  software: 'TensorRT-LLM 1.0 and MLPerf Inference v5.1 submissions on NVIDIA',
  asOf: '2025-09',
  efficiency: {
    arithmeticShare: 0.6955,
    bandwidthShare: 0.567,
    layerMs: 0.0568,
    sequenceUs: 29.5,
  },
  source:
    'Fitted on 12 published rows of Llama-70B on H200 and B200 (TensorRT-LLM performance overview; MLPerf v5.1 offline and server)',
}

const amd: ServingConstants = {
  software: 'MLPerf Inference v5.1 submissions on AMD Instinct',
  asOf: '2025-09',
  efficiency: { ...nvidia.efficiency, arithmeticShare: 0.3656 },
  source:
    'Arithmetic share fitted on one row (MLPerf v5.1, Llama2-70B server on MI300X), the rest taken from NVIDIA: weak',
}

const byMaker: readonly (readonly [RegExp, ServingConstants])[] = [
  [/^(a100|h100|h200|h800|b200|b300|gb200|gb300|vr200)\b/, nvidia],
  [/^mi3\d\dx$/, amd],
]

/** Undefined for accelerators without a public row of their maker: nothing is guessed for them. */
export const servingConstants = (accelerator: string): ServingConstants | undefined =>
  byMaker.find(([kinds]) => kinds.test(accelerator))?.[1]
