import { parametersOf } from '../../catalog/index.ts'
import {
  cacheGb,
  estimateServing,
  firstTokenMs,
  moveOrPrefill,
  servingCurve,
  siteRttBudgetMs,
  sizePool,
  stageTime,
  usdPerMillionTokens,
  weightBytesOf,
} from '../../serving/index.ts'
import type { PoolOutcome, ServingOutcome, StagingOutcome } from '../../serving/index.ts'
import type { ServeQuestion } from './serve-question.ts'

export interface ServeRow {
  readonly concurrency: number
  readonly outcome: ServingOutcome
  /** Per million output tokens; absent without a price or an estimate. */
  readonly usdPerMillionOutputTokens?: number
}

export interface ServeAnswer {
  readonly rows: readonly ServeRow[]
  /** The fullest batch that keeps the limit on the time per token. */
  readonly withinLimit?: ServeRow
  readonly firstToken?: FirstToken
  readonly staging?: Staging
  readonly pool?: PoolOutcome
}

/** The way to the first token of one row, for the median user and for one in a hundred. */
export interface FirstToken {
  readonly concurrency: number
  readonly networkMs: number
  readonly prefillMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly limitMs?: number
  /** The highest round trip to a site that keeps the limit for one in a hundred; 0 or less where none does. */
  readonly siteRttBudgetMs?: number
}

export interface Staging {
  readonly weightsGb: number
  readonly weights: StagingOutcome
  readonly promptCacheGb?: number
  readonly promptCache?: ReturnType<typeof moveOrPrefill>
}

export function answerServe(question: ServeQuestion): ServeAnswer {
  const rows = servingCurve(question.request, concurrenciesOf(question)).map((row) => costed(question, row)) // prettier-ignore
  const tpotMaxMs = question.level?.tpotMaxMs
  const withinLimit = tpotMaxMs === undefined ? undefined : withinOf(question, tpotMaxMs)
  const reference = isDense(withinLimit) ? withinLimit : rows.findLast(isDense)
  const firstToken = reference === undefined ? undefined : firstTokenOf(question, reference)
  const pool = poolOf(question)
  const staging = question.linkGbps === undefined ? undefined : stagingOf(question, rows, question.linkGbps) // prettier-ignore
  return {
    rows,
    ...(withinLimit && { withinLimit }),
    ...(firstToken && { firstToken }),
    ...(staging && { staging }),
    ...(pool && { pool }),
  }
}

/** Powers of two as far as memory goes, or the points that were measured. */
function concurrenciesOf({ concurrency, request }: ServeQuestion): readonly number[] {
  if (concurrency !== undefined) return concurrency
  const most = estimateServing(request)
  if (most.kind === 'interpolated') return most.estimate.curve.points.map(([at]) => at)
  if (most.kind !== 'estimated') return [1]
  const batch = Math.max(1, Math.floor(most.estimate.batch))
  const doubled = Array.from({ length: 13 }, (_, power) => 2 ** power).filter((at) => at < batch)
  return [...doubled, batch]
}

function costed(
  { gpuHourUsd, utilisation }: ServeQuestion,
  row: Pick<ServeRow, 'concurrency' | 'outcome'>,
): ServeRow {
  const { outcome } = row
  if (gpuHourUsd === undefined) return row
  if (outcome.kind !== 'estimated' && outcome.kind !== 'interpolated') return row
  const tokensPerSPerGpu = outcome.estimate.outputTokensPerSPerGpu
  const usd = usdPerMillionTokens(gpuHourUsd, { tokensPerSPerGpu, utilisation })
  return usd === undefined ? row : { ...row, usdPerMillionOutputTokens: usd }
}

function withinOf(question: ServeQuestion, tpotMaxMs: number): ServeRow {
  const outcome = estimateServing({ ...question.request, tpotMaxMs })
  const concurrency =
    outcome.kind === 'estimated'
      ? outcome.estimate.batch
      : outcome.kind === 'interpolated'
        ? outcome.estimate.concurrency
        : 0
  return costed(question, { concurrency, outcome })
}

type DenseRow = ServeRow & { readonly outcome: { readonly kind: 'estimated' } }

const isDense = (row: ServeRow | undefined): row is DenseRow => row?.outcome.kind === 'estimated'

function firstTokenOf(
  { network, level }: ServeQuestion,
  { concurrency, outcome }: DenseRow,
): FirstToken | undefined {
  if (network === undefined && level?.ttftMaxMs === undefined) return undefined
  const { estimate } = outcome
  const { accessRttMs = 0, siteRttMs = 0, isCold = false } = network ?? {}
  const { prefillMs } = estimate
  const { stepS } = estimate.step
  const partsOf = (totalMs: number) => ({
    accessRttMs,
    siteRttMs,
    isCold,
    prefillMs,
    stepMs: 1000 * stepS,
    queueMs: Math.max(0, totalMs - prefillMs - 1000 * stepS),
  })
  const p99 = partsOf(estimate.ttftP99Ms)
  const [half, most] = [firstTokenMs(partsOf(estimate.ttftP50Ms)), firstTokenMs(p99)]
  if (half.kind !== 'summed' || most.kind !== 'summed') return undefined
  const limitMs = level?.ttftMaxMs
  return {
    concurrency,
    networkMs: half.networkMs,
    prefillMs,
    p50Ms: half.totalMs,
    p99Ms: most.totalMs,
    ...(limitMs !== undefined && { limitMs, siteRttBudgetMs: siteRttBudgetMs(limitMs, p99) }),
  }
}

/** Weights to a site that does not have them, and one prompt's cache to where it is needed. */
function stagingOf(
  { request, network }: ServeQuestion,
  rows: readonly ServeRow[],
  usableGbps: number,
): Staging {
  const { model, precision, inputTokens } = request
  const weightsGb = (parametersOf(model).total * weightBytesOf[precision]) / 1e9
  const link = { usableGbps, rttMs: network?.siteRttMs ?? 0 }
  const weights = stageTime({ sizeGb: weightsGb, ...link })
  const dense = rows.find(isDense)
  if (dense === undefined) return { weightsGb, weights }
  const { kvBytesPerToken, prefillMs } = dense.outcome.estimate
  const promptCacheGb = cacheGb(kvBytesPerToken, inputTokens)
  const promptCache = moveOrPrefill({ sizeGb: promptCacheGb, ...link }, prefillMs)
  return { weightsGb, weights, promptCacheGb, promptCache }
}

function poolOf({ request, requestsPerS, level, network }: ServeQuestion): PoolOutcome | undefined {
  if (requestsPerS === undefined || level?.ttftMaxMs === undefined) return undefined
  const { ttftMaxMs, tpotMaxMs = 1e9, source = 'as given' } = level
  const { accessRttMs = 0, siteRttMs = 0 } = network ?? {}
  const networkMs = accessRttMs + siteRttMs
  return sizePool({ request, requestsPerS, level: { ttftMaxMs, tpotMaxMs, source }, networkMs })
}
