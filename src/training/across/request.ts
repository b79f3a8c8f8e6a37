import type { LooseSyncOutcome } from './loose-sync.ts'

/** Number format in which the sites exchange gradients; `mixed-fp32` reduces in fp32 and hands weights back in bf16. */
export type ExchangePrecision = 'fp32' | 'mixed-fp32' | 'bf16' | 'fp8' | 'int8' | 'fp4'
/** A `tree` may pair any two sites; a `spanning-tree` uses the links that there are, each once in each direction. */
export type ExchangeAlgorithm = 'ring' | 'tree' | 'spanning-tree' | 'full-mesh'

/** What is known of a site's speed: seconds for its share of the batch, or tokens/s that it was measured at. */
export type SitePace =
  | { readonly kind: 'step'; readonly computeS: number }
  | { readonly kind: 'throughput'; readonly tokensPerS: number }

export interface SiteShare {
  readonly site: string
  readonly accelerators: number
  /** All sites of one request state the same kind of pace. */
  readonly pace: SitePace
  /** Part of the batch, 0..1. Without it: in proportion to tokens/s, or to accelerators where seconds are stated. */
  readonly batchShare?: number
}

/** A booked path between two sites, the same in both directions. */
export interface AcrossLink {
  readonly from: string
  readonly to: string
  /** Booked rate per direction. */
  readonly gbps: number
  /** Along the real route, fibre and transponders together. */
  readonly oneWayMs: number
  /** Part of the line rate that payload gets; 0.9 without it (assumed). */
  readonly lineShare?: number
  /** Parallel flows; with `windowMb` or `lossRatio` they bound the rate. */
  readonly flows?: number
  /** Unacknowledged megabytes that one flow may have under way. */
  readonly windowMb?: number
  /** Lost packets per packet, for a transport that slows down on loss. */
  readonly lossRatio?: number
}

/** The part of a step behind which the exchange of gradients may hide. */
export type ReductionWindow =
  /** Gradients are summed over micro-batches first, so that only the last backward pass is left to hide behind. */
  | { readonly kind: 'last-micro-batch'; readonly backwardS: number }
  /** Every micro-batch is reduced at once: the whole backward time, at the price of as many exchanges. */
  | { readonly kind: 'each-micro-batch'; readonly backwardS: number; readonly microBatches: number }
  /** An assumed share of the compute time, where no schedule is known. */
  | { readonly kind: 'share-of-compute'; readonly share: number }

export interface AcrossModel {
  /** All parameters: what has to be synchronised. Of a mixture of experts this is more than computes per token. */
  readonly parameters: number
  readonly activeParameters?: number
  /** Needed for a pipeline cut: its width decides the bytes of a boundary. */
  readonly hiddenSize?: number
}

export type Strategy =
  | { readonly kind: 'single-site'; readonly site: string }
  | {
      readonly kind: 'synchronous'
      /** Pieces in which gradients leave; the last cannot hide. Without it the exchange flows like water. */
      readonly buckets?: number
      /** Reduce-scatter and all-gather inside the slowest site, where the compute time does not hold them yet. */
      readonly localReduceS?: number
      /** Pieces that overlap the local with the far part. */
      readonly chunks?: number
    }
  | {
      readonly kind: 'pipeline-cut'
      readonly stages: number
      readonly microBatches: number
      /** Micro-batches in flight beyond one per stage; as many as hide the latency without it. */
      readonly extraInFlight?: number
      /** Activations that a site keeps for one micro-batch in flight. */
      readonly activationGbPerMicroBatch?: number
    }
  | {
      readonly kind: 'diloco'
      /** Steps between two exchanges (H). */
      readonly innerSteps: number
      readonly precision?: ExchangePrecision
      /** The exchange starts with the last backward pass, as simulators assume; a real one often blocks. */
      readonly overlapsBackward?: boolean
    }
  | {
      readonly kind: 'streaming-diloco'
      readonly innerSteps: number
      readonly fragments: number
      /** Steps behind which the exchange of one fragment may hide (tau). */
      readonly overlapSteps: number
      readonly precision?: ExchangePrecision
      readonly overlapsBackward?: boolean
    }

export interface AcrossRequest {
  readonly model: AcrossModel
  readonly tokensPerStep: number
  /** With it the batch is split in whole sequences. */
  readonly sequenceLength?: number
  readonly sites: readonly SiteShare[]
  readonly links: readonly AcrossLink[]
  readonly strategy: Strategy
  readonly window: ReductionWindow
  readonly exchange: {
    readonly precision: ExchangePrecision
    /** Further reduction of bytes, 1 or more; its effect on the loss is not modelled. */
    readonly compression?: number
    readonly algorithm?: ExchangeAlgorithm
  }
  /** Spread of a site's step time (standard deviation of its logarithm), independent between sites. */
  readonly jitter?: number
  /** Loss penalties outside the measured range are extrapolated, and the outcome says so. */
  readonly allowExtrapolation?: boolean
}

/** Named parts of the mean accelerator's wall clock; they add up to the step. Seconds. */
export interface AcrossClock {
  readonly computeS: number
  /** Waiting for the slowest site: unequal shares, whole sequences, jitter. No fibre mends it. */
  readonly peerWaitS: number
  /** Waiting for bytes and light. No faster accelerator mends it. */
  readonly linkWaitS: number
}

/** What crosses the tightest link. */
export interface ExchangeEstimate {
  readonly from: string
  readonly to: string
  /** Payload per direction and exchange. */
  readonly gigabytes: number
  readonly everySteps: number
  readonly usableGbps: number
  readonly limit: 'line' | 'window' | 'loss'
  /** Bytes that must be under way to fill the link. */
  readonly bandwidthDelayMb: number
  readonly latencyS: number
  /** Alone, nothing hidden. */
  readonly transferS: number
  readonly windowS: number
  readonly averageGbps: number
}

export interface AcrossEstimate {
  readonly strategy: Strategy
  readonly clock: AcrossClock
  readonly stepTimeS: number
  /** Compute over step, the mean accelerator of all sites that take part. */
  readonly computeUtilisation: number
  readonly tokensPerStep: number
  readonly tokensPerS: number
  readonly sites: readonly {
    readonly site: string
    readonly tokens: number
    readonly computeS: number
  }[]
  readonly exchange?: ExchangeEstimate
  /** Per site, beyond training inside one site. */
  readonly extraMemoryGb: number
  /** What the strategy does to the loss; absent where the mathematics is unchanged. */
  readonly loss?: LooseSyncOutcome
  readonly notes: readonly string[]
}

export type AcrossOutcome =
  | { readonly kind: 'estimated'; readonly estimate: AcrossEstimate }
  | { readonly kind: 'no-path'; readonly why: readonly string[] }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }
