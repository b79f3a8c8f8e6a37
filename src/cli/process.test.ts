import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  createWriteStream,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  closeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFake } from './fake-terminal.ts'

let directory = ''
const children: ChildProcess[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gridloom-process-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(directory, { recursive: true })
})

const main = new URL('./main.ts', import.meta.url).pathname
const laptop = new URL('../../fleets/laptop.yaml', import.meta.url).pathname

function start(argv: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [main, ...argv], {
    env: { ...process.env, GRIDLOOM_DATA: directory, GRIDLOOM_URL: 'http://127.0.0.1:1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function end(child: ChildProcess): Promise<Ended> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

describe('the process', () => {
  it('ends with the exit code and keeps stdout for the answer', async () => {
    const ran = await end(start(['list']))
    expect(ran).toMatchObject({ code: 6, out: '' })
    expect(ran.err).toMatch(/^error\[cli\/unreachable\]/)
  })

  it('refuses a file of 100 MB without reading it', async () => {
    const path = join(directory, 'huge.yaml')
    closeSync(openSync(path, 'w'))
    truncateSync(path, 100 * 1024 * 1024)
    const ran = await end(start(['fleet', 'check', path]))
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('error[cli/file-too-large]')
  })

  it('reads no more than the limit of a file without end', async () => {
    const ran = await end(start(['fleet', 'check', '/dev/zero']))
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('error[cli/file-too-large]')
  })

  it('survives a reader of stdout that goes away', async () => {
    await using fake = await startFake()
    for (let i = 0; i < 2000; i += 1) fake.control.emit({ summary: 'x'.repeat(200) })
    const env = { GRIDLOOM_URL: fake.url, GRIDLOOM_TOKEN: 'operator' }
    const child = start(['events'], env)
    child.stdout?.once('data', () => child.stdout?.destroy())
    const ran = await end(child)
    expect(ran).toMatchObject({ code: 0, err: '' })
  })

  it('follows until it is interrupted, and that is a good end', async () => {
    await using fake = await startFake()
    fake.control.emit({ summary: 'first' })
    const env = { GRIDLOOM_URL: fake.url, GRIDLOOM_TOKEN: 'operator' }
    const child = start(['events', '-f', '--from', '1'], env)
    child.stdout?.once('data', () => child.kill('SIGINT'))
    expect(await end(child)).toMatchObject({ code: 0, err: '' })
  })
})

describe('run', () => {
  /** The address that a daemon prints when it answers. */
  async function startDaemon(
    argv: readonly string[] = [],
  ): Promise<{ child: ChildProcess; url: string }> {
    // prettier-ignore
    const child = start(['run', laptop, '--port', '0', '--json', ...argv])
    const [line] = (await once(child.stdout!, 'data')) as [Buffer]
    return { child, url: (JSON.parse(line.toString()) as { url: string }).url }
  }

  it('starts on a fleet, serves the commands of its owner and stops when told', async () => {
    const { child, url } = await startDaemon()
    const env = { GRIDLOOM_URL: url }
    const sites = await end(start(['sites', '--json'], env))
    expect(sites.code).toBe(0)
    const ids = (JSON.parse(sites.out) as { sites: { id: string }[] }).sites.map(({ id }) => id)
    expect(ids).toEqual(['desk', 'shed'])
    for (const name of ['operator.token', 'tokens.json']) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
    }
    const offline = await end(start(['journal', 'replay', '--data', directory]))
    expect(offline).toMatchObject({ code: 0, out: expect.stringContaining('equal') })
    child.kill('SIGTERM')
    expect(await end(child)).toMatchObject({ code: 0 })
  })

  it('opens no public address unasked, and no journal before it may', async () => {
    const ran = await end(start(['run', laptop, '--listen', '0.0.0.0', '--port', '0']))
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('error[server/public-address]')
    expect(statSync(join(directory, 'journal.sqlite'), { throwIfNoEntry: false })).toBeUndefined()
  })

  it('says what is wrong with its directory', async () => {
    const blocked = join(directory, 'file')
    createWriteStream(blocked).end()
    const ran = await end(start(['run', laptop, '--data', join(blocked, 'below'), '--port', '0']))
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('error[cli/cannot-start]')
  })
})
