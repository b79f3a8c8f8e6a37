import type { Comparison } from '../../catalog/index.ts'
import { readCurve } from '../measured.ts'
import type { MeasuredCurve } from '../measured-curves.ts'
import { measuredCurves } from '../measured-curves.ts'

/** Curves whose layout changes from point to point have steps that no interpolation sees; they are summed up apart. */
const familyOf = ({ layout }: MeasuredCurve): string =>
  layout.includes('pools')
    ? 'serving/mixture of experts, changing pools'
    : 'serving/mixture of experts'

/** Leaves each inner point of a curve out and reads the rest at its concurrency: what interpolation costs. */
function leaveOnePointOut(curve: MeasuredCurve): Comparison[] {
  return curve.points.slice(1, -1).flatMap((left) => {
    const rest = { ...curve, points: curve.points.filter((point) => point !== left) }
    const [concurrency, published, tpotMs] = left
    const outcome = readCurve(rest, { concurrency })
    if (outcome.kind === 'unreachable') return []
    const { estimate } = outcome
    const common = {
      id: `${curve.id} at ${concurrency}`,
      error: 'relative',
      split: 'held-out',
      source: curve.source,
      note: 'Interpolated without this point; in the product the points lie twice as close',
    } as const
    return [
      {
        ...common,
        family: familyOf(curve),
        quantity: 'tokens per second per GPU, input and output',
        unit: 'tokens/s',
        published,
        predicted: estimate.totalTokensPerSPerGpu,
      },
      {
        ...common,
        family: `${familyOf(curve)}, time per token`,
        quantity: 'mean time per output token',
        unit: 'ms',
        published: tpotMs,
        predicted: estimate.tpotMs,
      },
    ]
  })
}

/** Highest throughput that another publisher measured, output tokens per second per GPU at 1,000 tokens in and out. */
const published = [
  ['deepseek-r1-b200-fp4', 6463],
  ['deepseek-r1-gb200-fp4', 6939],
] as const

const maximum = (): Comparison[] =>
  published.flatMap(([id, tokensPerS]) => {
    const curve = measuredCurves.find((each) => each.id === id)
    const last = curve?.points.at(-1)
    if (curve === undefined || last === undefined) return []
    const outcome = readCurve(curve, { concurrency: last[0] })
    if (outcome.kind === 'unreachable') return []
    return [
      {
        family: 'serving/mixture of experts, maximum',
        id,
        quantity: 'output tokens per second per GPU',
        unit: 'tokens/s',
        published: tokensPerS,
        predicted: outcome.estimate.outputTokensPerSPerGpu,
        error: 'relative',
        split: 'none',
        source:
          'NVIDIA, TensorRT-LLM performance overview, DeepSeek-R1 (NVIDIA/TensorRT-LLM, commit 03e27c7)',
        note: 'The top of a measured curve against another measurement with other software: two sources, no model',
      },
    ]
  })

export const mixtureComparisons = (): Comparison[] => [
  ...measuredCurves.flatMap(leaveOnePointOut),
  ...maximum(),
]
