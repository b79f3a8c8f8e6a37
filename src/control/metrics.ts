import type { MetricSample } from './api.ts'
import type { Parts } from './control-plane.ts'

/** Counters and gauges; the server renders them for Prometheus. */
export function sampleMetrics(parts: Parts): readonly MetricSample[] {
  const { loop } = parts
  const { state } = loop.fold
  const byStatus = new Map<string, number>()
  for (const workload of state.workloads.values())
    byStatus.set(workload.status, (byStatus.get(workload.status) ?? 0) + 1)
  const samples: MetricSample[] = [
    gauge('gridloom_journal_seq', 'Last durable journal record', loop.head().seq),
    gauge('gridloom_leader', '1 while this daemon leads', parts.isLeader() ? 1 : 0),
    gauge('gridloom_fencing_token', 'Fencing token of this leadership', parts.fencingToken),
  ]
  for (const [status, count] of byStatus)
    samples.push(gauge('gridloom_workloads', 'Workloads by status', count, { status }))
  for (const site of state.sites.values()) {
    samples.push(
      gauge(
        'gridloom_site_reachable',
        '1 while the engine of the site answers',
        site.isReachable ? 1 : 0,
        { site: site.id },
      ),
    )
    samples.push(
      gauge('gridloom_site_it_watts', 'IT power promised to legs', site.usedItW, { site: site.id }),
    )
    for (const [pool, used] of site.usedByPool)
      samples.push(
        gauge('gridloom_accelerators_used', 'Accelerators promised to legs', used, {
          site: site.id,
          pool,
        }),
      )
  }
  return samples
}

const gauge = (
  name: string,
  help: string,
  value: number,
  labels?: Readonly<Record<string, string>>,
): MetricSample => ({
  name,
  help,
  type: 'gauge',
  value,
  ...(labels === undefined ? {} : { labels }),
})
