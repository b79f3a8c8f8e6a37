import type { Diagnostic } from '../../diagnostics/index.ts'
import { hoursPerYear } from './hourly.ts'
import { createSiteCheck, power, share, type SiteCheck } from './site-check.ts'
import type { Curtailment, EnvelopeSupply } from './supply.ts'

/** Units of all supplies together; beyond this the table of outages is no longer exact in a moment. */
const outageStatesMax = 20_000
const unitsMax = 1000
const energy = { min: 0, max: 1e10, unit: 'MWh' }
const instant = { min: -8.64e15, max: 8.64e15, unit: 'ms' }
const hours = { min: 0, max: hoursPerYear, unit: 'h' }

/** Everything that is wrong with the supplies, at once. */
export function checkSupplies(supplies: readonly EnvelopeSupply[]): readonly Diagnostic[] {
  const check = createSiteCheck()
  const ids = new Set<string>()
  let outageStates = 1
  supplies.forEach((supply, i) => {
    const at = `/supplies/${i}`
    if (ids.has(supply.id)) {
      const message = `two supplies are called "${supply.id}"`
      check.add({ code: 'energy/duplicate-id', pointer: `${at}/id`, message })
    }
    ids.add(supply.id)
    check.number(`${at}/maxMw`, supply.maxMw, power)
    checkDates(supply, at, check)
    if ('units' in supply || 'forcedOutageRate' in supply) {
      check.number(`${at}/units`, supply.units, { min: 1, max: unitsMax })
      check.number(`${at}/forcedOutageRate`, supply.forcedOutageRate, share)
      outageStates *= 1 + (supply.units ?? 1)
    }
    checkKind(supply, at, check)
  })
  if (outageStates > outageStatesMax) {
    const message = `the units of all supplies have ${outageStates} states of outage; at most ${outageStatesMax} are reckoned`
    const hint = 'join small units into fewer of the same power'
    check.add({ code: 'energy/too-many-units', pointer: '/supplies', message, hint })
  }
  return check.found
}

function checkDates({ onlineP50Ms, onlineP90Ms }: EnvelopeSupply, at: string, check: SiteCheck) {
  check.number(`${at}/onlineP50Ms`, onlineP50Ms, instant)
  check.number(`${at}/onlineP90Ms`, onlineP90Ms, instant)
  if ((onlineP50Ms === undefined) !== (onlineP90Ms === undefined)) {
    const missing = onlineP50Ms === undefined ? 'onlineP50Ms' : 'onlineP90Ms'
    const message = `a date of service needs both of its percentiles; ${missing} is not given`
    check.add({ code: 'energy/one-date', pointer: `${at}/${missing}`, message })
  } else if (onlineP50Ms !== undefined && onlineP90Ms !== undefined && onlineP90Ms < onlineP50Ms) {
    const message = 'the date with nine chances in ten lies before the one with five'
    check.add({ code: 'energy/out-of-range', pointer: `${at}/onlineP90Ms`, message })
  }
}

function checkKind(supply: EnvelopeSupply, at: string, check: SiteCheck): void {
  switch (supply.kind) {
    case 'grid-nonfirm':
      return checkCurtailment(supply.curtailment, `${at}/curtailment`, check)
    case 'ppa':
    case 'solar':
    case 'wind':
      return check.hourly(`${at}/availability`, supply.availability, share)
    case 'nuclear':
      return supply.refuellings.forEach(({ fromHour, lengthH, units }, i) => {
        check.number(`${at}/refuellings/${i}/fromHour`, fromHour, { ...hours, max: 8759 })
        check.number(`${at}/refuellings/${i}/lengthH`, lengthH, hours)
        check.number(`${at}/refuellings/${i}/units`, units, { min: 0, max: supply.units ?? 1 })
      })
    case 'hydro':
      if (supply.monthlyMwh.length !== 12) {
        const message = `there is energy for ${supply.monthlyMwh.length} months; there must be 12`
        check.add({ code: 'energy/series-length', pointer: `${at}/monthlyMwh`, message })
      }
      supply.monthlyMwh.forEach((mwh, i) => check.number(`${at}/monthlyMwh/${i}`, mwh, energy))
      return check.number(`${at}/dryYearFactor`, supply.dryYearFactor, share)
    case 'gas':
      return check.number(`${at}/permitMaxH`, supply.permitMaxH, hours)
    case 'battery':
      if (!(supply.energyMwh > 0))
        check.add({
          code: 'energy/storage-without-energy',
          pointer: `${at}/energyMwh`,
          message: `the battery holds ${supply.energyMwh} MWh`,
          hint: 'state the energy it can hold beside its power',
        })
      else check.number(`${at}/energyMwh`, supply.energyMwh, energy)
      check.number(`${at}/roundTripEfficiency`, supply.roundTripEfficiency, {
        ...share,
        isMinExcluded: true,
      })
      return check.number(`${at}/initialShare`, supply.initialShare, share)
    case 'grid-firm':
    case 'fuel-cell':
      return
  }
}

function checkCurtailment(curtailment: Curtailment, at: string, check: SiteCheck): void {
  if (curtailment.kind === 'series')
    return check.hourly(`${at}/availability`, curtailment.availability, share)
  const { hoursMaxH, energyMaxShare, depthShare, eventMaxH } = curtailment
  check.number(`${at}/hoursMaxH`, hoursMaxH, hours)
  check.number(`${at}/energyMaxShare`, energyMaxShare, share)
  check.number(`${at}/depthShare`, depthShare, { ...share, isMinExcluded: true })
  check.number(`${at}/eventMaxH`, eventMaxH, { ...hours, isMinExcluded: true })
  if (hoursMaxH === undefined && energyMaxShare === undefined)
    check.add({
      code: 'energy/no-budget',
      pointer: at,
      message: 'the contract limits neither the hours nor the energy that may be curtailed',
      hint: 'give hoursMaxH, energyMaxShare or both',
    })
}
