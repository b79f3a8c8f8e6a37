/**
 * From the key pressed to the first token seen:
 *
 *   access RTT + r · site RTT + queue + prefill + one step
 *
 * r is 1 on a warm HTTP/2 connection, and 3 on a cold one: TCP takes one round trip and TLS 1.3 another (RFC 9293, RFC 8446).
 * Streaming fills the pipe, so that distance adds nothing to the time between later tokens; an agent that calls in turns
 * pays the round trip each time.
 */
export interface FirstTokenParts {
  readonly accessRttMs: number
  readonly siteRttMs: number
  readonly queueMs: number
  readonly prefillMs: number
  readonly stepMs: number
  /** A cold connection; warm without it. */
  readonly isCold?: boolean
}

const warmRoundTrips = 1
const coldRoundTrips = 3

export type FirstTokenOutcome =
  | {
      readonly kind: 'summed'
      readonly networkMs: number
      readonly computeMs: number
      readonly totalMs: number
    }
  | { readonly kind: 'impossible'; readonly why: string }

/** A cold connection crosses access and long distance alike in each of its round trips. */
export function firstTokenMs(parts: FirstTokenParts): FirstTokenOutcome {
  const { accessRttMs, siteRttMs, queueMs, prefillMs, stepMs, isCold = false } = parts
  const roundTrips = isCold ? coldRoundTrips : warmRoundTrips
  const networkMs = roundTrips * (accessRttMs + siteRttMs)
  const computeMs = queueMs + prefillMs + stepMs
  const each = [accessRttMs, siteRttMs, queueMs, prefillMs, stepMs]
  const isSane = each.every((value) => value >= 0) && Number.isFinite(networkMs + computeMs)
  return isSane
    ? { kind: 'summed', networkMs, computeMs, totalMs: networkMs + computeMs }
    : {
        kind: 'impossible',
        why: 'each part must be a finite number of milliseconds, none negative',
      }
}

/** What is left for distance: the highest site RTT that keeps the limit, 0 or less where none does. */
export const siteRttBudgetMs = (
  limitMs: number,
  { accessRttMs, queueMs, prefillMs, stepMs, isCold = false }: Omit<FirstTokenParts, 'siteRttMs'>,
): number =>
  (limitMs - queueMs - prefillMs - stepMs) / (isCold ? coldRoundTrips : warmRoundTrips) -
  accessRttMs
