import type { Command } from 'commander'
import type { SiteView } from '../control/index.ts'
import { formatQuantity } from '../units/index.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good } from './failure.ts'
import { formatTable } from './table.ts'

export function registerSites(program: Command, session: Session): void {
  const command = program.command('sites').description('Sites with their load and limits')
  finish(command, session, {
    examples: ['gridloom sites', 'gridloom sites --json'],
    act: async (_, options) => {
      const found = await clientOf(session, options).get<{ sites: readonly SiteView[] }>(
        '/v1/sites',
      )
      return found.ok ? good({ json: found.value, text: siteTable(found.value.sites) }) : found
    },
  })
}

/** The heading of the column says which power it is. */
const power = (facilityMw: number): string =>
  formatQuantity(facilityMw, 'facility MW').replace(' facility', '')

export function siteTable(sites: readonly SiteView[]): string {
  const rows = sites.flatMap((site) =>
    site.pools.map((pool) => [
      site.id,
      site.grid,
      site.engine,
      site.isReachable ? site.state : 'unreachable',
      `${pool.used}/${pool.total} ${pool.accelerator}`,
      String(pool.foreign),
      String(pool.down),
      power(site.itMw),
      `${power(site.facilityMw)} of ${power(site.facilityMaxMw)}`,
      site.pue.toFixed(2),
      String(site.legs),
    ]),
  )
  const header = ['SITE', 'GRID', 'ENGINE', 'STATE', 'USED', 'FOREIGN', 'DOWN', 'IT', 'AT THE METER', 'PUE', 'LEGS'] // prettier-ignore
  return formatTable(rows, header)
}
