import { isZero } from './capacity.ts'
import type { Draft } from './draft.ts'
import { at, type Commitment, type PerStep } from './model-parts.ts'

/**
 * Unit commitment: a unit is on or off, and stays so for a while.
 *
 *   least x on <= p <= most x on            start[t] >= on[t] - on[t-1]        stop[t] >= on[t-1] - on[t]
 *   sum of starts in the last minUp steps <= on[t]        sum of stops in the last minDown steps <= 1 - on[t]
 *
 * The tight form of Rajan and Takriti (IBM RC23628, 2005), as PyPSA 1.3 has it. Where the state before the first step is
 * on, nothing is paid for being on in it. Starts need no integers: a unit that comes on forces a whole one.
 * Left out: ramps, units whose capacity is chosen, several starts by temperature.
 */
export interface Committed {
  readonly on: number
  /** Absent where nothing depends on when it comes on and goes off: half the columns of a year of hours. */
  readonly changes?: Changes
}

interface Changes {
  readonly start: number
  readonly stop: number
}

export interface Unit {
  readonly id: string
  /** The first of the flow's columns. */
  readonly flow: number
  readonly capacityMw: number
  readonly minShare: PerStep
  readonly maxShare: PerStep
  readonly commitment: Commitment
}

export function commit(draft: Draft, unit: Unit): Committed {
  const on = addStates(draft, unit)
  addOutputRows(draft, unit, on)
  if (!countsChanges(draft, unit)) return { on }
  const changes = addChanges(draft, unit)
  addChangeRows(draft, unit, { on, ...changes })
  addDurationRows(draft, unit, { on, ...changes })
  return { on, changes }
}

function countsChanges({ model }: Draft, { id, commitment }: Unit): boolean {
  const { startUsd = 0, stopUsd = 0, minUpSteps = 0, minDownSteps = 0 } = commitment
  const isLimited = model.limits?.some((limit) => limit.kind === 'starts' && limit.generator === id)
  return startUsd > 0 || stopUsd > 0 || minUpSteps > 1 || minDownSteps > 1 || isLimited === true
}

function addStates({ builder, steps, weights }: Draft, { id, commitment }: Unit): number {
  const { standByUsdPerH = 0 } = commitment
  const held = heldUntil(commitment)
  const isOnBefore = commitment.before?.state !== 'off'
  return builder.addColumns(steps, {
    name: (step) => `power/on[${id},h=${step}]`,
    cost: (step) => standByUsdPerH * (weights.objective[step] ?? 0),
    lower: (step) => (isOnBefore && step < held ? 1 : 0),
    upper: (step) => (!isOnBefore && step < held ? 0 : 1),
    isInteger: true,
  })
}

function addChanges({ builder, steps, weights }: Draft, { id, commitment }: Unit): Changes {
  const { startUsd = 0, stopUsd = 0 } = commitment
  const change = (what: string, usd: number): number =>
    builder.addColumns(steps, {
      name: (step) => `power/${what}[${id},h=${step}]`,
      cost: (step) => usd * periodWeight(weights.periods, step),
      upper: 1,
    })
  return { start: change('start', startUsd), stop: change('stop', stopUsd) }
}

/** A start is an event: it is not multiplied by the hours of its step. */
const periodWeight = (periods: Draft['weights']['periods'], step: number): number =>
  periods.find(({ from, to }) => step >= from && step < to)?.objectiveWeight ?? 1

/** How many first steps the state before holds on to. */
function heldUntil({ before, minUpSteps = 0, minDownSteps = 0 }: Commitment): number {
  const least = before?.state === 'off' ? minDownSteps : minUpSteps
  return Math.max(0, least - (before?.steps ?? least))
}

function addOutputRows({ builder, steps }: Draft, unit: Unit, on: number): void {
  const { id, flow, capacityMw, minShare, maxShare } = unit
  builder.addRows(steps, {
    name: (step) => `power/on-at-most[${id},h=${step}]`,
    upper: 0,
    entries: (step, entry) => {
      entry(flow + step, 1)
      entry(on + step, -at(maxShare, step) * capacityMw)
    },
  })
  // With no least output the column's bound of 0 says the same.
  if (isZero(minShare)) return
  builder.addRows(steps, {
    name: (step) => `power/on-at-least[${id},h=${step}]`,
    lower: 0,
    entries: (step, entry) => {
      entry(flow + step, 1)
      entry(on + step, -at(minShare, step) * capacityMw)
    },
  })
}

interface States extends Changes {
  readonly on: number
}

function addChangeRows({ builder, steps }: Draft, unit: Unit, states: States): void {
  const { id, commitment } = unit
  const { on, start, stop } = states
  const onBefore = commitment.before?.state === 'off' ? 0 : 1
  builder.addRows(steps, {
    name: (step) => `power/starts[${id},h=${step}]`,
    lower: (step) => (step === 0 ? -onBefore : 0),
    entries: (step, entry) => {
      entry(start + step, 1)
      entry(on + step, -1)
      if (step > 0) entry(on + step - 1, 1)
    },
  })
  builder.addRows(steps, {
    name: (step) => `power/stops[${id},h=${step}]`,
    lower: (step) => (step === 0 ? onBefore : 0),
    entries: (step, entry) => {
      entry(stop + step, 1)
      entry(on + step, 1)
      if (step > 0) entry(on + step - 1, -1)
    },
  })
}

function addDurationRows({ builder, steps }: Draft, unit: Unit, states: States): void {
  const { id, commitment } = unit
  const { minUpSteps = 0, minDownSteps = 0 } = commitment
  const { on, start, stop } = states
  const sumLast = (first: number, length: number) => {
    return (step: number, entry: (column: number, coefficient: number) => void): void => {
      for (let back = Math.max(0, step - length + 1); back <= step; back++) entry(first + back, 1)
    }
  }
  const starts = sumLast(start, minUpSteps)
  const stops = sumLast(stop, minDownSteps)
  if (minUpSteps > 1)
    builder.addRows(steps, {
      name: (step) => `power/up-at-least[${id},h=${step}]`,
      upper: 0,
      entries: (step, entry) => {
        starts(step, entry)
        entry(on + step, -1)
      },
    })
  if (minDownSteps > 1)
    builder.addRows(steps, {
      name: (step) => `power/down-at-least[${id},h=${step}]`,
      upper: 1,
      entries: (step, entry) => {
        stops(step, entry)
        entry(on + step, 1)
      },
    })
}
