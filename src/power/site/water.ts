import { hintNearest, type Result } from '../../diagnostics/index.ts'
import type { DegC, FacilityMw, ItMw, LPerKwh, M3PerDay, Mwh, Ratio } from '../../units/index.ts'
import { coolingAt, coolingKinds, coolingOf, type Cooling, type CoolingPoint } from './cooling.ts'
import { atHour, hoursPerDay, hoursPerYear, type Hourly } from './hourly.ts'
import { createSiteCheck, power, ratioAtMeter, waterFactor, type SiteCheck } from './site-check.ts'

/**
 * How much water does a site take, and does its permit allow it?
 *
 * Consumed = sum over hours of IT MW x WUE (1 L per IT kWh is 1 m3 per IT MWh); never facility energy. What is withdrawn is
 * more: a tower with c cycles of concentration draws consumed x c / (c - 1) and lets the rest drain. Water at the power
 * plants stands apart: IT energy x PUE x water of the grid, so that the total per IT kWh is WUE + PUE x grid water.
 * Definition of WUE: The Green Grid, 2011. Left out: embodied water, quality of what drains, how stressed the basin is.
 */
export interface WaterRequest {
  readonly itMw: Hourly
  /** A kind with its points, or one's own WUE and PUE by the hour. */
  readonly cooling: CoolingChoice
  readonly cyclesOfConcentration?: Ratio
  readonly gridWaterLPerKwh?: LPerKwh
  readonly permit?: WaterPermit
}

export type CoolingChoice =
  | { readonly kind: 'stated'; readonly wueLPerKwh: Hourly; readonly pue: Hourly }
  | {
      readonly kind: Cooling['kind']
      readonly climate: Climate
      /** An operator's own, ascending by temperature. */
      readonly points?: readonly CoolingPoint[]
    }

export interface Climate {
  readonly dryBulbC: Hourly
  readonly wetBulbC: Hourly
}

/** What may be taken from the source: a limit that is left out does not hold. */
export interface WaterPermit {
  readonly withdrawnMaxM3PerYear?: number
  readonly withdrawnMaxM3PerDay?: M3PerDay
  readonly consumedMaxM3PerYear?: number
  readonly consumedMaxM3PerDay?: M3PerDay
}

export interface WaterYear {
  readonly itEnergyMwh: Mwh
  readonly energyMwh: Mwh
  /** By energy over the year. */
  readonly pue: Ratio
  readonly facilityPeakMw: FacilityMw
  readonly wueLPerKwh: LPerKwh
  readonly consumedM3: number
  readonly consumedPeakDayM3: number
  readonly withdrawnM3: number
  readonly withdrawnPeakDayM3: number
  /** Day of the year, from 0. */
  readonly peakDay: number
  /** At the power plants. */
  readonly sourceM3: number
  /** Site and source per IT kWh. */
  readonly totalLPerKwh: LPerKwh
  readonly breaches: readonly WaterBreach[]
  /** Of the cooling's figures: `yours` where they were stated. */
  readonly provenance: Cooling['provenance'] | 'yours'
}

export interface WaterBreach {
  readonly limit: keyof WaterPermit
  readonly maxM3: number
  readonly takenM3: number
}

/** Cycles of concentration of towers: assumed, a common setting of treated municipal water. */
const cyclesOfConcentrationDefault = 4

export function waterOf(request: WaterRequest): Result<WaterYear> {
  const check = createSiteCheck()
  check.hourly('/itMw', request.itMw, power)
  check.number('/cyclesOfConcentration', request.cyclesOfConcentration, { min: 1.1, max: 100 })
  check.number('/gridWaterLPerKwh', request.gridWaterLPerKwh, waterFactor)
  for (const [key, value] of Object.entries(request.permit ?? {}))
    check.number(`/permit/${key}`, value as number | undefined, { min: 0, max: 1e12, unit: 'm3' })
  const at = coolingOfHour(request.cooling, check)
  if (at === undefined || check.found.length > 0) return { ok: false, diagnostics: check.found }
  return { ok: true, value: yearOf(request, at), notes: [] }
}

type CoolingOfHour = (hour: number) => Pick<CoolingPoint, 'pue' | 'wueLPerKwh'>

