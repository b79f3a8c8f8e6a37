import type { Comparison } from '../../catalog/index.ts'
import type { Dispatch } from '../dispatch/result.ts'
import type { Capacity } from '../dispatch/model-parts.ts'
import type { EnergyModel } from '../dispatch/model.ts'

/** A published case: a model, and what others found for it. */
export interface PowerCase {
  readonly id: string
  readonly family: 'power/dispatch' | 'power/commitment' | 'power/network'
  readonly source: string
  readonly model: EnergyModel
  readonly expected: readonly Expected[]
  readonly note?: string
}

/** A published figure, and where it stands in the answer. */
export interface Expected {
  readonly quantity: string
  readonly unit: string
  readonly published: number
  readonly read: (dispatch: Dispatch) => number | undefined
  /** Capacities have a family of their own: they are published to a few digits. */
  readonly isCapacity?: boolean
}

/** Family of the capacities of all cases. */
export const capacityFamily = 'power/capacity'

export const objective = (published: number): Expected => ({
  quantity: 'objective',
  unit: 'USD',
  published,
  read: (dispatch) => dispatch.objectiveUsd,
})

/** The same with the cost of what exists already. */
export const totalCost = (published: number): Expected => ({
  quantity: 'cost with existing capacity',
  unit: 'USD',
  published,
  read: (dispatch) => dispatch.costUsd,
})

export const capacity = (
  of: 'generators' | 'storageUnits' | 'links' | 'lines',
  id: string,
  published: number,
): Expected => ({
  quantity: `capacity of ${id}`,
  unit: 'MW',
  published,
  read: (dispatch) => dispatch[of].find((part) => part.id === id)?.capacityMw,
  isCapacity: true,
})

/** Price at a bus step by step. */
export const prices = (bus: string, published: readonly number[]): readonly Expected[] =>
  published.map((price, step) => ({
    quantity: `price at ${bus} in step ${step}`,
    unit: 'USD/MWh',
    published: price,
    read: (dispatch) => dispatch.buses.find(({ id }) => id === bus)?.priceUsdPerMwh?.[step],
  }))

/** Power of a part in the steps that are given; null skips one. */
export const flows = (
  of: 'generators' | 'links' | 'lines',
  id: string,
  published: readonly (number | null)[],
): readonly Expected[] =>
  published.flatMap((flow, step) =>
    flow === null
      ? []
      : [
          {
            quantity: `power of ${id} in step ${step}`,
            unit: 'MW',
            published: flow,
            read: (dispatch) => dispatch[of].find((part) => part.id === id)?.flowMw[step],
          },
        ],
  )

export const limitDual = (id: string, published: number): Expected => ({
  quantity: `dual of ${id}`,
  unit: 'USD/unit',
  published,
  read: (dispatch) => dispatch.limits.find((limit) => limit.id === id)?.dualUsdPerUnit,
})

export const fixed = (amount: number): Capacity => ({ kind: 'fixed', amount })

/** Capacity to be chosen, its capital charged once over the horizon as the published cases do. */
export const chosen = (usdPerUnit = 0, existing = 0): Capacity => ({
  kind: 'extendable',
  capital: { usdPerUnit, per: 'horizon' },
  existing,
})

/**
 * One comparison per published figure. A figure of 0 has no relative error: those are held by tests. A figure that the answer
 * does not have counts as 0, an error of 100 %.
 */
export function compareCase(power: PowerCase, dispatch: Dispatch): readonly Comparison[] {
  return power.expected
    .filter(({ published }) => published !== 0)
    .map(({ quantity, unit, published, read, isCapacity }) => ({
      family: isCapacity === true ? capacityFamily : power.family,
      id: `${power.id}: ${quantity}`,
      quantity,
      unit,
      published,
      predicted: read(dispatch) ?? 0,
      error: 'relative',
      split: 'none',
      source: power.source,
      ...(power.note === undefined ? {} : { note: power.note }),
    }))
}
