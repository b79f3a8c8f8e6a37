import { requestFaults } from './check-request.ts'
import { estimateDiloco } from './diloco.ts'
import { estimatePipelineCut } from './pipeline-cut.ts'
import type { AcrossOutcome, AcrossRequest } from './request.ts'
import { estimateSingleSite } from './single-site.ts'
import { estimateSynchronous } from './synchronous.ts'

/**
 * Step time, utilisation and bytes of one training run over several sites, for one strategy. Whatever is wrong with the
 * figures comes back as an outcome with all faults; no output is NaN or infinite.
 */
export const estimateAcross = (request: AcrossRequest): AcrossOutcome => {
  const why = requestFaults(request)
  if (why.length > 0) return { kind: 'impossible', why }
  const { strategy } = request
  if (strategy.kind === 'single-site') return estimateSingleSite(request, strategy)
  if (request.sites.length === 1) {
    const [only] = request.sites
    return estimateSingleSite(request, { kind: 'single-site', site: only?.site ?? '' })
  }
  if (strategy.kind === 'synchronous') return estimateSynchronous(request, strategy)
  if (strategy.kind === 'pipeline-cut') return estimatePipelineCut(request, strategy)
  return estimateDiloco(request, strategy)
}
