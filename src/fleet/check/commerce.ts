import { acceleratorKinds } from '../../catalog/index.ts'
import { cite, hintNearest, nearest } from '../../diagnostics/index.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** What is sold has a price, what has a price is there, and data lie where their own law allows. */
export function checkCommerce(draft: Draft): readonly Finding[] {
  return [
    ...checkCatalog(draft),
    ...(draft.isWhole ? checkPrices(draft) : []),
    ...checkDatasets(draft),
  ]
}

/** A kind outside the catalog is allowed; one that differs from a catalog kind by a slip is worth a word. */
const checkCatalog = (draft: Draft): readonly Finding[] =>
  draft.fleet.sites.flatMap((site, i) =>
    site.pools.flatMap(({ accelerator }, k) => {
      const hint = nearest(accelerator, acceleratorKinds)
      if (hint === undefined || hint === accelerator) return []
      const path = [...draft.pathOf('sites', i), 'pools', k, 'accelerator']
      const message = `${cite(accelerator)} is not in the catalog`
      const code = 'fleet/unknown-accelerator'
      return [{ code, severity: 'note', path, message, hint: `did you mean "${hint}"?` } as const]
    }),
  )

function checkPrices(draft: Draft): readonly Finding[] {
  const { sites, prices } = draft.fleet
  const sold = new Set(sites.flatMap((site) => site.pools.map((pool) => pool.accelerator)))
  const priced = new Set(
    prices.accelerators.map((row) => `${row.accelerator} ${row.siteId ?? '*'}`),
  )
  const isPriced = (kind: string, siteId: string): boolean =>
    priced.has(`${kind} *`) || priced.has(`${kind} ${siteId}`)
  const unpriced = sites.flatMap((site, i) =>
    site.pools.flatMap(({ accelerator }, k) => {
      if (isPriced(accelerator, site.id)) return []
      const path = [...draft.pathOf('sites', i), 'pools', k, 'accelerator']
      const message = `no price is given for ${cite(accelerator)} at "${site.id}": its use cannot be billed`
      const hint = 'add a row to prices.accelerators'
      return [{ code: 'fleet/no-price', severity: 'warning', path, message, hint } as const]
    }),
  )
  const unsold = prices.accelerators.flatMap(({ accelerator }, i) => {
    if (sold.has(accelerator)) return []
    const path = ['prices', 'accelerators', i, 'accelerator']
    const message = `no pool has ${cite(accelerator)}`
    const hint = () => hintNearest(accelerator, [...sold])
    return [{ code: 'fleet/price-of-nothing', severity: 'warning', path, message, hint } as const]
  })
  return [...unpriced, ...unsold]
}

function checkDatasets(draft: Draft): readonly Finding[] {
  const siteById = new Map(draft.fleet.sites.map((site) => [site.id, site]))
  return draft.fleet.datasets.flatMap((dataset, i) => {
    const home = siteById.get(dataset.homeSiteId)
    if (home === undefined) return []
    const ground = home.jurisdiction.ground
    if (dataset.jurisdictions.some((code) => ground.includes(code))) return []
    const allowed = dataset.jurisdictions.join(', ') || 'nowhere'
    const path = [...draft.pathOf('datasets', i), 'home']
    const message = `dataset "${dataset.id}" may be in ${allowed}, its home "${home.id}" is in ${ground.join(', ')}`
    const hint = 'name a jurisdiction of its home, or move it'
    const code = 'fleet/dataset-outside-its-law'
    return [{ code, severity: 'warning', path, message, hint } as const]
  })
}
