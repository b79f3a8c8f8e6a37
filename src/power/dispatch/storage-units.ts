import { addCapacity, addFlow, addShareRows, isZero, type Size } from './capacity.ts'
import { inject, stepBefore, type Draft } from './draft.ts'
import { at } from './model-parts.ts'
import type { StorageUnit } from './model.ts'

/**
 * A battery or reservoir over time, with w hours per step:
 *
 *   e[t] = (1 - loss)^w e[t-1] + w charge x in - w discharge / out + w (inflow - spill)        0 <= e <= maxH x capacity
 *
 * as in PyPSA 1.3. Charging and discharging at once is not forbidden: it only loses energy, which pays at negative prices.
 */
export interface StorageUnitPlace {
  readonly size: Size
  readonly charge: number
  readonly discharge: number
  readonly energy: number
  readonly spill?: number
}

export function addStorageUnit(draft: Draft, unit: StorageUnit): StorageUnitPlace {
  const { id, bus } = unit
  const size = addCapacity(draft, id, unit.capacityMw)
  const both = { id, size, minShare: 0 }
  const discharge = addFlow(draft, {
    ...both,
    what: 'discharge',
    maxShare: unit.dischargeMaxShare ?? 1,
    costUsd: unit.costUsdPerMwh ?? 0,
  })
  const charge = addFlow(draft, { ...both, what: 'charge', maxShare: unit.chargeMaxShare ?? 1 })
  const energy = addEnergy(draft, unit, size)
  const spill = addSpill(draft, unit)
  inject(draft, bus, { column: discharge, factor: 1, sign: 1 })
  inject(draft, bus, { column: charge, factor: 1, sign: -1 })
  const place = { size, charge, discharge, energy, ...(spill === undefined ? {} : { spill }) }
  addEnergyRows(draft, unit, place)
  return place
}

function addEnergy(draft: Draft, unit: StorageUnit, size: Size): number {
  const { builder, steps, weights } = draft
  const { id, maxH, holdingUsdPerMwhH = 0, heldMwh } = unit
  const most = size.kind === 'fixed' ? maxH * size.amount : Infinity
  const column = builder.addColumns(steps, {
    name: (step) => `power/stored[${id},h=${step}]`,
    cost: (step) => at(holdingUsdPerMwhH, step) * (weights.objective[step] ?? 0),
    lower: (step) => withinRounding(heldMwh?.[step] ?? 0, most),
    upper: (step) => Math.min(heldMwh?.[step] ?? most, most),
  })
  if (size.kind === 'chosen') {
    const capacityColumn = size.column
    addShareRows(draft, { id, what: 'stored', column, capacityColumn, share: maxH, isLeast: false })
  }
  return column
}

/** Hours times power may miss the energy that they were made from by a rounding. */
const withinRounding = (held: number, most: number): number =>
  held > most && held <= most * (1 + 1e-9) ? most : held

function addSpill({ builder, steps, weights }: Draft, unit: StorageUnit): number | undefined {
  const { id, inflowMw = 0, spillUsdPerMwh = 0 } = unit
  if (isZero(inflowMw)) return undefined
  return builder.addColumns(steps, {
    name: (step) => `power/spill[${id},h=${step}]`,
    cost: (step) => at(spillUsdPerMwh, step) * (weights.objective[step] ?? 0),
    upper: (step) => at(inflowMw, step),
  })
}

function addEnergyRows(
  { builder, steps, weights }: Draft,
  unit: StorageUnit,
  place: StorageUnitPlace,
) {
  const { id, initialMwh = 0, standingLossPerH = 0, inflowMw = 0 } = unit
  const { chargeEfficiency = 1, dischargeEfficiency = 1 } = unit
  const { charge, discharge, energy, spill } = place
  const held = (step: number): number =>
    (stepBefore(step, weights, unit) === undefined ? -initialMwh : 0) -
    at(inflowMw, step) * (weights.storageH[step] ?? 0)
  builder.addRows(steps, {
    name: (step) => `power/energy[${id},h=${step}]`,
    lower: held,
    upper: held,
    entries: (step, entry) => {
      const hours = weights.storageH[step] ?? 0
      const before = stepBefore(step, weights, unit)
      entry(energy + step, -1)
      if (before !== undefined) entry(energy + before, (1 - standingLossPerH) ** hours)
      entry(charge + step, hours * chargeEfficiency)
      entry(discharge + step, -hours / dischargeEfficiency)
      if (spill !== undefined) entry(spill + step, -hours)
    },
  })
}
