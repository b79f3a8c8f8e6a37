/** One code of a place with a law of its own. */
export interface Jurisdiction {
  readonly code: string
  readonly name: string
  /** Codes that contain it directly. */
  readonly within: readonly string[]
  readonly provenance: 'published' | 'assumed'
  readonly source: string
  readonly asOf: string
}

/** Written as lists below, because nothing but the code and the parent differs. */
const iso = {
  provenance: 'published',
  source: 'ISO 3166-1 and ISO 3166-2, Online Browsing Platform',
  asOf: '2026-11',
} as const

const union = {
  provenance: 'published',
  source: 'European Union, list of member states; EEA Agreement, contracting parties',
  asOf: '2026-11',
} as const

export const blocs: readonly Jurisdiction[] = [
  { code: 'EEA', name: 'European Economic Area', within: [], ...union },
  { code: 'EU', name: 'European Union', within: ['EEA'], ...union },
]

const memberStates =
  'AT:Austria BE:Belgium BG:Bulgaria HR:Croatia CY:Cyprus CZ:Czechia DK:Denmark EE:Estonia FI:Finland FR:France ' +
  'DE:Germany GR:Greece HU:Hungary IE:Ireland IT:Italy LV:Latvia LT:Lithuania LU:Luxembourg MT:Malta NL:Netherlands ' +
  'PL:Poland PT:Portugal RO:Romania SK:Slovakia SI:Slovenia ES:Spain SE:Sweden'

/** Countries outside the blocs that fleets so far name; others may be used and contain only themselves. */
const otherCountries =
  'US:United_States CA:Canada GB:United_Kingdom CH:Switzerland JP:Japan KR:South_Korea IN:India BR:Brazil ' +
  'AU:Australia SG:Singapore AE:United_Arab_Emirates SA:Saudi_Arabia'

const named = (list: string, within: readonly string[], origin: typeof iso | typeof union) =>
  list.split(' ').map((item): Jurisdiction => {
    const [code = '', name = ''] = item.split(':')
    return { code, name: name.replaceAll('_', ' '), within, ...origin }
  })

export const countries: readonly Jurisdiction[] = [
  ...named(memberStates, ['EU'], union),
  ...named('IS:Iceland LI:Liechtenstein NO:Norway', ['EEA'], union),
  ...named(otherCountries, [], iso),
]

const states =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA ' +
  'RI SC SD TN TX UT VT VA WA WV WI WY DC'

const provinces = 'AB BC MB NB NL NS NT NU ON PE QC SK YT'

const partsOf = (country: string, list: string) =>
  list.split(' ').map((part): Jurisdiction => {
    const code = `${country}-${part}`
    return { code, name: code, within: [country], ...iso }
  })

export const subdivisions: readonly Jurisdiction[] = [
  ...partsOf('US', states),
  ...partsOf('CA', provinces),
]
