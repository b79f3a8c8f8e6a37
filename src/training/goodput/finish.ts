import type { Ranged } from './goodput-request.ts'

/**
 * When a run is done, as a duration: tokens / (tokens/s x goodput).
 *
 * Speed and goodput are taken as independent and lognormal between their 10th and 90th percentiles, so their spreads add in
 * squares on the logarithm. A low end of zero means that the run may never end: then there is no P90, and the outcome says so.
 * Left out: queues before the start, and a machine that grows on the way.
 */
export interface FinishRequest {
  readonly tokens: number
  /** Extra tokens that make good for loose synchronisation, as a share. */
  readonly extraTokenShare?: number
  /** P10, P50 and P90 of the speed. */
  readonly tokensPerS: Ranged
  /** P10, P50 and P90 of the goodput, 0..1. */
  readonly goodput: Ranged
}

export type FinishOutcome =
  | {
      readonly kind: 'finishes'
      readonly p10H: number
      readonly p50H: number
      readonly p90H: number
    }
  | { readonly kind: 'may-not-finish'; readonly p50H: number; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const secondsPerHour = 3600

const isOrdered = ({ low, expected, high }: Ranged): boolean => low <= expected && expected <= high

const faultsOf = ({
  tokens,
  extraTokenShare = 0,
  tokensPerS,
  goodput,
}: FinishRequest): string[] => [
  ...(tokens > 0 && tokens <= 1e24 ? [] : [`${tokens} tokens to train on`]),
  ...(extraTokenShare > -1 && extraTokenShare <= 1e6
    ? []
    : [`${extraTokenShare} extra tokens per token`]),
  ...(tokensPerS.expected >= 1e-9 && tokensPerS.high <= 1e24 && tokensPerS.low >= 0
    ? []
    : ['tokens/s must be positive']),
  ...(goodput.expected >= 1e-9 && goodput.high <= 1 && goodput.low >= 0
    ? []
    : ['goodput must lie above 0 and not above 1']),
  ...(isOrdered(tokensPerS) && isOrdered(goodput)
    ? []
    : ['low, expected and high are out of order']),
]

const combined = (a: number, b: number): number => Math.exp(Math.hypot(Math.log(a), Math.log(b)))

/** Hours until the last token, P10 to P90. */
export const finish = (request: FinishRequest): FinishOutcome => {
  const why = faultsOf(request)
  if (why.length > 0) return { kind: 'impossible', why }
  const { tokens, extraTokenShare = 0, tokensPerS, goodput } = request
  const p50H =
    (tokens * (1 + extraTokenShare)) / (tokensPerS.expected * goodput.expected) / secondsPerHour
  const slower = combined(tokensPerS.expected / tokensPerS.low, goodput.expected / goodput.low)
  if (!Number.isFinite(p50H * slower)) {
    return {
      kind: 'may-not-finish',
      p50H,
      why: 'at the low end of speed or goodput nothing gets done',
    }
  }
  const faster = combined(tokensPerS.high / tokensPerS.expected, goodput.high / goodput.expected)
  return { kind: 'finishes', p10H: p50H / faster, p50H, p90H: p50H * slower }
}
