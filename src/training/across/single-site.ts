import { sharesOf } from './pace.ts'
import type { AcrossOutcome, AcrossRequest, Strategy } from './request.ts'
import { estimateOf } from './result.ts'

/**
 * The whole batch at one site: what every strategy across sites is held against. No exchange, no peer; only fewer
 * accelerators. The time of a site that states seconds for its share grows in proportion to the batch, which is kind to it: a
 * site that small may not hold the model at all, and that the step model inside a site has to say.
 */
export const estimateSingleSite = (
  request: AcrossRequest,
  { site }: Extract<Strategy, { kind: 'single-site' }>,
): AcrossOutcome => {
  const index = request.sites.findIndex((candidate) => candidate.site === site)
  const chosen = request.sites[index]
  if (chosen === undefined) {
    return { kind: 'impossible', why: [`no site is named "${site}"`] }
  }
  const { pace } = chosen
  const computeS =
    pace.kind === 'throughput'
      ? request.tokensPerStep / pace.tokensPerS
      : pace.computeS / (sharesOf(request.sites)[index] ?? 1)
  return estimateOf(request, {
    pace: {
      sites: [{ site, tokens: request.tokensPerStep, computeS }],
      meanComputeS: computeS,
      slowestS: computeS,
    },
    linkWaitS: 0,
    extraMemoryGb: 0,
    notes: ['assumes that the model fits the memory of this site alone'],
  })
}
