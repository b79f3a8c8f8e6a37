import type { ExchangePrecision } from '../across/request.ts'
import type { Precision } from '../step.ts'

/**
 * Runs by name, with the figures that were published of them; what was not published is said in `note`. An option that is
 * given beside a preset wins.
 */
export interface RunPreset {
  readonly id: string
  readonly model: string
  readonly accelerator: string
  readonly accelerators: number
  readonly precision: Precision
  readonly sequenceLength: number
  readonly batchSequences: number
  readonly software?: string
  readonly tokens?: number
  readonly sites: number
  readonly rttMs: number
  readonly linkGbps: readonly number[]
  readonly reductions: readonly ExchangePrecision[]
  readonly overlapShare?: number
  readonly note: string
}

const usual = { linkGbps: [100, 400, 800, 1600], reductions: ['bf16', 'mixed-fp32'] as const }

export const runPresets: readonly RunPreset[] = [
  {
    id: 'nemotron-4-340b',
    model: 'nemotron4-340b',
    accelerator: 'h100-sxm',
    accelerators: 3072,
    precision: 'bf16',
    sequenceLength: 4096,
    batchSequences: 2304,
    sites: 2,
    rttMs: 21,
    ...usual,
    overlapShare: 0.6,
    note: 'arXiv:2406.11704 Table 2; NVIDIA, "Turbocharge LLM training across long-haul data center networks with NeMo framework", 2025. 3,072 GPUs and 21 ms are quoted elsewhere and were not found in the post; the link rate was not published, and an overlap of 60 % is assumed.',
  },
  {
    id: 'llama3.1-405b',
    model: 'llama3.1-405b',
    accelerator: 'h100-sxm',
    accelerators: 16_384,
    precision: 'bf16',
    sequenceLength: 8192,
    batchSequences: 2048,
    tokens: 15.6e12,
    sites: 1,
    rttMs: 15.5,
    ...usual,
    note: 'arXiv:2407.21783 Table 4: 16,384 H100, 16.8 million tokens a step, 15.6 trillion tokens in all. It ran on one site.',
  },
  {
    id: 'gpt3-175b',
    model: 'gpt3-175b',
    accelerator: 'h100-sxm',
    accelerators: 10_752,
    precision: 'fp8',
    sequenceLength: 2048,
    batchSequences: 2688,
    sites: 1,
    rttMs: 15.5,
    ...usual,
    note: 'MLPerf Training v3.1, NVIDIA eos, 10,752 H100: a benchmark, not a run to convergence. It ran on one site.',
  },
  {
    id: 'deepseek-v3',
    model: 'deepseek-v3',
    accelerator: 'h800',
    accelerators: 2048,
    precision: 'fp8',
    sequenceLength: 4096,
    batchSequences: 15_360,
    tokens: 14.8e12,
    sites: 1,
    rttMs: 15.5,
    ...usual,
    note: 'arXiv:2412.19437: 2,048 H800, batch up to 15,360 sequences of 4,096 tokens, 14.8 trillion tokens. It ran on one site.',
  },
]

export const runPreset = (id: string): RunPreset | undefined =>
  runPresets.find((preset) => preset.id === id)
