import { createProblemBuilder, type ProblemBuilder } from '../../milp/index.ts'
import { at, hoursPerYear, type Capital, type PerStep, type Period } from './model-parts.ts'
import type { EnergyModel } from './model.ts'

/** What the parts of a model write into while it becomes a problem. */
export interface Draft {
  readonly model: EnergyModel
  readonly steps: number
  readonly weights: Weights
  readonly builder: ProblemBuilder
  /** The terms of each bus's balance: power given to it, per unit of a column. */
  readonly terms: ReadonlyMap<string, Term[]>
}

export interface Term {
  /** The column of the first step; the others follow. */
  readonly column: number
  readonly factor: PerStep
  readonly sign: 1 | -1
}

/** What a step counts: in the objective with its period, in stores, in limits. */
export interface Weights {
  readonly objective: Float64Array
  readonly storageH: Float64Array
  readonly limitH: Float64Array
  /** The whole horizon as one where the model has no investment periods. */
  readonly periods: readonly PeriodSpan[]
}

export interface PeriodSpan extends Period {
  /** First step, and the first after the last. */
  readonly from: number
  readonly to: number
}

export function weigh({ snapshots }: EnergyModel): Weights {
  const { count, weightH = 1 } = snapshots
  const periods = spansOf(snapshots.periods ?? [{ steps: count, objectiveWeight: 1, years: 1 }])
  const objectiveH = snapshots.objectiveWeightH ?? weightH
  const storageH = snapshots.storageWeightH ?? weightH
  const limitH = snapshots.limitWeightH ?? weightH
  const objective = new Float64Array(count)
  for (const { from, to, objectiveWeight } of periods)
    for (let step = from; step < to; step++)
      objective[step] = at(objectiveH, step) * objectiveWeight
  const spread = (series: PerStep): Float64Array =>
    Float64Array.from({ length: count }, (_, step) => at(series, step))
  return { objective, storageH: spread(storageH), limitH: spread(limitH), periods }
}

function spansOf(periods: readonly Period[]): readonly PeriodSpan[] {
  let from = 0
  return periods.map((period) => {
    const span = { ...period, from, to: from + period.steps }
    from = span.to
    return span
  })
}

export function openDraft(model: EnergyModel): Draft {
  return {
    model,
    steps: model.snapshots.count,
    weights: weigh(model),
    builder: createProblemBuilder({ sense: 'minimise' }),
    terms: new Map(model.buses.map(({ id }) => [id, []])),
  }
}

/** Power of a column arrives at a bus, times a factor; with sign -1 it leaves. */
export function inject(draft: Draft, bus: string, term: Term): void {
  draft.terms.get(bus)?.push(term)
}

/** USD that a unit of capacity adds to the objective, over all periods. */
export function capitalUsd({ usdPerUnit, per }: Capital, { objective, periods }: Weights): number {
  const charges =
    per === 'horizon'
      ? periods.reduce((sum, { objectiveWeight }) => sum + objectiveWeight, 0)
      : objective.reduce((sum, weight) => sum + weight, 0) / hoursPerYear
  return usdPerUnit * charges
}

/** The step whose stored energy a step goes on from; undefined where it goes on from the initial energy. */
export function stepBefore(
  step: number,
  { periods }: Weights,
  storage: { readonly isCyclic?: boolean; readonly isPerPeriod?: boolean },
): number | undefined {
  const within = storage.isPerPeriod === true
  const span = periods.find(({ from, to }) => step >= from && step < to)
  const first = within ? (span?.from ?? 0) : 0
  const last = (within ? (span?.to ?? 0) : (periods.at(-1)?.to ?? 0)) - 1
  if (step > first) return step - 1
  return storage.isCyclic === true ? last : undefined
}
