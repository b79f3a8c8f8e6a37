import { fibreDelayMsPerKm } from '../catalog/index.ts'
import type { Km, Ms } from '../units/index.ts'
import { isUnmapped, quickestWay, wayMs } from './backbone.ts'
import type { RouteFactors } from './backbone.ts'
import { greatCircleKm, isPlace } from './distance.ts'
import type { Place } from './distance.ts'

/**
 * Round-trip time between two places over the networks of clouds and carriers, unloaded, median.
 *
 * Over a route of known length, light in fibre both ways and nothing else. Else over a drawn backbone: land and sea are
 * weighed by how much longer fibre is than the line, a cable of published length counts as it is, each hub adds a little, and both
 * ends together a constant. The factors were fitted on rows whose metros are all in the fitted part (`rtt-cases.ts`); held out, the
 * mean error is 4 to 10 % by provider, against 11 to 18 % for 4 ms + 1.5 times the floor on the same rows. The backbone itself was
 * drawn with all rows in view: held out are the factors, not the map, so that a region that is on no row must be expected to be
 * further off. A single pair can be 42 % off, mostly within Europe, where the real fibre takes a detour that a city-level map
 * lacks. Nothing is faster than light: what is told to be is refused.
 */
export const rttFactors: RouteFactors = {
  land: 1.415,
  sea: 1.25,
  perHubMs: 1.214,
  endsMs: 4.875,
}

/** 95th percentile over median: median of the fitted Azure rows, 30 days to 30 July 2026. */
export const rttP95Ratio = 1.085

export interface RttRequest {
  readonly a: Place
  readonly b: Place
  /** Length of the fibre, where it is known: of a cable or a booked route. */
  readonly routeKm?: Km
  /** A measurement to check and use. */
  readonly measuredMs?: Ms
}

export type RttOutcome =
  | {
      readonly kind: 'estimated'
      readonly p50Ms: Ms
      readonly p95Ms: Ms
      /** Light over the great circle in fibre and back. */
      readonly floorMs: Ms
      readonly basis: 'measured' | 'route' | 'backbone'
      /** Hubs of the backbone on the way, in order. */
      readonly hubs: readonly string[]
      readonly note: string
    }
  /** Faster than light in fibre, or a route shorter than the great circle. */
  | { readonly kind: 'below-floor'; readonly floorMs: Ms; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: string }

/** Cities are points here: a route or time may undercut the floor by this much without being called invented. */
const slackKm = 30

/** Within one metro both ends are in one region: cloudping.co shows about 3 ms there (AWS, median over one year to May 2025). */
const metroEndsMs = 3
const metroKm = 100

const fibreRttMs = (km: Km): Ms => 2 * fibreDelayMsPerKm * km

export const rttFloorMs = (a: Place, b: Place): Ms => fibreRttMs(greatCircleKm(a, b))

export function rttBetween(request: RttRequest): RttOutcome {
  const { a, b, routeKm, measuredMs } = request
  if (!isPlace(a) || !isPlace(b))
    return { kind: 'impossible', why: 'latitude lies within 90 degrees and longitude within 180' }
  const given = [routeKm, measuredMs].filter((value) => value !== undefined)
  if (!given.every((value) => value >= 0 && Number.isFinite(value * 2)))
    return { kind: 'impossible', why: 'a route and a round trip are finite and not negative' }
  const floorMs = rttFloorMs(a, b)
  const leastMs = floorMs - fibreRttMs(slackKm)
  if (measuredMs !== undefined)
    return measuredMs < leastMs
      ? belowFloor(floorMs, `${measuredMs} ms is faster than light in fibre`)
      : answer({ floorMs, p50Ms: measuredMs, basis: 'measured', hubs: [] })
  if (routeKm !== undefined)
    return fibreRttMs(routeKm) < leastMs
      ? belowFloor(floorMs, `a route of ${routeKm} km is shorter than the great circle`)
      : answer({ floorMs, p50Ms: fibreRttMs(routeKm), basis: 'route', hubs: [] })
  const way = quickestWay(a, b, rttFactors)
  const isOneMetro = greatCircleKm(a, b) <= metroKm
  const p50Ms = (isOneMetro ? metroEndsMs : rttFactors.endsMs) + wayMs(way, rttFactors)
  const found = answer({ floorMs, p50Ms, basis: 'backbone', hubs: way.hubs })
  return isUnmapped(a) || isUnmapped(b) ? { ...found, note: unmappedNote } : found
}

const belowFloor = (floorMs: Ms, what: string): RttOutcome => ({
  kind: 'below-floor',
  floorMs,
  why: `${what}: the floor is ${floorMs.toFixed(1)} ms`,
})

const unmappedNote =
  'Drawn backbone, which has no hub within 500 km of one of the places: its error is not known'

const notes = {
  measured: 'As measured; the 95th percentile is the usual 1.085 times the median',
  route: 'Light in fibre over the given route, without equipment',
  backbone:
    'Drawn backbone with fitted factors: mean error 4 to 10 % by provider, single pairs up to 42 %',
} as const

function answer(found: {
  readonly floorMs: Ms
  readonly p50Ms: Ms
  readonly basis: keyof typeof notes
  readonly hubs: readonly string[]
}): RttOutcome & { readonly kind: 'estimated' } {
  const { p50Ms, basis } = found
  // A booked wave has no queue: its tail is its median.
  const p95Ms = basis === 'route' ? p50Ms : rttP95Ratio * p50Ms
  return { kind: 'estimated', ...found, p95Ms, note: notes[basis] }
}
