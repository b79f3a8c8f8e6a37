import type { FacilityMw, H, KgPerMwh, Mwh, Ratio, UsdPerMwh } from '../../units/index.ts'
import type { Limit, EnergyModel, Generator } from './model.ts'
import type { PerStep } from './model-parts.ts'

/**
 * The everyday case: one site with an hourly load, its supplies, a battery and a contract that lets some load be curtailed.
 * It is an energy model of one bus; everything else about it is said there.
 */
export interface SiteDispatch {
  readonly steps: number
  /** Length of a step; one hour where left out. */
  readonly stepH?: H
  /** At the meter. */
  readonly loadMw: PerStep
  readonly supplies: readonly SiteSupply[]
  readonly battery?: SiteBattery
  readonly curtailment?: CurtailmentBudget
  /** What a MWh costs that nothing can serve. Where left out the load must be served, or there is no dispatch. */
  readonly unservedUsdPerMwh?: UsdPerMwh
}

export interface SiteSupply {
  readonly id: string
  readonly maxMw: FacilityMw
  readonly priceUsdPerMwh: PerStep
  /** Share of `maxMw` that is there; 1 where left out. */
  readonly availability?: PerStep
  /** Energy it may give over all steps: a quota, a reservoir, a permit. */
  readonly energyMaxMwh?: Mwh
  /** Hours that it may run, with its least share of `maxMw` while it does: a permit of gas turbines. Makes it a unit that is switched. */
  readonly runMaxH?: H
  readonly runMinShare?: Ratio
  readonly carbonKgPerMwh?: KgPerMwh
}

export interface SiteBattery {
  readonly maxMw: FacilityMw
  readonly energyMwh: Mwh
  /** Of a full cycle; the loss is split evenly between charging and discharging. */
  readonly roundTripEfficiency: Ratio
  /** Held before the first step, and again after the last; half of what it can hold where left out. */
  readonly initialMwh?: Mwh
}

/** What may be curtailed, and how often: a limit that is left out does not hold. */
export interface CurtailmentBudget {
  readonly maxMw: FacilityMw
  readonly energyMaxMwh?: Mwh
  readonly hoursMaxH?: H
  /** Separate calls. */
  readonly eventsMax?: number
  /** Paid per MWh curtailed; negative where it is rewarded. */
  readonly priceUsdPerMwh?: UsdPerMwh
}

const siteBus = 'site'
export const curtailmentId = 'curtailment'
export const unservedId = 'unserved'
export const batteryId = 'battery'

const kgPerT = 1000

export function modelOfSite(site: SiteDispatch): EnergyModel {
  const { battery, curtailment, stepH = 1 } = site
  return {
    snapshots: { count: site.steps, weightH: stepH },
    buses: [{ id: siteBus }],
    loads: [{ id: 'load', bus: siteBus, loadMw: site.loadMw }],
    carriers: site.supplies.map(({ id, carbonKgPerMwh = 0 }) => ({
      id: supplyCarrier(id),
      co2TPerMwh: carbonKgPerMwh / kgPerT,
    })),
    generators: [
      ...site.supplies.map(generatorOf),
      ...(curtailment === undefined ? [] : [curtailer(curtailment)]),
      ...unserved(site),
    ],
    ...(battery === undefined ? {} : { storageUnits: [storageOf(battery, site.steps)] }),
    limits: [...site.supplies.flatMap(limitsOf), ...curtailmentLimits(curtailment)],
  }
}

/** Ids of supplies are the user's; those of the site's own parts must not meet them. */
const supplyId = (id: string): string => `supply ${id}`
const supplyCarrier = supplyId
export { supplyId }

function generatorOf(supply: SiteSupply): Generator {
  const { id, maxMw, priceUsdPerMwh, availability, runMaxH, runMinShare } = supply
  const isSwitched = runMaxH !== undefined || runMinShare !== undefined
  return {
    id: supplyId(id),
    bus: siteBus,
    carrier: supplyCarrier(id),
    capacityMw: { kind: 'fixed', amount: maxMw },
    costUsdPerMwh: priceUsdPerMwh,
    ...(availability === undefined ? {} : { maxShare: availability }),
    ...(isSwitched ? { minShare: runMinShare ?? 0, commitment: { before: { state: 'off' } } } : {}),
  }
}

