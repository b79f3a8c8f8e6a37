/**
 * Software that published step times were measured on. A stack is one code base over neighbouring releases: what
 * kernels, overlap and schedules it has is a fact about it, not a fitted constant.
 */
export interface Release {
  readonly id: string
  readonly stack: string
  /** When it came out, or its measurements were published. */
  readonly asOf: string
  readonly hasFusedAttention: boolean
  readonly hasSequenceParallel: boolean
  readonly hasShardedOptimizer: boolean
}

const modern = { hasFusedAttention: true, hasSequenceParallel: true, hasShardedOptimizer: true }
/** Before sequence parallelism (arXiv 2205.05198) and fused attention (arXiv 2205.14135). */
const early = { hasFusedAttention: false, hasSequenceParallel: false, hasShardedOptimizer: false }

const bridge = (month: string): Release => ({
  id: `megatron-bridge-${month}`,
  stack: 'megatron-bridge',
  asOf: `20${month.replace('.', '-')}`,
  ...modern,
})

/** Oldest first. */
export const releases: readonly Release[] = [
  { id: 'megatron-2021', stack: 'megatron-2021', asOf: '2021-04', ...early },
  {
    id: 'megatron-2022',
    stack: 'megatron-2022',
    asOf: '2022-05',
    ...early,
    hasSequenceParallel: true,
  },
  { id: 'mlperf-v3.1', stack: 'mlperf', asOf: '2023-11', ...modern },
  { id: 'llm-foundry-2024', stack: 'llm-foundry', asOf: '2024-01', ...modern },
  { id: 'nemotron-2024', stack: 'nemotron', asOf: '2024-06', ...modern },
  { id: 'llama3-2024', stack: 'llama3', asOf: '2024-07', ...modern },
  { id: 'mlperf-v4.1', stack: 'mlperf', asOf: '2024-11', ...modern },
  { id: 'maxtext-25.02', stack: 'maxtext', asOf: '2025-02', ...modern },
  { id: 'nemo-25.02', stack: 'nemo', asOf: '2025-02', ...modern },
  ...['25.09', '25.11', '26.02', '26.04', '26.06', '26.08'].map(bridge),
]
