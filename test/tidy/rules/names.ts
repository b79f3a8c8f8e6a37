import { posix } from 'node:path'
import { lineAt } from '../parse.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Source } from '../tree.ts'

/** Types from `units/` and the ends a name of that type may have. `Ratio` has no unit to show. */
const suffixes: Readonly<Record<string, string>> = {
  ChipW: 'W',
  NodeKw: 'Kw',
  ItMw: 'Mw',
  FacilityMw: 'Mw',
  Mva: 'Mva',
  MwPerMin: 'MwPerMin',
  Mwh: 'Mwh',
  Gbps: 'Gbps',
  Gb: 'Gb',
  Km: 'Km',
  Ms: 'Ms',
  S: 'S',
  H: 'H',
  Deg: 'Deg',
  DegC: 'C',
  Usd: 'Usd',
  UsdPerMwh: 'UsdPerMwh',
  UsdPerTonne: 'UsdPerTonne',
  UsdPerGb: 'UsdPerGb',
  UsdPerGbpsH: 'UsdPerGbpsH',
  KgPerMwh: 'KgPerMwh',
  LPerKwh: 'LPerKwh',
  M3PerDay: 'M3PerDay',
  InstantMs: 'Ms',
}

/** Words that are said otherwise here, so that a thing has one name in code, commands, interface and pages. */
const otherWords: readonly (readonly [RegExp, string])[] = [
  [/\bdata-?cent(er|re)s?\b/i, 'site'],
  [/\bshards?\b/i, 'leg'],
  [/\bsimulations?\b/i, 'rehearsal'],
]

/** S8 and S9: the unit stands last in a name, files are kebab-case, and a thing has one name. */
export const names: Rule = {
  law: 'S8 S9 names end in their unit and come from one vocabulary',
  check: (tree) =>
    tree.sources.flatMap((source) => [
      ...fileName(source),
      ...(source.path.startsWith('src/') && !source.isTest
        ? [...unitSuffix(source), ...vocabulary(source)]
        : []),
    ]),
  proof: [
    {
      files: { 'src/power/a.ts': 'export interface A {\n  readonly load?: ItMw\n}' },
      says: ['src/power/a.ts:2  S8  "load" is ItMw: let its name end in Mw'],
    },
    {
      files: {
        'src/power/a.ts':
          'export interface A {\n  readonly priceByHour: UsdPerMwh | readonly UsdPerMwh[]\n  readonly itMw: ItMw\n  readonly gbps: Gbps\n  readonly limitsMw: readonly ItMw[]\n}',
      },
      says: ['src/power/a.ts:2  S8  "priceByHour" is UsdPerMwh: let its name end in UsdPerMwh'],
    },
    {
      files: { 'src/power/SiteLoad.ts': '', 'src/power/site_load.test.ts': '' },
      says: [
        'src/power/SiteLoad.ts  S9  file names are kebab-case: SiteLoad.ts',
        'src/power/site_load.test.ts  S9  file names are kebab-case: site_load.test.ts',
      ],
    },
    {
      files: { 'src/power/data-centers.ts': 'export const shard = 1\nexport const sharded = 2' },
      says: [
        'src/power/data-centers.ts  S8  says "data-centers": the word here is "site"',
        'src/power/data-centers.ts:1  S8  says "shard": the word here is "leg"',
      ],
    },
    { files: { 'src/journal/sqlite.conformance.test.ts': '// A kind word.' }, says: [] },
  ],
}

function fileName(source: Source): Finding[] {
  const name = posix.basename(source.path)
  if (/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.(ts|mjs)$/.test(name)) return []
  return [{ path: source.path, rule: 'S9', message: `file names are kebab-case: ${name}` }]
}

function unitSuffix(source: Source): Finding[] {
  const member = /^[ \t]*readonly (\w+)\??: (?:readonly )?(\w+)(?:\[\])?[ \t]*(?:$|\|)/gm
  return [...source.types.matchAll(member)].flatMap((match) => {
    const [, name = '', type = ''] = match
    const suffix = Object.hasOwn(suffixes, type) ? suffixes[type] : undefined
    if (suffix === undefined || name.endsWith(suffix)) return []
    if (name.toLowerCase() === suffix.toLowerCase()) return []
    const message = `"${name}" is ${type}: let its name end in ${suffix}`
    return [{ path: source.path, line: lineAt(source.text, match.index), rule: 'S8', message }]
  })
}

function vocabulary(source: Source): Finding[] {
  return otherWords.flatMap(([word, ours]) => {
    const say = (said: string): string => `says "${said}": the word here is "${ours}"`
    const inPath = word.exec(source.path)
    const inText = word.exec(source.text)
    return [
      ...(inPath === null ? [] : [{ path: source.path, rule: 'S8', message: say(inPath[0]) }]),
      ...(inText === null
        ? []
        : [
            {
              path: source.path,
              line: lineAt(source.text, inText.index),
              rule: 'S8',
              message: say(inText[0]),
            },
          ]),
    ]
  })
}