function limitsOf({ id, energyMaxMwh, runMaxH }: SiteSupply): readonly Limit[] {
  const sense = 'at-most'
  const energy: Limit[] =
    energyMaxMwh === undefined
      ? []
      : [
          {
            id: `energy of ${id}`,
            kind: 'energy',
            sense,
            carrier: supplyCarrier(id),
            mwh: energyMaxMwh,
          },
        ]
  if (runMaxH === undefined) return energy
  return [
    ...energy,
    { id: `hours of ${id}`, kind: 'hours', sense, generator: supplyId(id), hours: runMaxH },
  ]
}

function curtailer({ maxMw, priceUsdPerMwh = 0, ...budget }: CurtailmentBudget): Generator {
  const isSwitched = budget.hoursMaxH !== undefined || budget.eventsMax !== undefined
  return {
    id: curtailmentId,
    bus: siteBus,
    carrier: curtailmentId,
    capacityMw: { kind: 'fixed', amount: maxMw },
    costUsdPerMwh: priceUsdPerMwh,
    ...(isSwitched ? { commitment: { before: { state: 'off' } } } : {}),
  }
}

/** Limits of the contract, with the ids by which they are read again. */
function curtailmentLimits(budget: CurtailmentBudget | undefined): readonly Limit[] {
  if (budget === undefined) return []
  const { energyMaxMwh, hoursMaxH, eventsMax } = budget
  const sense = 'at-most'
  return [
    ...(energyMaxMwh === undefined
      ? []
      : [
          {
            id: curtailmentId,
            kind: 'energy',
            sense,
            carrier: curtailmentId,
            mwh: energyMaxMwh,
          } as const,
        ]),
    ...(hoursMaxH === undefined
      ? []
      : [
          {
            id: 'curtailed hours',
            kind: 'hours',
            sense,
            generator: curtailmentId,
            hours: hoursMaxH,
          } as const,
        ]),
    ...(eventsMax === undefined
      ? []
      : [
          {
            id: 'curtailment events',
            kind: 'starts',
            sense,
            generator: curtailmentId,
            starts: eventsMax,
          } as const,
        ]),
  ]
}

function unserved({ unservedUsdPerMwh, loadMw }: SiteDispatch): readonly Generator[] {
  if (unservedUsdPerMwh === undefined) return []
  const peakMw = typeof loadMw === 'number' ? loadMw : Math.max(0, ...chunkMaxima(loadMw))
  const capacityMw = { kind: 'fixed', amount: Math.max(0, peakMw) } as const
  return [{ id: unservedId, bus: siteBus, capacityMw, costUsdPerMwh: unservedUsdPerMwh }]
}

/** Greatest values piece by piece: spreading a year of quarter hours overflows the stack. */
function chunkMaxima(series: readonly number[] | Float64Array): number[] {
  const maxima: number[] = []
  for (let from = 0; from < series.length; from += 1000)
    maxima.push(Math.max(...series.slice(from, from + 1000)))
  return maxima
}

function storageOf(
  { maxMw, energyMwh, roundTripEfficiency, initialMwh }: SiteBattery,
  steps: number,
) {
  const initial = initialMwh ?? energyMwh / 2
  const oneWay = Math.sqrt(roundTripEfficiency)
  return {
    id: batteryId,
    bus: siteBus,
    capacityMw: { kind: 'fixed', amount: maxMw } as const,
    maxH: maxMw === 0 ? energyMwh : energyMwh / maxMw,
    chargeEfficiency: oneWay,
    dischargeEfficiency: oneWay,
    initialMwh: initial,
    // A battery that may be left empty would be sold off in the last hour.
    heldMwh: Array.from({ length: steps }, (_, step) => (step === steps - 1 ? initial : null)),
  }
}
