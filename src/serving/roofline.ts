/**
 * How fast a replica of a dense transformer serves: prefill bound by arithmetic, decode by the larger of arithmetic and
 * memory traffic, plus a fixed time per layer for launches and collectives, which rules at low batch, plus a time per
 * sequence for sampling, scheduling and page tables, which rules at very high batch.
 *
 *   prefill  = 2·A·I·(1−h) / (n·F·u) + 2·d·I²·(1−h²) / (n·F16·u)        d = layers · heads · head size, causal
 *   step(B)  = max(2·A·B / (n·F·u), (W + B·κ·ctx) / (n·BW·m)) + layers·t + B·q
 *   TPOT(B)  = step / accepted tokens per step + (B−1)·prefill / O
 *   tokens/s = B·O / (n·(B·prefill + O·step / accepted))                    ctx = I + O/2
 *
 * A parameters that multiply a token, W bytes of weights, κ bytes of cache per token; u and m the shares of peak arithmetic
 * and of bandwidth that are reached. The prompts of the other sequences are computed between the steps of one, so that a token
 * waits for them: TPOT and tokens per second then obey Little's law exactly. Sources: the roofline as in Pope et al.,
 * Efficiently Scaling Transformer Inference (arXiv 2211.05102, 2022), and Epoch AI, Inference economics (arXiv 2506.04645, 2025).
 *
 * Weak: the fixed time was fitted on one and two GPUs; over eight it is up to twice as long (family `serving/low batch`).
 * Left out: chunked prefill that hides in the slack of memory-bound steps, collectives that grow with the batch, imbalance.
 */
export interface Replica {
  readonly gpus: number
  readonly layers: number
  readonly activeParameters: number
  /** layers · heads · head size. */
  readonly attentionWidth: number
  readonly weightBytes: number
  readonly kvBytesPerToken: number
  readonly memoryBytes: number
  /** Per GPU, at the precision of the weights and at 16 bits. */
  readonly flopsPerS: number
  readonly flops16PerS: number
  readonly memoryBytesPerS: number
}

export interface Prompt {
  readonly inputTokens: number
  readonly outputTokens: number
  /** Share of the prompt whose cache is at hand, 0 to 1. */
  readonly cachedShare: number
  /** More than 1 with speculation or multi-token prediction; a step then yields several tokens of a sequence. */
  readonly tokensPerStep?: number
}

/** What the fit finds: shares of peak, the fixed time of a layer, and the time that a live sequence adds to each step. */
export interface Efficiency {
  readonly arithmeticShare: number
  readonly bandwidthShare: number
  readonly layerMs: number
  readonly sequenceUs: number
}

/**
 * Of GPU memory, what an engine gives to weights and cache: the default of vLLM (`gpu_memory_utilization`). TensorRT-LLM gives
 * nine tenths of what the weights leave to the cache, which is somewhat more.
 */
export const usableMemoryShare = 0.9

export const contextTokens = ({ inputTokens, outputTokens }: Prompt): number =>
  inputTokens + outputTokens / 2

/** Sequences that fit beside the weights; below 1 nothing can be served. Not rounded. */
export function batchThatFits(replica: Replica, prompt: Prompt): number {
  const free = usableMemoryShare * replica.gpus * replica.memoryBytes - replica.weightBytes
  return free / (replica.kvBytesPerToken * contextTokens(prompt))
}

export function prefillS(replica: Replica, prompt: Prompt, efficiency: Efficiency): number {
  const { inputTokens, cachedShare } = prompt
  const fresh = inputTokens * (1 - cachedShare)
  const linearFlops = 2 * replica.activeParameters * fresh
  const scoreFlops = 2 * replica.attentionWidth * inputTokens ** 2 * (1 - cachedShare ** 2)
  return (
    linearFlops / (replica.gpus * replica.flopsPerS * efficiency.arithmeticShare) +
    scoreFlops / (replica.gpus * replica.flops16PerS * efficiency.arithmeticShare)
  )
}

export interface DecodeStep {
  readonly arithmeticS: number
  readonly memoryS: number
  readonly fixedS: number
  readonly perSequenceS: number
  readonly stepS: number
}

export function decodeStep(
  replica: Replica,
  { prompt, batch }: { readonly prompt: Prompt; readonly batch: number },
  efficiency: Efficiency,
): DecodeStep {
  const arithmeticS =
    (2 * replica.activeParameters * batch) /
    (replica.gpus * replica.flopsPerS * efficiency.arithmeticShare)
  const bytes = replica.weightBytes + batch * replica.kvBytesPerToken * contextTokens(prompt)
  const memoryS = bytes / (replica.gpus * replica.memoryBytesPerS * efficiency.bandwidthShare)
  const fixedS = (replica.layers * efficiency.layerMs) / 1000
  const perSequenceS = (batch * efficiency.sequenceUs) / 1e6
  const stepS = Math.max(arithmeticS, memoryS) + fixedS + perSequenceS
  return { arithmeticS, memoryS, fixedS, perSequenceS, stepS }
}

export interface OperatingPoint {
  readonly batch: number
  readonly prefillS: number
  readonly step: DecodeStep
  /** Mean time between tokens of one sequence after its first. */
  readonly tpotS: number
  /** Of the whole replica. */
  readonly outputTokensPerS: number
  readonly requestsPerS: number
}

/** The steady state with a number of live sequences; a batch need not be whole, because it is a mean over time. */
export function operate(
  replica: Replica,
  { prompt, batch }: { readonly prompt: Prompt; readonly batch: number },
  efficiency: Efficiency,
): OperatingPoint {
  const prefill = prefillS(replica, prompt, efficiency)
  const step = decodeStep(replica, { prompt, batch }, efficiency)
  const tokenS = step.stepS / (prompt.tokensPerStep ?? 1)
  const requestS = batch * prefill + prompt.outputTokens * tokenS
  const others = Math.max(0, batch - 1)
  return {
    batch,
    prefillS: prefill,
    step,
    tpotS: tokenS + (others * prefill) / prompt.outputTokens,
    outputTokensPerS: (batch * prompt.outputTokens) / requestS,
    requestsPerS: batch / requestS,
  }
}

/** The largest batch, up to a limit, whose mean TPOT keeps within one; 0 where even a single sequence does not. */
export function batchWithinTpot(
  replica: Replica,
  limit: { readonly prompt: Prompt; readonly batchMax: number; readonly tpotMaxS: number },
  efficiency: Efficiency,
): number {
  const tpotS = (batch: number): number =>
    operate(replica, { prompt: limit.prompt, batch }, efficiency).tpotS
  if (tpotS(limit.batchMax) <= limit.tpotMaxS) return limit.batchMax
  if (tpotS(1) > limit.tpotMaxS) return 0
  let [low, high] = [1, limit.batchMax]
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    if (tpotS(middle) <= limit.tpotMaxS) low = middle
    else high = middle
  }
  return low
}
