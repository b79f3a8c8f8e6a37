import { servingConstants } from './constants.ts'
import type { ServingConstants } from './constants.ts'
import { replicaOf } from './replica.ts'
import { batchMaxDefault } from './request.ts'
import type { BatchLimit, ServingEstimate, ServingOutcome, ServingRequest } from './request.ts'
import {
  batchThatFits,
  batchWithinTpot,
  contextTokens,
  operate,
  usableMemoryShare,
} from './roofline.ts'
import type { DecodeStep, OperatingPoint, Prompt, Replica } from './roofline.ts'

const gigabyte = 1e9

/** A dense model by the roofline of `roofline.ts`. */
export function estimateDense(request: ServingRequest): ServingOutcome {
  const outcome = replicaOf(request)
  if (outcome.kind === 'impossible') return outcome
  const constants = servingConstants(request.accelerator)
  if (constants === undefined)
    return {
      kind: 'impossible',
      why: [`no public serving result calibrates "${request.accelerator}": nothing is guessed`],
    }
  const { replica } = outcome
  const prompt: Prompt = { ...request, cachedShare: request.cachedShare ?? 0 }
  const fits = batchThatFits(replica, prompt)
  if (fits < 1) return doesNotFit(replica, prompt)
  const { efficiency } = constants
  const tpotMaxS = (request.tpotMaxMs ?? Infinity) / 1000
  const asked = Math.min(request.concurrency ?? Infinity, request.batchMax ?? batchMaxDefault, fits)
  const batch = batchWithinTpot(replica, { prompt, batchMax: asked, tpotMaxS }, efficiency)
  if (batch === 0) {
    const floorMs = 1000 * operate(replica, { prompt, batch: 1 }, efficiency).tpotS
    const why = `one sequence alone takes ${floorMs.toFixed(1)} ms per token, more than the ${request.tpotMaxMs} ms allowed`
    return { kind: 'unreachable', why }
  }
  const batchLimit = limitOf({ request, asked, fits, batch })
  const point = operate(replica, { prompt, batch }, efficiency)
  const estimate = describe({ request, replica, prompt, fits, point, batchLimit, constants })
  return allFinite(estimate)
    ? { kind: 'estimated', estimate }
    : { kind: 'impossible', why: ['the numbers asked for leave the range of arithmetic'] }
}

function doesNotFit(replica: Replica, prompt: Prompt): ServingOutcome {
  const usable = usableMemoryShare * replica.gpus * replica.memoryBytes
  const needed = replica.weightBytes + replica.kvBytesPerToken * contextTokens(prompt)
  const what = replica.weightBytes > usable ? 'the weights alone' : 'weights and one sequence'
  const [neededGb, usableGb] = [needed / gigabyte, usable / gigabyte]
  return {
    kind: 'does-not-fit',
    why: `${what} need more than the ${usableGb.toFixed(0)} GB that ${replica.gpus} GPUs leave: ${neededGb.toFixed(0)} GB`,
    neededGb: Math.min(neededGb, Number.MAX_VALUE),
    usableGb,
  }
}

interface Limits {
  readonly request: ServingRequest
  readonly asked: number
  readonly fits: number
  readonly batch: number
}

function limitOf({ request, asked, fits, batch }: Limits): BatchLimit {
  if (batch < asked) return 'time per token'
  if (asked === fits) return 'memory'
  return asked === request.concurrency ? 'concurrency' : 'engine limit'
}

const stepLimitOf = ({ arithmeticS, memoryS, fixedS, perSequenceS }: DecodeStep) => {
  if (fixedS + perSequenceS > Math.max(arithmeticS, memoryS)) return 'fixed time'
  return arithmeticS > memoryS ? 'arithmetic' : 'memory bandwidth'
}

/**
 * Time to the first token at the replica. Prompts queue for prefill as M/D/1: the tail of waiting is taken as exponential
 * with the mean of Pollaczek and Khinchine. A running step ends first, on average half of it. Who finds no place in the batch
 * waits until enough others have left.
 */
