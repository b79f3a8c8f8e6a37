import type { RowOrigin } from './table-cells.ts'

/**
 * Whom the European Union found adequate: personal data may go there without a further mechanism. A decision has a
 * direction and a date; the way back is another question. No legal advice.
 */
export interface Adequacy {
  readonly id: string
  readonly name: string
  readonly from: string
  /** ISO 3166-1. */
  readonly to: string
  /** What of the country it covers. */
  readonly scope: string
  /** First day, where it is younger than the eleven decisions that were confirmed in January 2024. */
  readonly validFrom?: string
  readonly validTo?: string
  readonly origin: RowOrigin
}

const origin: RowOrigin = {
  provenance: 'published',
  source:
    'European Commission adequacy decisions, by dig.watch, europalov.no, chambers.com and epo.org',
  asOf: '2026-05',
  confidence: 'high',
}

interface Row extends Pick<Adequacy, 'to' | 'name' | 'validFrom' | 'validTo'> {
  readonly scope?: string
  readonly confidence?: RowOrigin['confidence']
}

// prettier-ignore
const rows: readonly Row[] = [
  { to: 'AD', name: 'Andorra' }, { to: 'AR', name: 'Argentina' },
  { to: 'BR', name: 'Brazil', validFrom: '2026-01-26' },
  { to: 'CA', name: 'Canada', scope: 'commercial organisations' },
  { to: 'FO', name: 'Faroe Islands' }, { to: 'GG', name: 'Guernsey' }, { to: 'IL', name: 'Israel' },
  { to: 'IM', name: 'Isle of Man' }, { to: 'JP', name: 'Japan' }, { to: 'JE', name: 'Jersey' },
  { to: 'NZ', name: 'New Zealand' }, { to: 'KR', name: 'South Korea' }, { to: 'CH', name: 'Switzerland' },
  { to: 'GB', name: 'United Kingdom', validFrom: '2025-12-19', validTo: '2031-12', confidence: 'medium' },
  { to: 'UY', name: 'Uruguay' },
  { to: 'US', name: 'United States', scope: 'firms certified under the Data Privacy Framework; under appeal', confidence: 'medium' },
]

export const adequacy: readonly Adequacy[] = rows.map(({ scope, confidence, ...row }) => ({
  id: `adequacy-eu-${row.to.toLowerCase()}`,
  from: 'EU',
  scope: scope ?? 'the whole country',
  ...row,
  origin: confidence === undefined ? origin : { ...origin, confidence },
}))
