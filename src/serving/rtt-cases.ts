import table from './rtt-cases.json' with { type: 'json' }
import type { Place } from './distance.ts'
import { rttMetros } from './rtt-metros.ts'

export type Provider = 'azure' | 'ibm' | 'aws'

/** One published round trip between two cloud regions. The statistic differs by provider and is never mixed. */
export interface RttCase {
  readonly id: string
  readonly provider: Provider
  readonly statistic: string
  readonly window: string
  readonly regions: readonly [string, string]
  readonly a: Place
  readonly b: Place
  readonly rttMs: number
  readonly rttP95Ms?: number
  readonly split: 'fitted' | 'held-out'
  readonly source: string
}

const metroNames = Object.keys(rttMetros).sort()

/**
 * Every third metro, by name, is held out, and with it each row that touches it: no metro is on both sides, so that a factor
 * cannot have learnt a place by heart. 147 of 316 rows are fitted.
 */
const heldOutMetros = new Set(metroNames.filter((_, index) => index % 3 === 2))

const providerOf = (id: string): Provider => id.slice(0, id.indexOf('-')) as Provider

const caseOf = (row: readonly (string | number)[]): RttCase => {
  const [id, regionA, regionB, metroA, metroB] = row.map(String)
  const [rttMs, p95] = row.slice(5).map(Number)
  const [a, b] = [rttMetros[metroA ?? ''], rttMetros[metroB ?? '']]
  if (id === undefined || a === undefined || b === undefined || rttMs === undefined)
    throw new Error(`defect: a round-trip row names no known metro: ${row.join(', ')}`)
  const provider = providerOf(id)
  const isHeldOut = [metroA, metroB].some((metro) => heldOutMetros.has(metro ?? ''))
  return {
    id,
    provider,
    ...table.providers[provider],
    regions: [regionA ?? '', regionB ?? ''],
    a,
    b,
    rttMs,
    ...(p95 === undefined ? {} : { rttP95Ms: p95 }),
    split: isHeldOut ? 'held-out' : 'fitted',
  }
}

export const rttCases: readonly RttCase[] = table.rows.map(caseOf)
