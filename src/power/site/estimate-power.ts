import { hintNearest, type Diagnostic, type Result } from '../../diagnostics/index.ts'
import { grids, type Grid } from '../../catalog/index.ts'
import { carbonOf, type AverageFactor, type CarbonYear } from './carbon.ts'
import { chainFigures } from './chain-figures.ts'
import { powerOf, whatAMegawattGives, type Chain, type ChainRequest } from './chain.ts'
import { delayCost, type DelayCost } from './delay-cost.ts'
import { siteEnvelope, type Envelope } from './envelope.ts'
import type { PowerEstimate, PowerEstimateRequest, PowerOutcome } from './estimate.ts'
import { headroom, type Headroom } from './headroom.ts'
import { hoursPerYear } from './hourly.ts'
import { timeToPower, type TimeToPower } from './time-to-power.ts'
import { waterOf, type WaterYear } from './water.ts'
import type { ItMw, Ratio } from '../../units/index.ts'

/**
 * From megawatts or accelerators to what a site gives and takes in a year. Each part is a law of its own in a file of this folder;
 * here they are joined, and everything that is wrong is gathered.
 */
export function estimatePower(request: PowerEstimateRequest): PowerOutcome {
  const faults: Diagnostic[] = []
  const warnings: Diagnostic[] = []
  const take = <T>(result: Result<T> | undefined, under = ''): T | undefined => {
    if (result === undefined) return undefined
    const found = result.ok ? result.notes : result.diagnostics
    const placed = found.map((one) => ({ ...one, pointer: `${under}${one.pointer}` }))
    ;(result.ok ? warnings : faults).push(...placed)
    return result.ok ? result.value : undefined
  }
  const grid = gridOf(request, faults)
  const perMw = take(waterAt(request, 1))
  const chain = take(chainOf(request, { grid, perMw }))
  const neededMw = chain?.facilityMw ?? 0
  const water = take(chain && perMw && waterOfChain(request, chain))
  const carbon = take(carbonOfGrid(request, grid, chain))
  const { envelope: supply, load, options, delay } = request
  const envelope = take(supply && siteEnvelope(supply.supplies, { ...supply, targetMw: neededMw }), '/envelope') // prettier-ignore
  const room = take(load && headroom(load), '/load')
  const waiting = take(options && timeToPower({ options, neededMw }))
  const waited = take(delay && delayCost({ ...delay, facilityMw: neededMw }), '/delay')
  if (faults.length > 0 || chain === undefined) return { kind: 'refused', diagnostics: faults }
  const parts = { water, carbon, envelope, headroom: room, timeToPower: waiting, delay: waited }
  const own = warningsOf(request, { chain, grid, perMw, ...parts })
  return { ...joined(chain, parts), warnings: [...own, ...warnings] }
}

interface Parts {
  readonly water: WaterYear | undefined
  readonly carbon: CarbonYear | undefined
  readonly envelope: Envelope | undefined
  readonly headroom: Headroom | undefined
  readonly timeToPower: TimeToPower | undefined
  readonly delay: DelayCost | undefined
}

const joined = (chain: Chain, parts: Parts): Omit<PowerEstimate, 'warnings'> => ({
  kind: 'estimated',
  chain,
  ...(parts.water === undefined ? {} : { water: parts.water }),
  ...(parts.carbon === undefined ? {} : { carbon: parts.carbon }),
  ...(parts.envelope === undefined ? {} : { envelope: parts.envelope }),
  ...(parts.headroom === undefined ? {} : { headroom: parts.headroom }),
  ...(parts.timeToPower === undefined ? {} : { timeToPower: parts.timeToPower }),
  ...(parts.delay === undefined ? {} : { delay: parts.delay }),
})

function gridOf({ grid: id }: PowerEstimateRequest, faults: Diagnostic[]): Grid | undefined {
  if (id === undefined) return undefined
  const known = grids.map((one) => one.id)
  const grid = grids.find((one) => one.id === id || one.id === `grid-${id}`)
  if (grid === undefined)
    faults.push({
      code: 'energy/unknown-grid',
      severity: 'error',
      pointer: '/grid',
      message: `there is no grid "${id}" in the catalog`,
      hint: hintNearest(id, known) ?? `known are ${known.join(', ')}`,
    })
  return grid
}

interface Found {
  readonly grid: Grid | undefined
  /** Of one IT MW with the cooling and climate asked for. */
  readonly perMw: WaterYear | undefined
}

function chainOf(request: PowerEstimateRequest, { grid, perMw }: Found): Result<Chain> {
  const price = request.priceUsdPerMwh ?? grid?.wholesaleUsdPerMwh?.value
  const pue = request.pue ?? perMw?.pue
  // Facility MW of one IT MW is the ratio itself.
  const peakOfOne: Ratio | undefined = perMw && perMw.facilityPeakMw / 1
  const designPeakRatio = request.designPeakRatio ?? peakOfOne
  const chain: ChainRequest = {
    ...request,
    ...(price === undefined ? {} : { priceUsdPerMwh: price }),
    ...(pue === undefined ? {} : { pue }),
    ...(designPeakRatio === undefined ? {} : { designPeakRatio }),
  }
  const { facilityMw, accelerators } = request
  if (facilityMw !== undefined && accelerators === undefined)
    return whatAMegawattGives({ ...chain, facilityMw })
  if (accelerators !== undefined && facilityMw === undefined)
    return powerOf({ ...chain, accelerators })
  const message = 'give either the facility power or the number of accelerators'
  const found = { code: 'energy/one-size', severity: 'error', pointer: '/facilityMw', message } as const // prettier-ignore
  return { ok: false, diagnostics: [found] }
}

