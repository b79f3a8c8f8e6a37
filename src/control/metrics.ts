import type { SiteState } from '../decide/index.ts'
import type { MetricSample } from './api.ts'
import type { Parts } from './parts.ts'

/** Counters and gauges; the server renders them for Prometheus. */
export function sampleMetrics(parts: Parts): readonly MetricSample[] {
  const { state } = parts.loop.fold
  const byStatus = new Map<string, number>()
  for (const workload of state.workloads.values())
    byStatus.set(workload.status, (byStatus.get(workload.status) ?? 0) + 1)
  return [
    ...gauge('gridloom_journal_seq', 'Last durable journal record', [[parts.loop.head().seq]]),
    ...gauge('gridloom_leader', '1 while this daemon leads', [[parts.isLeader() ? 1 : 0]]),
    ...gauge('gridloom_fencing_token', 'Fencing token of this leadership', [[parts.fencingToken]]),
    ...gauge(
      'gridloom_workloads',
      'Workloads by status',
      [...byStatus].map(([status, count]) => [count, { status }]),
    ),
    ...[...state.sites.values()].flatMap(siteSamples),
  ]
}

function siteSamples(site: SiteState): readonly MetricSample[] {
  const labels = { site: site.id }
  const isUp = site.isReachable ? 1 : 0
  return [
    ...gauge('gridloom_site_reachable', '1 while the site answers', [[isUp, labels]]),
    ...gauge('gridloom_site_it_watts', 'IT power promised to legs', [[site.usedItW, labels]]),
    ...gauge(
      'gridloom_accelerators_used',
      'Accelerators promised to legs',
      [...site.usedByPool].map(([pool, used]) => [used, { ...labels, pool }]),
    ),
  ]
}

type Sample = readonly [number, Readonly<Record<string, string>>?]

const gauge = (name: string, help: string, samples: readonly Sample[]): readonly MetricSample[] =>
  samples.map(([value, labels]) =>
    labels === undefined
      ? { name, help, type: 'gauge', value }
      : { name, help, type: 'gauge', value, labels },
  )
