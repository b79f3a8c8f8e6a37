import type { Transformer } from './transformer.ts'

/**
 * How many parameters a transformer has, and how many of them one token passes.
 *
 * Per layer: attention with grouped queries h·a·d (query) + 2·h·k·d (key, value) + a·d·h (output); latent attention as
 * in DeepSeek-V2 (arXiv 2405.04434, section 2.1), two low-rank steps for the query, one compressed vector for key and
 * value. Feed-forward 2·h·f, or 3·h·f with a gate. A mixture has as many of these as experts, a router of h per expert,
 * and what every token shares. Norms weigh h each, twice a layer and once at the end; biases double a norm and add one
 * number per output. Embeddings count once where they are tied.
 *
 * Experts with a latent width are that narrow, and two matrices per layer lead to it and back.
 *
 * A row with state-space layers is hybrid: each of its layers is one block, a mixer or a feed-forward part, not both.
 *
 * Left out: norms of queries and keys, attention sinks, correction biases of routers and heads that predict further
 * tokens; together less than 0.1 % of any model here, but for the 14 billion of DeepSeek-V3's second head.
 */
export interface TransformerParameters {
  readonly total: number
  /** What one token passes: all but the experts that it does not use. The input table counts whole. */
  readonly active: number
  /**
   * Parameters that multiply a token: the active ones without the look-up in the input table, norms and biases, but
   * with the output matrix even where it is tied. Six times it is the FLOPs of a trained token, without attention scores.
   */
  readonly multiplied: number
  readonly inputEmbedding: number
  /** 0 where it is tied to the input. */
  readonly outputEmbedding: number
  readonly attentionPerLayer: number
  /** A dense layer: attention, feed-forward part and norms. */
  readonly perDenseLayer: number
  /** A layer with experts, all of them; 0 without experts. */
  readonly perExpertLayer: number
  readonly activePerExpertLayer: number
  /** One routed expert; 0 without experts. */
  readonly perExpert: number
}

interface Weights {
  readonly matrices: number
  readonly vectors: number
}

const sum = (...parts: readonly Weights[]): Weights => ({
  matrices: parts.reduce((total, part) => total + part.matrices, 0),
  vectors: parts.reduce((total, part) => total + part.vectors, 0),
})

const times = (count: number, { matrices, vectors }: Weights): Weights => ({
  matrices: count * matrices,
  vectors: count * vectors,
})

const all = ({ matrices, vectors }: Weights): number => matrices + vectors

const attentionOf = (model: Transformer): Weights => {
  const { hiddenSize: h, heads, headSize, attention, hasBiases } = model
  if (attention.kind === 'latent') {
    const { queryRank, kvRank, ropeHeadSize, valueHeadSize } = attention
    const query = heads * (headSize + ropeHeadSize)
    const queryMatrices = queryRank === 0 ? h * query : (h + query) * queryRank
    const keyValue = h * (kvRank + ropeHeadSize) + kvRank * heads * (headSize + valueHeadSize)
    return {
      matrices: queryMatrices + keyValue + heads * valueHeadSize * h,
      vectors: queryRank + kvRank,
    }
  }
  const query = heads * headSize
  const keyValue = 2 * attention.kvHeads * headSize
  return {
    matrices: h * (query + keyValue) + query * h,
    vectors: hasBiases === true ? query + keyValue + h : 0,
  }
}

const feedForwardOf = (model: Transformer, width: number): Weights => ({
  matrices: (model.isGated ? 3 : 2) * model.hiddenSize * width,
  vectors: model.hasBiases === true ? (model.isGated ? 2 : 1) * width + model.hiddenSize : 0,
})

const normOf = ({ hiddenSize, hasBiases }: Transformer): Weights => ({
  matrices: 0,
  vectors: (hasBiases === true ? 2 : 1) * hiddenSize,
})

interface Mixture {
  readonly all: Weights
  readonly active: Weights
  readonly one: Weights
}

const none: Weights = { matrices: 0, vectors: 0 }

const mixtureOf = (model: Transformer): Mixture => {
  const { experts } = model
  if (experts === undefined) return { all: none, active: none, one: none }
  const latent = experts.latentSize ?? model.hiddenSize
  const one = feedForwardOf({ ...model, hiddenSize: latent }, experts.ffnSize)
  const down = experts.latentSize === undefined ? 0 : 2 * model.hiddenSize * latent
  const shared = experts.sharedFfnSize === 0 ? none : feedForwardOf(model, experts.sharedFfnSize)
  const router = { matrices: model.hiddenSize * experts.count + down, vectors: 0 }
  return {
    all: sum(times(experts.count, one), shared, router),
    active: sum(times(experts.perToken, one), shared, router),
    one,
  }
}

interface LayerCounts {
  readonly attention: number
  readonly stateSpace: number
  readonly dense: number
  readonly expert: number
  readonly norms: number
}

const layerCountsOf = ({ layers, experts, stateSpace }: Transformer): LayerCounts => {
  const mixers = stateSpace === undefined ? 0 : stateSpace.layers + stateSpace.attentionLayers
  const feedForward = layers - mixers
  const dense = experts === undefined ? feedForward : Math.min(experts.denseLayers, feedForward)
  return {
    attention: stateSpace?.attentionLayers ?? layers,
    stateSpace: stateSpace?.layers ?? 0,
    dense,
    expert: feedForward - dense,
    norms: stateSpace === undefined ? 2 * layers + 1 : layers + 1,
  }
}

export function parametersOf(model: Transformer): TransformerParameters {
  const attention = attentionOf(model)
  const dense = feedForwardOf(model, model.ffnSize)
  const mixture = mixtureOf(model)
  const norm = normOf(model)
  const count = layerCountsOf(model)
  const stateSpaceLayer = { matrices: model.stateSpace?.parametersPerLayer ?? 0, vectors: 0 }
  const inputEmbedding = model.vocabulary * model.hiddenSize
  const outputEmbedding = model.hasTiedEmbeddings ? 0 : inputEmbedding
  const positions = (model.positions ?? 0) * model.hiddenSize
  const common = sum(
    times(count.attention, attention),
    times(count.stateSpace, stateSpaceLayer),
    times(count.dense, dense),
    times(count.norms, norm),
  )
  const active = sum(common, times(count.expert, mixture.active))
  const tables = inputEmbedding + outputEmbedding + positions
  const normsOfLayer = all(times(model.stateSpace === undefined ? 2 : 1, norm))
  const mixer = model.stateSpace === undefined ? all(attention) : 0
  return {
    total: tables + all(common) + all(times(count.expert, mixture.all)),
    active: tables + all(active),
    multiplied: active.matrices + inputEmbedding,
    inputEmbedding,
    outputEmbedding,
    attentionPerLayer: all(attention),
    perDenseLayer: mixer + all(dense) + normsOfLayer,
    perExpertLayer: model.experts === undefined ? 0 : mixer + all(mixture.all) + normsOfLayer,
    activePerExpertLayer:
      model.experts === undefined ? 0 : mixer + all(mixture.active) + normsOfLayer,
    perExpert: all(mixture.one),
  }
}
