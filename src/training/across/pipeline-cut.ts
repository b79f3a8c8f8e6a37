import { chainPath } from './exchange-path.ts'
import { paceOf } from './pace.ts'
import { exchangeBytesPerParameter } from './payload.ts'
import type { AcrossOutcome, AcrossRequest, Strategy } from './request.ts'
import { estimateOf, noPath } from './result.ts'
import { usableRate } from './usable-rate.ts'

/**
 * A pipeline whose stages lie at several sites: activations cross in one direction, their gradients in the other.
 *
 *   bytes per direction and cut = tokens per step x h x b        (data parallelism would move N x b)
 *   step = 2 cuts (L + t_act) + m x max(t_mb, t_act, (p t_mb + 2 cuts (L + t_act)) / in flight)
 *
 * t_mb = compute of one micro-batch at one stage, t_act = its bytes over the link. The first term is fill and drain; the last
 * says that a 1F1B pipeline with too few micro-batches in flight waits for light. 2 cuts (L + t_act) / t_mb more in flight hide it,
 * and each of them keeps its activations: the price is memory. The cut moves fewer bytes than data parallelism exactly where
 * tokens per step x h < N. The bubble of the pipeline inside a site is part of the compute time given. Left out:
 * zero-bubble schedules (they hide part of the drain) and the imbalance of layers that do not divide by speed.
 */
type PipelineCut = Extract<Strategy, { kind: 'pipeline-cut' }>

const bitsPerGb = 1e9
const bitsPerByte = 8

export const estimatePipelineCut = (
  request: AcrossRequest,
  strategy: PipelineCut,
): AcrossOutcome => {
  const { hiddenSize } = request.model
  if (hiddenSize === undefined) {
    return { kind: 'impossible', why: ['a pipeline cut needs the hidden size of the model'] }
  }
  const path = chainPath(
    request.sites.map(({ site }) => site),
    request.links,
  )
  if (path === undefined) return noPath(request)
  const { microBatches, stages } = strategy
  // Every sequence passes every site: it is layers that are shared, so there are no whole sequences to deal out.
  const { sequenceLength: _, ...shared } = request
  const pace = paceOf(shared, 1)
  const rate = usableRate(path.tightest)
  const bytes =
    (request.tokensPerStep * hiddenSize * exchangeBytesPerParameter[request.exchange.precision]) /
    (request.exchange.compression ?? 1)
  const bytesS = (bytes * bitsPerByte) / (rate.gbps * bitsPerGb)
  const latencyS = 2 * path.oneWayS.reduce((a, b) => a + b, 0)
  const microBatchS = pace.slowestS / microBatches
  const transferS = bytesS / microBatches
  const crossingS = latencyS + 2 * path.oneWayS.length * transferS
  const needed = Math.min(microBatches, Math.ceil(crossingS / microBatchS))
  const extra = Math.min(strategy.extraInFlight ?? needed, microBatches)
  const periodS = Math.max(
    microBatchS,
    transferS,
    (stages * microBatchS + crossingS) / (stages + extra),
  )
  return estimateOf(request, {
    pace,
    linkWaitS: Math.max(0, crossingS + microBatches * (periodS - microBatchS)),
    exchange: {
      path: { link: path.tightest, rate, bytes, bytesS, latencyS },
      everySteps: 1,
      windowS: pace.slowestS,
    },
    extraMemoryGb: extra * (strategy.activationGbPerMicroBatch ?? 0),
    notes: [
      `${extra} more micro-batches in flight, ${needed} hide the latency`,
      ...(strategy.activationGbPerMicroBatch === undefined
        ? ['memory of micro-batches in flight is not stated and not counted']
        : []),
      'all sites fail together: a pipeline has no replica to lose',
    ],
  })
}
