import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { renderDiagnostics } from '../../src/diagnostics/index.ts'
import { loadWorkloadBytes } from '../../src/fleet/index.ts'
import { cases, findOf, readGoodFleet, verdictOn } from './cases.ts'

const fleet = readGoodFleet()

it.each(cases)('$kind $name is refused, or warned of, with its code and place', (bad) => {
  const { isTaken, diagnostics } = verdictOn(bad, fleet)
  const finds = diagnostics.map(findOf)
  // Of a flood only the beginning is listed in the table.
  expect(finds.slice(0, bad.finds.length)).toEqual(bad.finds)
  expect(finds.length === bad.finds.length || finds.length > 5).toBe(true)
  expect(isTaken).toBe(bad.isTaken === true)
  const gravest = isTaken ? 'warning' : 'error'
  expect(diagnostics.some(({ severity }) => severity === gravest)).toBe(true)
})

it.each(cases.filter(({ read }) => read().length < 10_000))(
  '$kind $name is shown in printable text with a pointer and a line',
  (bad) => {
    const source = new TextDecoder().decode(bad.read())
    const text = renderDiagnostics(verdictOn(bad, fleet).diagnostics, () => source)
    expect(text).toContain(`--> ${bad.name}.yaml:`)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/u)
  },
)

it('the same workload without a fault is good', () => {
  const file = new URL('fixtures/good-workload.yaml', import.meta.url)
  expect(loadWorkloadBytes(readFileSync(file), 'good', fleet)).toMatchObject({
    ok: true,
    notes: [],
  })
})

it('every fixture is in the table', () => {
  const folders = ['fleet', 'workload', 'warned-fleet', 'warned-workload']
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(`fixtures/${folder}`, import.meta.url)).map((file) => `${folder} ${file}`),
  )
  const listed = new Set(
    cases.map(({ kind, name, isTaken }) => `${isTaken ? 'warned-' : ''}${kind} ${name}.yaml`),
  )
  expect(files.filter((file) => !listed.has(file))).toEqual([])
})