function firstToken(point: OperatingPoint, waiting: number): { p50S: number; p99S: number } {
  const busy = Math.min(0.999, point.requestsPerS * point.prefillS)
  const scaleS = point.prefillS / (2 * (1 - busy))
  const wait = (share: number): number =>
    busy <= 1 - share ? 0 : scaleS * Math.log(busy / (1 - share))
  const placeS = waiting / point.requestsPerS
  const own = point.prefillS + point.step.stepS + placeS
  return {
    p50S: wait(0.5) + point.step.stepS / 2 + own,
    p99S: wait(0.99) + point.step.stepS + own,
  }
}

interface Described {
  readonly request: ServingRequest
  readonly replica: Replica
  readonly prompt: Prompt
  readonly fits: number
  readonly point: OperatingPoint
  readonly batchLimit: BatchLimit
  readonly constants: ServingConstants
}

function describe(described: Described): ServingEstimate {
  const { request, replica, prompt, fits, point, batchLimit, constants } = described
  const waiting = Math.max(0, (request.concurrency ?? 0) - point.batch)
  const first = firstToken(point, waiting)
  const alone = operate(replica, { prompt, batch: 1 }, constants.efficiency)
  const { inputTokens, outputTokens } = prompt
  const outputTokensPerSPerGpu = point.outputTokensPerS / replica.gpus
  const decodeS = (outputTokens * point.step.stepS) / (prompt.tokensPerStep ?? 1) / point.batch
  return {
    batch: point.batch,
    batchThatFits: fits,
    batchLimit,
    stepLimit: stepLimitOf(point.step),
    waiting,
    prefillMs: 1000 * point.prefillS,
    step: point.step,
    tpotMs: 1000 * point.tpotS,
    tpotFloorMs: 1000 * alone.tpotS,
    tokensPerSPerUser: 1 / point.tpotS,
    ttftP50Ms: 1000 * first.p50S,
    ttftP99Ms: 1000 * first.p99S,
    outputTokensPerSPerGpu,
    totalTokensPerSPerGpu: (outputTokensPerSPerGpu * (inputTokens + outputTokens)) / outputTokens,
    requestsPerSPerGpu: point.requestsPerS / replica.gpus,
    kvBytesPerToken: replica.kvBytesPerToken,
    memory: memoryOf(replica, point.batch * contextTokens(prompt)),
    prefillGpusPerDecodeGpu: point.prefillS / decodeS,
    outputTokensPerSPerDecodeGpu: outputTokens / decodeS / replica.gpus,
    constants,
    note: noteOf(replica, constants),
  }
}

/** The most GPUs of a replica in the rows that the fixed time of a layer was fitted on. */
const gpusFitted = 2

function noteOf({ gpus }: Replica, { software, asOf }: ServingConstants): string {
  const computed = `Computed by a roofline with constants of ${software}, ${asOf}`
  return gpus <= gpusFitted
    ? computed
    : `${computed}; its fixed time per layer was fitted on 1 and ${gpusFitted} GPUs, so that with few live sequences on ${gpus} the time per token is promised too low (see the family serving/low batch)`
}

function memoryOf(replica: Replica, cachedTokens: number): ServingEstimate['memory'] {
  const totalGb = (replica.gpus * replica.memoryBytes) / gigabyte
  const weightsGb = replica.weightBytes / gigabyte
  const cacheGb = (replica.kvBytesPerToken * cachedTokens) / gigabyte
  const reserveGb = (1 - usableMemoryShare) * totalGb
  return {
    weightsGb,
    cacheGb,
    reserveGb,
    freeGb: Math.max(0, totalGb - weightsGb - cacheGb - reserveGb),
    totalGb,
  }
}

const allFinite = (value: object): boolean =>
  Object.values(value).every((part: unknown) => {
    if (typeof part === 'number') return Number.isFinite(part)
    return typeof part !== 'object' || part === null || allFinite(part)
  })
