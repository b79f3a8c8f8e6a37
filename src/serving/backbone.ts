import { fibreDelayMsPerKm } from '../catalog/index.ts'
import { hubs, links } from './backbone-links.ts'
import type { Hub, Landmass, Link } from './backbone-links.ts'
import { greatCircleKm } from './distance.ts'
import type { Place } from './distance.ts'

/** How much longer the fibre is than the line drawn, by what it lies in, and what each hub on the way adds. */
export interface RouteFactors {
  readonly land: number
  readonly sea: number
  /** Routers and detours inside a hub, round trip. */
  readonly perHubMs: number
  /** What both ends add together, round trip: their own networks and how the provider measures. */
  readonly endsMs: number
}

export interface Way {
  readonly landKm: number
  readonly seaKm: number
  /** Of cables whose length is published: fibre as it lies, to which no factor applies. */
  readonly cableKm: number
  readonly hubs: readonly Hub[]
}

const placeOf = (hub: Hub): Place => ({ latitude: hubs[hub][1], longitude: hubs[hub][2] })
const hubNames = Object.keys(hubs) as readonly Hub[]

type Lengths = Omit<Way, 'hubs'>
type Step = Lengths & { readonly to: Hub }

const none: Lengths = { landKm: 0, seaKm: 0, cableKm: 0 }

/** Length of a link under its own heading: a published one where there is one, else of the line drawn. */
function lengthsOf(link: Link): Lengths {
  if (link.cableKm !== undefined) return { ...none, cableKm: link.cableKm }
  const via = link.via.map(([latitude, longitude]): Place => ({ latitude, longitude }))
  const points = [placeOf(link.from), ...via, placeOf(link.to)]
  const km = points
    .slice(1)
    .reduce((sum, point, index) => sum + greatCircleKm(points[index] ?? point, point), 0)
  return link.kind === 'land' ? { ...none, landKm: km } : { ...none, seaKm: km }
}

const stepsFrom = new Map<Hub, Step[]>(hubNames.map((hub) => [hub, []]))
for (const link of links) {
  const lengths = lengthsOf(link)
  stepsFrom.get(link.from)?.push({ ...lengths, to: link.to })
  stepsFrom.get(link.to)?.push({ ...lengths, to: link.from })
}

/** The nearest hub, and with it the landmass that a place is taken to lie on. */
export function nearestHub(place: Place): { readonly hub: Hub; readonly km: number } {
  return hubNames
    .map((hub) => ({ hub, km: greatCircleKm(place, placeOf(hub)) }))
    .reduce((best, next) => (next.km < best.km ? next : best))
}

const landmassOf = (place: Place): Landmass => hubs[nearestHub(place).hub][0]

/** A place this near a hub is in its metro and leaves by it alone. */
const metroKm = 100
/** Where no hub is this near, the map says nothing of where a place belongs. */
const unmappedKm = 500
export const isUnmapped = (place: Place): boolean => nearestHub(place).km > unmappedKm

/** Farther apart than this, even on one landmass, traffic goes by hubs and not straight. */
const straightKm = 1000

/** Hubs that a place may enter by: its own, or the nearest of its landmass. */
function entriesOf(place: Place): readonly { readonly hub: Hub; readonly km: number }[] {
  const landmass = landmassOf(place)
  const near = hubNames
    .filter((hub) => hubs[hub][0] === landmass)
    .map((hub) => ({ hub, km: greatCircleKm(place, placeOf(hub)) }))
    .sort((a, b) => a.km - b.km)
  return near.slice(0, (near[0]?.km ?? 0) <= metroKm ? 1 : 3)
}

/** Round trip over a way, ms, without what the ends add. */
export const wayMs = (way: Way, factors: RouteFactors): number =>
  2 * fibreDelayMsPerKm * (factors.land * way.landKm + factors.sea * way.seaKm + way.cableKm) +
  factors.perHubMs * way.hubs.length

/** One landmass, one metro, or a place of which the map does not know better. */
const canGoStraight = (a: Place, b: Place): boolean =>
  landmassOf(a) === landmassOf(b) ||
  greatCircleKm(a, b) <= metroKm ||
  isUnmapped(a) ||
  isUnmapped(b)

/** The quickest way under the factors: straight over land where that can be, else by hubs. */
export function quickestWay(a: Place, b: Place, factors: RouteFactors): Way {
  const cost = (way: Way): number => wayMs(way, factors)
  const byHubs = wayByHubs(a, b, cost)
  if (!canGoStraight(a, b)) return byHubs
  const straight: Way = { ...none, landKm: greatCircleKm(a, b), hubs: [] }
  if (straight.landKm > straightKm) return byHubs
  return cost(straight) <= cost(byHubs) ? straight : byHubs
}

const longer = (way: Way, step: Lengths): Way => ({
  landKm: way.landKm + step.landKm,
  seaKm: way.seaKm + step.seaKm,
  cableKm: way.cableKm + step.cableKm,
  hubs: way.hubs,
})

/** Dijkstra over the hubs, from all entries of one place to the cheapest entry of the other. */
function wayByHubs(a: Place, b: Place, cost: (way: Way) => number): Way {
  const reached = new Map<Hub, Way>()
  const open = new Map<Hub, Way>(
    entriesOf(a).map(({ hub, km }) => [hub, { ...none, landKm: km, hubs: [hub] }]),
  )
  while (open.size > 0) {
    const [hub, way] = [...open].reduce((best, next) =>
      cost(next[1]) < cost(best[1]) ? next : best,
    )
    open.delete(hub)
    reached.set(hub, way)
    for (const step of stepsFrom.get(hub) ?? []) {
      if (reached.has(step.to)) continue
      const next = longer({ ...way, hubs: [...way.hubs, step.to] }, step)
      const known = open.get(step.to)
      if (known === undefined || cost(next) < cost(known)) open.set(step.to, next)
    }
  }
  return entriesOf(b)
    .flatMap(({ hub, km }) => {
      const way = reached.get(hub)
      return way === undefined ? [] : [longer(way, { ...none, landKm: km })]
    })
    .reduce((best, next) => (cost(next) < cost(best) ? next : best))
}
