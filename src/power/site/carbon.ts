import type { Result } from '../../diagnostics/index.ts'
import type { Mwh, Ratio } from '../../units/index.ts'
import { atHour, hoursPerYear, sumOfYear, type Hourly } from './hourly.ts'
import { carbonFactor, createSiteCheck, type Range, type SiteCheck } from './site-check.ts'

/**
 * What does a year of electricity emit, and how much of it was bought clean?
 *
 * Location based: energy x average factor of the grid, hour by hour. Market based: energy of the contracts at their own factor, the
 * rest at the residual mix; once by year, as inventories allow, and once by hour, where a contract counts only in the hour that
 * it generates. Matched by hour = sum of min(load, contracts) / load (24/7 carbon-free energy); matched by year = min(1, sum of
 * contracts / load), which is never less: both are shown. What one more MWh emits is a marginal factor; it is a third figure, not
 * a method of an inventory. Source: GHG Protocol, Scope 2 Guidance, 2015; the hourly score after Google, 24/7 CFE methodology, 2021.
 * Left out: contracts of other years, losses of the grid, what storage shifts.
 */
export type CarbonScope = 'direct' | 'lifecycle'

/** What the grid emits on a mean of its plants. An average cannot be given where a marginal is asked for. */
export interface AverageFactor {
  readonly basis: 'average'
  readonly scope: CarbonScope
  readonly gPerKwh: Hourly
  readonly source: string
}

/** What one more MWh makes the grid emit. */
export interface MarginalFactor {
  readonly basis: 'marginal'
  readonly scope: CarbonScope
  readonly gPerKwh: Hourly
  readonly source: string
}

export interface EnergyContract {
  readonly id: string
  readonly generatedMwh: Hourly
  readonly scope: CarbonScope
  readonly gPerKwh: number
  readonly isCarbonFree: boolean
}

export interface CarbonRequest {
  /** At the meter, MWh in each hour. */
  readonly energyMwh: Hourly
  readonly grid: AverageFactor
  /** Of what is left when all contracts are taken out of the grid; the average where left out, which understates it. */
  readonly residual?: AverageFactor
  readonly marginal?: MarginalFactor
  readonly contracts?: readonly EnergyContract[]
}

export interface CarbonYear {
  readonly scope: CarbonScope
  readonly energyMwh: Mwh
  readonly locationT: number
  readonly marketYearlyT: number
  readonly marketHourlyT: number
  /** Of more or less load, not of the load: absent without a marginal factor. */
  readonly marginalT?: number
  /** Carbon-free share of the energy that the contracts met in its own hour, and by the sum of the year. */
  readonly matchedHourlyShare: Ratio
  readonly matchedYearlyShare: Ratio
  /** The grid's factor over the year, by energy. */
  readonly locationGPerKwh: number
}

const energy: Range = { min: 0, max: 1e6, unit: 'MWh' }

export function carbonOf(request: CarbonRequest): Result<CarbonYear> {
  const check = createSiteCheck()
  checkCarbon(request, check)
  if (check.found.length > 0) return { ok: false, diagnostics: check.found }
  const isAverageForResidual =
    request.residual === undefined && (request.contracts ?? []).length > 0
  const notes = isAverageForResidual
    ? ([{ code: 'energy/no-residual-mix', severity: 'warning', pointer: '/residual', message: 'the average of the grid stands for the residual mix, which understates market-based carbon' }] as const) // prettier-ignore
    : []
  return { ok: true, value: yearOf(request), notes }
}

function checkCarbon(request: CarbonRequest, check: SiteCheck): void {
  const { grid, residual, marginal, contracts = [] } = request
  check.hourly('/energyMwh', request.energyMwh, energy)
  const scoped = { grid, residual, marginal }
  for (const [key, factor] of Object.entries(scoped)) {
    if (factor === undefined) continue
    check.hourly(`/${key}/gPerKwh`, factor.gPerKwh, carbonFactor)
    isOneScope(`/${key}/scope`, [factor.scope, grid.scope], check)
  }
  contracts.forEach((contract, i) => {
    check.hourly(`/contracts/${i}/generatedMwh`, contract.generatedMwh, energy)
    check.number(`/contracts/${i}/gPerKwh`, contract.gPerKwh, carbonFactor)
    isOneScope(`/contracts/${i}/scope`, [contract.scope, grid.scope], check)
  })
}

