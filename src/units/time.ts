/**
 * Time is a UTC instant in whole milliseconds since 1970 (`atMs`); an interval is half-open, `[fromMs, toMs)`,
 * so that two intervals that touch share no instant and a bill cut anywhere adds up to the same sum.
 */
export type InstantMs = number

export interface Interval {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}

export const hourMs = 3_600_000
export const dayMs = 86_400_000

export const overlapMs = (a: Interval, b: Interval): number =>
  Math.max(0, Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs))

export const formatInstant = (atMs: InstantMs): string => new Date(atMs).toISOString()
