import { grids, supplyTechnologies } from '../../catalog/index.ts'
import { hintNearest, type Result } from '../../diagnostics/index.ts'
import type { FacilityMw } from '../../units/index.ts'
import { createSiteCheck, power } from './site-check.ts'

/**
 * When is there power, and how much?
 *
 * Each option has a median and a ninth decile of its lead time (the catalog: order or request to power); a connection has the
 * wait of its grid. Options run side by side, so the wait for a total is the earliest date by which options of that power
 * are in service, once with all medians and once with all ninth deciles. Deciles of several options together are not added up:
 * the late date takes them all as late, which is prudent. Left out: queues behind a technology, permits apart from the lead
 * time, re-use of temporary units.
 */
export interface TimeToPowerRequest {
  readonly options: readonly PowerOption[]
  /** What the site wants in the end. */
  readonly neededMw: FacilityMw
}

export type PowerOption =
  | { readonly kind: 'technology'; readonly technology: string; readonly mw: FacilityMw }
  | { readonly kind: 'grid'; readonly grid: string; readonly mw: FacilityMw }
  | {
      readonly kind: 'stated'
      readonly id: string
      readonly mw: FacilityMw
      readonly monthsP50: number
      readonly monthsP90: number
    }

export interface PowerDate {
  readonly id: string
  readonly mw: FacilityMw
  readonly monthsP50: number
  readonly monthsP90: number
  readonly source: string
}

export interface TimeToPower {
  /** By median, the earliest first. */
  readonly options: readonly PowerDate[]
  /** Months until the needed power is in service; absent where the options do not add up to it. */
  readonly monthsP50?: number
  readonly monthsP90?: number
  readonly phases: readonly { readonly months: number; readonly p50Mw: FacilityMw; readonly p90Mw: FacilityMw }[] // prettier-ignore
}

/**
 * A grid's wait is one figure. Its ninth decile is assumed: 1.5 times, as large frames are to a combined cycle in the backlogs of
 * 2026 (8 years to 5).
 */
const gridWaitLateFactor = 1.5

const months = { min: 0, max: 1200, unit: 'months' }

export function timeToPower({ options, neededMw }: TimeToPowerRequest): Result<TimeToPower> {
  const check = createSiteCheck()
  check.number('/neededMw', neededMw, power)
  const dates = options.flatMap((option, i): readonly PowerDate[] => {
    check.number(`/options/${i}/mw`, option.mw, power)
    const date = dateOf(option)
    if ('known' in date) {
      const message = `there is no ${option.kind} "${date.name}" with a lead time in the catalog`
      const hint = hintNearest(date.name, date.known) ?? `known are ${date.known.join(', ')}`
      check.add({ code: 'energy/unknown-option', pointer: `/options/${i}/${option.kind}`, message, hint }) // prettier-ignore
      return []
    }
    check.number(`/options/${i}/monthsP50`, date.monthsP50, months)
    check.number(`/options/${i}/monthsP90`, date.monthsP90, { ...months, min: date.monthsP50 })
    return [date]
  })
  if (check.found.length > 0) return { ok: false, diagnostics: check.found }
  const sorted = dates.toSorted((a, b) => a.monthsP50 - b.monthsP50)
  const monthsP50 = reachedAt(sorted, 'monthsP50', neededMw)
  const monthsP90 = reachedAt(sorted, 'monthsP90', neededMw)
  const value = {
    options: sorted,
    ...(monthsP50 === undefined ? {} : { monthsP50 }),
    ...(monthsP90 === undefined ? {} : { monthsP90 }),
    phases: phasesOf(sorted),
  }
  return { ok: true, value, notes: [] }
}

function dateOf(
  option: PowerOption,
): PowerDate | { readonly name: string; readonly known: readonly string[] } {
  const { mw } = option
  if (option.kind === 'stated') {
    const { id, monthsP50, monthsP90 } = option
    return { id, mw, monthsP50, monthsP90, source: 'stated' }
  }
  if (option.kind === 'technology') {
    const entry = supplyTechnologies.find(({ id }) => id === option.technology)
    if (entry === undefined)
      return { name: option.technology, known: supplyTechnologies.map(({ id }) => id) }
    return {
      id: entry.id,
      mw,
      monthsP50: entry.leadTimeMonthsP50.value,
      monthsP90: entry.leadTimeMonthsP90.value,
      source: entry.leadTimeMonthsP50.source,
    }
  }
  const wait = grids.find(({ id }) => id === option.grid)?.waitMonths
  if (wait === undefined) {
    const known = grids.filter((one) => one.waitMonths !== undefined).map(({ id }) => id)
    return { name: option.grid, known }
  }
  const monthsP90 = wait.value * gridWaitLateFactor
  return { id: option.grid, mw, monthsP50: wait.value, monthsP90, source: wait.source }
}

type When = 'monthsP50' | 'monthsP90'

const inServiceMw = (dates: readonly PowerDate[], when: When, at: number): FacilityMw =>
  dates.reduce((sum, date) => (date[when] <= at ? sum + date.mw : sum), 0)

function reachedAt(
  dates: readonly PowerDate[],
  when: When,
  neededMw: FacilityMw,
): number | undefined {
  const moments = [0, ...dates.map((date) => date[when])].toSorted((a, b) => a - b)
  return moments.find((at) => inServiceMw(dates, when, at) >= neededMw - 1e-9)
}

function phasesOf(dates: readonly PowerDate[]): TimeToPower['phases'] {
  const moments = dates.flatMap(({ monthsP50, monthsP90 }) => [monthsP50, monthsP90])
  return [...new Set(moments)]
    .toSorted((a, b) => a - b)
    .map((at) => ({
      months: at,
      p50Mw: inServiceMw(dates, 'monthsP50', at),
      p90Mw: inServiceMw(dates, 'monthsP90', at),
    }))
}
