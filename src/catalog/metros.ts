import type { Figure } from './figure.ts'
import { metroCountries } from './metro-countries.ts'
import { metroRows } from './metro-rows.ts'
import type { RowOrigin } from './table-cells.ts'

/**
 * Places where people ask and where machines may stand. `demandWeight` is how many people of working age use AI there,
 * in millions: population of the urban area times both shares of its country. It ranks places against each other; what
 * one user asks for, and when, is the business of the serving model. Left out: income within a country, and visitors.
 */
export interface Metro {
  readonly id: string
  readonly name: string
  /** ISO 3166-1. */
  readonly country: string
  /** IANA name. */
  readonly timeZone: string
  readonly latitudeDeg: Figure
  readonly longitudeDeg: Figure
  readonly population: Figure
  readonly workingAgeShare: Figure
  readonly aiUserShare: Figure
  readonly demandWeight: Figure
  readonly origin: RowOrigin
}

const place: RowOrigin = {
  provenance: 'published',
  source:
    'Natural Earth 1:10m populated places (public domain), by the npm package city-timezones 1.3.4 (MIT)',
  asOf: '2024',
  confidence: 'high',
  licence: 'public domain',
}
const people: RowOrigin = {
  provenance: 'assumed',
  source:
    'United Nations, World Urbanization Prospects 2018, urban agglomeration in 2025; rounded from the record, not re-read',
  asOf: '2018',
  confidence: 'low',
}

const countries = new Map(metroCountries.map((country) => [country.code, country]))

const metrosOf = (row: (typeof metroRows)[number]): readonly Metro[] => {
  const shares = countries.get(row.country)
  if (shares === undefined) return []
  const { workingAgeShare, aiUserShare } = shares
  const weight = row.populationMillion * workingAgeShare.value * aiUserShare.value
  return [
    {
      id: `metro-${row.id}`,
      name: row.name,
      country: row.country,
      timeZone: row.timeZone,
      latitudeDeg: { value: row.latitudeDeg, unit: 'deg', ...place },
      longitudeDeg: { value: row.longitudeDeg, unit: 'deg', ...place },
      population: { value: row.populationMillion, unit: 'million', ...people },
      workingAgeShare,
      aiUserShare,
      demandWeight: {
        value: Math.round(weight * 1000) / 1000,
        unit: 'million',
        ...people,
        source: 'Derived: population times working-age share times share of AI users',
        asOf: '2026-01',
      },
      origin: place,
    },
  ]
}

export const metros: readonly Metro[] = metroRows.flatMap(metrosOf)
