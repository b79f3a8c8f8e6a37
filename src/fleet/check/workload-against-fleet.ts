import { cite, hintNearest } from '../../diagnostics/index.ts'
import type { Diagnostic, Path } from '../../diagnostics/index.ts'
import type { Fleet } from '../fleet.ts'
import type { WorkloadSpec } from '../workload.ts'
import type { Finding } from './finding.ts'
import { placeFindings } from './place-findings.ts'
import { legCounts } from './shares.ts'

/**
 * What a workload asks of a fleet that has no such thing. Whether there is room is not asked here: that is a decision
 * and changes with time. The places are pointers; `loadWorkload` with a fleet adds lines and columns.
 */
export const checkWorkloadAgainstFleet = (
  spec: WorkloadSpec,
  fleet: Fleet,
): readonly Diagnostic[] => placeFindings(findMismatches(spec, fleet), undefined)

export const findMismatches = (spec: WorkloadSpec, fleet: Fleet): readonly Finding[] => [
  ...checkTenant(spec, fleet),
  ...checkAccelerators(spec, fleet),
  ...checkNames(spec, fleet),
]

function checkTenant(spec: WorkloadSpec, fleet: Fleet): readonly Finding[] {
  const tenant = fleet.tenants.find(({ id }) => id === spec.tenant)
  if (tenant === undefined) {
    const message = `no tenant is named ${cite(spec.tenant)}`
    const hint = hintNearest(
      spec.tenant,
      fleet.tenants.map(({ id }) => id),
    )
    return [{ code: 'workload/unknown-tenant', path: ['tenant'], message, hint }]
  }
  const { priorityMax, acceleratorsMax } = tenant.quota
  const findings: Finding[] = []
  if (spec.priority > priorityMax) {
    const message = `priority ${spec.priority} is above the ${priorityMax} of tenant "${tenant.id}"`
    const hint = `write "priority: ${priorityMax}"`
    findings.push({ code: 'workload/priority-over-quota', path: ['priority'], message, hint })
  }
  if (spec.accelerators.count > acceleratorsMax) {
    const path = ['accelerators', 'count']
    const message = `${spec.accelerators.count} accelerators are above the quota of ${acceleratorsMax} of tenant "${tenant.id}"`
    const hint = `ask for ${acceleratorsMax} or fewer`
    findings.push({ code: 'workload/over-quota', path, message, hint })
  }
  return findings
}

function checkAccelerators(spec: WorkloadSpec, fleet: Fleet): readonly Finding[] {
  const { kind, count } = spec.accelerators
  const pools = fleet.sites.flatMap((site) => site.pools)
  const own = pools.filter((pool) => pool.accelerator === kind)
  if (own.length === 0) {
    const kinds = [...new Set(pools.map((pool) => pool.accelerator))]
    const message = `no site has accelerators of the kind ${cite(kind)}`
    const hint = hintNearest(kind, kinds)
    return [{ code: 'workload/unknown-accelerator', path: ['accelerators', 'kind'], message, hint }]
  }
  const perNode = [...new Set(own.map((pool) => pool.acceleratorsPerNode))]
  const able = legCounts(spec.legs).filter((legs) => count % legs === 0)
  const fits = able.some((legs) => perNode.some((size) => count % (legs * size) === 0))
  if (fits || able.length === 0) return []
  const message = `${count} accelerators do not fill whole nodes of ${perNode.join(' or ')} on ${able.join(' or ')} sites`
  const hint = 'a leg takes whole nodes; the rest of its last node is reserved and idle'
  const path = ['accelerators', 'count']
  return [{ code: 'workload/part-of-a-node', severity: 'note', path, message, hint }]
}

function checkNames(spec: WorkloadSpec, fleet: Fleet): readonly Finding[] {
  const sites = fleet.sites.map(({ id }) => id)
  const datasets = fleet.datasets.map(({ id }) => id)
  const lists = [
    { list: 'allow', ids: spec.sites?.allow ?? [] },
    { list: 'deny', ids: spec.sites?.deny ?? [] },
  ]
  return [
    ...lists.flatMap(({ list, ids }) =>
      ids.flatMap((id, i) => unknown(id, sites, ['sites', list, i])),
    ),
    ...spec.datasets.flatMap((id, i) => unknown(id, datasets, ['datasets', i])),
  ]
}

function unknown(id: string, known: readonly string[], path: Path): readonly Finding[] {
  if (known.includes(id)) return []
  const [code, word] =
    path[0] === 'sites'
      ? ['workload/unknown-site', 'site']
      : ['workload/unknown-dataset', 'dataset']
  return [
    {
      code,
      path,
      message: `no ${word} is named ${cite(id)}`,
      hint: () => hintNearest(id, known),
    },
  ]
}
