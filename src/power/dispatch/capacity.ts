import { capitalUsd, type Draft } from './draft.ts'
import { at, type Capacity, type PerStep } from './model-parts.ts'

/** A capacity in the problem: a number, or a column that is chosen. */
export type Size =
  | { readonly kind: 'fixed'; readonly amount: number }
  | { readonly kind: 'chosen'; readonly column: number; readonly existing: number }

export function addCapacity(draft: Draft, id: string, capacity: Capacity): Size {
  if (capacity.kind === 'fixed') return capacity
  const { capital, existing = 0, min = 0, max = Infinity } = capacity
  const cost = capitalUsd(capital, draft.weights)
  const name = `power/capacity[${id}]`
  const column = draft.builder.addColumn({ name, cost, lower: min, upper: max })
  draft.builder.addOffset(-cost * existing)
  return { kind: 'chosen', column, existing }
}

export interface Flow {
  readonly id: string
  /** What flows, as the rows are to say it: `output`, `charge`. */
  readonly what: string
  readonly size: Size
  readonly minShare: PerStep
  readonly maxShare: PerStep
  /** Per MWh, before weights. */
  readonly costUsd?: PerStep
}

/** One column per step between two shares of a capacity: as bounds where it is fixed, as rows where it is chosen. */
export function addFlow(draft: Draft, flow: Flow): number {
  const { id, what, size, minShare, maxShare, costUsd = 0 } = flow
  const { builder, steps, weights } = draft
  const isFixed = size.kind === 'fixed'
  const column = builder.addColumns(steps, {
    name: (step) => `power/${what}[${id},h=${step}]`,
    cost: (step) => at(costUsd, step) * (weights.objective[step] ?? 0),
    lower: (step) => {
      const share = at(minShare, step)
      return isFixed ? share * size.amount : share === 0 ? 0 : -Infinity
    },
    upper: (step) => (isFixed ? at(maxShare, step) * size.amount : Infinity),
  })
  if (isFixed) return column
  const limits = { id, what, column, capacityColumn: size.column }
  addShareRows(draft, { ...limits, share: maxShare, isLeast: false })
  if (!isZero(minShare)) addShareRows(draft, { ...limits, share: minShare, isLeast: true })
  return column
}

/** The rows `flow <= share x capacity`, or `>=`. */
export function addShareRows(
  { builder, steps }: Draft,
  rows: {
    readonly id: string
    readonly what: string
    readonly column: number
    readonly capacityColumn: number
    readonly share: PerStep
    readonly isLeast: boolean
  },
): void {
  const { id, what, column, capacityColumn, share, isLeast } = rows
  const side = isLeast ? 'least' : 'most'
  builder.addRows(steps, {
    name: (step) => `power/${what}-at-${side}[${id},h=${step}]`,
    ...(isLeast ? { lower: 0 } : { upper: 0 }),
    entries: (step, entry) => {
      entry(column + step, 1)
      entry(capacityColumn, -at(share, step))
    },
  })
}

export const isZero = (series: PerStep): boolean =>
  typeof series === 'number' ? series === 0 : series.every((value: number) => value === 0)

export const isEver = (series: PerStep, holds: (value: number) => boolean): boolean =>
  typeof series === 'number' ? holds(series) : series.some((value: number) => holds(value))
