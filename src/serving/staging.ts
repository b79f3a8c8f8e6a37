import type { Gb, Gbps, Ms } from '../units/index.ts'

/**
 * How long weights or a key and value cache take over a link: one round trip to ask, then bytes over the rate that is
 * usable. A cache is worth moving only if that beats computing the prompt again at the far end. Left out: the ramp of TCP
 * (give the rate a booked wave or a warmed connection reaches) and the disks at either end.
 */
export interface Staging {
  readonly sizeGb: Gb
  /** What the transfer gets, not the rate of the line. */
  readonly usableGbps: Gbps
  readonly rttMs: Ms
}

export type StagingOutcome =
  | { readonly kind: 'staged'; readonly durationMs: number; readonly transferMs: number }
  | { readonly kind: 'no-link'; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: string }

const bitsPerByte = 8
const msPerS = 1000

export function stageTime({ sizeGb, usableGbps, rttMs }: Staging): StagingOutcome {
  if (!(sizeGb >= 0 && rttMs >= 0 && usableGbps >= 0))
    return { kind: 'impossible', why: 'size, rate and round trip must be numbers, none negative' }
  if (usableGbps === 0 && sizeGb > 0)
    return { kind: 'no-link', why: 'the link leaves no usable rate' }
  const transferMs = sizeGb === 0 ? 0 : ((bitsPerByte * sizeGb) / usableGbps) * msPerS
  const durationMs = transferMs + rttMs
  return Number.isFinite(durationMs)
    ? { kind: 'staged', durationMs, transferMs }
    : { kind: 'impossible', why: 'the transfer takes longer than can be counted' }
}

/** The cache that a prompt leaves, GB. */
export const cacheGb = (kvBytesPerToken: number, tokens: number): Gb =>
  (kvBytesPerToken * tokens) / 1e9

/** Move the cache, or compute the prompt again where it is needed? What can be neither moved nor computed saves nothing. */
export function moveOrPrefill(
  staging: Staging,
  prefillMs: Ms,
): { readonly choice: 'move' | 'prefill'; readonly savedMs: number } {
  const outcome = stageTime(staging)
  if (outcome.kind !== 'staged') return { choice: 'prefill', savedMs: 0 }
  if (!(prefillMs >= 0 && Number.isFinite(prefillMs))) return { choice: 'move', savedMs: 0 }
  return outcome.durationMs < prefillMs
    ? { choice: 'move', savedMs: prefillMs - outcome.durationMs }
    : { choice: 'prefill', savedMs: outcome.durationMs - prefillMs }
}
