import type { AcrossLink, ExchangeAlgorithm } from './request.ts'
import { type UsableRate, usableRate } from './usable-rate.ts'

/**
 * Which links an all-reduce over M sites uses, and what it costs on the tightest of them.
 *
 *   seconds = share x bytes x 8 / rate + rounds x one-way latency
 *
 *   ring       share 2(M-1)/M, rounds 2(M-1): every site sends to its neighbour (Patarasuk, Yuan 2009);
 *   tree       the same share with two trees at once (Sanders, Speck, Traeff 2009), rounds 2 ceil(log2 M): of a network in
 *              which any two sites may be paired;
 *   spanning tree  share 1, over the links that there are: sums flow to a root while results flow back, each link carrying
 *              one copy each way; 2 x the way from the root to the farthest site (pipelined reduction and broadcast);
 *   full mesh  every pair exchanges its part directly: 2/M on each link, 2 rounds.
 *
 * Over a star, whose spanning tree is itself, the law of a tree asks up to twice the bytes and more rounds; over a long chain it
 * counts too few rounds. The order of a ring is searched for up to seven sites, for the least exposed seconds, and taken as
 * given beyond. Among trees the fastest is sought under every latency that a link has, among spanning trees the one of least
 * latency at every rate. A second ring in the other direction, which halves both terms from three sites on, is left out: on
 * full-duplex links between two sites it is already counted.
 */
export interface ExchangePath {
  /** The tightest one. */
  readonly link: AcrossLink
  readonly rate: UsableRate
  /** Over the tightest link in one direction. */
  readonly bytes: number
  readonly bytesS: number
  /** Rounds times the longest link that takes part; of a tree, to its farthest site and back. */
  readonly latencyS: number
}

const searchedSites = 7

/** Seconds that stay exposed, from seconds of bytes and seconds of light; it grows with both. */
export type ExposedS = (bytesS: number, latencyS: number) => number

type Links = readonly AcrossLink[]
interface Tour {
  /** The tightest one. */
  readonly link: AcrossLink
  /** Of one round. */
  readonly oneWayMs: number
}
/** Every way through the sites that may be the cheapest. */
type Search = (sites: readonly string[], links: Links) => readonly Tour[]

const rateOf = (link: AcrossLink): number => usableRate(link).gbps

const linkBetween = (links: Links, a: string, b: string): AcrossLink | undefined =>
  links.find(({ from, to }) => (from === a && to === b) || (from === b && to === a))

const tourOf = (pairs: readonly (AcrossLink | undefined)[]): readonly Tour[] => {
  const links = pairs.filter((link) => link !== undefined)
  const [link] = links.toSorted((a, b) => rateOf(a) - rateOf(b))
  if (link === undefined || links.length < pairs.length) return []
  return [{ link, oneWayMs: Math.max(...links.map(({ oneWayMs }) => oneWayMs)) }]
}

const ordersOf = (rest: readonly string[]): string[][] =>
  rest.length === 0
    ? [[]]
    : rest.flatMap((site, i) => ordersOf(rest.toSpliced(i, 1)).map((tail) => [site, ...tail]))

const rings: Search = (sites, links) => {
  const [first = '', ...rest] = sites
  const orders = sites.length > searchedSites ? [rest] : ordersOf(rest)
  return orders.flatMap((order) => {
    const ring = [first, ...order]
    return tourOf(
      ring.map((site, i) => linkBetween(links, site, ring[(i + 1) % ring.length] ?? '')),
    )
  })
}

/** The spanning tree with the fastest tightest link: grow it by the fastest link that reaches a new site. */
const fastestTree: Search = (sites, links) => {
  const reached = new Set(sites.slice(0, 1))
  const taken: AcrossLink[] = []
  while (reached.size < sites.length) {
    const [next] = links
      .filter(({ from, to }) => reached.has(from) !== reached.has(to))
      .toSorted((a, b) => rateOf(b) - rateOf(a))
    if (next === undefined) return []
    taken.push(next)
    reached.add(next.from).add(next.to)
  }
  return tourOf(taken)
}

const logicalTrees: Search = (sites, links) => {
  const inside = links.filter(({ from, to }) => sites.includes(from) && sites.includes(to))
  const latencies = [...new Set(inside.map(({ oneWayMs }) => oneWayMs))]
  return latencies.flatMap((most) =>
    fastestTree(
      sites,
      inside.filter(({ oneWayMs }) => oneWayMs <= most),
    ),
  )
}

