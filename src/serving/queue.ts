/**
 * How long a request waits for a place, when many servers share one queue (M/G/c).
 *
 * A server is one live sequence of a batch. Waiting at all has the probability of Erlang C; the mean wait is that of M/M/c
 * times (1 + cv²)/2 (Allen and Cunneen); the tail is taken as exponential. Source: Gross et al., Fundamentals of Queueing
 * Theory, 4th ed., sections 2.3 and 7.1. Left out: bursts beyond Poisson arrivals (API traffic is burstier: BurstGPT), and
 * that a batch serves faster when it is not full, so that waits are overstated at low load.
 */
export interface Queue {
  readonly servers: number
  readonly arrivalsPerS: number
  readonly serviceS: number
  /** Squared coefficient of variation of the service time: 1 for exponential, 0 for constant. */
  readonly squaredVariation: number
}

export interface Waiting {
  readonly utilisation: number
  readonly waitProbability: number
  readonly meanS: number
  readonly p50S: number
  readonly p99S: number
}

export type QueueOutcome =
  | { readonly kind: 'stable'; readonly waiting: Waiting }
  | { readonly kind: 'overloaded'; readonly utilisation: number }
  | { readonly kind: 'impossible'; readonly why: string }

/** More servers than this wait so little that the recursion is not worth its time. */
const serversMax = 1_000_000

/** Probability that an arrival waits, by the recursion of Erlang B, which does not overflow. */
export function erlangC(servers: number, offered: number): number {
  let blocked = 1
  for (let count = 1; count <= servers; count++)
    blocked = (offered * blocked) / (count + offered * blocked)
  const utilisation = offered / servers
  return blocked / (1 - utilisation * (1 - blocked))
}

export function waitInQueue(queue: Queue): QueueOutcome {
  const { arrivalsPerS, serviceS, squaredVariation } = queue
  const servers = Math.floor(queue.servers)
  const isSane =
    servers >= 1 &&
    servers <= serversMax &&
    [arrivalsPerS, serviceS, squaredVariation].every(
      (value) => Number.isFinite(value) && value >= 0,
    )
  if (!isSane)
    return {
      kind: 'impossible',
      why: `a queue needs 1 to ${serversMax} servers and finite rates and times, none negative`,
    }
  const offered = arrivalsPerS * serviceS
  const utilisation = offered / servers
  if (!(utilisation < 1))
    return { kind: 'overloaded', utilisation: Math.min(utilisation, Number.MAX_VALUE) }
  const waitProbability = offered === 0 ? 0 : erlangC(servers, offered)
  const scaleS = (((1 + squaredVariation) / 2) * serviceS) / (servers - offered)
  const percentile = (share: number): number =>
    waitProbability <= 1 - share ? 0 : scaleS * Math.log(waitProbability / (1 - share))
  const waiting = {
    utilisation,
    waitProbability,
    meanS: waitProbability * scaleS,
    p50S: percentile(0.5),
    p99S: percentile(0.99),
  }
  return Object.values(waiting).every(Number.isFinite)
    ? { kind: 'stable', waiting }
    : { kind: 'overloaded', utilisation }
}
