import { addCapacity, addFlow, type Size } from './capacity.ts'
import { inject, stepBefore, type Draft } from './draft.ts'
import { at } from './model-parts.ts'
import type { Store } from './model.ts'

/** A store over time: e[t] = (1 - loss)^w e[t-1] - w p, between two shares of its energy. Power has no limit of its own. */
export interface StorePlace {
  readonly size: Size
  readonly flow: number
  readonly energy: number
}

export function addStore(draft: Draft, store: Store): StorePlace {
  const { id, bus, initialMwh = 0, standingLossPerH = 0 } = store
  const { builder, steps, weights } = draft
  const size = addCapacity(draft, id, store.energyMwh)
  const flow = builder.addColumns(steps, {
    name: (step) => `power/output[${id},h=${step}]`,
    cost: (step) => at(store.costUsdPerMwh ?? 0, step) * (weights.objective[step] ?? 0),
    lower: -Infinity,
  })
  const energy = addFlow(draft, {
    id,
    what: 'stored',
    size,
    minShare: store.minShare ?? 0,
    maxShare: store.maxShare ?? 1,
    costUsd: store.holdingUsdPerMwhH ?? 0,
  })
  inject(draft, bus, { column: flow, factor: 1, sign: 1 })
  const initial = (step: number): number =>
    stepBefore(step, weights, store) === undefined ? -initialMwh : 0
  builder.addRows(steps, {
    name: (step) => `power/energy[${id},h=${step}]`,
    lower: initial,
    upper: initial,
    entries: (step, entry) => {
      const hours = weights.storageH[step] ?? 0
      const before = stepBefore(step, weights, store)
      entry(energy + step, -1)
      if (before !== undefined) entry(energy + before, (1 - standingLossPerH) ** hours)
      entry(flow + step, -hours)
    },
  })
  return { size, flow, energy }
}
