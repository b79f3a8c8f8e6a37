import { checkpointPlan, type CheckpointPlan } from './checkpoint.ts'
import { goodputFaults } from './check-goodput.ts'
import type {
  GoodputEstimate,
  GoodputLink,
  GoodputOutcome,
  GoodputRequest,
  GoodputSite,
  Waste,
} from './goodput-request.ts'
import { interruptionsPerH } from './interruption-rate.ts'

/**
 * What part of the time trains, over several sites.
 *
 * Synchronous: the run stops at the SUM of the rates of all sites and of link cuts. A cut costs its outage beside the rework
 * and restart of any interruption, for collectives time out long before a repair; one calendar of curtailment after the
 * other takes hours from all. Decoupled (DiLoCo): site i loses its own share w_i only, sum of w_i g_i,
 * link cuts delay an exchange and stop nobody, and a site that returns first copies weights and optimizer.
 *
 * A known curtailment writes its checkpoint beforehand: it costs its hours and one restart, no rework. Accelerators under
 * repair (rate x blast radius x repair hours) are taken by spares first; beyond them the run is slower by their share, on
 * average: a burst of failures is worse than the mean. The range comes from the ends of K, stall and restart taken together, all
 * good or all bad; it is wider than an 80 % interval of independent causes.
 */
const hoursPerYear = 8766
const secondsPerHour = 3600

type End = 'low' | 'expected' | 'high'
/** Which end of each input is the bad one. */
const badFirst: Readonly<Record<End, End>> = { low: 'high', expected: 'expected', high: 'low' }

interface Part {
  readonly plan: CheckpointPlan
  readonly ratePerH: number
  readonly goodput: number
  readonly waste: Waste
}

const rateOf = (site: GoodputSite, end: End): number =>
  interruptionsPerH(site.accelerators, {
    hoursPerInterruption: site.hoursPerInterruption[end],
    jobInterruptionsPerH: site.jobInterruptionsPerH,
  })

const downOf = (site: GoodputSite, end: End): number =>
  (site.accelerators / site.hoursPerInterruption[end]) * site.blastRadius * site.repairH

const missingOf = (site: GoodputSite, end: End): number =>
  Math.min(1, Math.max(0, downOf(site, end) - site.spares) / site.accelerators)

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** Share of the year that curtailment takes, with a restart after each. */
const curtailedShare = ({ curtailment }: GoodputSite, restartS: number): number =>
  curtailment === undefined
    ? 0
    : Math.min(
        1,
        (curtailment.eventsPerYear * (curtailment.hoursPerEvent + restartS / secondsPerHour)) /
          hoursPerYear,
      )

interface Group {
  readonly sites: readonly GoodputSite[]
  /** Those whose cut stops all of them. */
  readonly links: readonly GoodputLink[]
  readonly resyncS: number
}

/** Sites that stop together. */
const partOf = (request: GoodputRequest, { sites, links, resyncS }: Group, end: End): Part => {
  const cutShare = cutShareOf(links)
  const ratePerH = sum(sites.map((site) => rateOf(site, end))) + cutsPerH(links)
  const restartS = request.restartS[badFirst[end]] + resyncS
  const cost = { stallS: request.stallS[badFirst[end]], restartS }
  const plan = checkpointPlan(cost, secondsPerHour / ratePerH, request.intervalS)
  const accelerators = sum(sites.map((site) => site.accelerators))
  const missing = sum(
    sites.map((site) => (missingOf(site, end) * site.accelerators) / accelerators),
  )
  const curtailed = Math.min(1, sum(sites.map((site) => curtailedShare(site, restartS))))
  const running = (1 - curtailed) * (1 - cutShare)
  const training = running * plan.goodput
  return {
    plan,
    ratePerH,
    goodput: training * (1 - missing),
    waste: {
      writing: running * plan.writing,
      rework: running * plan.rework,
      restarting: running * plan.restarting,
      linkCuts: (1 - curtailed) * cutShare,
      curtailment: curtailed,
      missingCapacity: training * missing,
    },
  }
}

const cutsPerH = (links: readonly GoodputLink[]): number =>
  sum(links.map(({ cutsPerYear }) => cutsPerYear)) / hoursPerYear

/** Share of the year that a cut is not mended; rework and restart are those of any interruption. */
const cutShareOf = (links: readonly GoodputLink[]): number =>
  Math.min(1, sum(links.map(({ cutsPerYear, outageH }) => cutsPerYear * outageH)) / hoursPerYear)

/** Sites that stop together, with their share of the work. */
const partsOf = (request: GoodputRequest, end: End) => {
  const { sites, coupling, resyncS = 0 } = request
  if (coupling === 'synchronous') {
    const { links } = request
    return [{ weight: 1, part: partOf(request, { sites, links, resyncS: 0 }, end) }]
  }
  const all = sum(sites.map(({ accelerators }) => accelerators))
  return sites.map((site) => ({
    weight: site.accelerators / all,
    part: partOf(request, { sites: [site], links: [], resyncS }, end),
  }))
}

const goodputAt = (request: GoodputRequest, end: End): number =>
  sum(partsOf(request, end).map(({ weight, part }) => weight * part.goodput))

const wasteOf = (parts: ReturnType<typeof partsOf>): Waste => {
  const mean = (pick: (waste: Waste) => number): number =>
    sum(parts.map(({ weight, part }) => weight * pick(part.waste)))
  return {
    writing: mean(({ writing }) => writing),
    rework: mean(({ rework }) => rework),
    restarting: mean(({ restarting }) => restarting),
    linkCuts: mean(({ linkCuts }) => linkCuts),
    curtailment: mean(({ curtailment }) => curtailment),
    missingCapacity: mean(({ missingCapacity }) => missingCapacity),
  }
}

const notesOf = (request: GoodputRequest): readonly string[] => [
  ...(request.coupling === 'decoupled' && request.links.length > 0
    ? [
        'link cuts delay exchanges and are not counted; a cut longer than one interval adds staleness',
      ]
    : []),
  ...(request.coupling === 'decoupled' && request.resyncS === undefined
    ? ['the copy of weights and optimizer to a returning site is not stated and not counted']
    : []),
]

/** Less than this is no progress: a year of work would take over a century. */
const leastGoodput = 0.01

/** Goodput with its range and the named parts of what is lost. */
export const goodput = (request: GoodputRequest): GoodputOutcome => {
  const why = goodputFaults(request)
  if (why.length > 0) return { kind: 'impossible', why }
  const parts = partsOf(request, 'expected')
  const expected = goodputAt(request, 'expected')
  if (!(expected >= leastGoodput)) {
    return {
      kind: 'no-progress',
      why: [
        `goodput below ${leastGoodput}: interruptions, curtailment or repairs leave no time to train`,
      ],
    }
  }
  const ratePerH = sum(parts.map(({ part }) => part.ratePerH))
  const [first] = parts
  const estimate: GoodputEstimate = {
    goodput: {
      low: Math.min(expected, goodputAt(request, 'low')),
      expected,
      high: Math.max(expected, goodputAt(request, 'high')),
    },
    waste: wasteOf(parts),
    interruptionsPerDay: 24 * ratePerH,
    meanTimeToInterruptionH: 1 / ratePerH,
    intervalS: first?.part.plan.intervalS ?? 0,
    firstOrderGoodput: sum(parts.map(({ weight, part }) => weight * part.plan.firstOrderGoodput)),
    acceleratorsDown: sum(request.sites.map((site) => downOf(site, 'expected'))),
    notes: notesOf(request),
  }
  return { kind: 'estimated', estimate }
}
