import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isAlive } from './process-identity.ts'
import { findSupervised } from './supervised.ts'
import { openWanEmulator } from './wan-emulator.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gridloom-wan-'))
})
afterEach(async () => {
  const emulator = openWanEmulator({ directory })
  for (const id of await emulator.list()) await emulator.end(id)
  rmSync(directory, { recursive: true, force: true })
})

const link = { listenPort: 27_901, toPort: 27_902, rateGbps: 0.1, delayMs: 5, isCut: false }

it('a link outlives its daemon, is found by the next and takes its settings', async () => {
  await openWanEmulator({ directory }).set('leg.1.1', link)
  const first = findSupervised(directory, 'leg.1.1')!
  const next = openWanEmulator({ directory })
  await next.set('leg.1.1', { ...link, isCut: true })
  expect(findSupervised(directory, 'leg.1.1')!.pid).toBe(first.pid)
  const settings = readFileSync(join(directory, 'leg.1.1.control'), 'utf8')
  expect(JSON.parse(settings)).toMatchObject({ state: 'cut', delayMs: 5 })
})

it('a link whose record was never written is listed and ended all the same', async () => {
  await openWanEmulator({ directory }).set('leg.1.1', link)
  const running = findSupervised(directory, 'leg.1.1')!
  rmSync(join(directory, 'leg.1.1.json'))
  const next = openWanEmulator({ directory })
  expect(await next.list()).toEqual(['leg.1.1'])
  await next.end('leg.1.1')
  expect(isAlive(running)).toBe(false)
  expect(readdirSync(directory)).toEqual([])
})
