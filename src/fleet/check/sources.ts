import { cite, hintNearest } from '../../diagnostics/index.ts'
import { isId } from '../schema/text-field.ts'
import type { Draft, ListName } from './draft.ts'
import type { Finding } from './finding.ts'

const lists: readonly ListName[] = [
  'sites',
  'srlgs',
  'nodes',
  'spans',
  'routes',
  'tenants',
  'datasets',
]
const roots: readonly string[] = ['name', 'description', 'prices', 'policy', ...lists]

/** A source is a source of something in the file: of a section, or of a thing in it by id. */
export const checkSources = (draft: Draft): readonly Finding[] =>
  draft.fleet.sources.flatMap(({ of }, i): readonly Finding[] => {
    const [root = '', id] = of.split('.')
    const path = [...draft.pathOf('sources', i), 'of']
    const code = 'fleet/source-of-nothing'
    if (!roots.includes(root)) {
      const message = `${cite(of)} names no section of the file`
      return [{ code, path, message, hint: hintNearest(root, roots) }]
    }
    const list = lists.find((name) => name === root)
    if (list === undefined || id === undefined || draft.idsOf(list).has(id)) return []
    const message = `${cite(of)} names nothing: no item of ${root} has the id ${cite(id)}`
    return [
      { code, path, message, hint: () => hintNearest(id, [...draft.idsOf(list)].filter(isId)) },
    ]
  })
