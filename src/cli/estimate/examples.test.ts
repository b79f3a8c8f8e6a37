import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runWith } from '../fake-terminal.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gridloom-examples-'))
  await writeFile(join(dir, 'load.csv'), Array.from({ length: 8760 }, (_, hour) => `${1000 - (hour % 877)}`).join('\n')) // prettier-ignore
})
afterAll(() => rm(dir, { recursive: true }))

/** Examples name files without a folder. */
const inDirectory = (word: string): string => (/\.(?:svg|csv)$/u.test(word) ? join(dir, word) : word) // prettier-ignore

describe('examples in the help are answered', () => {
  it.each(['train', 'serve', 'link', 'power'])(
    'of estimate %s',
    { timeout: 60_000 },
    async (command) => {
      const { out } = await runWith(['estimate', command, '--help'])
      const lines = [...out.matchAll(/\$ gridloom (.*)$/gmu)].map(([, line = '']) => line)
      expect(lines.length).toBeGreaterThan(1)
      for (const line of lines) {
        const ran = await runWith(line.split(' ').map(inDirectory))
        expect(ran.code, `${line}: ${ran.err}`).toBe(0)
        expect(ran.out).not.toMatch(/NaN|Infinity|undefined/u)
      }
    },
  )
})
