import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { element } from '../../report/index.ts'
import { writeChart } from './chart-file.ts'

it('writes a picture, or says why not', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gridloom-chart-'))
  try {
    const path = join(dir, 'a.svg')
    expect(await writeChart(path, element('svg', {}, ['<&>']))).toEqual({ ok: true, value: path })
    expect(await readFile(path, 'utf8')).toBe('<svg>&lt;&amp;&gt;</svg>\n')
    for (const bad of [dir, join(dir, 'no', 'b.svg'), ''])
      expect(await writeChart(bad, element('svg'))).toMatchObject({
        ok: false,
        failure: { exit: 'refused', diagnostics: [{ code: 'cli/unwritable-file' }] },
      })
  } finally {
    await rm(dir, { recursive: true })
  }
})
