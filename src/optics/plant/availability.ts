import { cutsPer1000KmYear, plantFigures, type Cable } from './plant-figures.ts'

/**
 * How much of a year a route carries something, and how much.
 *
 *   element      u = x / (1 + x),  x = failures per year x repair hours / 8760;  for a cable x = rate x km / 1000 x hours / 8760
 *   in series    up only if all are:  A = product of (1 - u)
 *   two paths    what both use stands in series before them:  A = A_common x (1 - (1 - A_1)(1 - A_2))
 *   any number   exact: all states of what several paths share, and given a state the paths are independent, so that the
 *                capacity that is up is a convolution
 *
 * Small x makes u = x, the form that is usually printed. Rates: Bellcore, in AFL 2001 (2.13 cuts in 1,000 km of buried cable a
 * year). Left out: failures with a common cause that no shared element names, a second cut that waits for the first crew, and
 * the milliseconds to seconds in which traffic is switched over.
 */
export interface PathElement {
  /** The same id in two paths is the same thing: a conduit, a bridge, a hut. */
  readonly id: string
  /** Share of the time that it is down, 0 to 1. */
  readonly unavailability: number
}

const hoursPerYear = 8760
export const minutesPerYear = hoursPerYear * 60

export const unavailabilityOf = (failuresPerYear: number, repairH: number): number => {
  const load = (failuresPerYear * repairH) / hoursPerYear
  // Also right where it fails without end, or never.
  return 1 / (1 + 1 / load)
}

export interface CableSection {
  readonly id: string
  readonly lengthKm: number
  readonly cable: Cable
  readonly repairH?: number
  readonly cutsPer1000KmYear?: number
}

export function cableElement(section: CableSection): PathElement {
  const { id, lengthKm, cable, repairH = plantFigures.repairH.value } = section
  const rate = section.cutsPer1000KmYear ?? cutsPer1000KmYear[cable].value
  return { id, unavailability: unavailabilityOf((rate * lengthKm) / 1000, repairH) }
}

export function equipmentElement(
  id: string,
  mtbfH: number = plantFigures.equipmentMtbfH.value,
  repairH: number = plantFigures.equipmentRepairH.value,
): PathElement {
  return { id, unavailability: unavailabilityOf(hoursPerYear / mtbfH, repairH) }
}

/** All of them must be up; an element that stands twice counts once. */
export function availabilityInSeries(elements: readonly PathElement[]): number {
  const once = new Map(elements.map(({ id, unavailability }) => [id, unavailability]))
  return [...once.values()].reduce((product, down) => product * (1 - down), 1)
}

export const downMinutesPerYear = (availability: number): number =>
  (1 - availability) * minutesPerYear
