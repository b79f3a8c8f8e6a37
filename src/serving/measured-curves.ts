import type { Precision } from '../catalog/index.ts'

/** One measured point: concurrency, total (input and output) tokens per second per GPU, time per output token. */
export type MeasuredPoint = readonly [concurrency: number, tokensPerSPerGpu: number, tpotMs: number]

/**
 * Measured throughput against interactivity of a mixture of experts on one layout. A roofline misses these by 20 to 40 %
 * (kernels, routing and imbalance rule), so that they are kept as they were measured and only interpolated.
 */
export interface MeasuredCurve {
  readonly id: string
  /** Id in the catalog where the model is there, else its plain name. */
  readonly model: string
  readonly accelerator: string
  readonly precision: Precision | 'int4'
  readonly layout: string
  /** Of the replica; absent where pools of changing size were measured. */
  readonly gpus?: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly software: string
  readonly measuredOn: string
  readonly points: readonly MeasuredPoint[]
  readonly source: string
}

const post = (name: string): string =>
  `SemiAnalysis InferenceX, ${name} (article in InferenceX-app, commit 7fe6d62)`

const minimax = {
  model: 'minimax-m2.5',
  inputTokens: 8192,
  outputTokens: 1024,
  software: 'vLLM',
  measuredOn: '2026-05-22',
  source: post('MiniMax-M2.5 on B200 and H100'),
}
const kimi = {
  model: 'kimi-k2',
  inputTokens: 8192,
  outputTokens: 1024,
  software: 'vLLM, Kimi K2.5 and K2.6',
  measuredOn: '2026-05-19',
  source: post('Kimi K2 on B200 and H200, run 26118912054'),
}
const glm = {
  model: 'glm-5',
  inputTokens: 8192,
  outputTokens: 1024,
  software: 'SGLang 0.5.12 with multi-token prediction',
  measuredOn: '2026-05-25',
  source: post('GLM-5 on B200 and H200'),
}

// prettier-ignore
export const measuredCurves: readonly MeasuredCurve[] = [
  {
    ...minimax, id: 'minimax-m2.5-h100-fp8', accelerator: 'h100-sxm', precision: 'fp8', layout: 'TP8 on 8 GPUs',
    gpus: 8,
    points: [[4, 476.5, 9.01], [8, 771.4, 11.15], [16, 1193.7, 14.47], [32, 1707.6, 20.12], [64, 2317, 30.31], [128, 2985.6, 47.19]],
  },
  {
    ...minimax, id: 'minimax-m2.5-b200-fp8', accelerator: 'b200', precision: 'fp8', layout: 'TP2 on 2 GPUs',
    gpus: 2,
    points: [[4, 1926.8, 8.9], [8, 3143.5, 10.84], [16, 4684.8, 14.7], [32, 6514, 21.1], [64, 9079, 30.91], [128, 10_053.9, 41.82]],
  },
  {
    ...minimax, id: 'minimax-m2.5-b200-fp4', accelerator: 'b200', precision: 'fp4', layout: 'TP1 on 1 GPU',
    gpus: 1,
    points: [[4, 4488.8, 7.62], [8, 6683, 10.22], [16, 9546.6, 14.54], [32, 11_698, 22.65]],
  },
  {
    ...kimi, id: 'kimi-k2-h200-int4', accelerator: 'h200-sxm', precision: 'int4', layout: 'TP8 on 8 GPUs',
    gpus: 8,
    points: [[4, 384.4, 10.97], [8, 590.2, 14.23], [16, 797.9, 21.44], [32, 990.9, 34.65], [64, 1174.5, 59.98]],
  },
  {
    ...kimi, id: 'kimi-k2-b200-int4', accelerator: 'b200', precision: 'int4', layout: 'TP8 on 8 GPUs',
    gpus: 8,
    points: [[4, 446.7, 9.58], [8, 692.8, 12.33], [16, 969.4, 16.89], [32, 1351.4, 24.7], [64, 1790.7, 38.45]],
  },
  {
    ...kimi, id: 'kimi-k2-b200-fp4', accelerator: 'b200', precision: 'fp4', layout: 'TP4 on 4 GPUs',
    gpus: 4,
    points: [[4, 947.4, 9], [8, 1537.2, 11.03], [16, 2318.7, 14.84], [32, 3202.7, 21.35], [64, 3879.3, 31.07]],
  },
  {
    ...glm, id: 'glm-5-h200-fp8', accelerator: 'h200-sxm', precision: 'fp8', layout: 'TP8 on 8 GPUs',
    gpus: 8,
    points: [[4, 347.9, 11.84], [8, 489.7, 16.72], [16, 675.9, 25.22], [32, 851.9, 40.16]],
  },
  {
    ...glm, id: 'glm-5-b200-fp8', accelerator: 'b200', precision: 'fp8', layout: 'TP8 on 8 GPUs',
    gpus: 8,
    points: [[4, 417, 9.92], [8, 650.1, 12.85], [16, 952.7, 17.57], [32, 1296.8, 26.21], [64, 1619.3, 42.45], [128, 1929.5, 72.59]],
  },
  {
    ...glm, id: 'glm-5-b200-fp4', accelerator: 'b200', precision: 'fp4', layout: 'TP4 on 4 GPUs',
    gpus: 4,
    points: [[4, 1038.7, 8.25], [8, 1523.5, 10.58], [16, 2228.1, 15.09], [32, 3037.3, 22.73], [64, 3739.7, 37.33], [128, 4115.5, 56.73]],
  },
  {
    id: 'deepseek-r1-gb200-fp4', model: 'deepseek-v3', accelerator: 'gb200-nvl72', precision: 'fp4',
    layout: 'prefill and decode on pools of their own, 16 to 44 GPUs', inputTokens: 1024, outputTokens: 1024,
    software: 'Dynamo with TensorRT-LLM and multi-token prediction', measuredOn: '2026-05-22',
    source: post('DeepSeek-R1 0528 on GB200 NVL72 and B200, run 26306422380'),
    points: [[4, 60.7, 3.49], [8, 111.8, 3.67], [12, 165.2, 3.89], [24, 274.8, 4.5], [48, 363.3, 4.82], [180, 1149.1, 6.08], [2253, 7698, 10.99], [4301, 12_659.7, 23.1], [16_130, 14_659.4, 56.11]],
  },
  {
    id: 'deepseek-r1-b200-fp4', model: 'deepseek-v3', accelerator: 'b200', precision: 'fp4',
    layout: 'prefill and decode on pools of their own, 20 to 44 GPUs', inputTokens: 1024, outputTokens: 1024,
    software: 'Dynamo with TensorRT-LLM and multi-token prediction', measuredOn: '2026-05-22',
    source: post('DeepSeek-R1 0528 on GB200 NVL72 and B200, run 26306422380'),
    points: [[6, 49.3, 3.23], [10, 118.7, 3.61], [15, 168.9, 3.83], [25, 242.4, 4.45], [45, 369.9, 5.23], [90, 577.3, 6.64], [180, 897.9, 7.91], [875, 2832.9, 9.82], [1214, 7111.4, 13.51], [4968, 9660.7, 17.75], [10_860, 12_515.7, 46.86]],
  },
]
