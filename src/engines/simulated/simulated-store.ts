import type { LegAccount } from '../engine.ts'
import type { SimulatedSite } from './settle.ts'
import type { SimulatedLeg } from './simulated-leg.ts'

/** Why a leg may not come back, with its account when it ran. */
export interface SimulatedMark {
  readonly why: 'cancelled' | 'forgotten'
  readonly account?: LegAccount
}

/**
 * Where a simulated site keeps itself. Each call is whole before the next begins, so an engine that reads, reckons and
 * writes without awaiting is never interrupted, and any number of engine objects of one process may share a store.
 */
export interface SimulatedStore {
  readonly leg: (legId: string) => SimulatedLeg | undefined
  readonly legs: () => readonly SimulatedLeg[]
  readonly putLeg: (leg: SimulatedLeg) => void
  readonly dropLeg: (legId: string) => void
  readonly mark: (legId: string) => SimulatedMark | undefined
  readonly putMark: (legId: string, mark: SimulatedMark) => void
  readonly site: () => SimulatedSite
  readonly putSite: (site: SimulatedSite) => void
}

/** Everything in a store, as plain data. */
export interface SimulatedState {
  readonly legs: Readonly<Record<string, SimulatedLeg>>
  readonly marks: Readonly<Record<string, SimulatedMark>>
  readonly site: SimulatedSite
}

const newSite: SimulatedSite = { isReachable: true, foreign: {}, down: {}, loadSinceMs: 0 }
export const newState: SimulatedState = { legs: {}, marks: {}, site: newSite }

/** A store that lives as long as the process, with a way to take a copy of all of it. */
export function memoryStore(
  from: SimulatedState = newState,
): SimulatedStore & { readonly snapshot: () => SimulatedState } {
  const legs = new Map(Object.entries(from.legs))
  const marks = new Map(Object.entries(from.marks))
  let site = from.site
  return {
    leg: (legId) => legs.get(legId),
    legs: () => [...legs.values()],
    putLeg: (leg) => void legs.set(leg.order.legId, leg),
    dropLeg: (legId) => void legs.delete(legId),
    mark: (legId) => marks.get(legId),
    putMark: (legId, mark) => void marks.set(legId, mark),
    site: () => site,
    putSite: (next) => void (site = next),
    snapshot: () => ({ legs: Object.fromEntries(legs), marks: Object.fromEntries(marks), site }),
  }
}
