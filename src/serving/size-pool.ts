import { estimateServing } from './estimate.ts'
import { waitInQueue } from './queue.ts'
import type { ServingEstimate, ServingOutcome, ServingRequest } from './request.ts'
import type { ServiceLevel } from './slo.ts'

/**
 * How many GPUs keep a promise at a rate of requests? Every live sequence of every replica is a server of one queue
 * (M/G/c). The batch is a choice: a full one is cheap and slow, a small one quick and dear; several are tried and the one
 * that needs the fewest GPUs is taken. Utilisation is what comes out of it, and never goes in. Left out: failures and
 * rollouts (add spares), routing that does not know which replica is free, traffic burstier than Poisson.
 */
export interface PoolRequest {
  readonly request: Omit<ServingRequest, 'concurrency' | 'tpotMaxMs'>
  readonly requestsPerS: number
  readonly level: ServiceLevel
  /** Access and distance, 99th percentile; it comes off the limit of the first token. */
  readonly networkMs?: number
  /** Squared variation of the time in service; 1, as if exponential, without it. */
  readonly squaredVariation?: number
}

export interface PoolSize {
  readonly replicas: number
  readonly gpus: number
  /** Live sequences on average over places. */
  readonly utilisation: number
  /** Network, queue and compute together. */
  readonly ttftP99Ms: number
  readonly waitP99Ms: number
  readonly estimate: ServingEstimate
}

export type PoolOutcome =
  | { readonly kind: 'sized'; readonly size: PoolSize }
  | Exclude<ServingOutcome, { kind: 'estimated' } | { kind: 'interpolated' }>

/** Shares of the largest batch that are tried. */
const batchShares: readonly number[] = [1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1, 0.05, 0]

export function sizePool(pool: PoolRequest): PoolOutcome {
  const { request, level, requestsPerS, networkMs = 0, squaredVariation = 1 } = pool
  const isSane = [requestsPerS, networkMs, squaredVariation].every(
    (value) => value >= 0 && value <= 1e9,
  )
  if (!isSane)
    return { kind: 'impossible', why: ['rates and times must be finite and not negative'] }
  const largest = estimateServing({ ...request, tpotMaxMs: level.tpotMaxMs })
  if (largest.kind === 'interpolated')
    return {
      kind: 'unreachable',
      why: 'the measured curves of mixtures of experts say nothing about the first token',
    }
  if (largest.kind !== 'estimated') return largest
  const sizes = batchShares.flatMap((share) => {
    const concurrency = Math.max(1, Math.floor(share * largest.estimate.batch))
    const size = sizeAt(pool, concurrency)
    return size === undefined ? [] : [size]
  })
  const [first, ...rest] = sizes
  if (first === undefined) {
    const why = `no batch keeps ${level.ttftMaxMs} ms to the first token at ${requestsPerS} requests per second, or the queue has more than a million places`
    return { kind: 'unreachable', why }
  }
  return {
    kind: 'sized',
    size: rest.reduce((best, next) => (next.gpus < best.gpus ? next : best), first),
  }
}

/** The fewest replicas of one batch; undefined where more of them would not help. */
function sizeAt(pool: PoolRequest, concurrency: number): PoolSize | undefined {
  const { request, level, requestsPerS, networkMs = 0, squaredVariation = 1 } = pool
  const outcome = estimateServing({ ...request, tpotMaxMs: level.tpotMaxMs, concurrency })
  if (outcome.kind !== 'estimated') return undefined
  const { estimate } = outcome
  const gpus = request.gpusPerReplica
  const perReplicaPerS = estimate.requestsPerSPerGpu * gpus
  const serviceS = concurrency / perReplicaPerS
  const waitMaxMs = level.ttftMaxMs - networkMs - estimate.ttftP99Ms
  if (waitMaxMs < 0) return undefined
  const waitMs = (replicas: number): number => {
    const servers = replicas * concurrency
    const queued = waitInQueue({ servers, arrivalsPerS: requestsPerS, serviceS, squaredVariation })
    return queued.kind === 'stable' ? 1000 * queued.waiting.p99S : Infinity
  }
  const least = Math.max(1, Math.ceil(requestsPerS / perReplicaPerS))
  const replicas = fewest(least, (count) => waitMs(count) <= waitMaxMs)
  if (replicas === undefined) return undefined
  const waitP99Ms = waitMs(replicas)
  return {
    replicas,
    gpus: replicas * gpus,
    utilisation: (requestsPerS * serviceS) / (replicas * concurrency),
    ttftP99Ms: networkMs + waitP99Ms + estimate.ttftP99Ms,
    waitP99Ms,
    estimate,
  }
}

/** The smallest count from `least` on that is enough: doubles the surplus, then halves the gap. */
function fewest(least: number, isEnough: (count: number) => boolean): number | undefined {
  if (isEnough(least)) return least
  let [low, surplus] = [least, 1]
  while (!isEnough(least + surplus)) {
    low = least + surplus
    surplus *= 2
    if (surplus > 4 * least + 1024) return undefined
  }
  let high = least + surplus
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
