import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** What the loader fills in where a guess could cost somebody: said, never silent. */
export const checkAssumptions =
  (value: unknown) =>
  (draft: Draft): readonly Finding[] => {
    const { sites: written } = (value ?? {}) as { sites?: unknown }
    return draft.fleet.sites.flatMap((site, i) => {
      const path = draft.pathOf('sites', i)
      const entry = Array.isArray(written) ? (written[Number(path[1])] as object | null) : null
      if (entry === null || 'jurisdiction' in entry) return []
      const message = `site "${site.id}" states no jurisdiction: ${site.place.country} is taken for ground and operator`
      const hint = `write "jurisdiction: { ground: [${site.place.country}], operator: [${site.place.country}] }"`
      const code = 'fleet/jurisdiction-assumed'
      return [{ code, severity: 'warning', path, message, hint } as const]
    })
  }
