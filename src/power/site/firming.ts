import type { FacilityMw, H, Mwh } from '../../units/index.ts'
import type { Battery } from './supply.ts'

/**
 * How far do permit hours and stored energy lift firm power to a target?
 *
 * Hours pass in order, and nobody knows what comes: wherever firm power falls short of the target, a plant with permit hours runs
 * for the rest until its hours are spent, and a battery gives what its power and energy allow; wherever firm power lies above
 * the target, the battery charges from what lies above. Each takes what those before it leave, so that more supply never makes
 * any hour worse, nor a battery behind the others. A plan with foresight may do better: `dispatchSite` finds it.
 */
export interface FirmedSteps {
  /** What is there for the next one: raised in dips, lowered by what charges. */
  readonly usableMw: Float64Array
  readonly givenMw: Float64Array
  /** Hours of the permit, or MWh, at the end of the year. */
  readonly left: number
  readonly lowest: number
}

export interface FirmingSteps {
  readonly stepH: H
  readonly targetMw: Float64Array
  readonly usableMw: Float64Array
}

/** A plant whose permit counts hours, at `availableMw` in each step. */
export function firmWithPermit(
  permitMaxH: H,
  availableMw: Float64Array,
  { stepH, targetMw, usableMw }: FirmingSteps,
): FirmedSteps {
  let leftH = permitMaxH
  const givenMw = usableMw.map((mw, step): FacilityMw => {
    const short = (targetMw[step] ?? 0) - mw
    const available = availableMw[step] ?? 0
    if (short <= 0 || available <= 0 || leftH < stepH) return 0
    leftH -= stepH
    return Math.min(short, available)
  })
  const raised = usableMw.map((mw, step) => mw + (givenMw[step] ?? 0))
  return { usableMw: raised, givenMw, left: leftH, lowest: leftH }
}

export function firmWithBattery(
  battery: Battery,
  isInService: readonly boolean[],
  { stepH, targetMw, usableMw }: FirmingSteps,
): FirmedSteps {
  const { maxMw, energyMwh, roundTripEfficiency, initialShare = 0.5 } = battery
  const oneWay = Math.sqrt(roundTripEfficiency)
  let storedMwh: Mwh = energyMwh * initialShare
  let lowest = storedMwh
  const givenMw = new Float64Array(usableMw.length)
  const next = usableMw.map((mw, step): FacilityMw => {
    if (isInService[step] !== true) return mw
    const short = (targetMw[step] ?? 0) - mw
    if (short > 0) {
      const given = Math.min(short, maxMw, (storedMwh * oneWay) / stepH)
      storedMwh = Math.max(0, storedMwh - (given * stepH) / oneWay)
      givenMw[step] = given
      lowest = Math.min(lowest, storedMwh)
      return mw + given
    }
    const charge = Math.min(-short, maxMw, (energyMwh - storedMwh) / oneWay / stepH)
    storedMwh = Math.min(energyMwh, storedMwh + charge * stepH * oneWay)
    return mw - charge
  })
  return { usableMw: next, givenMw, left: storedMwh, lowest }
}

/** How many MW a full battery holds through a dip of a given length, and how long it then takes to fill. */
export function batteryFirms(
  { maxMw, energyMwh, roundTripEfficiency }: Pick<Battery, 'maxMw' | 'energyMwh' | 'roundTripEfficiency'>, // prettier-ignore
  dipH: H,
): { readonly firmMw: FacilityMw; readonly rechargeH: H } | undefined {
  const isSound = maxMw > 0 && energyMwh > 0 && roundTripEfficiency > 0 && roundTripEfficiency <= 1
  if (!isSound || !(dipH > 0) || !Number.isFinite(maxMw + energyMwh + dipH)) return undefined
  const oneWay = Math.sqrt(roundTripEfficiency)
  const firmMw = Math.min(maxMw, (energyMwh * oneWay) / dipH)
  return { firmMw, rechargeH: (firmMw * dipH) / roundTripEfficiency / maxMw }
}
