import type { FigureSource, Fleet } from './fleet.ts'

const yours: FigureSource = { of: '', provenance: 'yours', text: 'as given in the fleet file' }

/**
 * Where a figure comes from, by its dotted path (`sites.mke.halls.hall-1.itMw`): the source with the longest `of` that
 * is a prefix of it by whole steps; what no source covers is `yours`.
 */
export function provenanceOf(fleet: Pick<Fleet, 'sources'>, path: string): FigureSource {
  let best = yours
  for (const source of fleet.sources) {
    const covers = path === source.of || path.startsWith(`${source.of}.`)
    if (covers && source.of.length > best.of.length) best = source
  }
  return best
}
