import { estimateDense } from './estimate-dense.ts'
import { estimateMixture } from './estimate-mixture.ts'
import type { ServingOutcome, ServingRequest } from './request.ts'
import { faultsOf } from './request.ts'

/**
 * What one replica of a model serves: the roofline with fitted constants for dense models, measured curves for mixtures of
 * experts. Answers every request with a named outcome.
 */
export function estimateServing(request: ServingRequest): ServingOutcome {
  const why = faultsOf(request)
  if (why.length > 0) return { kind: 'impossible', why }
  return request.model.experts === undefined ? estimateDense(request) : estimateMixture(request)
}

/** The same replica over a range of concurrency; what does not fit or was not measured stays a named outcome. */
export const servingCurve = (
  request: Omit<ServingRequest, 'concurrency' | 'tpotMaxMs'>,
  concurrencies: readonly number[],
): readonly { readonly concurrency: number; readonly outcome: ServingOutcome }[] =>
  concurrencies.map((concurrency) => ({
    concurrency,
    outcome: estimateServing({ ...request, concurrency }),
  }))
