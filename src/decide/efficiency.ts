import type { Trains, WorkloadSpec } from '../fleet/index.ts'
import { estimateAcross, type AcrossRequest } from '../training/index.ts'
import type { Gbps, H, Ms, Ratio, S } from '../units/index.ts'

/**
 * What sites that lie apart make of a training run: how much of its time it computes, and so how long it takes and what
 * it costs. The step inside a site was estimated when the run was submitted and stands in its profile; what lies between
 * the sites comes from the training room, for the rate that would be booked and the latency of the real path:
 *
 *   step = compute + max(0, gigabits / rate + light x RTT - window)
 *
 * The training room is asked for gigabits, light and window once for each number of legs; a search then weighs thousands
 * of rates and ways by this one line. Legs are equal, so no leg waits for another; the gradients are reduced in a tree
 * around the first leg, as the WAN is booked. Left out: jitter, and what the network does to flows beyond the booked rate.
 */
export interface Pace {
  /** Compute time over step time; 1 on one site. */
  readonly utilisation: Ratio
  readonly stepS: S
  /** Until all tokens are trained, checkpoints and failures not counted. */
  readonly runH: H
  readonly runP90H: H
}

type Legs = NonNullable<Trains['profile']>['byLegs'][number]

/** The profile for a number of legs; undefined when the model does not fit in so small a site, or nothing was estimated. */
function legsProfile(trains: Trains, legs: number): Legs | undefined {
  const own = trains.profile?.byLegs.find((one) => one.legs === legs)
  return own !== undefined && own.stepS > 0 && own.stepP90S >= 0 && own.windowS >= 0
    ? own
    : undefined
}

/** Of one leg, or of several that never wait: the least time there is. */
export function paceAlone(trains: Trains, legs: number): Pace | undefined {
  const own = legsProfile(trains, legs)
  return own === undefined ? undefined : toPace(trains, own, own.stepS)
}

export interface Between {
  readonly gbps: Gbps
  readonly rttMs: Ms
}

/** Of several legs over one booked rate. Undefined where nothing was estimated, or the training room finds no way. */
export function paceAcross(trains: Trains, legs: number, between: Between): Pace | undefined {
  if (legs === 1) return paceAlone(trains, 1)
  const own = legsProfile(trains, legs)
  const exchange = exchangeOf(trains, legs)
  if (own === undefined || exchange === undefined) return undefined
  const { gigabits, lightPerRtt, windowS } = exchange
  const exposedS = gigabits / between.gbps + (lightPerRtt * between.rttMs) / 1000 - windowS
  return toPace(trains, own, own.stepS + Math.max(0, exposedS))
}

/** The share of the time that a run should compute; the reasons name the rate that this takes. */
export const aimedUtilisation = 0.95

/** Accelerators that wait for longer than they work, four times over, are better used by others. */
export const leastUsefulUtilisation = 0.2

const rungs = [0.99, aimedUtilisation, 0.9, 0.8, 0.65, 0.5, 0.35, leastUsefulUtilisation] as const

/** Faster than anything that is booked, and small enough to be whole in Mb/s. */
const highestGbps = 1e9

export interface Rate {
  readonly gbps: Gbps
  /** What it brings at least, on the way that it was asked for. */
  readonly utilisation: Ratio
}

/**
 * The rates that are worth trying, in whole Gb/s and the fastest first: each reaches another share of compute time, the
 * last one the least that is taken. What is beyond latency is left out.
 */
export function usefulRates(
  trains: Trains,
  legs: number,
  { rttMs, least = leastUsefulUtilisation }: { readonly rttMs: Ms; readonly least?: Ratio },
): readonly Rate[] {
  const rates = [...rungs.filter((rung) => rung > least), least].flatMap((utilisation): Rate[] => {
    const gbps = gbpsFor(trains, legs, { utilisation, rttMs })
    return gbps === undefined ? [] : [{ gbps, utilisation }]
  })
  return rates.filter(({ gbps }, i) => gbps !== rates[i - 1]?.gbps)
}

