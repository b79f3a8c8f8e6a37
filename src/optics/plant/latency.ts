import type { Km, Ms } from '../../units/index.ts'
import { latencySPerM, type Fibre } from '../fibre.ts'

/**
 * How long light and its receivers take between two ends.
 *
 *   one way = route km x group index / c + transponder;  round trip = twice that
 *
 * Standard fibre 4.897 us/km (index 1.468), air-filled core 3.34 us/km. A route is longer than the straight line: only where
 * its length is not known is the geodesic multiplied with a factor, and the answer says so. Left out: switches, and what
 * queues in them.
 */
export interface LatencyRequest {
  readonly routeKm: Km
  readonly fibre: Fibre
  readonly transponderUs?: number
}

export interface Latency {
  readonly fibreMs: Ms
  readonly transponderMs: Ms
  readonly oneWayMs: Ms
  readonly rttMs: Ms
}

/**
 * Framing, error correction and signal processing at both ends of one direction. Assumed: an open FEC block of some hundred
 * thousand bits at 400 to 800 Gb/s, interleaved and decoded in several passes; no agreement that was read states a figure.
 */
export const transponderUsAssumed = 10

export function estimateLatency(request: LatencyRequest): Latency {
  const { routeKm, fibre, transponderUs = transponderUsAssumed } = request
  const fibreMs = routeKm * 1000 * latencySPerM(fibre) * 1000
  const transponderMs = transponderUs / 1000
  const oneWayMs = fibreMs + transponderMs
  return { fibreMs, transponderMs, oneWayMs, rttMs: 2 * oneWayMs }
}
