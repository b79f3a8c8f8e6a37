import type { FacilityMw, InstantMs, Ratio } from '../../units/index.ts'
import { atHour, hoursOfMonth, hoursPerYear, monthAt } from './hourly.ts'
import type { OutageBlock } from './outage.ts'
import type { Curtailment, EnvelopeSupply, LossCause, Nuclear } from './supply.ts'

/** What one supply gives in one hour. */
export interface SupplyHour {
  /** Beyond doubt. */
  readonly sureMw: FacilityMw
  /** There unless units fail. */
  readonly block?: OutageBlock
  readonly expectedMw: FacilityMw
  /** With nothing called and nothing failed. */
  readonly mostMw: FacilityMw
  /** Why the rest of its nameplate is not firm. */
  readonly cause: LossCause
  /** There only while hours or energy last, so that a target decides when: see `firming.ts`. */
  readonly isFlexible: boolean
}

const none = { sureMw: 0, expectedMw: 0, mostMw: 0, isFlexible: false }

/** `atMs` is the start of the hour; its number counts from the start of the year. */
export function supplyHour(supply: EnvelopeSupply, hour: number, atMs: InstantMs): SupplyHour {
  const { onlineP50Ms = atMs, onlineP90Ms = atMs } = supply
  if (atMs < onlineP50Ms) return { ...none, cause: 'not in service' }
  const inService = hourOf(supply, hour)
  if (atMs >= onlineP90Ms) return inService
  // As likely as not it runs: expected, but not firm.
  const { expectedMw, mostMw } = inService
  return { ...none, expectedMw, mostMw, cause: 'not in service' }
}

function hourOf(supply: EnvelopeSupply, hour: number): SupplyHour {
  const { maxMw } = supply
  switch (supply.kind) {
    case 'grid-firm':
      return sure(maxMw, 'not in service')
    case 'grid-nonfirm':
      return curtailable(maxMw, supply.curtailment, hour)
    case 'ppa':
      if (supply.delivery === 'financial') return { ...none, cause: 'financial only' }
      return byWeather(maxMw * atHour(supply.availability, hour))
    case 'solar':
    case 'wind':
      return byWeather(maxMw * atHour(supply.availability, hour))
    case 'nuclear':
      return reactors(supply, hour)
    case 'hydro': {
      const month = monthAt(hour)
      const meanMw = (supply.monthlyMwh[month] ?? 0) / hoursOfMonth(month)
      const expectedMw = Math.min(maxMw, meanMw)
      const sureMw = Math.min(maxMw, meanMw * supply.dryYearFactor)
      return { sureMw, expectedMw, mostMw: expectedMw, cause: 'dry year', isFlexible: false }
    }
    case 'gas': {
      const isFlexible = supply.permitMaxH !== undefined && supply.permitMaxH < hoursPerYear
      const units = ofUnits(supply, maxMw)
      return isFlexible
        ? { ...none, mostMw: maxMw, cause: 'permit hours', isFlexible, block: blockOf(supply, maxMw) } // prettier-ignore
        : units
    }
    case 'fuel-cell':
      return ofUnits(supply, maxMw)
    case 'battery':
      return { ...none, mostMw: maxMw, cause: 'stored energy', isFlexible: true }
  }
}

const sure = (mw: FacilityMw, cause: LossCause): SupplyHour => ({
  sureMw: mw,
  expectedMw: mw,
  mostMw: mw,
  cause,
  isFlexible: false,
})

const byWeather = (mw: FacilityMw): SupplyHour => ({
  ...none,
  expectedMw: mw,
  mostMw: mw,
  cause: 'weather',
})

/** Share of hours in which a call is to be expected; what remains of it is the contract's to spend. */
function callRate(curtailment: Extract<Curtailment, { kind: 'budget' }>): Ratio {
  const { hoursMaxH = hoursPerYear, energyMaxShare = 1, depthShare = 1 } = curtailment
  return Math.min(1, hoursMaxH / hoursPerYear, energyMaxShare / depthShare)
}

function curtailable(maxMw: FacilityMw, curtailment: Curtailment, hour: number): SupplyHour {
  if (curtailment.kind === 'series')
    return { ...sure(maxMw * atHour(curtailment.availability, hour), 'curtailable'), mostMw: maxMw }
  const { depthShare = 1, hours } = curtailment
  const rate = callRate(curtailment)
  const callMw = maxMw * depthShare
  const block: OutageBlock = { unitMw: callMw, units: 1, outageRate: rate }
  // A contract that is never called is firm, whatever it is named.
  const hasBlock = hours === 'percentile' || rate === 0
  return {
    sureMw: maxMw - callMw,
    ...(hasBlock ? { block } : {}),
    expectedMw: maxMw - callMw * rate,
    mostMw: maxMw,
    cause: 'curtailable',
    isFlexible: false,
  }
}

interface Fleet {
  readonly units?: number
  readonly forcedOutageRate?: Ratio
}

const blockOf = ({ units = 1, forcedOutageRate = 0 }: Fleet, mw: FacilityMw): OutageBlock => ({
  unitMw: mw / Math.max(1, Math.trunc(units)),
  units: Math.max(1, Math.trunc(units)),
  outageRate: forcedOutageRate,
})

const ofUnits = (fleet: Fleet, mw: FacilityMw): SupplyHour => ({
  sureMw: 0,
  block: blockOf(fleet, mw),
  expectedMw: mw * (1 - (fleet.forcedOutageRate ?? 0)),
  mostMw: mw,
  cause: 'forced outage',
  isFlexible: false,
})

/** Units that stand still for fuel in an hour, by plan. A window may run over the end of the year. */
export function refuellingUnits({ refuellings, units = 1 }: Nuclear, hour: number): number {
  const out = refuellings.reduce((sum, { fromHour, lengthH, units: count = 1 }) => {
    const since = (hour - fromHour + hoursPerYear) % hoursPerYear
    return since < lengthH ? sum + count : sum
  }, 0)
  return Math.min(Math.trunc(out), Math.trunc(units))
}

function reactors(supply: Nuclear, hour: number): SupplyHour {
  const all = Math.max(1, Math.trunc(supply.units ?? 1))
  const running = all - refuellingUnits(supply, hour)
  const { unitMw, outageRate } = blockOf(supply, supply.maxMw)
  const mostMw = running * unitMw
  return {
    sureMw: 0,
    block: { unitMw, units: running, outageRate },
    expectedMw: mostMw * (1 - outageRate),
    mostMw,
    cause: running < all ? 'refuelling' : 'forced outage',
    isFlexible: false,
  }
}