/** The ways of least latency from a root to all sites; nothing where one cannot be reached. */
const treeFrom = (root: string, sites: readonly string[], links: Links): readonly Tour[] => {
  const reachedMs = new Map([[root, 0]])
  const taken: AcrossLink[] = []
  while (reachedMs.size < sites.length) {
    const [next] = links
      .filter(({ from, to }) => reachedMs.has(from) !== reachedMs.has(to))
      .map((link) => {
        const [near, far] = reachedMs.has(link.from) ? [link.from, link.to] : [link.to, link.from]
        return { link, far, ms: (reachedMs.get(near) ?? 0) + link.oneWayMs }
      })
      .toSorted((a, b) => a.ms - b.ms)
    if (next === undefined) return []
    taken.push(next.link)
    reachedMs.set(next.far, next.ms)
  }
  return tourOf(taken).map((tour) => ({ ...tour, oneWayMs: Math.max(...reachedMs.values()) }))
}

const spanningTrees: Search = (sites, links) => {
  const inside = links.filter(({ from, to }) => sites.includes(from) && sites.includes(to))
  const rates = [...new Set(inside.map(rateOf))]
  return rates.flatMap((least) => {
    const wide = inside.filter((link) => rateOf(link) >= least)
    const found = sites.flatMap((root) => treeFrom(root, sites, wide))
    return found.toSorted((a, b) => a.oneWayMs - b.oneWayMs).slice(0, 1)
  })
}

const fullMesh: Search = (sites, links) =>
  tourOf(sites.flatMap((a, i) => sites.slice(i + 1).map((b) => linkBetween(links, a, b))))

const halvedTwice = (m: number): number => (2 * (m - 1)) / m

const laws = {
  ring: { search: rings, share: halvedTwice, rounds: (m: number) => 2 * (m - 1) },
  tree: {
    search: logicalTrees,
    share: halvedTwice,
    rounds: (m: number) => 2 * Math.ceil(Math.log2(m)),
  },
  'spanning-tree': { search: spanningTrees, share: () => 1, rounds: () => 2 },
  'full-mesh': { search: fullMesh, share: (m: number) => 2 / m, rounds: () => 2 },
} as const

/** What an all-reduce has to move, and what of it hurts. */
export interface Exchange {
  readonly sites: readonly string[]
  readonly links: Links
  readonly algorithm?: ExchangeAlgorithm
  readonly payloadBytes: number
  readonly exposedS: ExposedS
}

const bitsPerGb = 1e9
const bitsPerByte = 8

const pathOf = (
  { sites, algorithm = 'ring', payloadBytes }: Exchange,
  tour: Tour,
): ExchangePath => {
  const law = laws[algorithm]
  const rate = usableRate(tour.link)
  const bytes = law.share(sites.length) * payloadBytes
  return {
    link: tour.link,
    rate,
    bytes,
    bytesS: (bytes * bitsPerByte) / (rate.gbps * bitsPerGb),
    latencyS: (law.rounds(sites.length) * tour.oneWayMs) / 1000,
  }
}

/** The cheapest links for an all-reduce, or nothing where the sites are not joined as the algorithm needs. */
export const exchangePath = (exchange: Exchange): ExchangePath | undefined => {
  const cost = ({ bytesS, latencyS }: ExchangePath): number => exchange.exposedS(bytesS, latencyS)
  const totalS = ({ bytesS, latencyS }: ExchangePath): number => bytesS + latencyS
  const [best] = laws[exchange.algorithm ?? 'ring']
    .search(exchange.sites, exchange.links)
    .map((tour) => pathOf(exchange, tour))
    .toSorted((a, b) => cost(a) - cost(b) || totalS(a) - totalS(b))
  return best
}

/** The links of a chain of sites in the stated order, for a pipeline that is cut between them. */
export const chainPath = (sites: readonly string[], links: Links) => {
  const pairs = sites.slice(1).map((site, i) => linkBetween(links, sites[i] ?? '', site))
  const [tour] = tourOf(pairs)
  return (
    tour && {
      tightest: tour.link,
      oneWayS: pairs.map((link) => (link?.oneWayMs ?? 0) / 1000),
    }
  )
}
