import { cite, hintNearest } from '../../diagnostics/index.ts'
import type { Path } from '../../diagnostics/index.ts'
import { isId } from '../schema/text-field.ts'
import type { Draft, ListName } from './draft.ts'
import type { Finding } from './finding.ts'

const kinds = {
  sites: { code: 'fleet/unknown-site', word: 'site' },
  nodes: { code: 'fleet/unknown-node', word: 'node' },
  spans: { code: 'fleet/unknown-span', word: 'span' },
  srlgs: { code: 'fleet/unknown-srlg', word: 'SRLG' },
} as const satisfies Partial<Record<ListName, { code: string; word: string }>>

/** Everything that refers to something refers to something that is there. */
export function checkReferences(draft: Draft): readonly Finding[] {
  const { nodes, spans, routes, datasets, prices } = draft.fleet
  const refer = (list: keyof typeof kinds, id: string | undefined, path: Path) =>
    id === undefined ? [] : unknown(draft, { list, id, path })
  return [
    ...nodes.flatMap((node, i) => refer('sites', node.siteId, at(draft, 'nodes', i, 'site'))),
    ...spans.flatMap((span, i) => [
      ...refer('nodes', span.from, at(draft, 'spans', i, 'from')),
      ...refer('nodes', span.to, at(draft, 'spans', i, 'to')),
      ...span.srlgs.flatMap((id, k) => refer('srlgs', id, at(draft, 'spans', i, 'srlgs', k))),
    ]),
    ...routes.flatMap((route, i) =>
      route.spans.flatMap((id, k) => refer('spans', id, at(draft, 'routes', i, 'spans', k))),
    ),
    ...datasets.flatMap((set, i) =>
      refer('sites', set.homeSiteId, at(draft, 'datasets', i, 'home')),
    ),
    ...prices.accelerators.flatMap((row, i) =>
      refer('sites', row.siteId, ['prices', 'accelerators', i, 'site']),
    ),
  ]
}

/** The path of something inside an item. */
const at = (
  draft: Draft,
  ...[list, index, ...rest]: [ListName, number, ...(string | number)[]]
): Path => [...draft.pathOf(list, index), ...rest]

interface Reference {
  readonly list: keyof typeof kinds
  readonly id: string
  readonly path: Path
}

function unknown(draft: Draft, { list, id, path }: Reference): readonly Finding[] {
  const known = draft.idsOf(list)
  // A fleet without sites has been told so already.
  if (known.has(id) || (list === 'sites' && known.size === 0)) return []
  const { code, word } = kinds[list]
  const hint = () => hintNearest(id, [...known].filter(isId))
  return [{ code, path, message: `no ${word} is named ${cite(id)}`, hint }]
}
