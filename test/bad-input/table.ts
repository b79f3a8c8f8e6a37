import { cases, readGoodFleet, verdictOn } from './cases.ts'
import type { BadInput } from './bad-input.ts'
import { openCommandLine } from './through-cli.ts'

/**
 * `node test/bad-input/table.ts` prints a Markdown table of every malformed input with what it got: codes and places from
 * the loader, the exit code from a real `gridloom fleet check`, or from `gridloom submit` to a running daemon.
 */
const shownMax = 5
const fleet = readGoodFleet()
await using commandLine = await openCommandLine()

function row(bad: BadInput): string {
  const diagnostics = verdictOn(bad, fleet).diagnostics
  const shown = diagnostics.slice(0, shownMax)
  const codes = cell(shown.map(({ code }) => `\`${code}\``))
  const more = diagnostics.length - shown.length
  const places = cell([
    ...shown.map(({ at, pointer }) => `${at?.line}:${at?.column}${pointer && ` \`${pointer}\``}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ])
  return `| ${bad.kind} ${bad.name} | ${codes} | ${places} | ${commandLine.exitCodeOf(bad)} |`
}

const cell = (items: readonly string[]): string => [...new Set(items)].join('<br>')

console.log('| fixture | code | place | exit code |\n|---|---|---|---|')
for (const bad of cases) console.log(row(bad))
console.log(
  `\n${cases.length} malformed or doubtful inputs; the daemon knows ${commandLine.countWorkloads()} workloads.`,
)