export interface Wanted {
  readonly utilisation: Ratio
  readonly rttMs: Ms
}

/** The lowest rate in whole Gb/s that brings this share; undefined where latency alone takes more. */
export function gbpsFor(trains: Trains, legs: number, wanted: Wanted): Gbps | undefined {
  const exactGbps = exactGbpsFor(trains, legs, wanted)
  return exactGbps === undefined ? undefined : Math.max(1, Math.ceil(exactGbps))
}

function exactGbpsFor(
  trains: Trains,
  legs: number,
  { utilisation, rttMs }: Wanted,
): Gbps | undefined {
  const own = legsProfile(trains, legs)
  const exchange = exchangeOf(trains, legs)
  if (own === undefined || exchange === undefined) return undefined
  const bytesS =
    own.stepS * (1 / utilisation - 1) + exchange.windowS - (exchange.lightPerRtt * rttMs) / 1000
  const gbps = exchange.gigabits / bytesS
  return bytesS > 0 && gbps <= highestGbps ? gbps : undefined
}

/**
 * Hours that a run takes at least at the slowest rate that brings its least share over a way that is no shorter than this.
 * It would be hours at that share, but the rate is rounded up, by less than 1 Gb/s.
 */
export function leastHoursBeyond(spec: WorkloadSpec, legs: number, rttMs: Ms): H {
  const trains = spec.trains!
  const own = legsProfile(trains, legs)!
  const utilisation = leastUtilisation(spec, legs)
  const gbps = exactGbpsFor(trains, legs, { utilisation, rttMs })
  if (gbps === undefined) return Infinity
  const gainedS = exchangeOf(trains, legs)!.gigabits * (1 / gbps - 1 / (gbps + 1))
  return (
    toPace(trains, own, Math.max(own.stepS, own.stepS / utilisation - gainedS))?.runH ?? Infinity
  )
}

/** The longest round trip over which a rate still brings this share; below zero where no way is short enough. */
export function farthestRttMs(
  trains: Trains,
  legs: number,
  { gbps, utilisation }: { readonly gbps: Gbps; readonly utilisation: Ratio },
): Ms {
  const own = legsProfile(trains, legs)
  const exchange = exchangeOf(trains, legs)
  if (own === undefined || exchange === undefined) return -1
  const spareS = own.stepS * (1 / utilisation - 1) + exchange.windowS - exchange.gigabits / gbps
  // A rate that was found for a way must find that way again.
  return (spareS / exchange.lightPerRtt) * 1000 + slackMs
}

/** Far below what any cable of a fleet is known to: rounding only. */
const slackMs = 1e-6

/** The rate at which it computes 95 % of the time; undefined where latency alone takes more. */
export const aimedGbps = (trains: Trains, legs: number, rttMs: Ms): Gbps | undefined =>
  gbpsFor(trains, legs, { utilisation: aimedUtilisation, rttMs })

/**
 * The share below which a run is not begun: it would not be done in its longest run time (P90), or, where the rate is for
 * us to choose, it would hardly compute at all.
 */
export function leastUtilisation({ trains, wan, durationMaxH }: WorkloadSpec, legs: number): Ratio {
  const alone = paceAlone(trains!, legs)
  const inTime =
    alone === undefined || durationMaxH === undefined ? 0 : alone.runP90H / durationMaxH
  return Math.max(inTime, wan === undefined ? leastUsefulUtilisation : 0)
}

/** `71 % efficient at 400 Gb/s; 95 % needs 900 Gb/s; done in 210 h (P90 230 h)`. */
export function paceInWords(pace: Pace, between?: Between, aimed?: Gbps): string {
  const done = `done in ${hoursInWords(pace.runH)} (P90 ${hoursInWords(pace.runP90H)})`
  if (between === undefined) return done
  const share = `${percent(pace.utilisation)} % efficient at ${between.gbps} Gb/s`
  if (pace.utilisation >= aimedUtilisation - 1e-9) return `${share}; ${done}`
  const wanted =
    aimed === undefined ? `latency keeps it below ${aimedUtilisation * 100} %` : `${aimedUtilisation * 100} % needs ${aimed} Gb/s` // prettier-ignore
  return `${share}; ${wanted}; ${done}`
}

