import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { format } from 'prettier'
import { expect, it } from 'vitest'
import { exitCodes } from './exit-code.ts'
import { buildProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** docs/cli.md is made from the commands themselves: what is out of date is written anew, and fails once. */
const page = new URL('../../docs/cli.md', import.meta.url)

const head = `# Command line

Made from the commands by \`src/cli/reference.test.ts\`; do not edit.

Every command takes \`--help\` and \`--json\`. With \`--json\` the document of the API is all that is printed, for an
error too; \`logs\` and \`events\` print one document per line.

## Where the daemon is

| what | taken from, in this order |
| --- | --- |
| address | \`--url\`, \`GRIDLOOM_URL\`, \`http://127.0.0.1:8642\` |
| token | \`GRIDLOOM_TOKEN\`, \`operator.token\` in the data directory (made by the first \`gridloom run\`) |
| data directory | \`--data\`, \`GRIDLOOM_DATA\`, \`~/.local/state/gridloom\` |

Colours are for a terminal only; \`NO_COLOR\` turns them off.
`

function render(): string {
  const terminal = { out: () => {}, err: () => {}, columns: 80 } as unknown as Terminal
  const program = buildProgram({ terminal, exit: 'good' })
  const exits = Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`)
  return [
    head,
    '## Exit codes\n',
    '| code | meaning |\n| --- | --- |',
    exits.join('\n'),
    '\n## Reasons\n',
    '`explain` and `submit --explain` print one row for each place: `+` is where it went, `o` would do too, `x` would not, and why:',
    '\n```text\nriv  x  facility-power  needs 38.4 MW, limit 31.0 MW, short 7.4 MW at 14:00Z\n```\n',
    '## Commands\n',
    ...program.commands.flatMap((command) => sectionOf(command, 'gridloom')),
  ].join('\n')
}

function sectionOf(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`
  if (command.commands.length > 0 && command.options.length === 0) {
    return command.commands.flatMap((child) => sectionOf(child, name))
  }
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
  const examples = help.split(/\nExamples?:\n/)[1] ?? ''
  const wanted = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)) // prettier-ignore
  const rows = [
    ...command.registeredArguments.map((one) => [`<${one.name()}>`, one.description]),
    ...command.options
      .filter(({ long }) => !['--json', '--url'].includes(long ?? ''))
      .map((option) => [option.flags, withDefault(option.description, option.defaultValue)]),
  ].map(([flags, text]) => `| \`${flags?.replaceAll('|', '\\|')}\` | ${text?.replaceAll('|', '\\|')} |`) // prettier-ignore
  return [
    `### ${[name, ...wanted].join(' ').replace(/<|>/g, '')}\n`,
    `${command.description()}.\n`,
    ...(rows.length > 0 ? [`| | |\n| --- | --- |\n${rows.join('\n')}\n`] : []),
    `\`\`\`text\n${examples.replace(/^ {2}/gm, '').trim()}\n\`\`\`\n`,
    ...command.commands.flatMap((child) => sectionOf(child, name)),
  ]
}

const withDefault = (text: string, value: unknown): string =>
  value === undefined ? text : `${text} (default: ${String(value)})`

it('docs/cli.md says what the commands say', async () => {
  const fresh = await format(render(), { parser: 'markdown', printWidth: 100 })
  const found = readFileSync(page, { encoding: 'utf8', flag: 'a+' })
  if (found !== fresh) writeFileSync(page, fresh)
  expect(found).toBe(fresh)
})
