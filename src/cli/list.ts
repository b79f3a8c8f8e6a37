import type { Command } from 'commander'
import type { WorkloadView } from '../control/index.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good } from './failure.ts'
import { formatTable, formatTime } from './table.ts'

interface Options {
  readonly state?: string
  readonly limit?: string
  readonly after?: string
}

interface Page {
  readonly workloads: readonly WorkloadView[]
  readonly next?: string
}

export function registerList(program: Command, session: Session): void {
  const command = program
    .command('list')
    .description('Workloads, newest first')
    .option('--state <state>', 'only those that are queued, running, paused, completed, ...')
    .option('--limit <n>', 'how many at most, up to 1000 (default: 100)')
    .option('--after <id>', 'the page after this id')
  finish<Options>(command, session, {
    examples: ['gridloom list', 'gridloom list --state running --json'],
    act: async (_, options) => {
      const { state, limit, after } = options
      const page = await clientOf(session, options).get<Page>('/v1/workloads', {
        state,
        limit,
        after,
      })
      if (!page.ok) return page
      return good({ json: page.value, text: pageText(page.value) })
    },
  })
}

function pageText({ workloads, next }: Page): string {
  if (workloads.length === 0) return 'no workloads'
  const more = next === undefined ? '' : `\n\nmore: gridloom list --after ${next}`
  return workloadTable(workloads) + more
}

export function workloadTable(workloads: readonly WorkloadView[]): string {
  return formatTable(
    workloads.map((workload) => [
      workload.id,
      workload.name,
      workload.tenantId,
      workload.kind,
      workload.state,
      `${workload.accelerators} ${workload.accelerator}`,
      workload.siteIds.join('+') || '-',
      formatTime(workload.submittedAtMs),
      workload.summary,
    ]),
    ['ID', 'NAME', 'TENANT', 'KIND', 'STATE', 'ACCELERATORS', 'SITES', 'SUBMITTED (UTC)', 'WHY'],
  )
}
