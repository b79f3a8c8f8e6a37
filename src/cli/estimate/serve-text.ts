import type { FamilySummary } from '../../report/index.ts'
import type { ServingOutcome } from '../../serving/index.ts'
import { formatQuantity } from '../../units/index.ts'
import { formatTable } from '../table.ts'
import type { ServeAnswer, ServeRow } from './serve-answer.ts'
import type { ServeQuestion } from './serve-question.ts'

interface Shown {
  readonly question: ServeQuestion
  readonly answer: ServeAnswer
  readonly error?: FamilySummary
}

/** All of `estimate serve`: the question, how the answer is known, the curve, and what the network makes of it. */
export function serveInWords({ question, answer, error }: Shown): string {
  return [
    ...questionLines(question, answer, error),
    '',
    curveTable(answer.rows),
    ...fitLines(answer),
    ...limitLines(question, answer),
    ...firstTokenLines(question, answer),
    ...poolLines(question, answer),
    ...stagingLines(question, answer),
  ].join('\n')
}

const count = (value: number): string =>
  (value < 1000 ? Number(value.toPrecision(3)) : Math.round(value)).toLocaleString('en-US')
const ms = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toPrecision(3)} s` : `${Number(value.toPrecision(3))} ms`
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const usd = (value: number): string => `${value.toPrecision(3)} USD`

function questionLines(
  { request, gpuHourUsd, utilisation }: ServeQuestion,
  { rows }: ServeAnswer,
  error: FamilySummary | undefined,
): string[] {
  const { model, gpusPerReplica, accelerator, precision, inputTokens, outputTokens } = request
  const cached = request.cachedShare ? ` (${percent(request.cachedShare)} in the cache)` : ''
  const known = rows.map(({ outcome }) => howKnown(outcome)).find((text) => text !== undefined)
  return [
    `${model.name} on ${gpusPerReplica} ${accelerator}, ${precision}; ${count(inputTokens)} tokens in${cached}, ${count(outputTokens)} out`, // prettier-ignore
    ...(known ?? []),
    ...(error === undefined
      ? []
      : [`off by ${percent(error.meanAbsolute)} on the mean, ${percent(Math.abs(error.worst))} at worst, in tokens/s of ${error.cases} public cases it was not fitted on (gridloom validate --only serving)`]), // prettier-ignore
    ...(gpuHourUsd === undefined
      ? []
      : [`cost: ${gpuHourUsd} USD for a GPU-hour, ${percent(utilisation)} of the time at this load`]), // prettier-ignore
  ]
}

function howKnown(outcome: ServingOutcome): string[] | undefined {
  if (outcome.kind === 'interpolated') return [outcome.estimate.note]
  if (outcome.kind !== 'estimated') return undefined
  const { note, constants } = outcome.estimate
  return [note, constants.source]
}

const header = ['SEQUENCES', 'TOKENS/S/GPU', 'TOKENS/S/USER', 'PER TOKEN', 'TTFT P50', 'TTFT P99', 'STEP WAITS FOR', 'BATCH HELD BY', 'USD/M OUT'] // prettier-ignore

/** A column in which nothing is known is left out. */
function curveTable(rows: readonly ServeRow[]): string {
  const cells = rows.map(rowCells)
  const kept = header.flatMap((_, column) =>
    cells.some((row) => row[column] !== '-') ? [column] : [],
  )
  const pick = (row: readonly string[]): string[] => kept.map((column) => row[column] ?? '-')
  const wordsAt = [header.indexOf('STEP WAITS FOR'), header.indexOf('BATCH HELD BY')]
  const right = kept.flatMap((column, at) => (wordsAt.includes(column) ? [] : [at]))
  return formatTable(cells.map(pick), pick(header), new Set(right))
}

function rowCells({ concurrency, outcome, usdPerMillionOutputTokens: cost }: ServeRow): string[] {
  const price = cost === undefined ? '-' : cost.toPrecision(3)
  if (outcome.kind === 'estimated') {
    const { outputTokensPerSPerGpu, tokensPerSPerUser, tpotMs, ttftP50Ms, ttftP99Ms, stepLimit, batchLimit, batch, waiting } = outcome.estimate // prettier-ignore
    const held = waiting > 0 ? `${batchLimit} at ${count(batch)}` : batchLimit
    return [count(concurrency), count(outputTokensPerSPerGpu), count(tokensPerSPerUser), ms(tpotMs), ms(ttftP50Ms), ms(ttftP99Ms), stepLimit, held, price] // prettier-ignore
  }
  if (outcome.kind === 'interpolated') {
    const { outputTokensPerSPerGpu, tpotMs, isMeasuredPoint } = outcome.estimate
    const way = isMeasuredPoint ? 'measured' : 'interpolated'
    return [count(concurrency), count(outputTokensPerSPerGpu), count(1000 / tpotMs), ms(tpotMs), '-', '-', way, '-', price] // prettier-ignore
  }
  return [count(concurrency), '-', '-', '-', '-', '-', whyNot(outcome), '-', '-']
}

/** The sentence of an outcome without figures. */
export const whyNot = (
  outcome: Exclude<ServingOutcome, { kind: 'estimated' | 'interpolated' }>,
): string => (typeof outcome.why === 'string' ? outcome.why : outcome.why.join('; '))

function fitLines({ rows }: ServeAnswer): string[] {
  const fullest = rows.findLast(({ outcome }) => outcome.kind === 'estimated')?.outcome
  if (fullest?.kind !== 'estimated') return []
  const { memory, batchThatFits, tpotFloorMs, prefillMs, prefillGpusPerDecodeGpu } = fullest.estimate // prettier-ignore
  // Less than a megabyte is the rounding of sums, not memory.
  const gb = (value: number): string => formatQuantity(value < 1e-3 ? 0 : value, 'GB')
  return [
    '',
    `memory ${gb(memory.totalGb)}: weights ${gb(memory.weightsGb)}, cache ${gb(memory.cacheGb)} at the last row, held back ${gb(memory.reserveGb)}, free ${gb(memory.freeGb)}; ${count(batchThatFits)} sequences fit`, // prettier-ignore
    `prefill of one prompt ${ms(prefillMs)}; one sequence alone takes ${ms(tpotFloorMs)} per token; apart, ${prefillGpusPerDecodeGpu.toPrecision(2)} GPUs prefill for one that decodes`, // prettier-ignore
  ]
}

function limitLines({ level }: ServeQuestion, { withinLimit }: ServeAnswer): string[] {
  if (withinLimit === undefined || level?.tpotMaxMs === undefined) return []
  const { outcome, usdPerMillionOutputTokens: cost } = withinLimit
  const limit = `within ${ms(level.tpotMaxMs)} per token`
  if (outcome.kind !== 'estimated' && outcome.kind !== 'interpolated') return [`${limit}: none, ${whyNot(outcome)}`] // prettier-ignore
  const { outputTokensPerSPerGpu, tpotMs } = outcome.estimate
  const price = cost === undefined ? '' : `, ${usd(cost)} per million output tokens`
  return [
    `${limit}: ${count(withinLimit.concurrency)} sequences at ${ms(tpotMs)}, ${count(outputTokensPerSPerGpu)} tokens/s/GPU${price}`, // prettier-ignore
  ]
}

function firstTokenLines({ network, level }: ServeQuestion, { firstToken }: ServeAnswer): string[] {
  const way =
    network === undefined
      ? []
      : [`network: ${network.access} ${ms(network.accessRttMs)} (assumed) and ${ms(network.siteRttMs)} to the site, ${network.isCold ? 'three times on a cold connection' : 'once on a warm connection'}; ${network.note}`] // prettier-ignore
  if (firstToken === undefined) return way
  const { concurrency, networkMs, prefillMs, p50Ms, p99Ms, limitMs, siteRttBudgetMs } = firstToken
  const total = `first token at ${count(concurrency)} sequences: P50 ${ms(p50Ms)}, P99 ${ms(p99Ms)}, of which network ${ms(networkMs)}, prefill ${ms(prefillMs)}` // prettier-ignore
  if (limitMs === undefined || siteRttBudgetMs === undefined) return [...way, total]
  const left =
    siteRttBudgetMs > 0
      ? `keeps ${ms(limitMs)} to a site up to ${ms(siteRttBudgetMs)} away and back`
      : `${ms(limitMs)} cannot be kept at that load, however near the site`
  return [...way, `${total}; ${left}${level?.source === undefined ? '' : ` (${level.source})`}`]
}

function poolLines({ requestsPerS }: ServeQuestion, { pool }: ServeAnswer): string[] {
  if (pool === undefined || requestsPerS === undefined) return []
  if (pool.kind !== 'sized') return [`pool: none, ${whyNot(pool)}`]
  const { gpus, replicas, utilisation, ttftP99Ms, waitP99Ms } = pool.size
  return [
    `pool for ${requestsPerS} requests/s: ${count(gpus)} GPUs in ${count(replicas)} replicas, ${percent(utilisation)} busy, first token P99 ${ms(ttftP99Ms)}, of which queue ${ms(waitP99Ms)}`, // prettier-ignore
  ]
}

function stagingLines({ linkGbps }: ServeQuestion, { staging }: ServeAnswer): string[] {
  if (staging === undefined || linkGbps === undefined) return []
  const { weightsGb, weights, promptCacheGb, promptCache } = staging
  const over = `over ${formatQuantity(linkGbps, 'Gb/s')} that the transfer gets`
  const moved =
    weights.kind === 'staged' ? formatQuantity(weights.durationMs / 1000, 's') : weights.why
  const cache =
    promptCacheGb === undefined || promptCache === undefined
      ? []
      : [`cache of one prompt ${formatQuantity(promptCacheGb, 'GB')}: ${promptCache.choice === 'move' ? 'moving it' : 'computing it again'} is quicker by ${ms(promptCache.savedMs)}`] // prettier-ignore
  return [`weights ${formatQuantity(weightsGb, 'GB')} ${over}: ${moved}`, ...cache]
}
