import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import type { Problem, Solution, Solve } from '../../milp/index.ts'
import type { H, Mwh, Ratio, Usd, UsdPerMwh } from '../../units/index.ts'
import { isStepCount } from './check-model.ts'
import { describeDispatch, type DescribedDispatch } from './describe.ts'
import { readDispatch } from './read.ts'
import type { Dispatch, DispatchOutcome } from './result.ts'
import {
  batteryId,
  curtailmentId,
  modelOfSite,
  supplyId,
  unservedId,
  type SiteDispatch,
} from './site-model.ts'
import { withDuals } from './solve-dispatch.ts'

/** A site's problem, and the reader of its solution. */
export interface DescribedSite {
  readonly problem: Problem
  read(solution: Solution): SiteOutcome
}

export interface SiteResult {
  readonly costUsd: Usd
  readonly energyBySupplyMwh: readonly { readonly id: string; readonly energyMwh: Mwh }[]
  readonly curtailedMwh: Mwh
  /** Hours in which anything is curtailed. */
  readonly curtailedH: H
  readonly curtailedMw: Float64Array
  readonly unservedMwh: Mwh
  readonly chargeMw: Float64Array
  readonly dischargeMw: Float64Array
  readonly storedMwh: Float64Array
  /** Cost of one more MWh of load, by step; where units are switched, of those that run. */
  readonly marginalPrices?: Float64Array
  /** What one more MWh of curtailment would save; 0 where the budget is not used up, absent without a budget of energy. */
  readonly curtailmentUsdPerMwh?: UsdPerMwh
  /** The whole dispatch. */
  readonly dispatch: Dispatch
}

export type SiteOutcome =
  | { readonly status: 'optimal'; readonly site: SiteResult }
  | Exclude<DispatchOutcome, { readonly status: 'optimal' }>

/** Describes the least-cost dispatch of one site; all faults of the input at once. */
export function dispatchSite(site: SiteDispatch): Result<DescribedSite> {
  const faults = checkBattery(site)
  if (!isStepCount(site.steps)) {
    const message = `a dispatch has ${site.steps} steps; it must have at least 1, and at most ten years of quarter hours`
    const fault = { code: 'energy/out-of-range', severity: 'error', pointer: '/steps' } as const
    return { ok: false, diagnostics: [{ ...fault, message }, ...faults] }
  }
  // A battery that makes no sense is left out, so that everything else is still looked at.
  const { battery, ...rest } = site
  const isBatterySound = faults.length === 0 && battery !== undefined
  const described = describeDispatch(modelOfSite(isBatterySound ? site : rest))
  const found = described.ok ? [] : described.diagnostics.map((one) => placeAt(one, site))
  if (!described.ok || faults.length > 0) return { ok: false, diagnostics: [...found, ...faults] }
  const { value, notes } = described
  const read = (solution: Solution): SiteOutcome => readSite(site, value, solution)
  return { ok: true, value: { problem: value.problem, read }, notes }
}

/** The same, solved with what is handed in. */
export async function solveSite(
  site: SiteDispatch,
  solve: Solve,
): Promise<
  SiteOutcome | { readonly status: 'refused'; readonly diagnostics: readonly Diagnostic[] }
> {
  const described = dispatchSite(site)
  if (!described.ok) return { status: 'refused', diagnostics: described.diagnostics }
  const { problem, read } = described.value
  return read(await withDuals(problem, await solve(problem), solve))
}

/** From the place in the model of one bus to the place in what was asked. */
function placeAt(diagnostic: Diagnostic, { supplies }: SiteDispatch): Diagnostic {
  const [, kind = '', index = '', field = ''] =
    /^\/(generators|loads|snapshots)\/([^/]+)\/?([^/]*)/u.exec(diagnostic.pointer) ?? []
  if (kind === 'loads') return { ...diagnostic, pointer: '/loadMw' }
  if (kind === 'snapshots') return { ...diagnostic, pointer: '/stepH' }
  const number = Number(index)
  if (kind === 'generators' && number < supplies.length)
    return { ...diagnostic, pointer: `/supplies/${index}/${fieldNames[field] ?? field}` }
  if (kind === 'generators') return { ...diagnostic, pointer: '/curtailment' }
  return { ...diagnostic, pointer: '' }
}

