import { cite, pointerOf } from '../../diagnostics/index.ts'
import type { Path } from '../../diagnostics/index.ts'
import type { Draft, ListName } from './draft.ts'
import type { Finding } from './finding.ts'

interface Named {
  readonly key: string
  readonly path: Path
}

const words: Readonly<Record<Exclude<ListName, 'sources'>, string>> = {
  sites: 'site',
  srlgs: 'SRLG',
  nodes: 'node',
  spans: 'span',
  routes: 'route',
  tenants: 'tenant',
  datasets: 'dataset',
}

/** An id names one thing of its kind; sites and tenants also differ in the name that people read. */
export function checkDuplicates(draft: Draft): readonly Finding[] {
  const { sites, tenants } = draft.fleet
  const ids = (Object.keys(words) as (keyof typeof words)[]).flatMap((list) => {
    const named = draft.fleet[list].map(({ id }, i) => ({
      key: id,
      path: [...draft.pathOf(list, i), 'id'],
    }))
    return repeated(named, 'fleet/duplicate-id', words[list])
  })
  const inSites = sites.flatMap((site, i) => {
    const at = draft.pathOf('sites', i)
    const within = (list: 'halls' | 'pools' | 'supplies', word: string) => {
      const named = site[list].map(({ id }, k) => ({ key: id, path: [...at, list, k, 'id'] }))
      return repeated(named, 'fleet/duplicate-id', word)
    }
    return [...within('halls', 'hall'), ...within('pools', 'pool'), ...within('supplies', 'supply')]
  })
  const nameOf = (list: 'sites' | 'tenants') => (item: { name: string }, i: number) => ({
    key: fold(item.name),
    path: [...draft.pathOf(list, i), 'name'],
  })
  return [
    ...ids,
    ...inSites,
    ...repeated(sites.map(nameOf('sites')), 'fleet/duplicate-name', 'site'),
    ...repeated(tenants.map(nameOf('tenants')), 'fleet/duplicate-name', 'tenant'),
    ...checkPriceRows(draft),
  ]
}

/** Names that a reader takes for the same: compatibility forms and case are folded. */
const fold = (name: string): string => name.normalize('NFKC').toLowerCase().trim()

function checkPriceRows(draft: Draft): readonly Finding[] {
  const named = draft.fleet.prices.accelerators.map((row, i) => ({
    key: [row.accelerator, row.siteId ?? '', row.flexibility ?? '', row.fromMs].join(' '),
    path: ['prices', 'accelerators', i],
  }))
  return repeatedBy(named, (first) => ({
    code: 'fleet/duplicate-price',
    message: 'this row is for the same accelerator, site, class and instant as another',
    hint: `keep one: the other is ${pointerOf(first.path)}`,
  }))
}

const repeated = (named: readonly Named[], code: string, word: string): readonly Finding[] =>
  repeatedBy(named, (first) => ({
    code,
    message: `another ${word} is called ${cite(first.key)}`,
    hint: `rename one: the first is ${pointerOf(first.path)}`,
  }))

function repeatedBy(
  named: readonly Named[],
  describe: (first: Named) => Omit<Finding, 'path'>,
): readonly Finding[] {
  const firsts = new Map<string, Named>()
  return named.flatMap((item) => {
    const first = firsts.get(item.key)
    if (first === undefined) firsts.set(item.key, item)
    return first === undefined ? [] : [{ ...describe(first), path: item.path }]
  })
}
