import { curvesOf, readCurve } from './measured.ts'
import type { MeasuredCurve } from './measured-curves.ts'
import type { ServingOutcome, ServingRequest } from './request.ts'

/**
 * A mixture of experts is read from measured curves of its model, accelerator and precision. Nothing is scaled to another
 * chip, and a request for other lengths than were measured, or on
 * another number of GPUs, is refused, because the answer would be a guess in disguise.
 */
export function estimateMixture(request: ServingRequest): ServingOutcome {
  const { model, accelerator, precision, concurrency, tpotMaxMs } = request
  const curves = curvesOf({ model: model.id, accelerator, precision })
  const curve = curves.find((candidate) => isMeasuredFor(candidate, request))
  if (curve === undefined) return { kind: 'unreachable', why: nothingMeasured(request, curves) }
  const most = curve.points.at(-1)?.[0] ?? 1
  const asked = concurrency ?? most
  const byUser = tpotMaxMs === undefined ? undefined : 1000 / tpotMaxMs
  const slowest = 1000 / Math.max(...curve.points.map((point) => point[2]))
  // A limit looser than anything measured does not bind: the fullest measured point already keeps it.
  if (byUser === undefined || byUser <= slowest) return readCurve(curve, { concurrency: asked })
  const atLimit = readCurve(curve, { tokensPerSPerUser: byUser })
  if (atLimit.kind === 'unreachable' || concurrency === undefined) return atLimit
  return concurrency < atLimit.estimate.concurrency ? readCurve(curve, { concurrency }) : atLimit
}

/** Within a tenth: throughput moves about as much as the lengths do, within the spread of repeated measurements. */
const lengthTolerance = 0.1

const isMeasuredFor = (curve: MeasuredCurve, wanted: ServingRequest): boolean =>
  (curve.gpus ?? wanted.gpusPerReplica) === wanted.gpusPerReplica &&
  Math.abs(wanted.inputTokens / curve.inputTokens - 1) <= lengthTolerance &&
  Math.abs(wanted.outputTokens / curve.outputTokens - 1) <= lengthTolerance &&
  (wanted.cachedShare ?? 0) === 0

function nothingMeasured(request: ServingRequest, curves: readonly MeasuredCurve[]): string {
  const { model, accelerator, precision } = request
  const measured = curves
    .map((curve) => `${curve.inputTokens} tokens in and ${curve.outputTokens} out, ${curve.layout}`)
    .join('; ')
  return curves.length === 0
    ? `no measured curve of ${model.name} on ${accelerator} at ${precision}, and a roofline misses mixtures of experts by 20 to 40 %`
    : `${model.name} on ${accelerator} at ${precision} was measured only for ${measured}, without cached prompts`
}