const fieldNames: Readonly<Record<string, string>> = {
  capacityMw: 'maxMw',
  costUsdPerMwh: 'priceUsdPerMwh',
  maxShare: 'availability',
  minShare: 'runMinShare',
}

/** A battery by its own words, before it becomes power times hours. */
function checkBattery({ battery }: SiteDispatch): readonly Diagnostic[] {
  if (battery === undefined) return []
  const { energyMwh, maxMw, roundTripEfficiency: efficiency, initialMwh = 0 } = battery
  const fault = (code: string, field: string, message: string): Diagnostic[] => [
    { code, severity: 'error', pointer: `/battery/${field}`, message },
  ]
  const isShare = (value: Ratio): boolean => value > 0 && value <= 1
  return [
    ...(energyMwh > 0
      ? []
      : fault('energy/storage-without-energy', 'energyMwh', `the battery holds ${energyMwh} MWh`)),
    ...(maxMw > 0
      ? []
      : fault('energy/out-of-range', 'maxMw', `the battery gives ${maxMw} MW; it must be above 0`)),
    ...(isShare(efficiency)
      ? []
      : fault(
          'energy/out-of-range',
          'roundTripEfficiency',
          `the efficiency is ${efficiency}; it must be above 0 and at most 1`,
        )),
    ...(initialMwh >= 0 && initialMwh <= energyMwh
      ? []
      : fault(
          'energy/out-of-range',
          'initialMwh',
          `the battery starts with ${initialMwh} MWh of ${energyMwh} MWh`,
        )),
  ]
}

function readSite(
  site: SiteDispatch,
  described: DescribedDispatch,
  solution: Solution,
): SiteOutcome {
  const outcome = readDispatch(described, solution)
  if (outcome.status !== 'optimal') return outcome
  const { dispatch } = outcome
  const hours = described.weights.storageH
  const empty = new Float64Array(site.steps)
  const flowOf = (id: string): Float64Array =>
    dispatch.generators.find((one) => one.id === id)?.flowMw ?? empty
  const energyOf = (id: string): Mwh =>
    flowOf(id).reduce((sum, mw, step) => sum + mw * (hours[step] ?? 0), 0)
  const curtailedMw = flowOf(curtailmentId)
  const battery = dispatch.storageUnits.find(({ id }) => id === batteryId)
  const budget = dispatch.limits.find(({ id }) => id === curtailmentId)
  const prices = dispatch.buses[0]?.priceUsdPerMwh
  const isMore = (mw: number): boolean => mw > curtailedMinMw
  return {
    status: 'optimal',
    site: {
      costUsd: dispatch.costUsd,
      energyBySupplyMwh: site.supplies.map(({ id }) => ({ id, energyMwh: energyOf(supplyId(id)) })),
      curtailedMwh: energyOf(curtailmentId),
      curtailedH: hours.reduce((sum, h, step) => sum + (isMore(curtailedMw[step] ?? 0) ? h : 0), 0),
      curtailedMw,
      unservedMwh: energyOf(unservedId),
      chargeMw: battery?.chargeMw ?? empty,
      dischargeMw: battery?.dischargeMw ?? empty,
      storedMwh: battery?.storedMwh ?? empty,
      ...(prices === undefined ? {} : { marginalPrices: prices }),
      ...(budget?.dualUsdPerUnit === undefined
        ? {}
        : { curtailmentUsdPerMwh: Math.abs(budget.dualUsdPerUnit) }),
      dispatch,
    },
  }
}

/** Less than a watt is the solver's rounding, not a curtailment. */
const curtailedMinMw = 1e-6
