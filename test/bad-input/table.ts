import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cases, readGoodFleet, refusalOf } from './cases.ts'
import type { BadInput } from './cases.ts'

/**
 * `node test/bad-input/table.ts [--cli]` prints a Markdown table of every malformed input and what it got. The exit
 * code of a fleet is that of a real `gridloom fleet check`; without --cli, and for workloads, which need a daemon to be
 * submitted to, it is the one that the loader's answer stands for.
 */
const isThroughCli = process.argv.includes('--cli')
const main = new URL('../../src/cli/main.ts', import.meta.url).pathname
const directory = mkdtempSync(join(tmpdir(), 'gridloom-bad-input-'))

function exitCodeOf(bad: BadInput, isRefused: boolean): string {
  if (!isThroughCli || bad.kind === 'workload') return isRefused ? '2' : '0'
  const file = join(directory, `${bad.name}.yaml`)
  writeFileSync(file, bad.read())
  const { status } = spawnSync(process.execPath, [main, 'fleet', 'check', file])
  rmSync(file)
  return String(status)
}

const cell = (items: readonly string[]): string => [...new Set(items)].join('<br>')

const fleet = readGoodFleet()
const rows = cases.map((bad) => {
  const diagnostics = refusalOf(bad, fleet) ?? []
  const shown = diagnostics.slice(0, 5)
  const more =
    diagnostics.length > shown.length ? [`and ${diagnostics.length - shown.length} more`] : []
  const codes = cell(shown.map(({ code }) => `\`${code}\``))
  const places = cell([
    ...shown.map(({ at, pointer }) => `${at?.line}:${at?.column} ${pointer && `\`${pointer}\``}`),
    ...more,
  ])
  const exitCode = exitCodeOf(
    bad,
    diagnostics.some(({ severity }) => severity === 'error'),
  )
  return `| ${bad.kind} ${bad.name} | ${codes} | ${places} | ${exitCode} |`
})
rmSync(directory, { recursive: true })

console.log(['| fixture | code | place | exit code |', '|---|---|---|---|', ...rows].join('\n'))
console.log(`\n${cases.length} malformed inputs.`)
