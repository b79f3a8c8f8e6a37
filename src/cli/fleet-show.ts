import type { Command } from 'commander'
import type { Fleet, FigureSource, Site } from '../fleet/index.ts'
import { formatQuantity } from '../units/index.ts'
import { finish, type Session } from './command.ts'
import { good } from './failure.ts'
import { readFleet } from './fleet-check.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly sources?: boolean
}

export function registerFleetShow(fleet: Command, session: Session): void {
  const command = fleet
    .command('show')
    .description('A fleet file at a glance')
    .argument('<file>', 'fleet file, or - for standard input')
    .option('--sources', 'where the figures come from')
  finish<Options>(command, session, {
    isRemote: false,
    examples: ['gridloom fleet show fleets/laptop.yaml', 'gridloom fleet show fleets/northloom.yaml --sources'], // prettier-ignore
    act: async ([path = ''], { sources }) => {
      const found = await readFleet(path, session.terminal)
      if (!found.ok) return found
      if (sources)
        return good({ json: found.value.sources, text: sourceTable(found.value.sources) })
      return good({ json: found.value, text: fleetText(found.value) })
    },
  })
}

function fleetText(fleet: Fleet): string {
  const tenants = fleet.tenants.map(({ id, shares, quota }) => [id, String(shares), String(quota.acceleratorsMax), String(quota.priorityMax)]) // prettier-ignore
  const routes = fleet.routes.map(({ id, spans, capacityGbps }) => [
    id,
    formatQuantity(capacityGbps, 'Gb/s'),
    formatQuantity(lengthKm(fleet, spans), 'km'),
    risks(fleet, spans) || '-',
  ])
  return [
    fleet.description === undefined ? fleet.name : `${fleet.name}: ${fleet.description}`,
    '',
    formatTable(fleet.sites.map(siteRow), ['SITE', 'PLACE', 'GRID', 'LAW', 'IT', 'ACCELERATORS', 'SUPPLIES', 'ENGINE']), // prettier-ignore
    '',
    routes.length === 0 ? 'no routes' : formatTable(routes, ['ROUTE', 'CAPACITY', 'LENGTH', 'SHARED RISKS']), // prettier-ignore
    '',
    formatTable(tenants, ['TENANT', 'SHARES', 'QUOTA', 'PRIORITY UP TO']),
  ].join('\n')
}

const siteRow = (site: Site): readonly string[] => [
  site.id,
  `${site.place.town}, ${site.place.country}`,
  site.grid,
  [...new Set([...site.jurisdiction.ground, ...site.jurisdiction.operator])].join(' '),
  formatQuantity(site.halls.reduce((sum, hall) => sum + hall.itMw, 0), 'IT MW'), // prettier-ignore
  site.pools.map((pool) => `${pool.nodes * pool.acceleratorsPerNode} ${pool.accelerator}`).join(', '), // prettier-ignore
  site.supplies.map(({ kind, capacityMw }) => `${kind} ${formatQuantity(capacityMw, 'facility MW')}`).join(', '), // prettier-ignore
  site.engine.kind,
]

function lengthKm(fleet: Fleet, spanIds: readonly string[]): number {
  return fleet.spans.reduce((sum, span) => (spanIds.includes(span.id) ? sum + span.lengthKm : sum), 0) // prettier-ignore
}

function risks(fleet: Fleet, spanIds: readonly string[]): string {
  const used = fleet.spans.filter(({ id }) => spanIds.includes(id)).flatMap(({ srlgs }) => srlgs)
  return [...new Set(used)].join(' ')
}

function sourceTable(sources: readonly FigureSource[]): string {
  if (sources.length === 0) return 'no sources are stated: every figure is "yours"'
  return formatTable(
    sources.map(({ of, provenance, asOf, text }) => [of, provenance, asOf ?? '-', text]),
    ['FIGURE', 'PROVENANCE', 'AS OF', 'SOURCE'],
  )
}
