import type { Result } from '../../diagnostics/index.ts'
import type { FacilityMw, InstantMs, Ratio } from '../../units/index.ts'
import { hourMs } from '../../units/index.ts'
import { checkSupplies } from './check-supplies.ts'
import type { Binding, Course, FirmedSupply } from './course.ts'
import { totalsOf, type EnvelopeTotals } from './envelope-totals.ts'
import { firmWithBattery, firmWithPermit, type FirmedSteps } from './firming.ts'
import { atHour, hoursPerYear, type Hourly } from './hourly.ts'
import { firmMwAt, type OutageBlock } from './outage.ts'
import { createSiteCheck, power } from './site-check.ts'
import { supplyHour, type SupplyHour } from './supply-hour.ts'
import type { EnvelopeSupply } from './supply.ts'

/**
 * How much power may a site draw at its meter, hour by hour through a year?
 *
 * Firm is what is there with the probability asked for in the worst case of each contract, a dry year and the late date of service:
 * the sum of what is sure and the table of outages of all units together (`outage.ts`), raised in dips by permit hours and
 * batteries where a target is given (`firming.ts`). Expected is the mean over outages and calls in a mean year, at the date of
 * service that is as likely as not. Non-firm is what is there at best beyond firm. Firm capacity is not energy: the totals keep
 * both. Left out: the size of the connection (see `buildSiteCap`), outages with one cause, ramps.
 */
export interface EnvelopeCalendar {
  readonly year: number
  readonly stepsPerHour?: 1 | 2 | 4
  /** Facility power that the site wants: without it permit hours and stored energy have nothing to firm. */
  readonly targetMw?: Hourly
  /** Of an hour being firm; 0.95 where left out (assumed: one bad hour in twenty, from outages alone). */
  readonly firmProbability?: Ratio
}

export interface Envelope {
  readonly year: number
  readonly stepH: number
  readonly firmMw: Float64Array
  readonly expectedMw: Float64Array
  readonly nonFirmMw: Float64Array
  /** Of `bindings`, by step; -1 where nothing is lost, or nothing that the target needs. */
  readonly bindingAt: Int16Array
  readonly bindings: readonly Binding[]
  readonly totals: EnvelopeTotals
}

const firmProbabilityDefault = 0.95

export function siteEnvelope(
  supplies: readonly EnvelopeSupply[],
  calendar: EnvelopeCalendar,
): Result<Envelope> {
  const check = createSiteCheck()
  const { stepsPerHour = 1, targetMw, firmProbability = firmProbabilityDefault } = calendar
  check.number('/calendar/year', calendar.year, { min: 1970, max: 2200 })
  check.number('/calendar/firmProbability', firmProbability, { min: 0.5, max: 1 })
  check.hourly('/calendar/targetMw', targetMw, power)
  if (![1, 2, 4].includes(stepsPerHour)) {
    const message = `an hour has ${stepsPerHour} steps; it must have 1, 2 or 4`
    check.add({ code: 'energy/out-of-range', pointer: '/calendar/stepsPerHour', message })
  }
  const diagnostics = [...check.found, ...checkSupplies(supplies)]
  if (diagnostics.length > 0) return { ok: false, diagnostics }
  return { ok: true, value: envelopeOf(supplies, { ...calendar, firmProbability }), notes: [] }
}

function envelopeOf(
  supplies: readonly EnvelopeSupply[],
  calendar: EnvelopeCalendar & { readonly firmProbability: Ratio },
): Envelope {
  const { stepsPerHour = 1, targetMw: target, firmProbability } = calendar
  const count = hoursPerYear * stepsPerHour
  const stepH = 1 / stepsPerHour
  const startMs: InstantMs = Date.UTC(Math.trunc(calendar.year), 0, 1)
  const courses = supplies.map((supply): Course => ({
    supply,
    steps: Array.from({ length: count }, (_, step) =>
      supplyHour(supply, Math.floor(step * stepH), startMs + step * stepH * hourMs),
    ),
  }))
  const baseMw = baseFirm(courses, count, firmProbability)
  const targetMw = Float64Array.from({ length: count }, (_, step) =>
    target === undefined ? 0 : atHour(target, Math.floor(step * stepH)),
  )
  const firmed = firm(courses, { stepH, targetMw, usableMw: baseMw }, firmProbability)
  const firmMw = baseMw.map((mw, step) =>
    firmed.reduce((sum, one) => sum + (one.steps.givenMw[step] ?? 0), mw),
  )
  const sum = (of: (hour: SupplyHour) => FacilityMw) =>
    firmMw.map((_, step) => courses.reduce((all, { steps }) => all + of(steps[step]!), 0))
  const expectedMw = sum((hour) => hour.expectedMw).map((mw, step) => Math.max(mw, firmMw[step]!))
  const nonFirmMw = sum((hour) => hour.mostMw).map((mw, step) => Math.max(0, mw - firmMw[step]!))
  const wanted = target === undefined ? undefined : targetMw
  const { bindings, bindingAt } = bind(courses, { firmMw, wanted, firmed })
  const flows = { stepH, firmMw, expectedMw, wanted, bindings, bindingAt, firmed }
  return {
    year: Math.trunc(calendar.year),
    stepH,
    firmMw,
    expectedMw,
    nonFirmMw,
    bindings,
    bindingAt,
    totals: totalsOf(courses, flows),
  }
}

