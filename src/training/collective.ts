import type { Chip } from './chip.ts'
import type { StepConstants } from './constants.ts'

/**
 * How long does a collective take on a network of tiers? Ranks next to each other fill a scale-up domain first, then
 * cross rails (one leaf switch per rail), then spines. A ring over `ranks` members moves bytes (n-1)/n through the
 * slowest tier it touches; members inside one domain drive their ports in parallel, so k of them reach k ports.
 *
 *   t = bytes (n-1)/n / min(scale-up, k nic) + latency x steps x switches crossed
 *
 * Steps grow with log2 of the domains (tree and recursive doubling; NCCL 2.x chooses them where latency counts).
 * Left out: congestion, adaptive routing, in-network reduction.
 */
export interface Network {
  readonly domain: number
  readonly scaleUpBytesPerS: number
  readonly nicBytesPerS: number
  readonly scaleUpLatencyS: number
  readonly nicLatencyS: number
}

export const networkOf = (chip: Chip, constants: StepConstants): Network => ({
  domain: chip.scaleUpDomain,
  scaleUpBytesPerS: chip.scaleUpBytesPerS * constants.scaleUpShare,
  nicBytesPerS: chip.nicBytesPerS * constants.nicShare,
  scaleUpLatencyS: constants.scaleUpLatencyS,
  nicLatencyS: constants.nicLatencyS,
})

/** Domains under one leaf switch of a rail: half the ports of a 64-port switch face down (NVIDIA DGX SuperPOD). */
const domainsPerRailSwitch = 32
/** Domains that two layers reach, each switch half down and half up. */
const domainsPerSpine = 32 * 32

/** Switches between two domains of a group: one on a rail, three over spines, five over cores. */
const switchesCrossed = (domains: number): number =>
  domains <= domainsPerRailSwitch ? 1 : domains <= domainsPerSpine ? 3 : 5

export interface Group {
  readonly ranks: number
  /** Ranks between neighbours of the group: the product of the dimensions laid out inside it. */
  readonly stride: number
}

/** Reduce-scatter or all-gather of `bytes` (the whole buffer of one rank), seconds. An all-reduce is two of them. */
export function ringS(network: Network, bytes: number, { ranks, stride }: Group): number {
  if (ranks <= 1) return 0
  const local = localRanks(network, ranks, stride)
  const moved = (bytes * (ranks - 1)) / ranks
  if (local >= ranks)
    return moved / network.scaleUpBytesPerS + network.scaleUpLatencyS * Math.log2(ranks)
  const domains = Math.ceil(ranks / local)
  const rate =
    local > 1
      ? Math.min(network.scaleUpBytesPerS, local * network.nicBytesPerS)
      : network.nicBytesPerS
  return (
    moved / rate +
    network.scaleUpLatencyS * Math.log2(local) +
    network.nicLatencyS * Math.log2(domains) * switchesCrossed(domains)
  )
}

/** One message from a rank to its neighbour in the group, seconds. */
export function sendS(network: Network, bytes: number, { ranks, stride }: Group): number {
  if (ranks <= 1) return 0
  return localRanks(network, ranks, stride) >= ranks
    ? bytes / network.scaleUpBytesPerS + network.scaleUpLatencyS
    : bytes / Math.min(network.nicBytesPerS, network.scaleUpBytesPerS) + network.nicLatencyS
}

export interface Rows {
  readonly tokens: number
  readonly rowBytes: number
  /** Experts that a row goes to: random ranks of the group. */
  readonly copies: number
  /** A row goes to a rank once, and crosses to a remote domain once, however many of its experts live there (DeepEP). */
  readonly isDeduplicated: boolean
}

/** How many of `places` a row visits besides its own. */
const visited = (places: number, { copies, isDeduplicated }: Rows): number =>
  isDeduplicated
    ? (places - 1) * (1 - Math.pow(1 - 1 / places, copies))
    : (copies * (places - 1)) / places

/**
 * All-to-all of rows to experts, seconds. What stays in a domain and what leaves it travel at the same time. A collective cannot
 * use the ports of its neighbours (NCCL, nccl-tests issue 267), nor does a row that is sent once per server.
 */
export function allToAllS(network: Network, rows: Rows, { ranks, stride }: Group): number {
  if (ranks <= 1) return 0
  const bytes = rows.tokens * rows.rowBytes
  const local = localRanks(network, ranks, stride)
  const inside = (bytes * visited(ranks, rows)) / network.scaleUpBytesPerS
  if (local >= ranks) return inside + network.scaleUpLatencyS
  const domains = Math.ceil(ranks / local)
  const across = (bytes * visited(domains, rows)) / network.nicBytesPerS
  return Math.max(inside, across) + network.nicLatencyS * switchesCrossed(domains)
}

function localRanks(network: Network, ranks: number, stride: number): number {
  return Math.min(ranks, Math.max(1, Math.floor(network.domain / stride)))
}