/** Rounded down: what reads as 95 % is 95 %. */
export const percent = (share: Ratio): number => Math.floor(share * 100 + 1e-9)

const hoursInWords = (hours: H): string =>
  hours >= 100 ? `${Math.round(hours)} h` : `${Number(hours.toPrecision(3))} h`

/** Undefined where figures are so far apart that the result leaves the range of numbers. */
function toPace(trains: Trains, own: Legs, stepS: S): Pace | undefined {
  const steps = trains.tokens / trains.profile!.tokensPerStep
  const runH = (steps * stepS) / 3600
  const pace = {
    utilisation: own.stepS / stepS,
    stepS,
    runH,
    runP90H: runH * (own.stepP90S / own.stepS),
  }
  const isSound =
    pace.utilisation > 0 && Object.values(pace).every((figure) => figure >= 0 && figure < Infinity)
  return isSound ? pace : undefined
}

/** What the legs exchange in each step, as far as it does not depend on where they are. */
interface Exchange {
  /** Over the tightest link, at the booked rate: what lines lose to framing is in it. */
  readonly gigabits: number
  /** One-way latencies that follow on each other, in round trips. */
  readonly lightPerRtt: number
  /** What hides behind the backward pass. */
  readonly windowS: S
}

const known = new WeakMap<Trains, Map<number, Exchange | undefined>>()

/** Kept by run, since every pass asks again. */
function exchangeOf(trains: Trains, legs: number): Exchange | undefined {
  const own = known.get(trains) ?? new Map<number, Exchange | undefined>()
  known.set(trains, own)
  if (!own.has(legs)) own.set(legs, findExchange(trains, legs))
  return own.get(legs)
}

/** Any rate and any latency will do: time grows in proportion to both. */
const asked: Between = { gbps: 1, rttMs: 1000 }

function findExchange(trains: Trains, legs: number): Exchange | undefined {
  const own = legsProfile(trains, legs)
  if (own === undefined || legs === 1) return undefined
  const outcome = estimateAcross(toRequest(trains, own, asked))
  if (outcome.kind !== 'estimated' || outcome.estimate.exchange === undefined) return undefined
  const { gigabytes, usableGbps, latencyS, windowS } = outcome.estimate.exchange
  const gigabits = ((gigabytes * 8) / usableGbps) * asked.gbps
  const lightPerRtt = latencyS / (asked.rttMs / 1000)
  return gigabits > 0 && lightPerRtt > 0 ? { gigabits, lightPerRtt, windowS } : undefined
}

/** The training room's question; for one number of legs it differs by rate and latency alone. */
export function toRequest(trains: Trains, own: Legs, { gbps, rttMs }: Between): AcrossRequest {
  const sites = Array.from({ length: own.legs }, (_, rank) => ({
    site: `leg-${rank}`,
    accelerators: 1,
    pace: { kind: 'step', computeS: own.stepS } as const,
  }))
  return {
    // Two bytes for each gradient: the profile states bytes, the training room asks for parameters.
    model: { parameters: (trains.profile!.gradientGb * 1e9) / 2 },
    tokensPerStep: trains.profile!.tokensPerStep,
    sites,
    links: sites.slice(1).map(({ site }) => ({ from: 'leg-0', to: site, gbps, oneWayMs: rttMs / 2 })), // prettier-ignore
    strategy: { kind: 'synchronous' },
    window: { kind: 'last-micro-batch', backwardS: own.windowS },
    exchange: { precision: trains.reduction, algorithm: 'spanning-tree' },
  }
}

/** The run as cost sees it: over the time that it is expected to take, not the longest that it may. */
export const atPace = (spec: WorkloadSpec, pace: Pace | undefined): WorkloadSpec =>
  pace === undefined ? spec : { ...spec, durationMaxH: Math.min(pace.runH, hoursMax) }

/** A thousand years: what costs are summed over stays inside the range of dates. */
const hoursMax = 8_766_000