function isOneScope(
  pointer: string,
  [scope, grid]: readonly [CarbonScope, CarbonScope],
  check: SiteCheck,
): void {
  if (scope === grid) return
  const message = `a factor of ${scope} emissions cannot be added to the grid's of ${grid} ones`
  const hint = `give all factors as ${grid}`
  check.add({ code: 'energy/mixed-scopes', pointer, message, hint })
}

function yearOf(request: CarbonRequest): CarbonYear {
  const { energyMwh: load, grid, marginal } = request
  const contracts = cleanestFirst(request.contracts ?? [])
  const residual = request.residual ?? grid
  let [energyMwh, locationKg, hourlyKg, marginalKg, matchedMwh, residualKg] = [0, 0, 0, 0, 0, 0]
  for (let hour = 0; hour < hoursPerYear; hour++) {
    const mwh = atHour(load, hour)
    const used = usedInHour(contracts, hour, mwh)
    const residualG = atHour(residual.gPerKwh, hour)
    energyMwh += mwh
    locationKg += mwh * atHour(grid.gPerKwh, hour)
    hourlyKg += used.kg + (mwh - used.mwh) * residualG
    residualKg += mwh * residualG
    marginalKg += marginal === undefined ? 0 : mwh * atHour(marginal.gPerKwh, hour)
    matchedMwh += used.cleanMwh
  }
  const perMwh = (value: number): number => (energyMwh > 0 ? value / energyMwh : 0)
  const yearly = contractsOfYear(contracts, energyMwh)
  const restMwh = energyMwh - yearly.mwh
  return {
    scope: grid.scope,
    energyMwh,
    locationT: locationKg / 1000,
    marketYearlyT: (yearly.kg + restMwh * perMwh(residualKg)) / 1000,
    marketHourlyT: hourlyKg / 1000,
    ...(marginal === undefined ? {} : { marginalT: marginalKg / 1000 }),
    matchedHourlyShare: Math.min(1, perMwh(matchedMwh)),
    matchedYearlyShare: Math.min(1, perMwh(yearly.cleanMwh)),
    locationGPerKwh: perMwh(locationKg),
  }
}

interface Used {
  readonly mwh: Mwh
  readonly cleanMwh: Mwh
  readonly kg: number
}

/** Contracts in the order given, up to what is needed. */
function take(amounts: readonly (readonly [EnergyContract, Mwh])[], neededMwh: Mwh): Used {
  let [mwh, cleanMwh, kg] = [0, 0, 0]
  for (const [contract, generatedMwh] of amounts) {
    const usedMwh = Math.min(generatedMwh, neededMwh - mwh)
    mwh += usedMwh
    kg += usedMwh * contract.gPerKwh
    if (contract.isCarbonFree) cleanMwh += usedMwh
  }
  return { mwh, cleanMwh, kg }
}

/** Carbon-free ones first, then by factor: what is clean is used before what is not. */
const cleanestFirst = (contracts: readonly EnergyContract[]): readonly EnergyContract[] =>
  contracts.toSorted(
    (a, b) => Number(b.isCarbonFree) - Number(a.isCarbonFree) || a.gPerKwh - b.gPerKwh,
  )

const usedInHour = (contracts: readonly EnergyContract[], hour: number, mwh: Mwh): Used =>
  contracts.length === 0
    ? { mwh: 0, cleanMwh: 0, kg: 0 }
    : take(
        contracts.map((one) => [one, atHour(one.generatedMwh, hour)] as const),
        mwh,
      )

const contractsOfYear = (contracts: readonly EnergyContract[], mwh: Mwh): Used =>
  take(
    contracts.map((one) => [one, sumOfYear(one.generatedMwh)] as const),
    mwh,
  )
