import { type MeasuredLoss, measuredLosses } from './measured-losses.ts'

/**
 * How far the loss of M replicas that meet every H steps lies from data parallelism on the same tokens.
 *
 * Measured differences are interpolated, never a fitted curve: the published fits of loss against size cross where the
 * measurements do not, and their residual (about 1 %) exceeds the effect. At H = 30 the difference is linear in log2 M between
 * 2 and 4 replicas and in log N between 1e9, 4e9 and 10e9 parameters. What H = 100 adds was measured at 1e9 parameters only
 * and is carried over to larger models, linear in log H; a note says so. The interval is the envelope of the neighbours,
 * widened by the rounding of the printed losses; it is no confidence interval, for no source gives the spread between
 * seeds.
 *
 * Outside the range the nearest size is held, the slopes in log2 M and log H go on, and each doubling beyond raises
 * the high end by 1 %, the residual of the published joint fit (arXiv:2503.09799); a gain is not extrapolated.
 */
export interface PenaltyRange {
  readonly low: number
  readonly expected: number
  readonly high: number
}

export interface LossPoint {
  readonly parameters: number
  readonly replicas: number
  readonly innerSteps: number
}

type Span = readonly [from: number, to: number]

const span = (pick: (row: MeasuredLoss) => number): Span => [
  Math.min(...measuredLosses.map(pick)),
  Math.max(...measuredLosses.map(pick)),
]

/** Within it penalties rest on measurements. */
export const measuredRange = {
  parameters: span(({ parameters }) => parameters),
  replicas: span(({ replicas }) => replicas),
  innerSteps: span(({ innerSteps }) => innerSteps),
}

const [shortH, longH] = measuredRange.innerSteps
const [fewM, manyM] = measuredRange.replicas
const [smallN] = measuredRange.parameters
/** Relative residual of the joint fit of loss against size and replicas, arXiv:2503.09799. */
const fitResidual = 0.01

const sizes = [...new Set(measuredLosses.map(({ parameters }) => parameters))].toSorted(
  (a, b) => a - b,
)

const changeOf = ({ loss, lossDataParallel }: MeasuredLoss): number => loss / lossDataParallel - 1
const roundingOf = ({ halfWidth, lossDataParallel }: MeasuredLoss): number =>
  (2 * halfWidth) / lossDataParallel

/** All measurements at one point: their mean, and their envelope with rounding. */
const measuredAt = ({ parameters, replicas, innerSteps }: LossPoint): PenaltyRange => {
  const rows = measuredLosses.filter(
    (row) =>
      row.parameters === parameters && row.replicas === replicas && row.innerSteps === innerSteps,
  )
  return {
    low: Math.min(...rows.map((row) => changeOf(row) - roundingOf(row))),
    expected: rows.reduce((sum, row) => sum + changeOf(row), 0) / rows.length,
    high: Math.max(...rows.map((row) => changeOf(row) + roundingOf(row))),
  }
}

/** On the line through a and b, at t of the way; between them the ends are those of both. */
const along = (a: PenaltyRange, b: PenaltyRange, t: number): PenaltyRange => {
  const expected = a.expected + (b.expected - a.expected) * t
  if (t === 0) return a
  if (t === 1) return b
  return {
    low: Math.min(expected, a.low, b.low),
    expected,
    high: Math.max(expected, a.high, b.high),
  }
}

const atShortH = (parameters: number, replicas: number): PenaltyRange => {
  const held = Math.min(Math.max(parameters, sizes[0] ?? 1), sizes.at(-1) ?? 1)
  const above = Math.max(
    1,
    sizes.findIndex((size) => size >= held),
  )
  const [a = held, b = held] = [sizes[above - 1], sizes[above]]
  return along(
    measuredAt({ parameters: a, replicas, innerSteps: shortH }),
    measuredAt({ parameters: b, replicas, innerSteps: shortH }),
    Math.log(held / a) / Math.log(b / a),
  )
}

const atMeasuredReplicas = (
  { parameters, innerSteps }: LossPoint,
  replicas: number,
): PenaltyRange => {
  const short = atShortH(parameters, replicas)
  const from = measuredAt({ parameters: smallN, replicas, innerSteps: shortH })
  const to = measuredAt({ parameters: smallN, replicas, innerSteps: longH })
  const t = Math.log(innerSteps / shortH) / Math.log(longH / shortH)
  return {
    low: short.low + Math.min(0, (to.low - from.expected) * t, (to.expected - from.expected) * t),
    expected: short.expected + (to.expected - from.expected) * t,
    high: short.high + Math.max(0, (to.high - from.expected) * t),
  }
}

const doublingsBeyond = (value: number, [from, to]: Span): number =>
  Math.max(0, Math.log2(from / value), Math.log2(value / to))

/** Range of the relative change of the loss, with what it rests on. */
export const lossChange = (
  point: LossPoint,
): { readonly range: PenaltyRange; readonly notes: readonly string[] } => {
  const t = Math.log2(point.replicas / fewM) / Math.log2(manyM / fewM)
  const inside = along(atMeasuredReplicas(point, fewM), atMeasuredReplicas(point, manyM), t)
  const beyond =
    doublingsBeyond(point.parameters, measuredRange.parameters) +
    doublingsBeyond(point.replicas, measuredRange.replicas) +
    doublingsBeyond(point.innerSteps, measuredRange.innerSteps)
  const expected = Math.min(1, Math.max(-0.5, inside.expected))
  const range = {
    low: Math.max(-0.5, Math.min(expected, inside.low)),
    expected,
    high: Math.min(9, Math.max(expected, inside.high) + beyond * fitResidual),
  }
  const notes = [
    ...(point.innerSteps !== shortH && point.parameters !== smallN
      ? ['the effect of longer intervals was measured at 1e9 parameters and is carried over']
      : []),
    ...(beyond > 0
      ? [`${beyond.toFixed(1)} doublings beyond what was measured raise the high end by 1 % each`]
      : []),
  ]
  return { range, notes }
}
