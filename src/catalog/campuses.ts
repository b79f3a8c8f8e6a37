import rows from './campuses.json' with { type: 'json' }
import type { Figure } from './figure.ts'
import type { RowOrigin } from './table-cells.ts'

/**
 * Real campuses for AI, as Epoch AI counts them: who owns and uses them, where they stand, how much they draw. Half of
 * the power sources were inferred from the place; `isPowerSourceInferred` says which. Epoch AI states a factor of 1.4
 * for 80 % of its power figures.
 */
export interface Campus {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly user: string
  readonly town: string
  readonly latitudeDeg?: Figure
  readonly longitudeDeg?: Figure
  /** IT power in service in September 2026; 0 while it is built. */
  readonly itMw?: Figure
  readonly facilityMw?: Figure
  readonly plan: string
  readonly powerSource: string
  readonly isPowerSourceInferred: boolean
  readonly origin: RowOrigin
}

export const campusAttribution =
  'Epoch AI, "AI Data Centers", licensed under CC BY 4.0, https://epoch.ai; rows selected, names of fields changed.'

type Row = (typeof rows)[number]

const originOf = ({ origin, edition }: Row): RowOrigin => {
  if (origin === 'press')
    return { provenance: 'assumed', source: 'Press, not re-read', asOf: edition, confidence: 'low' }
  return {
    provenance: 'published',
    source:
      origin === 'epoch'
        ? 'Epoch AI, "AI Data Centers", https://epoch.ai'
        : 'Epoch AI, "AI Data Centers", https://epoch.ai; plan and supply by press',
    asOf: edition,
    confidence: origin === 'epoch' ? 'medium' : 'low',
    licence: 'CC BY 4.0',
  }
}

const campusOf = (row: Row): Campus => {
  const origin = originOf(row)
  const stated = (key: 'latitudeDeg' | 'longitudeDeg' | 'itMw' | 'facilityMw', unit: string) => {
    const value = row[key]
    return value === undefined ? {} : { [key]: { value, unit, ...origin } satisfies Figure }
  }
  const { id, name, owner, user, town, plan, powerSource, isPowerSourceInferred } = row
  return {
    ...{ id, name, owner, user, town, plan, powerSource, isPowerSourceInferred, origin },
    ...stated('latitudeDeg', 'deg'),
    ...stated('longitudeDeg', 'deg'),
    ...stated('itMw', 'MW IT'),
    ...stated('facilityMw', 'MW facility'),
  }
}

export const campuses: readonly Campus[] = rows.map(campusOf)
