import type { Command } from 'commander'
import type { ControlStatus, RouteView, SiteView, WorkloadView } from '../control/index.ts'
import type { Client } from './client.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good, type Outcome } from './failure.ts'
import { workloadTable } from './list.ts'
import { routeTable } from './routes.ts'
import { siteTable } from './sites.ts'
import { formatSpan } from './table.ts'
import { paint } from './terminal.ts'
import { pause } from './wait.ts'

interface Options {
  readonly once?: boolean
}

interface Picture {
  readonly status: ControlStatus
  readonly sites: readonly SiteView[]
  readonly routes: readonly RouteView[]
  readonly workloads: readonly WorkloadView[]
}

const redrawMs = 1_000
/** Clears what is below after drawing over what was there: nothing flickers. */
const home = '\u001b[H'
const clearBelow = '\u001b[J'
const clearLine = '\u001b[K'

export function registerTop(program: Command, session: Session): void {
  const command = program
    .command('top')
    .description('The fleet at a glance, redrawn every second')
    .option('--once', 'one picture, plain, and done')
  finish<Options>(command, session, {
    examples: ['gridloom top', 'gridloom top --once --json'],
    act: async (_, options) => {
      const client = clientOf(session, options)
      if (options.once || options.json || !session.terminal.isTty) {
        const picture = await look(client)
        return picture.ok
          ? good({ json: picture.value, text: draw(picture.value, session) })
          : picture
      }
      return redraw(client, session)
    },
  })
}

async function redraw(client: Client, session: Session): Promise<Outcome<Record<never, never>>> {
  const { terminal } = session
  for (let isFirst = true; ; isFirst = false) {
    const picture = await look(client)
    // A daemon that goes away for a moment is shown as such; one that was never there is an error.
    if (!picture.ok && (isFirst || picture.failure.exit !== 'unreachable')) return picture
    const text = picture.ok
      ? draw(picture.value, session)
      : paint(terminal, 'red', `the daemon at ${client.url} does not answer`)
    const lines = text.split('\n').map((line) => `${line}${clearLine}\n`)
    terminal.out(`${isFirst ? '\u001b[2J' : ''}${home}${lines.join('')}${clearBelow}`)
    await pause(redrawMs, terminal.stop)
    if (terminal.stop.aborted) return good({})
  }
}

async function look(client: Client): Promise<Outcome<Picture>> {
  const [status, sites, routes, workloads] = await Promise.all([
    client.get<ControlStatus>('/v1/status'),
    client.get<{ sites: readonly SiteView[] }>('/v1/sites'),
    client.get<{ routes: readonly RouteView[] }>('/v1/routes'),
    client.get<{ workloads: readonly WorkloadView[] }>('/v1/workloads', { limit: 20 }),
  ])
  if (!status.ok) return status
  if (!sites.ok) return sites
  if (!routes.ok) return routes
  if (!workloads.ok) return workloads
  return good({
    status: status.value,
    sites: sites.value.sites,
    routes: routes.value.routes,
    workloads: workloads.value.workloads,
  })
}

function draw({ status, sites, routes, workloads }: Picture, { terminal }: Session): string {
  const title = paint(terminal, 'bold', `gridloom ${status.version}  ${status.fleet}`)
  const lead = status.isLeader ? 'leader' : paint(terminal, 'yellow', 'standby')
  return [
    `${title}  ${lead}, up ${formatSpan(Date.now() - status.startedAtMs)}`,
    `${status.running} running, ${status.queued} queued, ${status.live} live; journal at ${status.journalSeq}, decisions ${status.decisionHash.slice(0, 12)}`,
    '',
    siteTable(sites),
    '',
    routeTable(routes),
    '',
    workloads.length === 0 ? 'no workloads' : workloadTable(workloads),
  ].join('\n')
}
