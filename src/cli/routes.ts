import type { Command } from 'commander'
import type { RouteView } from '../control/index.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good } from './failure.ts'
import { formatTable } from './table.ts'

export function registerRoutes(program: Command, session: Session): void {
  const command = program.command('routes').description('Routes with what is booked on them')
  finish(command, session, {
    examples: ['gridloom routes', 'gridloom routes --json'],
    act: async (_, options) => {
      const found = await clientOf(session, options).get<{ routes: readonly RouteView[] }>(
        '/v1/routes',
      )
      return found.ok ? good({ json: found.value, text: routeTable(found.value.routes) }) : found
    },
  })
}

export function routeTable(routes: readonly RouteView[]): string {
  if (routes.length === 0) return 'no routes'
  return formatTable(
    routes.map((route) => [
      route.id,
      `${route.from} - ${route.to}`,
      route.isUp ? 'up' : 'down',
      `${route.lengthKm.toFixed(0)} km`,
      `${route.rttMs.toFixed(1)} ms`,
      `${route.bookedGbps} of ${route.capacityGbps} Gb/s`,
      route.srlgs.join(' ') || '-',
    ]),
    ['ROUTE', 'BETWEEN', 'STATE', 'LENGTH', 'RTT', 'BOOKED', 'SHARED RISKS'],
  )
}
