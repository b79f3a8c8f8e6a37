import { ringS } from './collective.ts'
import type { Group, Network } from './collective.ts'
import type { LocalState } from './state.ts'

/**
 * What do gradients and weights cost on the network of one site? Replicas scatter-reduce gradients and gather weights,
 * 2 bytes each, in buckets as they become ready. A bucket is one chunk of layers, or one layer without interleaving.
 *
 *   exposed = max(one bucket, all buckets - window)
 *
 * The window of a gradient is the backward pass of the last micro-batch, of a weight the forward pass of the first. Fully
 * sharded, each layer gathers weights in both passes and scatters gradients in every micro-batch, behind its neighbour.
 * What hides still takes part of the machine: a share of it counts as exposed.
 */
export interface Replicas {
  readonly shared: Group
  readonly routed: Group
}

const bytesPerParameter = 2

function transferS(network: Network, local: LocalState, replicas: Replicas): number {
  return (
    ringS(network, bytesPerParameter * local.shared, replicas.shared) +
    ringS(network, bytesPerParameter * local.routed, replicas.routed)
  )
}

export interface Window {
  /** Of a transfer that hides, what it takes from the compute it hides behind. */
  readonly exposedShare: number
  readonly buckets: number
  readonly forwardS: number
  readonly backwardS: number
}

/** Seconds per step that replicas wait for gradients and weights. */
export function exposedDataS(
  network: Network,
  local: LocalState,
  { replicas, window }: { readonly replicas: Replicas; readonly window: Window },
): number {
  const part = { shared: local.shared / window.buckets, routed: local.routed / window.buckets }
  const bucketS = transferS(network, part, replicas)
  const all = window.buckets * bucketS
  const least = Math.max(bucketS, window.exposedShare * all)
  return Math.max(least, all - window.backwardS) + Math.max(least, all - window.forwardS)
}

/** Seconds per micro-batch that a fully sharded stage waits; the window is one layer, the buckets are its layers. */
export function exposedShardedS(
  network: Network,
  local: LocalState,
  { replicas, window }: { readonly replicas: Replicas; readonly window: Window },
): number {
  const part = { shared: local.shared / window.buckets, routed: local.routed / window.buckets }
  const layerS = transferS(network, part, replicas)
  const least = window.exposedShare * layerS
  const each =
    Math.max(least, layerS - window.forwardS) + Math.max(2 * least, 2 * layerS - window.backwardS)
  return window.buckets * each + 2 * layerS
}
