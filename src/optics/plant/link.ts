import type { Diagnostic } from '../../diagnostics/index.ts'
import type { Gbps, Km } from '../../units/index.ts'
import { routeFactorDefault } from '../import/network-draft.ts'
import type { Band } from './band.ts'
import type { HutPlacement } from './huts.ts'
import type { HutPower } from './hut-power.ts'
import type { Latency } from './latency.ts'
import type { LitMode } from './line-capacity.ts'
import type { ModeRefusal } from './modes.ts'
import type { PathsAvailability } from './path-availability.ts'
import type { Cable } from './plant-figures.ts'

/** A link between two sites, as a planner asks for it. Everything but a length or two places has a default. */
export interface LinkRequest {
  readonly routeKm?: Km
  /** In place of a length: two places on the globe; the straight line is multiplied with the route factor. */
  readonly ends?: readonly [Place, Place]
  readonly routeFactor?: number
  readonly fibre?: string
  readonly band?: Band
  readonly spanMaxKm?: Km
  readonly spanLossMaxDb?: number
  readonly lossDbPerKm?: number
  readonly existingHutsKm?: readonly Km[]
  /** Only modes of this rate. */
  readonly waveGbps?: Gbps
  /** What the link is to carry; one pair without it. */
  readonly wantedGbps?: Gbps
  readonly marginDb?: number
  readonly cable?: Cable
  readonly repairH?: number
  /** Length of a second path that shares nothing, and of what it shares with the first. */
  readonly secondRouteKm?: Km
  readonly sharedKm?: Km
  readonly coolingShare?: number
  readonly amplifierPairW?: number
}

export interface Place {
  readonly latitudeDeg: number
  readonly longitudeDeg: number
}

export interface LinkEstimate {
  readonly kind: 'estimated'
  readonly routeKm: Km
  readonly geodesicKm?: Km
  readonly placement: HutPlacement
  readonly lit: LitMode
  /** Where the next number of huts, with shorter spans, would carry more in a pair. */
  readonly withMoreHuts?: { readonly huts: number; readonly pairGbps: Gbps }
  /** The next best modes on the same line, and why the rest cannot be lit. */
  readonly others: readonly LitMode[]
  readonly refusals: readonly ModeRefusal[]
  readonly shannonPairGbps: Gbps
  readonly pairs: number
  readonly capacityGbps: Gbps
  readonly latency: Latency
  readonly power: LinkPower
  readonly onePath: PathsAvailability
  /** The same capacity on each of two paths. */
  readonly twoPaths: PathsAvailability
  readonly warnings: readonly Diagnostic[]
}

export interface LinkPower {
  readonly huts: HutPower
  /** Modules at both ends, for every wave of every pair. */
  readonly modulesKw: number
  readonly totalKw: number
}

export type LinkOutcome =
  | LinkEstimate
  /** Well described, and no mode can be lit on it. */
  | {
      readonly kind: 'dark'
      readonly routeKm: Km
      readonly refusals: readonly ModeRefusal[]
      /** Where the next number of huts would light it. */
      readonly withMoreHuts?: LinkEstimate['withMoreHuts']
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

export const linkRouteFactorDefault = routeFactorDefault
