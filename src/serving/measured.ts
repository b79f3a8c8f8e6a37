import { measuredCurves } from './measured-curves.ts'
import type { MeasuredCurve, MeasuredPoint } from './measured-curves.ts'
import { steffen } from './steffen.ts'

/** Where on a measured curve: by live sequences on the layout, or by tokens per second that one user sees. */
export type CurvePosition =
  { readonly concurrency: number } | { readonly tokensPerSPerUser: number }

export interface MeasuredEstimate {
  readonly curve: MeasuredCurve
  readonly concurrency: number
  /** Input and output together, per GPU of all pools, as published. */
  readonly totalTokensPerSPerGpu: number
  readonly outputTokensPerSPerGpu: number
  readonly tpotMs: number
  readonly isMeasuredPoint: boolean
  readonly note: string
}

export type MeasuredOutcome =
  | { readonly kind: 'interpolated'; readonly estimate: MeasuredEstimate }
  | { readonly kind: 'unreachable'; readonly why: string }

/** Curves of a model on an accelerator, newest first; of one precision where it is given. */
export const curvesOf = (wanted: {
  readonly model: string
  readonly accelerator: string
  readonly precision?: MeasuredCurve['precision']
}): readonly MeasuredCurve[] =>
  measuredCurves
    .filter(
      ({ model, accelerator, precision }) =>
        model === wanted.model &&
        accelerator === wanted.accelerator &&
        (wanted.precision === undefined || wanted.precision === precision),
    )
    .sort((a, b) => Number(a.measuredOn < b.measuredOn) - Number(a.measuredOn > b.measuredOn))

const usersRate = ([, , tpotMs]: MeasuredPoint): number => 1000 / tpotMs

/**
 * Reads a curve between its points, monotone (Steffen) in the logarithms, and refuses outside of them: a mixture of experts
 * beyond its measured range is unreachable, not extrapolated.
 */
export function readCurve(curve: MeasuredCurve, position: CurvePosition): MeasuredOutcome {
  const isByUser = 'tokensPerSPerUser' in position
  const wanted = isByUser ? position.tokensPerSPerUser : position.concurrency
  const coordinate = (point: MeasuredPoint): number => (isByUser ? usersRate(point) : point[0])
  const read = (value: (point: MeasuredPoint) => number): number | undefined => {
    const points = curve.points.map(
      (point) => [Math.log(coordinate(point)), Math.log(value(point))] as const,
    )
    const at = wanted > 0 ? steffen(points)(Math.log(wanted)) : undefined
    return at === undefined ? undefined : Math.exp(at)
  }
  const total = read((point) => point[1])
  const tpotMs = isByUser && wanted > 0 ? 1000 / wanted : read((point) => point[2])
  const concurrency = isByUser ? read((point) => point[0]) : wanted
  if (total === undefined || tpotMs === undefined || concurrency === undefined)
    return { kind: 'unreachable', why: outside(curve, { isByUser, wanted }) }
  const { inputTokens, outputTokens } = curve
  return {
    kind: 'interpolated',
    estimate: {
      curve,
      concurrency,
      totalTokensPerSPerGpu: total,
      outputTokensPerSPerGpu: (total * outputTokens) / (inputTokens + outputTokens),
      tpotMs,
      isMeasuredPoint: curve.points.some((point) => coordinate(point) === wanted),
      note: `Interpolated from ${curve.points.length} measured points of ${curve.model} on ${curve.accelerator} (${curve.software}, ${curve.measuredOn}; ${inputTokens} tokens in, ${outputTokens} out; ${curve.layout}): ${curve.source}`,
    },
  }
}

function outside(
  curve: MeasuredCurve,
  { isByUser, wanted }: { readonly isByUser: boolean; readonly wanted: number },
): string {
  const values = curve.points.map((point) => (isByUser ? usersRate(point) : point[0]))
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const of = isByUser ? 'tokens per second per user' : 'live sequences'
  return `${wanted} ${of} lie outside what was measured on ${curve.id}, ${Number(least.toPrecision(3))} to ${Number(most.toPrecision(3))}`
}
