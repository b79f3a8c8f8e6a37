import type { Comparison } from '../catalog/index.ts'
import { predictedStepS } from './predict-case.ts'
import { stepCases } from './step-cases.ts'
import type { StepCase } from './step-cases.ts'

/**
 * What is lost when a job grows: sequences per second and accelerator at its largest size, against its smallest, in
 * points. A model may be right about a size and wrong about growth; this shows the second.
 */
export const scalingFamily = 'training/scaling loss'

interface Curve {
  readonly id: string
  readonly release: string
  readonly model: string
  readonly precision: string
  readonly from: number
  readonly to: number
}

const weak = (model: string, precision: string): Curve => ({
  id: `${model}-${precision}-128-to-2048`,
  release: 'nemo-25.02',
  model,
  precision,
  from: 128,
  to: 2048,
})

const curves: readonly Curve[] = [
  weak('gpt3-175b', 'bf16'),
  weak('gpt3-175b', 'fp8'),
  weak('nemotron4-340b', 'bf16'),
  weak('nemotron4-340b', 'fp8'),
  weak('llama3-70b', 'bf16'),
  weak('llama3-70b', 'fp8'),
  {
    id: 'gpt3-175b-fp8-512-to-10752',
    release: 'mlperf-v3.1',
    model: 'gpt3-175b',
    precision: 'fp8',
    from: 512,
    to: 10752,
  },
]

export function scalingComparisons(
  sideOf: (each: StepCase) => Comparison['split'],
): readonly Comparison[] {
  return curves.flatMap((curve) => {
    const small = caseOf(curve, curve.from)
    const large = caseOf(curve, curve.to)
    if (small === undefined || large === undefined) return []
    return [
      {
        family: scalingFamily,
        id: curve.id,
        quantity: 'throughput lost per accelerator',
        unit: 'points',
        published: lossPoints(small, large, ({ publishedS }) => publishedS),
        predicted: lossPoints(small, large, (each) => predictedStepS(each)),
        error: 'absolute',
        split: sideOf(large),
        source: large.source,
      },
    ]
  })
}

const caseOf = (curve: Curve, accelerators: number): StepCase | undefined =>
  stepCases.find(
    (each) =>
      each.release === curve.release &&
      each.model.id === curve.model &&
      each.precision === curve.precision &&
      each.accelerators === accelerators,
  )

const hundred = 100

function lossPoints(
  small: StepCase,
  large: StepCase,
  secondsOf: (each: StepCase) => number,
): number {
  const rate = (each: StepCase): number =>
    each.globalBatchSequences / each.accelerators / secondsOf(each)
  return hundred * (1 - rate(large) / rate(small))
}
