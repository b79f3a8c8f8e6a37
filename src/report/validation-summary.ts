import type { Aim, Bound, Comparison, Validation } from '../catalog/index.ts'

/** The error of one family, by whether fitted constants saw the cases. */
export interface FamilySummary {
  readonly family: string
  readonly split: Comparison['split']
  readonly measure: Comparison['error']
  /** Unit of absolute errors. */
  readonly unit: string
  readonly cases: number
  readonly meanAbsolute: number
  /** Mean with its sign: whether the model says too much or too little. */
  readonly bias: number
  readonly worst: number
  readonly worstCase: string
  /** Share of cases whose published value lies between P10 and P90 of the prediction; undefined where none is given. */
  readonly withinP10P90?: number
}

/** A bound and what was reached. A bound without a case is broken: a promise that nothing can break is none. */
export interface BoundResult {
  readonly bound: Bound
  readonly reached: number
  readonly cases: number
  readonly holds: boolean
}

/** Predicted less published: relative to the published value, or in its unit. Undefined where that says nothing. */
export function errorOf({ predicted, published, error }: Comparison): number | undefined {
  const difference = predicted - published
  const value = error === 'absolute' ? difference : difference / published
  return Number.isFinite(value) ? value : undefined
}

/** One row per family and split, in the order in which they first come. */
export function summarise(validations: readonly Validation[]): FamilySummary[] {
  const groups = new Map<string, Comparison[]>()
  for (const comparison of validations.flatMap(({ comparisons }) => comparisons)) {
    const key = `${comparison.family}\n${comparison.split}`
    groups.set(key, [...(groups.get(key) ?? []), comparison])
  }
  return [...groups.values()].map(summaryOf)
}

function summaryOf(group: readonly Comparison[]): FamilySummary {
  const { family, split, error, unit } = group[0]!
  const errors = group.map((one) => errorOf(one) ?? Infinity)
  const worstAt = errors.reduce((worst, value, i) => (Math.abs(value) > Math.abs(errors[worst]!) ? i : worst), 0) // prettier-ignore
  const ranged = group.filter((one) => one.predictedP10 !== undefined && one.predictedP90 !== undefined) // prettier-ignore
  const within = ranged.filter(({ published, predictedP10 = 0, predictedP90 = 0 }) => published >= predictedP10 && published <= predictedP90) // prettier-ignore
  return {
    family,
    split,
    measure: error,
    unit,
    cases: group.length,
    meanAbsolute: mean(errors.map(Math.abs)),
    bias: mean(errors),
    worst: errors[worstAt]!,
    worstCase: group[worstAt]!.id,
    ...(ranged.length > 0 && { withinP10P90: within.length / ranged.length }),
  }
}

/** Every bound held against the cases it speaks of. */
export function checkBounds(validations: readonly Validation[]): BoundResult[] {
  return validations.flatMap(({ bounds, comparisons }) =>
    bounds.map((bound) => {
      const errors = comparisons
        .filter(
          ({ family, split }) =>
            isOf(family, bound.family) && (bound.split === 'all' || split === bound.split),
        ) // prettier-ignore
        .map((one) => Math.abs(errorOf(one) ?? Infinity))
      const reached = bound.statistic === 'worst' ? Math.max(0, ...errors) : mean(errors)
      return {
        bound,
        reached,
        cases: errors.length,
        holds: errors.length > 0 && reached <= bound.max,
      }
    }),
  )
}

export interface AimResult {
  readonly aim: Aim
  readonly reached: number
  readonly cases: number
  readonly isMet: boolean
}

/** Every aim beside what was reached over all its families. */
export function checkAims(validations: readonly Validation[]): AimResult[] {
  const all = validations.flatMap(({ comparisons }) => comparisons)
  return validations.flatMap(({ aims = [] }) =>
    aims.map((aim) => {
      const errors = all
        .filter(
          ({ family, split }) =>
            aim.families.some((wanted) => isOf(family, wanted)) &&
            (aim.split === 'all' || split === aim.split),
        ) // prettier-ignore
        .map((one) => Math.abs(errorOf(one) ?? Infinity))
      const reached = aim.statistic === 'worst' ? Math.max(0, ...errors) : mean(errors)
      return { aim, reached, cases: errors.length, isMet: errors.length > 0 && reached <= aim.max }
    }),
  )
}

/** A bound on `training` speaks of every family of that room. */
const isOf = (family: string, wanted: string): boolean =>
  family === wanted || family.startsWith(`${wanted}/`)

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