/** Checks the choice of cooling and gives what it takes in an hour; undefined for an unknown kind. */
function coolingOfHour(choice: CoolingChoice, check: SiteCheck): CoolingOfHour | undefined {
  if (choice.kind === 'stated') {
    check.hourly('/cooling/wueLPerKwh', choice.wueLPerKwh, waterFactor)
    check.hourly('/cooling/pue', choice.pue, ratioAtMeter)
    return (hour) => ({
      pue: atHour(choice.pue, hour),
      wueLPerKwh: atHour(choice.wueLPerKwh, hour),
    })
  }
  const cooling = coolingOf(choice.kind)
  if (cooling === undefined) {
    const message = `there is no cooling "${choice.kind}"`
    const hint = hintNearest(choice.kind, coolingKinds) ?? `known are ${coolingKinds.join(', ')}`
    check.add({ code: 'energy/unknown-cooling', pointer: '/cooling/kind', message, hint })
  }
  const temperature = { min: -90, max: 60, unit: 'C' }
  check.hourly('/cooling/climate/dryBulbC', choice.climate.dryBulbC, temperature)
  check.hourly('/cooling/climate/wetBulbC', choice.climate.wetBulbC, temperature)
  checkPoints(choice.points, check)
  if (cooling === undefined) return undefined
  const { climate, points = cooling.points } = choice
  const follows = cooling.follows === 'wet-bulb' ? climate.wetBulbC : climate.dryBulbC
  return (hour) => coolingAt(points, atHour(follows, hour))
}

function checkPoints(points: readonly CoolingPoint[] | undefined, check: SiteCheck): void {
  points?.forEach(({ temperatureC, pue, wueLPerKwh }, i) => {
    const below = points[i - 1]?.temperatureC ?? -91
    const ascending = { min: below, max: 60, unit: 'C', isMinExcluded: true }
    check.number(`/cooling/points/${i}/temperatureC`, temperatureC, ascending)
    check.number(`/cooling/points/${i}/pue`, pue, ratioAtMeter)
    check.number(`/cooling/points/${i}/wueLPerKwh`, wueLPerKwh, waterFactor)
  })
  if (points?.length === 0)
    check.add({ code: 'energy/series-length', pointer: '/cooling/points', message: 'there is no point' }) // prettier-ignore
}

function yearOf(request: WaterRequest, at: CoolingOfHour): WaterYear {
  const { itMw, cooling, permit = {}, gridWaterLPerKwh = 0 } = request
  const cycles = request.cyclesOfConcentration ?? cyclesOfConcentrationDefault
  const byDayM3 = new Float64Array(hoursPerYear / hoursPerDay)
  let [itEnergyMwh, energyMwh, facilityPeakMw] = [0, 0, 0]
  for (let hour = 0; hour < hoursPerYear; hour++) {
    const it: ItMw = atHour(itMw, hour)
    const { pue, wueLPerKwh } = at(hour)
    itEnergyMwh += it
    energyMwh += it * pue
    facilityPeakMw = Math.max(facilityPeakMw, it * pue)
    const day = Math.floor(hour / hoursPerDay)
    byDayM3[day] = (byDayM3[day] ?? 0) + it * wueLPerKwh
  }
  const consumedM3 = byDayM3.reduce((sum, m3) => sum + m3, 0)
  const consumedPeakDayM3 = Math.max(...byDayM3)
  const drawn = cycles / (cycles - 1)
  const sourceM3 = energyMwh * gridWaterLPerKwh
  const perItKwh = (m3: number): LPerKwh => (itEnergyMwh > 0 ? m3 / itEnergyMwh : 0)
  const year = {
    itEnergyMwh,
    energyMwh,
    pue: itEnergyMwh > 0 ? energyMwh / itEnergyMwh : 1,
    facilityPeakMw,
    wueLPerKwh: perItKwh(consumedM3),
    consumedM3,
    consumedPeakDayM3,
    withdrawnM3: consumedM3 * drawn,
    withdrawnPeakDayM3: consumedPeakDayM3 * drawn,
    peakDay: byDayM3.indexOf(consumedPeakDayM3),
    sourceM3,
    totalLPerKwh: perItKwh(consumedM3 + sourceM3),
  }
  const hasOwnPoints = cooling.kind === 'stated' || cooling.points !== undefined
  const provenance = hasOwnPoints ? 'yours' : (coolingOf(cooling.kind)?.provenance ?? 'assumed')
  return { ...year, breaches: breachesOf(permit, year), provenance }
}

type Taken = Pick<
  WaterYear,
  'withdrawnM3' | 'withdrawnPeakDayM3' | 'consumedM3' | 'consumedPeakDayM3'
>

function breachesOf(permit: WaterPermit, taken: Taken): readonly WaterBreach[] {
  const limits: readonly (readonly [keyof WaterPermit, number])[] = [
    ['withdrawnMaxM3PerYear', taken.withdrawnM3],
    ['withdrawnMaxM3PerDay', taken.withdrawnPeakDayM3],
    ['consumedMaxM3PerYear', taken.consumedM3],
    ['consumedMaxM3PerDay', taken.consumedPeakDayM3],
  ]
  return limits.flatMap(([limit, takenM3]) => {
    const maxM3 = permit[limit]
    return maxM3 !== undefined && takenM3 > maxM3 * (1 + 1e-12) ? [{ limit, maxM3, takenM3 }] : []
  })
}
