import type { Aim, Bound, Comparison, Validation } from '../catalog/index.ts'
import { rangeOf } from './error-range.ts'
import { predictedStepS } from './predict-case.ts'
import { leftCases, stepCases } from './step-cases.ts'
import type { StepCase } from './step-cases.ts'
import { familyOf, stepFamilies } from './step-families.ts'
import { configurationOf, splitOf } from './step-split.ts'
import { scalingComparisons, scalingFamily } from './validate-scaling.ts'

/**
 * Every published step time inside one site against the clock, and every published loss from growing a job. No case of the
 * held-out half was seen by a constant; `step-split.ts` states the rule.
 */
export function validateTraining(): Validation {
  const split = splitOf(stepCases)
  const sideOf = (each: StepCase): Comparison['split'] => split.get(configurationOf(each)) ?? 'none'
  return {
    comparisons: [
      ...stepCases.map((each) => comparisonOf(each, sideOf(each))),
      ...scalingComparisons(sideOf),
    ],
    bounds,
    aims,
    left: leftCases.map(([family, id, why]) => ({ family, id, why })),
  }
}

function comparisonOf(each: StepCase, split: Comparison['split']): Comparison {
  const family = familyOf(each)
  const predicted = predictedStepS(each)
  const range = rangeOf(family)
  return {
    family,
    id: each.id,
    quantity: 'step time',
    unit: 's',
    published: each.publishedS,
    predicted,
    predictedP10: predicted * range.p10,
    predictedP90: predicted * range.p90,
    error: 'relative',
    split,
    source: each.source,
    ...(each.note === undefined ? {} : { note: each.note }),
  }
}

const held = (family: string, max: number, because: string): Bound => ({
  family,
  split: 'held-out',
  statistic: 'mean-absolute',
  max,
  because,
})

const aim = 'The aim for step times that no constant saw'
const releases =
  'Four rows only, three of them one configuration that got 6 % faster over three releases: the bound keeps the error from growing'
const mixtures =
  'Missed: the aim is 5 %. Two rows of 31 make the difference: GPT-OSS on a release with a known defect (36 %) and with 8,192 tokens, where the time of windowed attention was fitted at 4,096 only (29 %)'

const stepAim = (what: string, families: readonly string[]): Aim => ({
  what,
  families,
  split: 'held-out',
  statistic: 'mean-absolute',
  max: 0.05,
})

const aims: readonly Aim[] = [
  stepAim('step time inside a site', Object.values(stepFamilies)),
  ...Object.values(stepFamilies).map((family) => stepAim(family, [family])),
  {
    what: 'throughput lost by growing a job',
    families: [scalingFamily],
    split: 'all',
    statistic: 'worst',
    max: 3,
  },
]

const bounds: readonly Bound[] = [
  held(stepFamilies.weak, 0.05, aim),
  held(stepFamilies.sharded, 0.05, aim),
  {
    family: scalingFamily,
    split: 'all',
    statistic: 'worst',
    max: 3,
    because: 'The aim: losses from 128 to 2,048 and from 512 to 10,752 GPUs within 3 points',
  },
  held(stepFamilies.strong, 0.05, aim),
  held(stepFamilies.hopper, 0.08, releases),
  held(stepFamilies.blackwell, 0.05, aim),
  held(stepFamilies.early, 0.09, 'Three rows of MT-NLG ran on DeepSpeed, which no other case did'),
  held(stepFamilies.mixture, 0.065, mixtures),
]
