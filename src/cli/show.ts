import type { Command } from 'commander'
import type { WorkloadDetail } from '../control/index.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good } from './failure.ts'
import { formatTable, formatTime } from './table.ts'

export function registerShow(program: Command, session: Session): void {
  const command = program
    .command('show')
    .description('One workload with its legs')
    .argument('<id>', 'id or name')
  finish(command, session, {
    examples: ['gridloom show nightly-run-1', 'gridloom show nightly-run --json'],
    act: async ([id = ''], options) => {
      const path = `/v1/workloads/${encodeURIComponent(id)}`
      const found = await clientOf(session, options).get<WorkloadDetail>(path)
      return found.ok ? good({ json: found.value, text: detailText(found.value) }) : found
    },
  })
}

export function detailText(workload: WorkloadDetail): string {
  const facts = [
    ['id', workload.id],
    ['name', workload.name],
    ['tenant', workload.tenantId],
    ['kind', workload.kind],
    ['state', `${workload.state}: ${workload.summary}`],
    ['accelerators', `${workload.accelerators} ${workload.accelerator}`],
    ['priority', String(workload.priority)],
    ['submitted', formatTime(workload.submittedAtMs)],
    ['started', formatTime(workload.startedAtMs)],
    ['ended', formatTime(workload.endedAtMs)],
    ['attempt', String(workload.attempt)],
    ['cost', `${workload.costUsd.toFixed(2)} USD (as decided; the bill counts what ran)`],
    ...(workload.legs.length > 1 ? [['exchange', workload.sync]] : []),
  ]
  return workload.legs.length === 0
    ? formatTable(facts)
    : `${formatTable(facts)}\n\n${legTable(workload)}`
}

function legTable({ legs }: WorkloadDetail): string {
  return formatTable(
    legs.map((leg) => [
      String(leg.rank),
      leg.siteId,
      leg.poolId,
      String(leg.accelerators),
      leg.outcome === undefined ? leg.phase : `${leg.phase} (${leg.outcome})`,
      leg.engineJobId ?? '-',
      formatTime(leg.startedAtMs),
      formatTime(leg.endedAtMs),
      leg.wan ? `${leg.wan.gbps} Gb/s, ${leg.wan.rttMs} ms RTT` : '-',
    ]),
    ['LEG', 'SITE', 'POOL', 'ACC', 'PHASE', 'JOB', 'STARTED (UTC)', 'ENDED (UTC)', 'WAN'],
  )
}
