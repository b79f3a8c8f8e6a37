import type { Comparison, Validation } from '../catalog/index.ts'
import { renderElement } from './chart/element.ts'
import { scatter } from './chart/scatter.ts'
import {
  aimHeader,
  aimRow,
  boundHeader,
  boundRow,
  caseHeader,
  caseRow,
  formatError,
  fourFigures,
  summaryHeader,
  summaryRow,
  type Measure,
} from './validation-rows.ts'
import { checkAims, checkBounds, summarise } from './validation-summary.ts'

export interface ValidationPage {
  /** The page in Markdown; it refers to the pictures by `validation/<name>`. */
  readonly text: string
  readonly pictures: ReadonlyMap<string, string>
}

const head = `# Validation

Made by \`npm run docs:validation\` from the same comparisons as \`gridloom validate\`; do not edit. A test holds it.

Each physics room predicts public cases, and this page prints how far off it is. *Fitted* cases were seen by a fitted
constant, *not fitted* ones by none; only the latter say what the model is worth on data of your own. *Nothing fitted*: the model has
no fitted constant, so its error is that of arithmetic and physics. No measured value of a case is an input of its prediction,
unless its note says so. A filled mark is a case that was not fitted; the dashed lines are 10 % off.
`

/** \`docs/validation.md\` and its pictures. */
export function renderValidationPage(validations: readonly Validation[]): ValidationPage {
  const summaries = summarise(validations)
  const measureOf = (family: string): Measure =>
    summaries.find((one) => one.family === family || one.family.startsWith(`${family}/`)) ?? {
      measure: 'relative',
      unit: '1',
    }
  const results = checkBounds(validations)
  const comparisons = validations.flatMap((one) => one.comparisons)
  const rooms = [...new Set(comparisons.map(({ family }) => roomOf(family)))]
  const pictures = new Map<string, string>()
  const sections = rooms.map((room) => {
    const own = comparisons.filter(({ family }) => roomOf(family) === room)
    const drawn = picturesOf(room, own)
    for (const [name, text] of drawn) pictures.set(name, text)
    const links = [...drawn.keys()].map((name) => `![Predicted against published](validation/${name})`) // prettier-ignore
    return [`## ${room}`, ...links, ...casesOf(own)].join('\n\n')
  })
  const left = validations.flatMap((one) => one.left)
  const text = [
    head,
    '## Error by family',
    table(summaryHeader, summaries.map(summaryRow)),
    '## Aims',
    'What the models should reach, and what they do. An aim that is missed stops nothing; it is said.',
    table(aimHeader, checkAims(validations).map((result) => aimRow(result, measureOf(result.aim.families[0] ?? '')))), // prettier-ignore
    '## Bounds',
    '`gridloom validate` exits with 1 if one of these does not hold.',
    table([...boundHeader, 'BECAUSE'], results.map((result) => [...boundRow(result, measureOf(result.bound.family)), result.bound.because])), // prettier-ignore
    ...sections,
    '## Left out',
    'Public cases that were not compared, and why.',
    table(
      ['FAMILY', 'CASE', 'WHY'],
      left.map(({ family, id, why }) => [family, id, why]),
    ),
  ].join('\n\n')
  return { text: `${text}\n`, pictures }
}

const roomOf = (family: string): string => family.split('/')[0] ?? family

const casesOf = (comparisons: readonly Comparison[]): string[] =>
  [...Map.groupBy(comparisons, ({ family }) => family)].flatMap(([family, group]) => [
    `### ${family}`,
    table(caseHeader, group.map(caseRow)),
  ])

/** Fewer cases than these are read faster in their table. */
const casesPerPicture = 8

/** One picture per unit of a room, with a series per family. */
function picturesOf(room: string, comparisons: readonly Comparison[]): Map<string, string> {
  const pictures = new Map<string, string>()
  for (const [unit, group] of Map.groupBy(comparisons, (one) => one.unit)) {
    if (group.length < casesPerPicture) continue
    const errors = summarise([{ comparisons: group, bounds: [], left: [] }])
    const widest = errors.reduce((worst, one) => (one.meanAbsolute > worst.meanAbsolute ? one : worst)) // prettier-ignore
    const inUnit = unit === '1' ? 'share' : unit
    const picture = scatter({
      title: `${room}: model against published, ${inUnit}`,
      summary: `${group.length} public cases; largest mean error of a family ${formatError(widest.meanAbsolute, widest)} (${widest.family}).`,
      xLabel: `published, ${inUnit}`,
      yLabel: `model, ${inUnit}`,
      scale: group.every(({ published, predicted }) => published > 0 && predicted > 0) ? 'log' : 'linear', // prettier-ignore
      band: 0.1,
      series: [...Map.groupBy(group, ({ family }) => family)].map(([family, cases]) => ({
        name: family.slice(room.length + 1),
        points: cases.map(({ published, predicted, split, id }) => ({
          x: published,
          y: predicted,
          isHollow: split === 'fitted',
          says: `${id}: published ${published}, model ${fourFigures(predicted)}`,
        })),
      })),
    })
    pictures.set(`${room}-${slug(inUnit)}.svg`, `${renderElement(picture)}\n`)
  }
  return pictures
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n') // prettier-ignore

const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replace(/[<>]/g, (found) => (found === '<' ? '&lt;' : '&gt;')) // prettier-ignore
