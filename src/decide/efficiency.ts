import type { Trains, WorkloadSpec } from '../fleet/index.ts'
import { estimateAcross, requiredGbps, type AcrossRequest } from '../training/index.ts'
import type { Gbps, H, Ms, Ratio } from '../units/index.ts'

/**
 * What sites that lie apart make of a training run: how much of its time it computes, and so how long it takes and what
 * it costs. The step inside a site was estimated when the run was submitted and stands in its profile; what lies between
 * the sites is computed here by the training room, for the rate that would be booked and the latency of the real path.
 *
 * Legs are equal, so no leg waits for another; the gradients are reduced in a tree around the first leg, as the WAN is
 * booked. Left out: jitter, and what the network does to flows beyond the booked rate.
 */
export interface Pace {
  /** Compute time over step time; 1 on one site. */
  readonly utilisation: Ratio
  readonly stepS: number
  /** Until all tokens are trained, checkpoints and failures not counted. */
  readonly hours: H
  readonly hoursP90: H
}

type Legs = NonNullable<Trains['profile']>['byLegs'][number]

/** The profile for a number of legs; undefined when the model does not fit in so small a site, or nothing was estimated. */
export const legsProfile = (trains: Trains, legs: number): Legs | undefined =>
  trains.profile?.byLegs.find((one) => one.legs === legs)

/** Of one leg, or of several that never wait: the least time there is. */
export function paceAlone(trains: Trains, legs: number): Pace | undefined {
  const own = legsProfile(trains, legs)
  return own === undefined ? undefined : toPace(trains, own, 1)
}

export interface Between {
  readonly gbps: Gbps
  readonly rttMs: Ms
}

/** Of several legs over one booked rate. Undefined where the training room finds no way. */
export function paceAcross(trains: Trains, legs: number, between: Between): Pace | undefined {
  const own = legsProfile(trains, legs)
  if (own === undefined) return undefined
  if (legs === 1) return toPace(trains, own, 1)
  const outcome = estimateAcross(toRequest(trains, own, between))
  if (outcome.kind !== 'estimated') return undefined
  const { computeUtilisation } = outcome.estimate
  return computeUtilisation > 0 ? toPace(trains, own, computeUtilisation) : undefined
}

/** The share of the time that a run should compute; the reasons name the rate that this takes. */
export const aimedUtilisation = 0.95

const rungs = [0.99, aimedUtilisation, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2] as const

/**
 * The rates that are worth trying, in whole Gb/s and the fastest first: each reaches another share of compute time. What
 * is beyond latency is left out. Kept by run, since every pass asks again.
 */
export function usefulRates(trains: Trains, legs: number, rttMs: Ms): readonly Rate[] {
  const key = `${legs} ${rttMs}`
  const own = known.get(trains) ?? new Map<string, readonly Rate[]>()
  known.set(trains, own)
  const rates = own.get(key) ?? findRates(trains, legs, rttMs)
  own.set(key, rates)
  return rates
}

export interface Rate {
  readonly gbps: Gbps
  readonly utilisation: Ratio
}

const known = new WeakMap<Trains, Map<string, readonly Rate[]>>()

function findRates(trains: Trains, legs: number, rttMs: Ms): readonly Rate[] {
  const own = legsProfile(trains, legs)
  if (own === undefined || legs === 1) return []
  const request = toRequest(trains, own, { gbps: 1, rttMs })
  const rates = rungs.flatMap((utilisation): Rate[] => {
    const rate = requiredGbps(request, utilisation)
    return rate.kind === 'needs' ? [{ gbps: Math.max(1, Math.ceil(rate.gbps)), utilisation }] : []
  })
  return rates.filter(({ gbps }, i) => gbps !== rates[i - 1]?.gbps)
}

/** The rate at which it computes 95 % of the time; undefined where latency alone takes more. */
export const aimedGbps = (trains: Trains, legs: number, rttMs: Ms): Gbps | undefined =>
  usefulRates(trains, legs, rttMs).find(({ utilisation }) => utilisation === aimedUtilisation)?.gbps

/** `71 % efficient at 400 Gb/s; 95 % needs 900 Gb/s; done in 210 h (P90 230 h)`. */
export function paceInWords(pace: Pace, between?: Between, aimed?: Gbps): string {
  const done = `done in ${hoursInWords(pace.hours)} (P90 ${hoursInWords(pace.hoursP90)})`
  if (between === undefined) return done
  const share = `${Math.round(pace.utilisation * 100)} % efficient at ${between.gbps} Gb/s`
  if (pace.utilisation >= aimedUtilisation - 1e-9) return `${share}; ${done}`
  const wanted =
    aimed === undefined ? `latency keeps it below ${aimedUtilisation * 100} %` : `${aimedUtilisation * 100} % needs ${aimed} Gb/s` // prettier-ignore
  return `${share}; ${wanted}; ${done}`
}

const hoursInWords = (hours: H): string =>
  hours >= 100 ? `${Math.round(hours)} h` : `${Number(hours.toPrecision(3))} h`

function toPace(trains: Trains, { stepS, stepP90S }: Legs, utilisation: Ratio): Pace {
  const steps = trains.tokens / trains.profile!.tokensPerStep
  const hours = (steps * stepS) / utilisation / 3600
  return { utilisation, stepS: stepS / utilisation, hours, hoursP90: hours * (stepP90S / stepS) }
}

function toRequest(trains: Trains, own: Legs, { gbps, rttMs }: Between): AcrossRequest {
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
    exchange: { precision: trains.reduction, algorithm: 'tree' },
  }
}

/** The run as cost sees it: over the time that it is expected to take, not the longest that it may. */
export const atPace = (spec: WorkloadSpec, pace: Pace | undefined): WorkloadSpec =>
  pace === undefined ? spec : { ...spec, durationMaxH: pace.hours }
