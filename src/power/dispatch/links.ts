import { addCapacity, isEver, type Size } from './capacity.ts'
import { inject, type Draft } from './draft.ts'
import { addUnit, type FlowPlace } from './generators.ts'
import { at } from './model-parts.ts'
import type { Link } from './model.ts'

/**
 * A link takes p from one bus and gives efficiency x p to another. What when it runs backwards?
 *
 * With one signed flow, as PyPSA has it, -50 MW at the first bus are 50 MW arriving there and 50 x efficiency leaving the
 * other: energy out of nothing. Physically the loss is paid either way, so two directed flows share the capacity:
 *
 *   forward / most + backward / -least <= capacity
 *
 * A link without loss, or one that never runs backwards, is one flow under both conventions.
 */
export interface LinkPlace extends FlowPlace {
  readonly backward?: number
}

export const runsBothWays = (link: Link): boolean =>
  isEver(link.minShare ?? 0, (share) => share < 0)

export const hasLoss = (link: Link): boolean =>
  isEver(link.efficiency ?? 1, (efficiency) => efficiency !== 1)

export function addLink(draft: Draft, link: Link): LinkPlace {
  const isSigned = draft.model.linkConvention === 'pypsa'
  if (!isSigned && runsBothWays(link) && hasLoss(link)) return addTwoWay(draft, link)
  const { id, from, to, capacityMw, commitment } = link
  const place = addUnit(draft, {
    id,
    what: 'flow',
    capacityMw,
    minShare: link.minShare ?? 0,
    maxShare: link.maxShare ?? 1,
    costUsdPerMwh: link.costUsdPerMwh ?? 0,
    ...(commitment === undefined ? {} : { commitment }),
  })
  inject(draft, from, { column: place.flow, factor: 1, sign: -1 })
  inject(draft, to, { column: place.flow, factor: link.efficiency ?? 1, sign: 1 })
  for (const { bus, efficiency } of link.alsoTo ?? [])
    inject(draft, bus, { column: place.flow, factor: efficiency, sign: 1 })
  return place
}

function addTwoWay(draft: Draft, link: Link): LinkPlace {
  const { id, from, to, efficiency = 1 } = link
  const size = addCapacity(draft, id, link.capacityMw)
  const flow = addDirection(draft, link, 'flow')
  const backward = addDirection(draft, link, 'backward-flow')
  inject(draft, from, { column: flow, factor: 1, sign: -1 })
  inject(draft, to, { column: flow, factor: efficiency, sign: 1 })
  inject(draft, to, { column: backward, factor: 1, sign: -1 })
  inject(draft, from, { column: backward, factor: efficiency, sign: 1 })
  addSharedRows(draft, link, { size, flow, backward })
  return { size, flow, backward }
}

function addDirection(draft: Draft, link: Link, what: 'flow' | 'backward-flow'): number {
  const { costUsdPerMwh = 0, minShare = 0, maxShare = 1 } = link
  const mayFlow = (step: number): boolean =>
    what === 'flow' ? at(maxShare, step) > 0 : at(minShare, step) < 0
  return draft.builder.addColumns(draft.steps, {
    name: (step) => `power/${what}[${link.id},h=${step}]`,
    cost: (step) => at(costUsdPerMwh, step) * (draft.weights.objective[step] ?? 0),
    upper: (step) => (mayFlow(step) ? Infinity : 0),
  })
}

interface TwoWay {
  readonly size: Size
  readonly flow: number
  readonly backward: number
}

function addSharedRows({ builder, steps }: Draft, link: Link, { size, flow, backward }: TwoWay) {
  const { id, minShare = 0, maxShare = 1 } = link
  builder.addRows(steps, {
    name: (step) => `power/flow-at-most[${id},h=${step}]`,
    upper: size.kind === 'fixed' ? size.amount : 0,
    entries: (step, entry) => {
      const most = at(maxShare, step)
      const least = at(minShare, step)
      if (most > 0) entry(flow + step, 1 / most)
      if (least < 0) entry(backward + step, -1 / least)
      if (size.kind === 'chosen') entry(size.column, -1)
    },
  })
  // A least share above 0 in some steps still holds, on the forward flow.
  if (!isEver(minShare, (share) => share > 0)) return
  const least = (step: number): number => Math.max(0, at(minShare, step))
  builder.addRows(steps, {
    name: (step) => `power/flow-at-least[${id},h=${step}]`,
    lower: (step) => (size.kind === 'fixed' ? least(step) * size.amount : 0),
    entries: (step, entry) => {
      entry(flow + step, 1)
      if (size.kind === 'chosen') entry(size.column, -least(step))
    },
  })
}
