/**
 * A transformer by its architecture numbers: what step time, memory, KV cache and checkpoints are computed from.
 * Counts are of the published configuration; nothing here is measured.
 */
export interface Transformer {
  readonly id: string
  readonly name: string
  readonly layers: number
  readonly hiddenSize: number
  readonly heads: number
  readonly headSize: number
  readonly attention: Attention
  /** Width of the feed-forward part of a dense layer. */
  readonly ffnSize: number
  /** SwiGLU and its kin: three matrices in place of two. */
  readonly isGated: boolean
  readonly vocabulary: number
  /** The output matrix is the input embedding. */
  readonly hasTiedEmbeddings: boolean
  /** Rows of a learned position table; absent where positions are rotary or a bias. */
  readonly positions?: number
  /** Linear layers and norms carry a bias vector. */
  readonly hasBiases?: boolean
  /** Positions are stretched (YaRN), which scales queries and keys besides turning them. */
  readonly hasScaledRotary?: boolean
  readonly experts?: Experts
  /** Some layers compare a token with so many before it only (sliding window). */
  readonly window?: { readonly tokens: number; readonly layers: number }
  /** Layers that mix along the sequence without attention (state-space); their parameters are stated, not derived. */
  readonly stateSpace?: {
    readonly layers: number
    readonly parametersPerLayer: number
    /** Layers that keep attention; the rest have none. */
    readonly attentionLayers: number
  }
  /** Where the numbers were read, and when. */
  readonly source: string
  readonly asOf: string
  readonly confidence: 'high' | 'medium' | 'low'
}

export type Attention =
  | { readonly kind: 'grouped-query'; readonly kvHeads: number }
  | {
      /** Multi-head latent attention: the cache holds one compressed vector and one rotary key per token. */
      readonly kind: 'latent'
      readonly queryRank: number
      readonly kvRank: number
      readonly ropeHeadSize: number
      readonly valueHeadSize: number
    }

export interface Experts {
  readonly count: number
  /** Experts that each token uses, shared ones not counted. */
  readonly perToken: number
  readonly ffnSize: number
  /** Width of what every token passes; 0 for none. */
  readonly sharedFfnSize: number
  /** First layers that stay dense, with `ffnSize`. */
  readonly denseLayers: number
  /** Routed experts work on a vector of this width, to which tokens are brought and from which they return. */
  readonly latentSize?: number
  /** Each expert's products add a vector, scaled by the router: memory traffic more than parameters, which leave it out. */
  readonly hasBiases?: boolean
}
