import { estimateAcross } from './estimate.ts'
import { exchangePrecisions } from './payload.ts'
import type { AcrossOutcome, AcrossRequest, ExchangePrecision } from './request.ts'

/**
 * The link rate behind a utilisation, one rate for all links: utilisation never falls as the rate grows (a law the tests
 * hold), so the root is unique up to the flat part, where any rate will do and the lowest is given.
 *
 * The step is a piecewise linear function of seconds per gigabit, so a secant hits the root of its piece at once: regula
 * falsi with the Illinois rule, and a bisection wherever that shrinks the bracket too slowly.
 */
export type RequiredRate =
  | { readonly kind: 'needs'; readonly gbps: number; readonly computeUtilisation: number }
  /** No rate reaches it: peers, latency, windows or loss take more. */
  | { readonly kind: 'out-of-reach'; readonly bestUtilisation: number; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const lowestGbps = 1e-12
const highestGbps = 1e9
const stepsMax = 200
/** Relative width of the bracket at which it is taken for a number. */
const narrowest = 1e-14

const withRate = (request: AcrossRequest, gbps: number): AcrossRequest => ({
  ...request,
  links: request.links.map((link) => ({ ...link, gbps })),
})

const utilisationOf = (outcome: AcrossOutcome): number =>
  outcome.kind === 'estimated' ? outcome.estimate.computeUtilisation : 0

/** Booked Gb/s per direction on every link that bring the target utilisation, the rates of the request set aside. */
export const requiredGbps = (request: AcrossRequest, targetUtilisation: number): RequiredRate => {
  if (!(targetUtilisation > 0 && targetUtilisation <= 1)) {
    return {
      kind: 'impossible',
      why: [`a utilisation of ${targetUtilisation}: expected above 0, at most 1`],
    }
  }
  const fastest = estimateAcross(withRate(request, highestGbps))
  if (fastest.kind !== 'estimated') return { kind: 'impossible', why: fastest.why }
  const { computeUtilisation, clock } = fastest.estimate
  if (computeUtilisation < targetUtilisation) {
    const why =
      clock.peerWaitS > clock.linkWaitS
        ? 'waiting for the slowest site takes more: no link mends it'
        : 'latency, window or loss take more: no rate mends it'
    return { kind: 'out-of-reach', bestUtilisation: computeUtilisation, why }
  }
  const gbps = lowestRate(
    (rate) => utilisationOf(estimateAcross(withRate(request, rate))),
    targetUtilisation,
  )
  const reached = utilisationOf(estimateAcross(withRate(request, gbps)))
  return { kind: 'needs', gbps, computeUtilisation: reached }
}

/** The lowest rate that reaches the target; the highest one is known to. */
function lowestRate(utilisationAt: (gbps: number) => number, target: number): number {
  // Steps over compute, less those of the target: linear in 1/rate, zero or less where the rate is enough.
  const slownessAt = (x: number): number => {
    const utilisation = utilisationAt(1 / x)
    return utilisation >= target ? Math.min(0, 1 / utilisation - 1 / target) : Math.max(Number.MIN_VALUE, Math.min(1e12, 1 / utilisation) - 1 / target) // prettier-ignore
  }
  let [good, below] = [1 / highestGbps, 0]
  let [bad, above] = [good, slownessAt(good)]
  while (above <= 0) {
    ;[good, below] = [bad, above]
    if (bad >= 1 / lowestGbps) return 1 / good
    bad *= 1e3
    above = slownessAt(bad)
  }
  for (let i = 0; i < stepsMax && bad / good - 1 > narrowest; i++) {
    const secant = good + ((bad - good) * below) / (below - above)
    // Every third step halves the decades, so that no shape can stall it.
    const x = i % 3 < 2 && secant > good && secant < bad ? secant : Math.sqrt(good * bad)
    if (x <= good || x >= bad) break
    const slowness = slownessAt(x)
    if (slowness <= 0) {
      ;[good, below] = [x, slowness]
      above /= 2
    } else {
      ;[bad, above] = [x, slowness]
      below /= 2
    }
  }
  return 1 / good
}

/** What link rate a published utilisation implies, by precision of the exchange. It is an inversion, not a match. */
export interface ImpliedRate {
  readonly publishedUtilisation: number
  readonly tokensPerStep: number
  readonly byPrecision: readonly {
    readonly precision: ExchangePrecision
    readonly rate: RequiredRate
  }[]
  readonly note: string
}

export const impliedGbps = (
  request: AcrossRequest,
  publishedUtilisation: number,
  precisions: readonly ExchangePrecision[] = exchangePrecisions,
): ImpliedRate => ({
  publishedUtilisation,
  tokensPerStep: request.tokensPerStep,
  byPrecision: precisions.map((precision) => ({
    precision,
    rate: requiredGbps(
      { ...request, exchange: { ...request.exchange, precision } },
      publishedUtilisation,
    ),
  })),
  note:
    'the rate at which the model gives the published utilisation; the link of the published run is unknown, so this ' +
    'confirms nothing, and it holds for this batch only',
})
