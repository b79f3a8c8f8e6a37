import { describe, expect, it } from 'vitest'
import type { Dataset, Site, WorkloadSpec } from '../fleet/index.ts'
import { findResidencyBreach } from './residency.ts'

const site = (ground: readonly string[], operator: readonly string[]): Site =>
  ({ id: 'site', jurisdiction: { ground, operator } }) as Partial<Site> as Site

const datasets = new Map<string, Dataset>(
  [
    { id: 'eu-only', jurisdictions: ['EU'] },
    { id: 'georgia', jurisdictions: ['US-GA'] },
    { id: 'atlantic', jurisdictions: ['EU', 'US'] },
    { id: 'nowhere', jurisdictions: [] },
  ].map((part) => [part.id, { homeSiteId: 'site', sizeGb: 1, ...part }]),
)

const atlanta = site(['US', 'US-GA'], ['US'])
const lulea = site(['EU', 'SE'], ['EU', 'SE'])
const luleaOfUs = site(['EU', 'SE'], ['US'])
const unnamed = site([], [])

interface Row {
  readonly what: string
  readonly at: Site
  readonly reads?: readonly string[]
  readonly rule?: WorkloadSpec['residency']
  readonly breach: RegExp | undefined
}

const rows: readonly Row[] = [
  { what: 'nothing asked, nothing read', at: atlanta, breach: undefined },
  { what: 'an EU dataset in Sweden', at: lulea, reads: ['eu-only'], breach: undefined },
  { what: 'an EU dataset in Georgia', at: atlanta, reads: ['eu-only'], breach: /eu-only/ },
  { what: 'a Georgian dataset in Georgia', at: atlanta, reads: ['georgia'], breach: undefined },
  { what: 'a Georgian dataset in Sweden', at: lulea, reads: ['georgia'], breach: /georgia/ },
  { what: 'a dataset for both', at: atlanta, reads: ['atlantic'], breach: undefined },
  {
    what: 'one lawful and one unlawful dataset',
    at: lulea,
    reads: ['eu-only', 'georgia'],
    breach: /georgia/,
  },
  { what: 'a dataset without jurisdictions', at: lulea, reads: ['nowhere'], breach: /no place/ },
  { what: 'a dataset that nobody declared', at: lulea, reads: ['ghost'], breach: /ghost/ },
  {
    what: 'any dataset at a site that names no ground',
    at: unnamed,
    reads: ['atlantic'],
    breach: /atlantic/,
  },
  {
    what: 'a rule that names the ground',
    at: lulea,
    rule: { jurisdictions: ['SE'] },
    breach: undefined,
  },
  {
    what: 'a rule that names another ground',
    at: atlanta,
    rule: { jurisdictions: ['SE'] },
    breach: /must run/,
  },
  {
    what: 'a rule that names no ground',
    at: atlanta,
    rule: { jurisdictions: [] },
    breach: /no place/,
  },
  {
    what: 'European ground with an American operator, Europeans asked for',
    at: luleaOfUs,
    rule: { jurisdictions: ['EU'], operators: ['EU', 'SE'] },
    breach: /operator answers to US/,
  },
  {
    what: 'an operator of whom one jurisdiction is not allowed',
    at: lulea,
    rule: { jurisdictions: ['EU'], operators: ['EU'] },
    breach: /operator answers to SE/,
  },
  {
    what: 'an operator who answers to allowed ones only',
    at: lulea,
    rule: { jurisdictions: ['EU'], operators: ['EU', 'SE', 'US'] },
    breach: undefined,
  },
  {
    what: 'nobody allowed to operate',
    at: lulea,
    rule: { jurisdictions: ['EU'], operators: [] },
    breach: /allowed are no place/,
  },
  {
    what: 'a lawful rule does not lift what the dataset forbids',
    at: atlanta,
    reads: ['eu-only'],
    rule: { jurisdictions: ['US'] },
    breach: /eu-only/,
  },
]

describe('residency denies by default', () => {
  it.each(rows)('$what', ({ at, reads, rule, breach }) => {
    const spec = {
      datasets: reads ?? [],
      ...(rule === undefined ? {} : { residency: rule }),
    } as Partial<WorkloadSpec> as WorkloadSpec
    const found = findResidencyBreach(spec, at, datasets)
    if (breach === undefined) expect(found).toBeUndefined()
    else expect(found).toMatch(breach)
  })
})
