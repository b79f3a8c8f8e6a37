import { describe, expect, it } from 'vitest'
import { catalogIds, catalogTables } from '../catalog/index.ts'
import { catalogPage } from '../../scripts/catalog-page.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { runWith } from './fake-terminal.ts'

describe('gridloom catalog', () => {
  it('lists every table with its count of rows', async () => {
    const { code, out } = await runWith(['catalog', 'list'])
    expect(code).toBe(0)
    for (const { name, rows } of catalogTables)
      expect(out).toMatch(new RegExp(`^${name} +${rows.length} `, 'm'))
  })

  it.each(catalogTables.map(({ name }) => name))('lists every row of %s', async (name) => {
    const { code, out } = await runWith(['catalog', 'list', name])
    expect(code).toBe(0)
    const rows = catalogTables.find((table) => table.name === name)?.rows ?? []
    for (const { id } of rows) expect(out).toContain(id)
  })

  it('shows each figure of a row with its source, and the values that were not taken', async () => {
    const { code, out } = await runWith(['catalog', 'show', 'gb200-nvl72'])
    expect(code).toBe(0)
    expect(out).toMatch(/peakTflops\.bf16 +2500 TFLOP\/s +medium +published/)
    expect(out).toMatch(/not taken +2250 TFLOP\/s/)
    expect(out).toMatch(/not taken +2450 TFLOP\/s/)
    expect(out).toMatch(/because .*utilisation/)
  })

  it('prints the row itself with --json', async () => {
    const { out } = await runWith(['catalog', 'show', 'llama3.1-405b', '--json'])
    const row = JSON.parse(out)
    expect(row).toMatchObject({ table: 'transformers', id: 'llama3.1-405b' })
    expect(row.figures.parameters.value).toBe(405_853_388_800)
  })

  it('says that law is no advice, and whose the campuses are', async () => {
    const law = await runWith(['catalog', 'show', 'law-eu-gdpr-1'])
    expect(law.out).toContain('not legal advice')
    const campus = await runWith(['catalog', 'show', 'campus-meta-prometheus'])
    expect(campus.out).toContain('CC BY 4.0')
  })

  it.each([
    [['catalog', 'show', 'gb200-nvl27'], 'did you mean "gb200-nvl72"?'],
    [['catalog', 'list', 'acelerators'], 'did you mean "accelerators"?'],
    [['catalog', 'show', 'constructor'], 'hint'],
  ])('%s is refused with a hint', async (words, hint) => {
    const ran = await runWith(words)
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(hint)
  })

  it('finds a row by any id that it lists', async () => {
    for (const id of catalogIds.filter((_, index) => index % 25 === 0))
      expect((await runWith(['catalog', 'show', id])).code).toBe(0)
  })
})

it('docs/catalog.md says what the tables say', async () => {
  const page = new URL('../../docs/catalog.md', import.meta.url)
  const fresh = await catalogPage()
  const found = readFileSync(page, { encoding: 'utf8', flag: 'a+' })
  if (found !== fresh) writeFileSync(page, fresh)
  expect(found).toBe(fresh)
})
