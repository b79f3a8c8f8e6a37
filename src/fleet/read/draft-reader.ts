import type { Path } from '../../diagnostics/index.ts'
import { pricesSchema } from '../schema/commerce.ts'
import { itemSchemas } from '../schema/fleet-file.ts'
import type { Draft, ListName } from '../check/draft.ts'
import type { Fleet } from '../fleet.ts'

const listNames = Object.keys(itemSchemas) as readonly ListName[]
const noPrices: Fleet['prices'] = {
  currency: 'USD',
  accelerators: [],
  carbonUsdPerTonne: 0,
  egressUsdPerGb: 0,
}

/** The draft of a fleet that the schema accepted. */
export function draftOf(fleet: Fleet): Draft {
  const ids = new Map(
    listNames.map((list) => [
      list,
      new Set(fleet[list].map((item) => ('id' in item ? item.id : ''))),
    ]),
  )
  return {
    fleet,
    isWhole: true,
    pathOf: (list, index) => [list, index],
    idsOf: (list) => ids.get(list) ?? new Set(),
  }
}

/** The good items of a fleet that the schema refused, so that its references and sums are checked in the same run. */
export function salvageDraft(value: unknown): Draft {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  const kept: Record<string, unknown[]> = {}
  const indices = new Map<ListName, number[]>()
  const ids = new Map<ListName, Set<string>>()
  for (const list of listNames) {
    const items = Array.isArray(record[list]) ? (record[list] as unknown[]) : []
    const good = items.flatMap((item, index) => {
      const parsed = itemSchemas[list].safeParse(item)
      return parsed.success ? [{ index, item: parsed.data as unknown }] : []
    })
    kept[list] = good.map(({ item }) => item)
    indices.set(
      list,
      good.map(({ index }) => index),
    )
    ids.set(list, new Set(items.flatMap(idOf)))
  }
  const prices = pricesSchema.safeParse(record.prices)
  return {
    fleet: { ...(kept as unknown as Fleet), prices: prices.success ? prices.data : noPrices },
    isWhole: false,
    pathOf: (list, index): Path => [list, indices.get(list)?.[index] ?? index],
    idsOf: (list) => ids.get(list) ?? new Set(),
  }
}

const idOf = (item: unknown): readonly string[] => {
  const { id } = (item ?? {}) as { id?: unknown }
  return typeof id === 'string' ? [id] : []
}
