import type { DescribedDispatch } from './describe.ts'
import { stepBefore } from './draft.ts'
import { at } from './model-parts.ts'
import type { Dispatch, EnergyBalance } from './result.ts'

/** Of the energy that goes in. */
const balanceTolerance = 1e-6

type Parts = Omit<Dispatch, 'balance'>

/**
 * Energy over the horizon: what goes in is used, stored or lost. Each of the four is summed from the parts of the model by
 * itself, so that the remainder is a check of the problem and of its reading, not an identity.
 */
export function balanceOf(described: DescribedDispatch, parts: Parts): EnergyBalance {
  const inMwh = sumIn(described, parts)
  const usedMwh = sumUsed(described, parts)
  const storage = sumStorage(described, parts)
  const stores = sumStores(described, parts)
  const storedMwh = storage.storedMwh + stores.storedMwh
  const lostMwh = sumLinkLoss(described, parts) + storage.lostMwh + stores.lostMwh
  const remainderMwh = inMwh - usedMwh - storedMwh - lostMwh
  const scale = Math.max(1, Math.abs(inMwh), Math.abs(usedMwh), Math.abs(storedMwh))
  const isBalanced = Math.abs(remainderMwh) <= balanceTolerance * scale
  return { inMwh, usedMwh, storedMwh, lostMwh, remainderMwh, isBalanced }
}

/** Sum over the steps of hours times a power. */
function energyOf({ weights }: DescribedDispatch, powerMw: (step: number) => number): number {
  return weights.storageH.reduce((sum, hours, step) => sum + hours * powerMw(step), 0)
}

function sumIn(described: DescribedDispatch, { generators }: Parts): number {
  const { model } = described
  const given = (model.generators ?? []).map(({ isDemand }, index) =>
    isDemand === true ? 0 : energyOf(described, (step) => generators[index]?.flowMw[step] ?? 0),
  )
  const inflow = (model.storageUnits ?? []).map(({ inflowMw = 0 }) =>
    energyOf(described, (step) => at(inflowMw, step)),
  )
  return total([...given, ...inflow])
}

function sumUsed(described: DescribedDispatch, { generators }: Parts): number {
  const { model } = described
  const loads = (model.loads ?? []).map(({ loadMw }) =>
    energyOf(described, (step) => at(loadMw, step)),
  )
  const bought = (model.generators ?? []).map(({ isDemand }, index) =>
    isDemand === true ? energyOf(described, (step) => generators[index]?.flowMw[step] ?? 0) : 0,
  )
  return total([...loads, ...bought])
}

interface Kept {
  readonly storedMwh: number
  readonly lostMwh: number
}

function sumStorage(described: DescribedDispatch, { storageUnits }: Parts): Kept {
  const { model, weights } = described
  return (model.storageUnits ?? []).reduce<Kept>(
    (sum, unit, index) => {
      const result = storageUnits[index]
      if (result === undefined) return sum
      const { chargeMw, dischargeMw, spillMw, storedMwh } = result
      const { chargeEfficiency = 1, dischargeEfficiency = 1 } = unit
      const converted = energyOf(
        described,
        (step) =>
          (chargeMw[step] ?? 0) * (1 - chargeEfficiency) +
          (dischargeMw[step] ?? 0) * (1 / dischargeEfficiency - 1) +
          (spillMw[step] ?? 0),
      )
      const kept = keep({ part: unit, storedMwh, weights })
      return {
        storedMwh: sum.storedMwh + kept.storedMwh,
        lostMwh: sum.lostMwh + kept.lostMwh + converted,
      }
    },
    { storedMwh: 0, lostMwh: 0 },
  )
}

function sumStores({ model, weights }: DescribedDispatch, { stores }: Parts): Kept {
  return (model.stores ?? []).reduce<Kept>(
    (sum, part, index) => {
      const storedMwh = stores[index]?.storedMwh ?? new Float64Array(0)
      const kept = keep({ part, storedMwh, weights })
      return {
        storedMwh: sum.storedMwh + kept.storedMwh,
        lostMwh: sum.lostMwh + kept.lostMwh,
      }
    },
    { storedMwh: 0, lostMwh: 0 },
  )
}

/** Growth of what is held from step to step, and what standing loses of it. */
function keep(storage: {
  readonly part: {
    readonly initialMwh?: number
    readonly standingLossPerH?: number
    readonly isCyclic?: boolean
    readonly isPerPeriod?: boolean
  }
  readonly storedMwh: Float64Array
  readonly weights: DescribedDispatch['weights']
}): Kept {
  const { part, storedMwh, weights } = storage
  let stored = 0
  let lost = 0
  storedMwh.forEach((after, step) => {
    const before = stepBefore(step, weights, part)
    const held = before === undefined ? (part.initialMwh ?? 0) : (storedMwh[before] ?? 0)
    stored += after - held
    // The first step goes on from the initial energy as it is: PyPSA lets it lose nothing.
    if (before !== undefined)
      lost += held * (1 - (1 - (part.standingLossPerH ?? 0)) ** (weights.storageH[step] ?? 0))
  })
  return { storedMwh: stored, lostMwh: lost }
}

function sumLinkLoss(described: DescribedDispatch, { links }: Parts): number {
  const lost = (described.model.links ?? []).map(({ alsoTo = [] }, index) => {
    const result = links[index]
    return energyOf(described, (step) => {
      const flow = result?.flowMw[step] ?? 0
      const also = total(alsoTo.map(({ efficiency }) => flow * at(efficiency, step)))
      return flow - (result?.arrivedMw[step] ?? 0) - also
    })
  })
  return total(lost)
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
