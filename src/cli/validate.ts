import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Validation } from '../catalog/index.ts'
import { finish, type Session } from './command.ts'
import { good, simple } from './failure.ts'
import { formatTable } from './table.ts'
import { paint, type Terminal } from './terminal.ts'
import { validatedRooms, type ValidatedRoom } from './validations.ts'

interface Options {
  readonly only?: ValidatedRoom
  readonly cases?: boolean
  readonly pypsaExamples?: string
  readonly eiaDemand?: string
}

export function registerValidate(program: Command, session: Session): void {
  const command = program
    .command('validate')
    .description(
      'Hold the models against every public case: published, model, error, source; exit 1 if a stated bound is broken',
    )
    .addOption(new Option('--only <room>', 'one room, with each of its cases').argParser(readRoom))
    .option('--cases', 'each case, not only the sums of its family')
    .option(
      '--pypsa-examples <dir>',
      "also the networks of PyPSA's examples/networks, read from a checkout",
    )
  command.option(
    '--eia-demand <dir>',
    'also the headroom of US balancing areas, from hourly demand (EIA-930, Zenodo 10.5281/zenodo.3517196)',
  )
  finish<Options>(command, session, {
    isRemote: false,
    examples: [
      'gridloom validate',
      'gridloom validate --only optics',
      'gridloom validate --json | jq .bounds',
    ],
    act: async (_, options) => {
      const { existsSync } = await import('node:fs')
      const folders = { 'examples/networks" of a checkout of PyPSA': options.pypsaExamples, 'data" of the archive of hourly demand': options.eiaDemand } // prettier-ignore
      for (const [what, folder] of Object.entries(folders))
        if (folder !== undefined && !existsSync(folder)) {
          const message = `there is no folder ${folder}`
          return simple('refused', { code: 'cli/unreadable-file', message, hint: `give the folder "${what}` }) // prettier-ignore
        }
      const { gatherValidations } = await import('./validations.ts')
      const { checkAims, checkBounds, summarise } = await import('../report/index.ts')
      const validations = await gatherValidations({ ...options, progress: progressOf(session.terminal, options) }) // prettier-ignore
      const bounds = checkBounds(validations)
      const json = {
        aims: checkAims(validations),
        families: summarise(validations),
        bounds,
        cases: validations.flatMap(({ comparisons }) => comparisons),
        left: validations.flatMap(({ left }) => left),
      }
      const text = await inWords(session.terminal, validations, options)
      const isKept = bounds.every(({ holds }) => holds)
      return good({ json, text, exit: isKept ? 'good' : 'unbound' })
    },
  })
}

const progressOf =
  (terminal: Terminal, { json }: { readonly json?: boolean }) =>
  (room: ValidatedRoom): void => {
    if (json !== true && terminal.isTty) terminal.err(`${paint(terminal, 'dim', `${room} ...`)}\n`)
  }

async function inWords(
  terminal: Terminal,
  validations: readonly Validation[],
  { only, cases = only !== undefined }: Options,
): Promise<string> {
  const report = await import('../report/index.ts')
  const summaries = report.summarise(validations)
  const results = report.checkBounds(validations)
  const aims = report.checkAims(validations)
  const measureOf = (family: string) =>
    summaries.find((one) => one.family === family || one.family.startsWith(`${family}/`)) ?? {
      measure: 'relative' as const,
      unit: '1',
    }
  const all = validations.flatMap(({ comparisons }) => comparisons)
  const left = validations.flatMap((one) => one.left)
  const listed = cases
    ? [...Map.groupBy(all, ({ family }) => family)].flatMap(([family, group]) => [
        paint(terminal, 'bold', family),
        formatTable(group.map(report.caseRow), report.caseHeader),
        '',
      ])
    : []
  const broken = results.filter(({ holds }) => !holds).length
  const verdict =
    broken === 0
      ? `all ${results.length} bounds hold`
      : `${broken} of ${results.length} bounds are broken`
  return [
    ...listed,
    formatTable(summaries.map(report.summaryRow), report.summaryHeader),
    '',
    ...(aims.length === 0
      ? []
      : [formatTable(aims.map((one) => report.aimRow(one, measureOf(one.aim.families[0] ?? ''))), report.aimHeader), '']), // prettier-ignore
    formatTable(results.map((result) => report.boundRow(result, measureOf(result.bound.family))), report.boundHeader), // prettier-ignore
    '',
    `${all.length} comparisons, ${left.length} public cases left out (with reasons: --json, docs/validation.md); ${verdict}`,
  ].join('\n')
}

function readRoom(text: string): ValidatedRoom {
  const room = validatedRooms.find((one) => one === text)
  if (room !== undefined) return room
  throw new InvalidArgumentError(`write one of ${validatedRooms.join(', ')}`)
}
