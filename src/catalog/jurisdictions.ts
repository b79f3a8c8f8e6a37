import { blocs, countries, subdivisions } from './jurisdiction-codes.ts'
import type { Jurisdiction } from './jurisdiction-codes.ts'

/**
 * Which law reaches where, as codes: ISO 3166-1 for countries, ISO 3166-2 for subdivisions, and the two European blocs.
 * Only containment of ground is answered here. Adequacy decisions, control by a foreign parent and transit are other
 * questions, and a yes here is no permission.
 */
export const jurisdictions: readonly Jurisdiction[] = [...blocs, ...countries, ...subdivisions]

const withinByCode = new Map(jurisdictions.map(({ code, within }) => [code, within]))

/**
 * Does `outer` contain `inner`? A code contains itself, a country its subdivisions, a bloc its countries. What is not
 * listed is contained by nothing else, so that a misspelt code never widens a permission.
 */
export function jurisdictionContains(outer: string, inner: string): boolean {
  if (outer === inner) return true
  return (withinByCode.get(inner) ?? []).some((parent) => jurisdictionContains(outer, parent))
}
