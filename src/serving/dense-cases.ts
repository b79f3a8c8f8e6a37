import type { Precision } from '../catalog/index.ts'

/** Published throughput of dense models: output tokens per second per GPU. */
export interface DenseCase {
  readonly id: string
  readonly table: 'tensorrt-llm' | 'mlperf'
  readonly model: string
  readonly accelerator: string
  readonly gpusPerReplica: number
  readonly precision: Precision
  readonly inputTokens: number
  readonly outputTokens: number
  readonly batchMax: number
  /** Limit of the 99th percentile, where the scenario has one. */
  readonly tpotMaxMs?: number
  readonly scenario: 'maximum' | 'offline' | 'server' | 'interactive'
  readonly tokensPerSPerGpu: number
  /** Mean, where published. */
  readonly tpotMs?: number
  readonly source: string
}

const overview =
  'NVIDIA, TensorRT-LLM performance overview (NVIDIA/TensorRT-LLM, commit 03e27c7, docs/source/developer-guide/perf-overview.md)'

/** Limit of the engine on live sequences, assumed: the table does not state it, and this one suits all of its rows. */
const engineBatchMax = 256

type Row = readonly [accelerator: string, gpus: number, precision: Precision, ...number[]]

// prettier-ignore
const maximumRows: readonly Row[] = [
  ['b200', 1, 'fp4', 1000, 1000, 6920], ['b200', 1, 'fp4', 1024, 8192, 3242],
  ['b200', 1, 'fp4', 8192, 1024, 1362], ['b200', 1, 'fp4', 32_768, 1024, 274],
  ['gb200-nvl72', 1, 'fp4', 1000, 1000, 7769], ['gb200-nvl72', 1, 'fp4', 1024, 8192, 3805],
  ['gb200-nvl72', 1, 'fp4', 8192, 1024, 1491], ['gb200-nvl72', 1, 'fp4', 32_768, 1024, 302],
  ['h200-sxm', 2, 'fp8', 1000, 1000, 2587], ['h200-sxm', 2, 'fp8', 1024, 8192, 2009],
  ['h200-sxm', 2, 'fp8', 8192, 1024, 537], ['h200-sxm', 2, 'fp8', 32_768, 1024, 120],
  ['h100-sxm', 2, 'fp8', 1000, 1000, 2209], ['h100-sxm', 2, 'fp8', 8192, 1024, 398],
]

const maximumCases = maximumRows.map(
  ([accelerator, gpusPerReplica, precision, input = 0, output = 0, measured = 0]): DenseCase => ({
    id: `llama3.3-70b-${accelerator}-${input}-${output}`,
    table: 'tensorrt-llm',
    model: 'llama3-70b',
    accelerator,
    gpusPerReplica,
    precision,
    inputTokens: input,
    outputTokens: output,
    batchMax: engineBatchMax,
    scenario: 'maximum',
    tokensPerSPerGpu: measured,
    source: overview,
  }),
)

/**
 * Prompts of the OpenOrca sample are at most 1,024 tokens; their mean is not in the results. Assumed equal to the mean
 * output of the reference model, 294 tokens.
 */
const orcaInputTokens = 294
/** MLPerf submissions set the limit as high as memory lets them. */
const mlperfBatchMax = 4096

/** 99th percentiles, ms, of the rules of Llama2-70B (MLPerf Inference v5.1). */
const tpotMaxMs = { offline: undefined, server: 200, interactive: 40 } as const

type Submission = readonly [
  accelerator: string,
  gpus: number,
  precision: Precision,
  scenario: 'offline' | 'server' | 'interactive',
  tokensPerSPerGpu: number,
  tpotMs: number | undefined,
  outputTokens: number,
  id: string,
]

// prettier-ignore
const submissions: readonly Submission[] = [
  ['h100-sxm', 2, 'fp8', 'server', 3821, 142, 293, '5.1-0016 Cisco'],
  ['h100-sxm', 2, 'fp8', 'offline', 3902, undefined, 293, '5.1-0016 Cisco'],
  ['h200-sxm', 1, 'fp8', 'server', 4274, 183, 293, '5.1-0007 ASUSTeK'],
  ['h200-sxm', 1, 'fp8', 'interactive', 2885, 37, 292, '5.1-0075 Nebius'],
  ['h200-sxm', 1, 'fp8', 'offline', 4415, undefined, 293, '5.1-0026 Dell'],
  ['b200', 1, 'fp4', 'server', 12_701, 145, 274, '5.1-0073 Nebius'],
  ['b200', 1, 'fp4', 'interactive', 7856, 31.5, 274, '5.1-0046 GigaComputing'],
  ['b200', 1, 'fp4', 'offline', 12_841, undefined, 274, '5.1-0060 Lambda'],
  ['gb200-nvl72', 1, 'fp4', 'server', 12_340, 116, 277, '5.1-0070 NVIDIA'],
  ['gb200-nvl72', 1, 'fp4', 'interactive', 7436, 30.6, 272, '5.1-0070 NVIDIA'],
  ['mi300x', 1, 'fp8', 'server', 3108, 134, 301, '5.1-0066 MangoBoost'],
  ['mi300x', 1, 'fp8', 'interactive', 1105, 32, 301, '5.1-0001 AMD'],
  ['mi325x', 1, 'fp8', 'server', 4017, 145, 300, '5.1-0045'],
  ['mi325x', 1, 'fp8', 'interactive', 2356, 34, 300, '5.1-0068 MiTAC'],
]

const mlperfCases = submissions.map((row): DenseCase => {
  const [accelerator, gpusPerReplica, precision, scenario, measured, tpotMs, output, id] = row
  const limitMs = tpotMaxMs[scenario]
  return {
    id: `llama2-70b-${accelerator}-${scenario}`,
    table: 'mlperf',
    model: 'llama2-70b',
    accelerator,
    gpusPerReplica,
    precision,
    inputTokens: orcaInputTokens,
    outputTokens: output,
    batchMax: mlperfBatchMax,
    ...(limitMs === undefined ? {} : { tpotMaxMs: limitMs }),
    scenario,
    tokensPerSPerGpu: measured,
    ...(tpotMs === undefined ? {} : { tpotMs }),
    source: `MLPerf Inference v5.1, closed, ${id}, verified by MLCommons (mlcommons/inference_results_v5.1, commit 965182b)`,
  }
})

export const denseCases: readonly DenseCase[] = [...maximumCases, ...mlperfCases]
