import { readFileSync } from 'node:fs'
import geodesic from 'geographiclib-geodesic'
import { loadFleet } from '../src/fleet/index.ts'
import type { Fleet, NetworkNode } from '../src/fleet/index.ts'
import { buildGraph } from '../src/network/index.ts'

/**
 * How long the routes of a fleet are beside the straight line: `npx node scripts/geodesic.ts fleets/northloom.yaml`
 * prints the table that stands in docs/fleets/northloom.md. The straight line is the geodesic on WGS84 (Karney).
 */
export function geodesicKm(a: NetworkNode, b: NetworkNode): number {
  const { s12 } = geodesic.Geodesic.WGS84.Inverse(
    a.latitudeDeg,
    a.longitudeDeg,
    b.latitudeDeg,
    b.longitudeDeg,
  )
  return (s12 ?? Number.NaN) / 1000
}

export function routeTable(fleet: Fleet): string {
  const nodes = new Map(fleet.nodes.map((node) => [node.id, node]))
  const rows = [...buildGraph(fleet).routes.values()].map((route) => {
    const straightKm = geodesicKm(nodes.get(route.a)!, nodes.get(route.b)!)
    return [
      `\`${route.id}\``,
      straightKm.toFixed(0),
      (route.lengthKm / straightKm).toFixed(2),
      route.lengthKm.toFixed(0),
      route.rttMs.toFixed(1),
      (route.capacityGbps / 1000).toFixed(1),
    ]
  })
  const head = ['Route', 'Geodesic km', 'Factor', 'Route km', 'RTT ms', 'Lit Tb/s']
  const rule = head.map((_, column) => (column === 0 ? ':--' : '--:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

if (import.meta.main) {
  const path = process.argv[2] ?? 'fleets/northloom.yaml'
  const loaded = loadFleet(readFileSync(path, 'utf8'), path)
  if (loaded.ok) console.log(routeTable(loaded.value))
  else for (const { code, message } of loaded.diagnostics) console.error(`${code}: ${message}`)
  process.exitCode = loaded.ok ? 0 : 2
}
