import type { Cell, Figure } from './figure.ts'
import { assumed, figuresOf, published } from './table-cells.ts'

/**
 * How many people of a country could use AI and do: the share of age 15 to 64, and the share of these that used a
 * generative AI product in the second half of 2025. Telemetry of one vendor, corrected; it undercounts products of
 * China, where surveys say 43 %.
 */
const units = { workingAgeShare: '1', aiUserShare: '1' } as const

export type MetroCountry = { readonly code: string } & {
  readonly [K in keyof typeof units]: Figure
}

const age = assumed(
  'World Bank, population of age 15 to 64 in 2024, rounded to a hundredth from the record and not re-read',
  '2024',
)
const stated = published(
  'Microsoft AI Economy Institute, Global AI Adoption in 2025 (second half), by the Astana Times, aimagazine and others',
  '2026-01',
)
const recalled = assumed(
  'Microsoft AI Economy Institute, Global AI Adoption in 2025: value of the country from the record, not re-read; the mean of the Global North is 0.247, of the South 0.141',
  '2026-01',
)
const china = {
  choice:
    'One source for all countries, so that they compare; for China alone the survey is nearer the truth',
  others: [[0.43, published('CNNIC survey, by secondary reports', '2025-06', 'low')]],
} as const

/** Code, working age, AI users; `!` marks a share that was read in a report of the study. */
const list =
  'US 0.65 0.283! CA 0.65 0.350 MX 0.67 0.176 BR 0.69 0.171 AR 0.65 0.184 CL 0.69 0.198 CO 0.69 0.204 PE 0.66 0.143 ' +
  'GB 0.63 0.389! IE 0.66 0.446! FR 0.61 0.440! NL 0.64 0.389! BE 0.63 0.360 DE 0.63 0.286 CH 0.65 0.348 AT 0.65 0.314 ' +
  'IT 0.63 0.278 ES 0.66 0.418! PT 0.63 0.242 DK 0.63 0.287 SE 0.62 0.333 NO 0.65 0.464! FI 0.61 0.273 IS 0.66 0.247 ' +
  'PL 0.65 0.285 CZ 0.63 0.278 GR 0.62 0.200 TR 0.68 0.146 IL 0.60 0.361 AE 0.83 0.640! SA 0.72 0.262 BH 0.76 0.247 ' +
  'QA 0.84 0.383! EG 0.63 0.134 NG 0.56 0.093 KE 0.61 0.087 ZA 0.66 0.211 IN 0.68 0.157 SG 0.73 0.609! MY 0.70 0.197 ' +
  'ID 0.68 0.127 TH 0.70 0.107 PH 0.65 0.183 VN 0.68 0.235 HK 0.67 0.247 TW 0.69 0.284 KR 0.70 0.307! JP 0.59 0.191 ' +
  'CN 0.69 0.163! AU 0.65 0.369 NZ 0.65 0.405!'

const countryOf = ([code = '', workingAge = '', users = '']: readonly string[]): MetroCountry => {
  const share = Number(users.replace('!', ''))
  const read: Cell = code === 'CN' ? [share, stated, china] : [share, stated]
  const cell: Cell = users.endsWith('!') ? read : [share, recalled]
  return {
    code,
    ...figuresOf(units, { workingAgeShare: [Number(workingAge), age], aiUserShare: cell }),
  }
}

const words = list.split(' ')

export const metroCountries: readonly MetroCountry[] = Array.from(
  { length: words.length / 3 },
  (_, index) => countryOf(words.slice(3 * index, 3 * index + 3)),
)
