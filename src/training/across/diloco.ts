import { exchangePath, type ExposedS } from './exchange-path.ts'
import { looseSyncPenalty } from './loose-sync.ts'
import { paceOf } from './pace.ts'
import { payloadBytes } from './payload.ts'
import type { AcrossOutcome, AcrossRequest, Strategy } from './request.ts'
import { estimateOf, noPath } from './result.ts'
import { windowS } from './synchronous.ts'

/**
 * Sites that train alone for H steps and then average what they learned (DiLoCo, arXiv:2311.08105; Streaming DiLoCo,
 * arXiv:2501.18512).
 *
 *   DiLoCo      utilisation = H T / (H T + max(0, exchange - window))
 *   streaming   P fragments, each 1/P of the bytes, each once in H steps, each hidden behind tau steps:
 *               exposed per H steps = max(P max(0, exchange/P - tau T - window), exchange - H T)
 *
 * The second term says that a link that cannot carry the average cannot be hidden by any overlap. The window is the last
 * backward pass where `overlapsBackward` is set, as the published simulators have it; INTELLECT-1 blocks instead. Jitter averages
 * out over H steps. The outer optimizer keeps a copy of the weights and a momentum in fp32: 8 bytes per parameter,
 * of which streaming needs only the live fragment. The loss changes; see `looseSyncPenalty`.
 */
type Diloco = Extract<Strategy, { kind: 'diloco' | 'streaming-diloco' }>

const outerStateBytes = 8

interface Cadence {
  readonly fragments: number
  readonly overlapSteps: number
}

const cadenceOf = (strategy: Diloco): Cadence =>
  strategy.kind === 'diloco' ? { fragments: 1, overlapSteps: 0 } : strategy

/** Exposed seconds per H steps, from the seconds of one fragment's exchange. */
const exposedIn =
  (strategy: Diloco, slowestS: number, hiddenS: number): ExposedS =>
  (bytesS, latencyS) => {
    const { fragments, overlapSteps } = cadenceOf(strategy)
    const fragmentS = bytesS + latencyS
    const each = Math.max(0, fragmentS - overlapSteps * slowestS - hiddenS)
    const overrun = fragments * fragmentS - strategy.innerSteps * slowestS
    return Math.max(fragments * each, overrun)
  }

export const estimateDiloco = (request: AcrossRequest, strategy: Diloco): AcrossOutcome => {
  const { fragments } = cadenceOf(strategy)
  const pace = paceOf(request, strategy.innerSteps)
  const hiddenS = strategy.overlapsBackward ? windowS(request.window, pace.slowestS) : 0
  const exposedS = exposedIn(strategy, pace.slowestS, hiddenS)
  const { algorithm, precision } = request.exchange
  const path = exchangePath({
    sites: request.sites.map(({ site }) => site),
    links: request.links,
    ...(algorithm && { algorithm }),
    payloadBytes: payloadBytes(request, strategy.precision ?? precision) / fragments,
    exposedS,
  })
  if (path === undefined) return noPath(request)
  return estimateOf(request, {
    pace,
    linkWaitS: exposedS(path.bytesS, path.latencyS) / strategy.innerSteps,
    exchange: {
      path,
      everySteps: strategy.innerSteps / fragments,
      windowS: hiddenS + cadenceOf(strategy).overlapSteps * pace.slowestS,
    },
    extraMemoryGb: (outerStateBytes * request.model.parameters) / fragments / 1e9,
    loss: looseSyncPenalty({
      parameters: request.model.parameters,
      replicas: request.sites.length,
      innerSteps: strategy.innerSteps,
      ...(request.allowExtrapolation !== undefined && {
        allowExtrapolation: request.allowExtrapolation,
      }),
    }),
    notes: ['the optimisation changes: hold the loss penalty against the time that is won'],
  })
}
