import { lines, type Element } from '../../report/index.ts'
import type { ServeAnswer } from './serve-answer.ts'
import type { ServeQuestion } from './serve-question.ts'

/** What a GPU gives against what each user sees: the choice that every batch size is. */
export function serveChart(
  { request }: ServeQuestion,
  { rows, withinLimit }: ServeAnswer,
): Element {
  const { model, gpusPerReplica, accelerator, precision, inputTokens, outputTokens } = request
  const points = rows.flatMap(({ outcome }) => {
    if (outcome.kind !== 'estimated' && outcome.kind !== 'interpolated') return []
    const { tpotMs, outputTokensPerSPerGpu } = outcome.estimate
    return [{ x: 1000 / tpotMs, y: outputTokensPerSPerGpu }]
  })
  const limit = withinLimit?.outcome
  const within =
    limit?.kind === 'estimated' || limit?.kind === 'interpolated'
      ? [{ x: 1000 / limit.estimate.tpotMs, y: limit.estimate.outputTokensPerSPerGpu }]
      : []
  return lines({
    title: `${model.name} on ${gpusPerReplica} ${accelerator}, ${precision}`,
    summary: `Output of one GPU against the speed that each user sees; ${inputTokens} tokens in, ${outputTokens} out.`,
    x: { label: 'tokens per second of one user', scale: 'log' },
    y: { label: 'output tokens per second of one GPU', scale: 'linear' },
    series: [
      { name: 'by live sequences', points: points.toSorted((a, b) => a.x - b.x) },
      ...(within.length > 0 ? [{ name: 'within the limit', points: within }] : []),
    ],
  })
}
