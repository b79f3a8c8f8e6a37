import { exchangePath, type ExposedS } from './exchange-path.ts'
import { paceOf } from './pace.ts'
import { payloadBytes } from './payload.ts'
import type { AcrossOutcome, AcrossRequest, ReductionWindow, Strategy } from './request.ts'
import { estimateOf, noPath } from './result.ts'

/**
 * Synchronous data parallelism across sites with a hierarchical all-reduce: reduce-scatter inside each site, all-reduce
 * across, all-gather inside.
 *
 *   step = slowest compute + exposed
 *   exposed = max(0, exchange - window)                              as one flow (training literature), or
 *   exposed = max(window/n + bytes s + latency - window, bytes s/n + latency)   in n buckets: the last cannot hide
 *   exchange = max(local, across) + min(local, across)/chunks
 *
 * The window is the backward time of the LAST micro-batch when gradients are accumulated. Reducing each micro-batch by
 * itself opens the whole backward time, but moves the gradients once per micro-batch. Source of the method: NVIDIA, "Turbocharge
 * LLM training across long-haul data center networks with NeMo framework", 2025. Left out: the slowdown of kernels that share
 * the accelerator with the exchange.
 */
type Synchronous = Extract<Strategy, { kind: 'synchronous' }>

/** Seconds behind which an exchange may hide; never longer than the compute itself. */
export const windowS = (window: ReductionWindow, computeS: number): number =>
  window.kind === 'share-of-compute'
    ? window.share * computeS
    : Math.min(window.backwardS, computeS)

/** Exposed seconds of one exchange against a window. */
const exposedBehind =
  (window: number, buckets?: number): ExposedS =>
  (bytesS, latencyS) =>
    buckets === undefined
      ? Math.max(0, bytesS + latencyS - window)
      : Math.max(window / buckets + bytesS + latencyS - window, bytesS / buckets + latencyS)

const withLocal =
  ({ localReduceS = 0, chunks = 1 }: Synchronous, exposed: ExposedS): ExposedS =>
  (bytesS, latencyS) => {
    const acrossS = bytesS + latencyS
    const bothS = Math.max(localReduceS, acrossS) + Math.min(localReduceS, acrossS) / chunks
    return exposed(bytesS + (bothS - acrossS), latencyS)
  }

const perMicroBatch = (window: ReductionWindow): number =>
  window.kind === 'each-micro-batch' ? window.microBatches : 1

export const estimateSynchronous = (
  request: AcrossRequest,
  strategy: Synchronous,
): AcrossOutcome => {
  const pace = paceOf(request, 1)
  const hidden = windowS(request.window, Math.max(...pace.sites.map(({ computeS }) => computeS)))
  const exposedS = withLocal(strategy, exposedBehind(hidden, strategy.buckets))
  const { algorithm } = request.exchange
  const path = exchangePath({
    sites: request.sites.map(({ site }) => site),
    links: request.links,
    ...(algorithm && { algorithm }),
    payloadBytes: payloadBytes(request) * perMicroBatch(request.window),
    exposedS,
  })
  if (path === undefined) return noPath(request)
  const linkWaitS = exposedS(path.bytesS, path.latencyS)
  return estimateOf(request, {
    pace,
    linkWaitS,
    exchange: { path, everySteps: 1, windowS: hidden },
    extraMemoryGb: 0,
    notes: [
      ...(strategy.localReduceS === undefined
        ? ['reduction inside a site is taken as part of its compute time']
        : []),
      ...(request.window.kind === 'share-of-compute'
        ? ['the overlap is an assumed share of the compute time, not a schedule']
        : []),
    ],
  })
}
