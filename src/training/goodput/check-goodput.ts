import type { GoodputRequest, GoodputSite, Ranged } from './goodput-request.ts'

/** What is wrong with the figures of a goodput request, all of it at once. */

const within = (name: string, value: number, [from, to]: readonly [number, number]): string[] =>
  value >= from && value <= to ? [] : [`${name} is ${value}: expected ${from} to ${to}`]

const most = 1e12

const ranged = (name: string, { low, expected, high }: Ranged, from: number): string[] => [
  ...within(`${name}, low`, low, [from, most]),
  ...within(name, expected, [from, most]),
  ...within(`${name}, high`, high, [from, most]),
  ...(low <= expected && expected <= high
    ? []
    : [`${name}: low, expected and high are out of order`]),
]

const siteFaults = (site: GoodputSite): string[] => [
  ...within(`accelerators of ${site.site}`, site.accelerators, [1, 1e9]),
  ...ranged(`hours per interruption of ${site.site}`, site.hoursPerInterruption, 1e-3),
  ...within(`job interruptions of ${site.site}`, site.jobInterruptionsPerH, [0, 1e6]),
  ...within(`blast radius of ${site.site}`, site.blastRadius, [1, 1e6]),
  ...within(`repair hours of ${site.site}`, site.repairH, [0, 1e6]),
  ...within(`spares of ${site.site}`, site.spares, [0, 1e9]),
  ...within(`curtailments of ${site.site}`, site.curtailment?.eventsPerYear ?? 0, [0, 1e6]),
  ...within(
    `hours of a curtailment at ${site.site}`,
    site.curtailment?.hoursPerEvent ?? 0,
    [0, 1e6],
  ),
]

export const goodputFaults = (request: GoodputRequest): readonly string[] => [
  ...(request.sites.length === 0 ? ['no site is given'] : []),
  ...request.sites.flatMap(siteFaults),
  ...request.links.flatMap(({ cutsPerYear, outageH }, i) => [
    ...within(`cuts of link ${i}`, cutsPerYear, [0, 1e6]),
    ...within(`outage of link ${i}`, outageH, [0, 1e6]),
  ]),
  ...ranged('checkpoint stall', request.stallS, 0),
  ...ranged('restart', request.restartS, 0),
  ...within('checkpoint interval', request.intervalS ?? 1, [1e-3, 1e9]),
  ...within('copy to a returning site', request.resyncS ?? 0, [0, 1e9]),
]