/** Firm power without what has only hours or energy to give. Few steps differ in their units, so each table is made once. */
function baseFirm(courses: readonly Course[], count: number, probability: Ratio): Float64Array {
  const known = new Map<string, FacilityMw>()
  return Float64Array.from({ length: count }, (_, step) => {
    const blocks: OutageBlock[] = []
    let mw = 0
    for (const { steps } of courses) {
      const { sureMw, block, isFlexible } = steps[step]!
      mw += sureMw
      if (block !== undefined && !isFlexible) blocks.push(block)
    }
    if (blocks.length === 0) return mw
    const key = blocks.map(({ unitMw, units, outageRate }) => `${unitMw} ${units} ${outageRate}`).join() // prettier-ignore
    const firmMw = known.get(key) ?? firmMwAt(blocks, probability)
    known.set(key, firmMw)
    return mw + firmMw
  })
}

function firm(
  courses: readonly Course[],
  given: Parameters<typeof firmWithPermit>[2],
  probability: Ratio,
): readonly FirmedSupply[] {
  let { usableMw } = given
  const firmed: FirmedSupply[] = []
  const add = (id: string, unit: FirmedSupply['unit'], steps: FirmedSteps): void => {
    usableMw = steps.usableMw
    firmed.push({ id, unit, steps })
  }
  for (const { supply, steps } of courses) {
    if (supply.kind !== 'gas' || supply.permitMaxH === undefined) continue
    if (!(supply.permitMaxH < hoursPerYear)) continue
    const block = steps.find((step) => step.isFlexible)?.block
    const runningMw = block === undefined ? 0 : firmMwAt([block], probability)
    const availableMw = Float64Array.from(steps, (step) => (step.isFlexible ? runningMw : 0))
    add(supply.id, 'h', firmWithPermit(supply.permitMaxH, availableMw, { ...given, usableMw }))
  }
  // Batteries last: they charge from all that lies above the target.
  for (const { supply, steps } of courses) {
    if (supply.kind !== 'battery') continue
    const isInService = steps.map((step) => step.isFlexible)
    add(supply.id, 'MWh', firmWithBattery(supply, isInService, { ...given, usableMw }))
  }
  return firmed
}

interface ToBind {
  readonly firmMw: Float64Array
  readonly wanted: Float64Array | undefined
  readonly firmed: readonly FirmedSupply[]
}

function bind(
  courses: readonly Course[],
  { firmMw, wanted, firmed }: ToBind,
): Pick<Envelope, 'bindings' | 'bindingAt'> {
  const bindings: Binding[] = []
  const indexOf = new Map<string, number>()
  const bindingAt = new Int16Array(firmMw.length).fill(-1)
  const givenBy = new Map(firmed.map(({ id, steps }) => [id, steps.givenMw]))
  for (let step = 0; step < firmMw.length; step++) {
    if (wanted !== undefined && firmMw[step]! >= wanted[step]! - leastMw) continue
    let most = leastMw
    for (const { supply, steps } of courses) {
      const { sureMw, block, cause, isFlexible } = steps[step]!
      // Without a target nothing asks permit hours or stored energy to give.
      if (cause === 'financial only' || (isFlexible && wanted === undefined)) continue
      const running = isFlexible || block === undefined ? 0 : block.unitMw * block.units
      const lost = supply.maxMw - sureMw - running - (givenBy.get(supply.id)?.[step] ?? 0)
      if (lost <= most) continue
      most = lost
      const key = `${supply.id}\n${cause}`
      const index = indexOf.get(key) ?? bindings.push({ supply: supply.id, cause }) - 1
      indexOf.set(key, index)
      bindingAt[step] = index
    }
  }
  return { bindings, bindingAt }
}

/** Less than a watt is rounding. */
const leastMw = 1e-6
