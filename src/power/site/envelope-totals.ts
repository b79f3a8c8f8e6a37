import type { FacilityMw, H, InstantMs, Mwh } from '../../units/index.ts'
import type { Binding, Course, FirmedSupply } from './course.ts'
import { refuellingUnits } from './supply-hour.ts'
import type { EnvelopeSupply } from './supply.ts'

/** Firm capacity apart from energy, and what stands behind both. */
export interface EnvelopeTotals {
  readonly nameplateMw: FacilityMw
  /** In the worst hour of the year. */
  readonly firmCapacityMw: FacilityMw
  readonly firmMwh: Mwh
  readonly expectedMwh: Mwh
  readonly supplies: readonly SupplyTotals[]
  readonly refuelling: readonly RefuellingGap[]
  readonly hoursByBinding: readonly (Binding & { readonly hours: H })[]
  /** Nameplate in service by date: what to build on, and what to hope for. */
  readonly phases: readonly Phase[]
  readonly target?: TargetTotals
}

export interface SupplyTotals {
  readonly id: string
  readonly kind: EnvelopeSupply['kind']
  readonly nameplateMw: FacilityMw
  /** Of its own, in its worst hour. */
  readonly sureMw: FacilityMw
  readonly expectedMwh: Mwh
  readonly capacityFactor: number
}

/** A planned outage: how much is gone, and what firm power the others hold. */
export interface RefuellingGap {
  readonly supply: string
  readonly hours: number
  readonly outMw: FacilityMw
  readonly outMwh: Mwh
  readonly lowestFirmMw: FacilityMw
  /** Hours of the gap in which firm power still meets the target; absent without one. */
  readonly coveredH?: H
}

export interface Phase {
  readonly atMs: InstantMs
  readonly p50Mw: FacilityMw
  readonly p90Mw: FacilityMw
}

export interface TargetTotals {
  /** Hours and energy in which firm power falls short. */
  readonly shortH: H
  readonly shortMwh: Mwh
  readonly longestShortH: H
  readonly firmedBy: readonly {
    readonly id: string
    readonly givenMwh: Mwh
    /** Permit hours, or stored MWh, at the end of the year and at the lowest. */
    readonly left: number
    readonly lowest: number
    readonly unit: 'h' | 'MWh'
  }[]
}

interface Flows {
  readonly stepH: H
  readonly firmMw: Float64Array
  readonly expectedMw: Float64Array
  readonly wanted: Float64Array | undefined
  readonly bindings: readonly Binding[]
  readonly bindingAt: Int16Array
  readonly firmed: readonly FirmedSupply[]
}

const lowestOf = (mw: Float64Array): FacilityMw =>
  mw.reduce((low, one) => Math.min(low, one), Number.MAX_VALUE)

const leastMw = 1e-6

/** A financial contract brings money, not power. */
const deliverableMw = (supply: EnvelopeSupply): FacilityMw =>
  supply.kind === 'ppa' && supply.delivery === 'financial' ? 0 : supply.maxMw

export function totalsOf(courses: readonly Course[], flows: Flows): EnvelopeTotals {
  const { stepH, firmMw, expectedMw, bindings, bindingAt } = flows
  const steps = new Float64Array(bindings.length)
  for (const index of bindingAt) if (index >= 0) steps[index] = (steps[index] ?? 0) + 1
  const energyOf = (mw: Float64Array): Mwh => mw.reduce((sum, one) => sum + one * stepH, 0)
  return {
    nameplateMw: courses.reduce((sum, { supply }) => sum + deliverableMw(supply), 0),
    firmCapacityMw: lowestOf(firmMw),
    firmMwh: energyOf(firmMw),
    expectedMwh: energyOf(expectedMw),
    supplies: courses.map((course) => supplyTotals(course, stepH)),
    refuelling: courses.flatMap(({ supply }) => gapOf(supply, flows)),
    hoursByBinding: bindings
      .map((binding, index) => ({ ...binding, hours: (steps[index] ?? 0) * stepH }))
      .toSorted((a, b) => b.hours - a.hours),
    phases: phasesOf(courses.map(({ supply }) => supply)),
    ...(flows.wanted === undefined ? {} : { target: targetTotals(flows, flows.wanted) }),
  }
}

function supplyTotals({ supply, steps }: Course, stepH: H): SupplyTotals {
  const expectedMwh = steps.reduce((sum, step) => sum + step.expectedMw * stepH, 0)
  const mostMwh = supply.maxMw * steps.length * stepH
  return {
    id: supply.id,
    kind: supply.kind,
    nameplateMw: supply.maxMw,
    sureMw: lowestOf(Float64Array.from(steps, ({ sureMw }) => sureMw)),
    expectedMwh,
    capacityFactor: mostMwh > 0 ? expectedMwh / mostMwh : 0,
  }
}

function gapOf(supply: EnvelopeSupply, { stepH, firmMw, wanted }: Flows): readonly RefuellingGap[] {
  if (supply.kind !== 'nuclear') return []
  const unitMw = supply.maxMw / Math.max(1, Math.trunc(supply.units ?? 1))
  let [hours, outMwh, outMw, coveredH, lowestFirmMw] = [0, 0, 0, 0, Number.MAX_VALUE]
  firmMw.forEach((mw, step) => {
    const out = refuellingUnits(supply, Math.floor(step * stepH)) * unitMw
    if (out <= 0) return
    hours += stepH
    outMwh += out * stepH
    outMw = Math.max(outMw, out)
    lowestFirmMw = Math.min(lowestFirmMw, mw)
    if (mw >= (wanted?.[step] ?? 0) - leastMw) coveredH += stepH
  })
  if (hours === 0) return []
  const covered = wanted === undefined ? {} : { coveredH }
  return [{ supply: supply.id, hours, outMw, outMwh, lowestFirmMw, ...covered }]
}

function phasesOf(supplies: readonly EnvelopeSupply[]): readonly Phase[] {
  const dates = supplies.flatMap(({ onlineP50Ms, onlineP90Ms }) => [
    ...(onlineP50Ms === undefined ? [] : [onlineP50Ms]),
    ...(onlineP90Ms === undefined ? [] : [onlineP90Ms]),
  ])
  const sumAt = (atMs: InstantMs, key: 'onlineP50Ms' | 'onlineP90Ms'): FacilityMw =>
    supplies.reduce((sum, one) => ((one[key] ?? atMs) <= atMs ? sum + deliverableMw(one) : sum), 0)
  return [...new Set(dates)]
    .toSorted((a, b) => a - b)
    .map((atMs) => ({
      atMs,
      p50Mw: sumAt(atMs, 'onlineP50Ms'),
      p90Mw: sumAt(atMs, 'onlineP90Ms'),
    }))
}

function targetTotals({ stepH, firmMw, firmed }: Flows, wanted: Float64Array): TargetTotals {
  let [shortH, shortMwh, longestShortH, runH] = [0, 0, 0, 0]
  firmMw.forEach((mw, step) => {
    const short = (wanted[step] ?? 0) - mw
    runH = short > leastMw ? runH + stepH : 0
    if (short <= leastMw) return
    shortH += stepH
    shortMwh += short * stepH
    longestShortH = Math.max(longestShortH, runH)
  })
  return {
    shortH,
    shortMwh,
    longestShortH,
    firmedBy: firmed.map(({ id, unit, steps }) => ({
      id,
      unit,
      givenMwh: steps.givenMw.reduce((sum, mw) => sum + mw * stepH, 0),
      left: steps.left,
      lowest: steps.lowest,
    })),
  }
}
