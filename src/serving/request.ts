import type { ServingConstants } from './constants.ts'
import type { MeasuredEstimate } from './measured.ts'
import type { Deployment } from './replica.ts'
import type { DecodeStep } from './roofline.ts'

/** One replica and the traffic it is asked to carry. */
export interface ServingRequest extends Deployment {
  readonly inputTokens: number
  readonly outputTokens: number
  /** Share of the prompt whose cache is at hand, 0 to 1; 0 without it. */
  readonly cachedShare?: number
  /** Live sequences on the replica; without it as many as fit. */
  readonly concurrency?: number
  /** Limit of the engine on live sequences; 4,096 without it, so that memory decides. */
  readonly batchMax?: number
  /** Keeps the batch so small that the mean time per token stays within. */
  readonly tpotMaxMs?: number
  /** 1 without speculation; 1.5 to 2.5 were reported with multi-token prediction. */
  readonly tokensPerStep?: number
}

export const batchMaxDefault = 4096

export interface ServingMemory {
  readonly weightsGb: number
  readonly cacheGb: number
  /** Held back for activations, graphs and fragments. */
  readonly reserveGb: number
  readonly freeGb: number
  readonly totalGb: number
}

/** What keeps the batch from growing, and what a decode step waits for. */
export type BatchLimit = 'memory' | 'engine limit' | 'concurrency' | 'time per token'
export type StepLimit = 'arithmetic' | 'memory bandwidth' | 'fixed time'

export interface ServingEstimate {
  /** Live sequences, a mean over time. */
  readonly batch: number
  readonly batchThatFits: number
  readonly batchLimit: BatchLimit
  readonly stepLimit: StepLimit
  /** Asked concurrency that finds no place in the batch. */
  readonly waiting: number
  readonly prefillMs: number
  readonly step: DecodeStep
  /** Mean between tokens after the first. */
  readonly tpotMs: number
  /** With one sequence alone: no user ever sees less. */
  readonly tpotFloorMs: number
  readonly tokensPerSPerUser: number
  /** At the replica, without the network: see `firstTokenMs`. */
  readonly ttftP50Ms: number
  readonly ttftP99Ms: number
  /** Divided by all GPUs of the replica, prefill in it. */
  readonly outputTokensPerSPerGpu: number
  /** Input and output together. */
  readonly totalTokensPerSPerGpu: number
  readonly requestsPerSPerGpu: number
  readonly kvBytesPerToken: number
  readonly memory: ServingMemory
  /** If prefill and decode had pools of their own: GPUs for prefill for each GPU for decode. */
  readonly prefillGpusPerDecodeGpu: number
  /** The rate that some publish for such pools: divided by the GPUs for decode alone, and so the higher one. */
  readonly outputTokensPerSPerDecodeGpu: number
  readonly constants: ServingConstants
  readonly note: string
}

export type ServingOutcome =
  | { readonly kind: 'estimated'; readonly estimate: ServingEstimate }
  /** Mixture of experts: read from measured points, not computed. */
  | { readonly kind: 'interpolated'; readonly estimate: MeasuredEstimate }
  /** Weights and one sequence need more memory than the replica has: its capacity is 0. */
  | {
      readonly kind: 'does-not-fit'
      readonly why: string
      readonly neededGb: number
      readonly usableGb: number
    }
  /** Not even one sequence keeps the limit, or nothing was measured there. */
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const tokensMax = 1e8
const millisecondsMax = 1e9

/** What a user can get wrong in the numbers, all of it at once. */
export function faultsOf(request: ServingRequest): readonly string[] {
  const { inputTokens, outputTokens, cachedShare = 0, concurrency = 1 } = request
  const { batchMax = 1, tpotMaxMs = 1, tokensPerStep = 1 } = request
  const between = (name: string, value: number, [least, most]: readonly [number, number]) =>
    value >= least && value <= most
      ? []
      : [`${name} must lie between ${least} and ${most}, not ${value}`]
  return [
    ...between('inputTokens', inputTokens, [1, tokensMax]),
    ...between('outputTokens', outputTokens, [1, tokensMax]),
    ...between('cachedShare', cachedShare, [0, 1]),
    ...between('concurrency', concurrency, [1, tokensMax]),
    ...between('batchMax', batchMax, [1, tokensMax]),
    ...between('tpotMaxMs', tpotMaxMs, [Number.MIN_VALUE, millisecondsMax]),
    ...between('tokensPerStep', tokensPerStep, [1, 100]),
    ...between('gpusPerReplica', request.gpusPerReplica, [1, 1e6]),
  ]
}
