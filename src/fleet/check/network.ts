import type { Route, Span } from '../fleet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** Gateways belong to sites, spans have two ends, routes are chains that do not cross themselves. */
export function checkNetwork(draft: Draft): readonly Finding[] {
  const nodeIds = draft.idsOf('nodes')
  // Only whole spans take part in a chain: what is wrong with the others is said where they stand.
  const whole = draft.fleet.spans.filter(
    ({ from, to }) => from !== to && nodeIds.has(from) && nodeIds.has(to),
  )
  const spanById = new Map(whole.map((span) => [span.id, span]))
  return [
    ...draft.fleet.nodes.flatMap((_, i) => checkNode(draft, i)),
    ...draft.fleet.spans.flatMap((span, i) => checkSpan(draft, span, i)),
    ...draft.fleet.routes.flatMap((route, i) =>
      checkRoute(route, spanById).map((finding) => ({
        ...finding,
        path: [...draft.pathOf('routes', i), ...finding.path],
      })),
    ),
    ...checkSitesWithoutGateway(draft),
  ]
}

function checkNode(draft: Draft, index: number): readonly Finding[] {
  const node = draft.fleet.nodes[index]
  if (node === undefined || (node.kind === 'site') === (node.siteId !== undefined)) return []
  const path = draft.pathOf('nodes', index)
  if (node.siteId === undefined) {
    const hint = 'add "site: ID" with the site whose gateway this is'
    const message = `node "${node.id}" is a gateway of no site`
    return [{ code: 'fleet/gateway-without-site', path, message, hint }]
  }
  const message = `node "${node.id}" is a ${node.kind} and names a site`
  const hint = 'write "kind: site", or remove the key "site"'
  return [{ code: 'fleet/gateway-without-site', path: [...path, 'site'], message, hint }]
}

function checkSpan(draft: Draft, span: Span, index: number): readonly Finding[] {
  if (span.from !== span.to) return []
  const path = [...draft.pathOf('spans', index), 'to']
  const message = `span "${span.id}" ends where it begins, at "${span.from}"`
  return [{ code: 'fleet/span-loop', path, message, hint: 'name the node at its other end' }]
}

/** Walks the chain; the first fault ends the walk, for what follows has no meaning. */
function checkRoute(route: Route, spanById: ReadonlyMap<string, Span>): readonly Finding[] {
  const spans = route.spans.map((id) => spanById.get(id))
  const [first, second] = spans
  if (first === undefined || spans.includes(undefined)) return []
  const startsAtTo = second !== undefined && [second.from, second.to].includes(first.from)
  let here = startsAtTo ? first.to : first.from
  const visited = new Set([here])
  for (const [i, span] of (spans as readonly Span[]).entries()) {
    const path = ['spans', i]
    if (span.from !== here && span.to !== here) {
      const message = `span "${span.id}" joins ${span.from} and ${span.to}; the route has come to ${here}`
      const hint = 'list the spans in the order in which the light passes them'
      return [{ code: 'fleet/route-broken', path, message, hint }]
    }
    here = span.from === here ? span.to : span.from
    if (visited.has(here)) {
      const message = `route "${route.id}" comes to ${here} a second time`
      return [{ code: 'fleet/route-cycle', path, message, hint: 'leave out the detour' }]
    }
    visited.add(here)
  }
  return []
}

/** Of several sites, one without a gateway can take part in no gang. */
function checkSitesWithoutGateway(draft: Draft): readonly Finding[] {
  const { sites, nodes } = draft.fleet
  if (!draft.isWhole || sites.length < 2) return []
  const joined = new Set(nodes.map((node) => node.siteId))
  const isDoubtful = nodes.some(
    ({ kind, siteId }) => kind === 'site' && !draft.idsOf('sites').has(siteId ?? ''),
  )
  if (isDoubtful) return []
  return sites.flatMap(({ id }, i) => {
    if (joined.has(id)) return []
    const path = draft.pathOf('sites', i)
    const message = `site "${id}" has no gateway: no work can span it and another site`
    const hint = `add a node with "kind: site, site: ${id}" and a span from it`
    return [{ code: 'fleet/site-unconnected', severity: 'note', path, message, hint } as const]
  })
}
