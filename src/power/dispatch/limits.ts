import { stepBefore, type Draft, type PeriodSpan } from './draft.ts'
import type { FlowPlace } from './generators.ts'
import { at } from './model-parts.ts'
import { amountOfLimit, type EnergyModel, type Limit } from './model.ts'
import type { StorageUnitPlace } from './storage-units.ts'
import type { StorePlace } from './stores.ts'

/**
 * Limits on sums: carbon, or the energy of a carrier.
 *
 *   carbon: sum w x p / efficiency x factor + factor x (what non-cyclic stores have given up) <= tonnes
 *   energy: sum w x p + (what non-cyclic stores have given up) <= MWh
 *   hours:  sum w x on <= hours              starts: sum of starts <= number
 *
 * The factor is per MWh of fuel. Each period counts for its years. As `primary_energy` and `operational_limit` in PyPSA 1.3,
 * but what a store gives up is counted from the start of each period, so that unequal years need no exception.
 */
export interface LimitedPlaces {
  readonly generators: readonly FlowPlace[]
  readonly storageUnits: readonly StorageUnitPlace[]
  readonly stores: readonly StorePlace[]
}

type Entry = (column: number, coefficient: number) => void

/** The row of each limit, in order. */
export function addLimits(draft: Draft, places: LimitedPlaces): readonly number[] {
  return (draft.model.limits ?? []).map((limit) => {
    const given = sumOf(draft, places, limit)
    const right = amountOfLimit(limit) - given.constant
    return draft.builder.addRow(
      {
        name: `power/limit[${limit.id}]`,
        lower: limit.sense === 'at-most' ? -Infinity : right,
        upper: limit.sense === 'at-least' ? Infinity : right,
      },
      given.columns,
      given.values,
    )
  })
}

interface Sum {
  readonly columns: number[]
  readonly values: number[]
  readonly constant: number
}

function sumOf(draft: Draft, places: LimitedPlaces, limit: Limit): Sum {
  const columns: number[] = []
  const values: number[] = []
  const entry: Entry = (column, coefficient) => {
    columns.push(column)
    values.push(coefficient)
  }
  let constant = 0
  const spans = draft.weights.periods.filter(
    (_, place) => limit.period === undefined || limit.period === place,
  )
  for (const span of spans) {
    if (limit.kind === 'hours' || limit.kind === 'starts') {
      addSwitches(draft, { places, limit, span }, entry)
      continue
    }
    addOutputs(draft, { places, limit, span }, entry)
    constant += addGivenUp(draft, { places, limit, span }, entry)
  }
  return { columns, values, constant }
}

interface Part {
  readonly places: LimitedPlaces
  readonly limit: Limit
  readonly span: PeriodSpan
}

/** What a MWh of a carrier counts; 0 where the limit is not about it. */
function factorOf(limit: Limit, carrier: string | undefined, model: EnergyModel): number {
  if (limit.kind === 'energy') return carrier === limit.carrier ? 1 : 0
  if (limit.kind !== 'co2') return 0
  return model.carriers?.find(({ id }) => id === carrier)?.co2TPerMwh ?? 0
}

function addOutputs({ model, weights }: Draft, { places, limit, span }: Part, entry: Entry): void {
  model.generators?.forEach(({ carrier, efficiency = 1 }, index) => {
    const factor = factorOf(limit, carrier, model)
    const place = places.generators[index]
    if (factor === 0 || place === undefined) return
    for (let step = span.from; step < span.to; step++) {
      const perOutput = limit.kind === 'co2' ? factor / at(efficiency, step) : factor
      entry(place.flow + step, perOutput * (weights.limitH[step] ?? 0) * span.years)
    }
  })
}

/** Hours on, or starts, of one generator. */
function addSwitches({ model, weights }: Draft, { places, limit, span }: Part, entry: Entry): void {
  if (limit.kind !== 'hours' && limit.kind !== 'starts') return
  const index = model.generators?.findIndex(({ id }) => id === limit.generator) ?? -1
  const committed = places.generators[index]?.committed
  if (committed === undefined) return
  for (let step = span.from; step < span.to; step++)
    if (limit.kind === 'hours') entry(committed.on + step, (weights.limitH[step] ?? 0) * span.years)
    else if (committed.changes !== undefined) entry(committed.changes.start + step, span.years)
}

/** Energy at the start of the span less that at its end; what is known beforehand is returned. */
function addGivenUp(
  { model, weights }: Draft,
  { places, limit, span }: Part,
  entry: Entry,
): number {
  let constant = 0
  const parts = [
    ...(model.storageUnits ?? []).map((part, index) => [part, places.storageUnits[index]] as const),
    ...(model.stores ?? []).map((part, index) => [part, places.stores[index]] as const),
  ]
  for (const [part, place] of parts) {
    const factor = factorOf(limit, part.carrier, model) * span.years
    if (factor === 0 || place === undefined || part.isCyclic === true) continue
    const before = stepBefore(span.from, weights, part)
    if (before === undefined) constant += factor * (part.initialMwh ?? 0)
    else entry(place.energy + before, factor)
    entry(place.energy + span.to - 1, -factor)
  }
  return constant
}
