import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import { createFleetIds } from './fleet-id.ts'
import type { ImportedNetwork, ImportedNode, ImportedSpan, Position } from './imported-network.ts'

/** The network part of a fleet file, as the file spells it: quantities carry their unit. */
export interface FleetNetworkText {
  readonly nodes: readonly FleetNodeText[]
  readonly spans: readonly FleetSpanText[]
  readonly routes: readonly FleetRouteText[]
  /** What the file did not say or a fleet has no place for; to stand above the rest. */
  readonly comments: readonly string[]
}

export interface FleetNodeText {
  readonly id: string
  readonly kind: 'pop' | 'hut' | 'landing'
  readonly latitude: number
  readonly longitude: number
}

export interface FleetSpanText {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly length: string
}

export interface FleetRouteText {
  readonly id: string
  readonly spans: readonly string[]
  readonly capacity: string
}

/** What formats call a point where light is amplified or a sea cable lands; all else is a point of presence. */
const kinds: Readonly<Record<string, FleetNodeText['kind']>> = {
  'Seacable Waypoint': 'hut',
  repeaterSite: 'hut',
  'Seacable Landing Point': 'landing',
  cableLanding: 'landing',
}

/** A length of nought is refused by a fleet file: two points on one spot are this far from each other. */
const lengthKmMin = 0.001

/**
 * The nodes, spans and routes of an imported network for a fleet file. Ids are made valid, and those that changed are
 * listed. A node without a place or a span without a length is an error, since a fleet can hold neither; a span that ends
 * where it begins is left out with a warning.
 */
export function toFleetNetwork(imported: ImportedNetwork): Result<FleetNetworkText> {
  const diagnostics: Diagnostic[] = []
  const nodeIdOf = createFleetIds()
  const spanIdOf = createFleetIds()
  const ids = new Map(imported.nodes.map((node) => [node.id, nodeIdOf(node.name)]))
  const placeless = imported.nodes.filter(({ position }) => position === undefined)
  if (placeless.length > 0) diagnostics.push(noPosition(placeless, imported))
  const straight = imported.spans.filter(({ from, to }) => from !== to)
  for (const { id, from } of imported.spans.filter(({ from, to }) => from === to)) {
    const message = `span ${JSON.stringify(id)} ends where it begins, at ${JSON.stringify(from)}, and is left out`
    diagnostics.push({ code: 'import/left-out', severity: 'warning', pointer: '', message })
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics }
  const spans = straight.map((span) => spanText(span, spanIdOf, ids))
  return {
    ok: true,
    value: {
      nodes: imported.nodes.flatMap((node) => nodeText(node, ids.get(node.id) ?? '')),
      spans,
      routes: routesOf(straight, spans),
      comments: commentsOf(imported, ids),
    },
    notes: diagnostics,
  }
}

function noPosition(placeless: readonly ImportedNode[], imported: ImportedNetwork): Diagnostic {
  const shown = placeless.slice(0, 5).map(({ name }) => JSON.stringify(name)).join(', ') // prettier-ignore
  const more = placeless.length > 5 ? ` and ${placeless.length - 5} more` : ''
  return {
    code: 'import/no-position',
    severity: 'error',
    pointer: '',
    message: `no place on the globe is given for ${placeless.length} of ${imported.nodes.length} nodes: ${shown}${more}`,
    hint: 'a fleet needs latitude and longitude: add them to the file, or take another network',
  }
}

function nodeText(node: ImportedNode, id: string): FleetNodeText[] {
  const position: Position | undefined = node.position
  if (position === undefined) return []
  const { latitudeDeg: latitude, longitudeDeg: longitude } = position
  return [{ id, kind: kindOf(node.kind), latitude, longitude }]
}

const kindOf = (kind: string | undefined): FleetNodeText['kind'] =>
  kind !== undefined && Object.hasOwn(kinds, kind) ? (kinds[kind] ?? 'pop') : 'pop'

function spanText(
  span: ImportedSpan,
  spanIdOf: (wanted: string) => string,
  ids: ReadonlyMap<string, string>,
): FleetSpanText {
  const [from, to] = [ids.get(span.from) ?? '', ids.get(span.to) ?? '']
  const km = Math.max(lengthKmMin, span.length?.km ?? 0)
  return { id: spanIdOf(`${from}-${to}`), from, to, length: `${plainNumber(km)} km` }
}

/** To the metre and never with an exponent, which a quantity may not have. */
const plainNumber = (value: number): string => value.toFixed(3).replace(/\.?0+$/, '')

/** A route needs a capacity that is lit; only a file that states one has routes. */
function routesOf(
  imported: readonly ImportedSpan[],
  spans: readonly FleetSpanText[],
): FleetRouteText[] {
  const routeIdOf = createFleetIds()
  return imported.flatMap(({ capacityGbps = 0 }, i) => {
    const span = spans[i]
    if (span === undefined || !(capacityGbps >= 0.001)) return []
    return [{ id: routeIdOf(span.id), spans: [span.id], capacity: `${plainNumber(capacityGbps)} Gb/s` }] // prettier-ignore
  })
}

function commentsOf(imported: ImportedNetwork, ids: ReadonlyMap<string, string>): string[] {
  const { nodes, spans, demands, admissiblePaths, phases } = imported
  const renamed = nodes.filter(({ id, name }) => ids.get(id) !== name || ids.get(id) !== id)
  const shared = spans.filter(({ length }) => length?.basis === 'drawn').length
  const modules = spans.filter(({ capacity }) => capacity !== undefined).length
  const count = (number: number, what: string): string[] => (number === 0 ? [] : [`${number} ${what}`]) // prettier-ignore
  return [
    `${imported.name}, imported from ${imported.format}: ${nodes.length} nodes, ${spans.length} spans.`,
    'Add sites, tenants and prices around it; a node of kind "site" names its site.',
    ...imported.notes,
    ...count(
      shared,
      'lengths are those of the drawn route: cable has slack that a map does not show',
    ),
    ...count(demands.length, 'demands of the file have no place in a fleet and are not here'),
    ...count(modules, 'links have modules and costs of the file, which are not here'),
    ...count(admissiblePaths.length, 'admissible paths of the file are not here'),
    ...phases.map(({ id, name }) => `phase ${id}: ${name}`),
    ...(spans.some(({ capacityGbps }) => capacityGbps) ? [] : ['No route is here: the file states no capacity that is lit.']), // prettier-ignore
    ...renamed.map(({ id, name }) => `${ids.get(id)} is ${name}${name === id ? '' : ` (${id})`}`),
  ]
}
