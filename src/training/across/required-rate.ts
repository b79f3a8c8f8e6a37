import { estimateAcross } from './estimate.ts'
import { exchangePrecisions } from './payload.ts'
import type { AcrossOutcome, AcrossRequest, ExchangePrecision } from './request.ts'

/**
 * The link rate behind a utilisation, found by bisection on the logarithm of one rate for all links: utilisation never
 * falls as the rate grows (a law the tests hold), so the root is unique up to the flat part, where any rate will do and the
 * lowest is given.
 */
export type RequiredRate =
  | { readonly kind: 'needs'; readonly gbps: number; readonly computeUtilisation: number }
  /** No rate reaches it: peers, latency, windows or loss take more. */
  | { readonly kind: 'out-of-reach'; readonly bestUtilisation: number; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const lowestGbps = 1e-12
const highestGbps = 1e9
/** Halvings of the interval: 50 of 21 decades leave 2e-14 of a decade. */
const halvings = 50

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
  let [low, high] = [Math.log(lowestGbps), Math.log(highestGbps)]
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2
    const reached = utilisationOf(estimateAcross(withRate(request, Math.exp(middle))))
    if (reached >= targetUtilisation) high = middle
    else low = middle
  }
  const gbps = Math.exp(high)
  const reached = utilisationOf(estimateAcross(withRate(request, gbps)))
  return { kind: 'needs', gbps, computeUtilisation: reached }
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