function waterAt(request: PowerEstimateRequest, itMw: ItMw): Result<WaterYear> | undefined {
  const { cooling, gridWaterLPerKwh, permit, cyclesOfConcentration } = request
  if (cooling === undefined) return undefined
  return waterOf({
    itMw,
    cooling,
    ...(gridWaterLPerKwh === undefined ? {} : { gridWaterLPerKwh }),
    ...(permit === undefined ? {} : { permit }),
    ...(cyclesOfConcentration === undefined ? {} : { cyclesOfConcentration }),
  })
}

/** The year at the mean load, its worst day at full load. */
function waterOfChain(request: PowerEstimateRequest, chain: Chain): Result<WaterYear> | undefined {
  const mean = waterAt(request, chain.itEnergyMwh / hoursPerYear)
  const full = waterAt(request, chain.itMw)
  if (mean?.ok !== true || full?.ok !== true) return mean
  const { consumedPeakDayM3, withdrawnPeakDayM3, facilityPeakMw } = full.value
  const isOfDay = (limit: string): boolean => limit.endsWith('PerDay')
  const breaches = [
    ...mean.value.breaches.filter(({ limit }) => !isOfDay(limit)),
    ...full.value.breaches.filter(({ limit }) => isOfDay(limit)),
  ]
  const days = { consumedPeakDayM3, withdrawnPeakDayM3, facilityPeakMw, breaches }
  return { ...mean, value: { ...mean.value, ...days } }
}

function carbonOfGrid(
  request: PowerEstimateRequest,
  grid: Grid | undefined,
  chain: Chain | undefined,
): Result<CarbonYear> | undefined {
  const { carbonScope = 'lifecycle', gridCarbon, marginal, residual, contracts } = request
  const stated = carbonScope === 'direct' ? grid?.directGPerKwh : grid?.lifecycleGPerKwh
  const factor: AverageFactor | undefined =
    gridCarbon ??
    (stated && { basis: 'average', scope: carbonScope, gPerKwh: stated.value, source: stated.source }) // prettier-ignore
  if (factor === undefined) return undefined
  return carbonOf({
    energyMwh: (chain?.energyMwh ?? 0) / hoursPerYear,
    grid: factor,
    ...(marginal === undefined ? {} : { marginal }),
    ...(residual === undefined ? {} : { residual }),
    ...(contracts === undefined ? {} : { contracts }),
  })
}

function warningsOf(
  request: PowerEstimateRequest,
  { chain, grid, perMw, water, envelope }: Found & Parts & { readonly chain: Chain },
): readonly Diagnostic[] {
  const target = envelope?.totals.target
  const warn = (pointer: string, code: string, message: string | false | undefined) =>
    message ? [{ code, severity: 'warning' as const, pointer, message }] : []
  return [
    ...warn('/facilityMw', 'energy/nothing-fits', chain.nodes === 0 && 'not one node fits into the facility power'), // prettier-ignore
    ...warn('/priceUsdPerMwh', 'energy/wholesale-price', request.priceUsdPerMwh === undefined && grid?.wholesaleUsdPerMwh !== undefined && `the price of ${grid.wholesaleUsdPerMwh.value} USD/MWh is the mean wholesale price of ${grid.name}, not the tariff of a large load`), // prettier-ignore
    ...warn('/designPeakRatio', 'energy/assumed-ratio', request.designPeakRatio === undefined && perMw === undefined && `the connection is sized with a design-peak ratio of ${chain.designPeakRatio}: ${chainFigures.designPeakRatio.source}, the median`), // prettier-ignore
    ...warn('/pue', 'energy/assumed-ratio', request.pue === undefined && perMw === undefined && `energy takes a yearly PUE of ${chain.pue}: ${chainFigures.pue.source}`), // prettier-ignore
    ...warn('/cooling', 'energy/assumed-cooling', perMw?.provenance === 'assumed' && 'power and water of the cooling follow assumed points; state those of the operator'), // prettier-ignore
    ...warn('/designPeakRatio', 'energy/peak-below-mean', chain.designPeakRatio < chain.pue && `the design-peak ratio of ${chain.designPeakRatio} lies below the yearly PUE of ${chain.pue}`), // prettier-ignore
    ...(water?.breaches ?? []).flatMap(({ limit, maxM3, takenM3 }) => warn(`/permit/${limit}`, 'energy/permit-exceeded', `the site takes ${takenM3.toFixed(0)} m3 where the permit allows ${maxM3}`)), // prettier-ignore
    ...warn('/envelope', 'energy/short-of-firm', target !== undefined && target.shortH > 0 && `firm power falls short in ${target.shortH.toFixed(0)} hours of the year, by ${target.shortMwh.toFixed(0)} MWh`), // prettier-ignore
  ]
}
