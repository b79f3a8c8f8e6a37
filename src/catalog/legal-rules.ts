import rows from './legal-rules.json' with { type: 'json' }
import type { RowOrigin } from './table-cells.ts'

/**
 * Rules on where data and chips may be, for planning. They are no legal advice: not one was read in the statute. Each
 * says what kind of text it was read in (`reading`), and a place without a row is unknown, not permitted. Nothing here
 * decides a placement: policies of tenants do, with the codes of `jurisdictions.ts`.
 */
export interface LegalRule {
  readonly id: string
  readonly name: string
  /** Code of `jurisdictions.ts`, or of ISO 3166-1 where that list lacks it. */
  readonly jurisdiction: string
  readonly status: 'in-force' | 'announced' | 'proposed' | 'draft' | 'rescinded' | 'voluntary'
  /** Where bytes are, who can compel their holder, what chips may cross, or what may be charged. */
  readonly question: 'location' | 'control' | 'chips' | 'commerce'
  readonly verdict:
    'denied-unless' | 'allowed-unless' | 'denied-to-listed' | 'duty' | 'no-location-duty'
  readonly rule: string
  readonly mechanisms: string
  readonly dates: string
  /** First day of force, where the source names one. */
  readonly validFrom?: string
  readonly reading: string
  readonly origin: RowOrigin
}

export const legalNotice =
  'A planning aid, not legal advice. No rule was read in the statute; places that are not listed are unknown, not permitted.'

type Row = (typeof rows)[number]

const ruleOf = ({ confidence, source, validFrom, ...row }: Row): LegalRule => ({
  ...(row as Pick<
    LegalRule,
    | 'id'
    | 'name'
    | 'jurisdiction'
    | 'status'
    | 'question'
    | 'verdict'
    | 'rule'
    | 'mechanisms'
    | 'dates'
    | 'reading'
  >),
  ...(validFrom === undefined ? {} : { validFrom }),
  origin: {
    provenance: confidence === 'low' ? 'assumed' : 'published',
    source,
    asOf: '2026-10',
    confidence: confidence as RowOrigin['confidence'],
  },
})

export const legalRules: readonly LegalRule[] = rows.map(ruleOf)
