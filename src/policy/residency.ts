import type { Dataset, Site, WorkloadSpec } from '../fleet/index.ts'

/**
 * Where a workload may run, deny by default: each dataset that it reads, and its own residency rule, must name a
 * jurisdiction of the ground the site stands on; an operator rule must cover every jurisdiction the operator answers to.
 * A dataset without jurisdictions may be nowhere. A site lists every jurisdiction it lies in ("US" and "US-GA").
 * Left out for now: checkpoints, logs, keys and transit hops.
 */
export function findResidencyBreach(
  spec: WorkloadSpec,
  site: Site,
  datasets: ReadonlyMap<string, Dataset>,
): string | undefined {
  for (const id of spec.datasets) {
    const dataset = datasets.get(id)
    if (dataset === undefined) return `dataset ${id} is not in the fleet`
    if (!meets(dataset.jurisdictions, site.jurisdiction.ground))
      return `dataset ${id} may be in ${list(dataset.jurisdictions)} only, the site is in ${list(site.jurisdiction.ground)}`
  }
  const rule = spec.residency
  if (rule === undefined) return undefined
  if (!meets(rule.jurisdictions, site.jurisdiction.ground))
    return `it must run in ${list(rule.jurisdictions)}, the site is in ${list(site.jurisdiction.ground)}`
  const outside =
    rule.operators && site.jurisdiction.operator.find((code) => !rule.operators!.includes(code))
  return outside === undefined
    ? undefined
    : `the operator answers to ${outside}, allowed are ${list(rule.operators!)}`
}

const meets = (allowed: readonly string[], present: readonly string[]): boolean =>
  allowed.some((code) => present.includes(code))

const list = (codes: readonly string[]): string =>
  codes.length === 0 ? 'no place' : codes.join(', ')
