import { cite, hintNearest } from '../../diagnostics/index.ts'
import type { EngineConfig, Site } from '../fleet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

type Slurm = Extract<EngineConfig, { kind: 'slurm' }>

/** What an engine needs is there; process sites, which share this machine, share no port. */
export const checkEngines = (draft: Draft): readonly Finding[] => [
  ...draft.fleet.sites.flatMap((site, i) =>
    (site.engine.kind === 'slurm' ? checkSlurm(site, site.engine) : []).map((finding) => ({
      ...finding,
      path: [...draft.pathOf('sites', i), 'engine', ...finding.path],
    })),
  ),
  ...checkPorts(draft),
]

function checkSlurm(site: Site, engine: Slurm): readonly Finding[] {
  const findings: Finding[] = []
  for (const key of ['restUrl', 'tokenFile', 'user'] as const)
    if (engine.transport === 'rest' && engine[key] === undefined) {
      const message = `the REST transport of "${site.id}" needs the key "${key}"`
      const hint = `add "${key}", or write "transport: cli"`
      findings.push({ code: 'fleet/engine-incomplete', path: [], message, hint })
    }
  const pools = site.pools.map((pool) => pool.id)
  for (const poolId of Object.keys(engine.gresTypeByPool))
    if (!pools.includes(poolId)) {
      const path = ['gresTypeByPool', poolId]
      const message = `no pool of "${site.id}" is named ${cite(poolId)}`
      findings.push({
        code: 'fleet/unknown-pool',
        path,
        message,
        hint: hintNearest(poolId, pools),
      })
    }
  for (const poolId of pools)
    if (!Object.hasOwn(engine.gresTypeByPool, poolId)) {
      const message = `pool "${poolId}" of "${site.id}" has no gres type`
      const hint = `add "${poolId}: TYPE" as "scontrol show node" names it`
      findings.push({ code: 'fleet/engine-incomplete', path: ['gresTypeByPool'], message, hint })
    }
  return findings
}

function checkPorts(draft: Draft): readonly Finding[] {
  const ranges = draft.fleet.sites
    .flatMap((site, i) =>
      site.engine.kind === 'process' ? [{ site, index: i, ...site.engine.ports }] : [],
    )
    .toSorted((a, b) => a.from - b.from || a.index - b.index)
  return ranges.flatMap((range, i) => {
    const before = ranges[i - 1]
    if (before === undefined || before.to < range.from) return []
    const path = [...draft.pathOf('sites', range.index), 'engine', 'ports']
    const message = `ports ${range.from} to ${range.to} of "${range.site.id}" overlap those of "${before.site.id}"`
    const hint = `begin above ${before.to}: both sites run on this machine`
    return [{ code: 'fleet/ports-overlap', path, message, hint }]
  })
}
