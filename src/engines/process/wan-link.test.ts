import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openWanLink, parseAddress, parseWanLinkSettings, wanLinkScript } from './wan-link.ts'
import type { WanLinkSettings } from './wan-link.ts'

const up: WanLinkSettings = { rateGbps: 1, delayMs: 1, state: 'up' }
const local = (port: number) => ({ host: '127.0.0.1', port })

/** A server that sends back what it gets, and ends when its caller ends. */
async function openEcho() {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const collect = (socket: Socket) => {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks)
}

const noise = (bytes: number, seed: number) =>
  Buffer.from(Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + (i >> 8) * 7 + seed) & 255))

/** Waits for something that must happen; the test's own time limit is the only clock. */
const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5))
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it('carries every byte of every connection in order, both ways, and then the end', async () => {
  await using echo = await openEcho()
  await using link = await openWanLink({ listen: local(0), to: local(echo.port), settings: up })
  const texts = [0, 1, 2].map((seed) => noise(300_000 + seed, seed))
  const answers = await Promise.all(
    texts.map(async (text) => {
      const socket = connect(link.port, '127.0.0.1')
      const answer = collect(socket)
      socket.end(text)
      await once(socket, 'end')
      return answer()
    }),
  )
  for (const [i, answer] of answers.entries()) expect(answer.equals(texts[i]!)).toBe(true)
  expect(link.stats().forwardBytes).toBe(900_003)
  expect(link.stats().backBytes).toBe(900_003)
})

it('is never faster than its rate and its delay', async () => {
  await using echo = await openEcho()
  const settings: WanLinkSettings = { rateGbps: 0.02, delayMs: 10, state: 'up' }
  await using link = await openWanLink({ listen: local(0), to: local(echo.port), settings })
  const fromMs = performance.now()
  const socket = connect(link.port, '127.0.0.1')
  const answer = collect(socket)
  const bytes = 500_000
  socket.end(noise(bytes, 1))
  await once(socket, 'end')
  // A round trip to connect, one for the data; the two directions carry at the same time, 200 ms for these bytes.
  const leastMs = (bytes * 8) / (settings.rateGbps * 1e6) + 4 * settings.delayMs
  expect(performance.now() - fromMs).toBeGreaterThan(leastMs * 0.95)
  expect(answer().length).toBe(bytes)
})

it('a sender feels the rate: it cannot hand over much more than rate and buffers allow', async () => {
  await using echo = await openEcho()
  const settings: WanLinkSettings = { rateGbps: 0.001, delayMs: 1, state: 'up' }
  await using link = await openWanLink({ listen: local(0), to: local(echo.port), settings })
  const socket = connect(link.port, '127.0.0.1')
  socket.write(Buffer.alloc(40_000_000))
  await until(() => link.stats().forwardBytes > 0)
  expect(socket.writableLength).toBeGreaterThan(0)
  expect(socket.bytesWritten - socket.writableLength).toBeLessThan(20_000_000)
  socket.destroy()
})

it('a cut delivers nothing and closes nothing; healed, everything goes on in order', async () => {
  await using echo = await openEcho()
  await using link = await openWanLink({ listen: local(0), to: local(echo.port), settings: up })
  const socket = connect(link.port, '127.0.0.1')
  const answer = collect(socket)
  let isClosed = false
  socket.on('close', () => (isClosed = true))
  socket.write('before ')
  await until(() => answer().length === 7)

  link.set({ ...up, state: 'cut' })
  socket.write('during ')
  const late = connect(link.port, '127.0.0.1')
  const lateAnswer = collect(late)
  late.write('late')
  await sleep(100)
  expect(answer().toString()).toBe('before ')
  expect(lateAnswer().length).toBe(0)
  expect(echo.sockets.size).toBe(1)
  expect(isClosed).toBe(false)
  expect(link.stats()).toMatchObject({ state: 'cut', forwardBytes: 7, backBytes: 7 })

  socket.write('still ')
  link.set(up)
  socket.end('after')
  await once(socket, 'end')
  expect(answer().toString()).toBe('before during still after')
  await until(() => lateAnswer().toString() === 'late')
  late.destroy()
})

it('whatever changes of rate, delay and state come, bytes stay whole and in order', async () => {
  await using echo = await openEcho()
  const settings = fc.record({
    rateGbps: fc.double({ min: 0.05, max: 5, noNaN: true }),
    delayMs: fc.double({ min: 0, max: 5, noNaN: true }),
    state: fc.constantFrom('up' as const, 'cut' as const),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(settings, { maxLength: 6 }), async (changes) => {
      await using link = await openWanLink({ listen: local(0), to: local(echo.port), settings: up })
      const socket = connect(link.port, '127.0.0.1')
      const answer = collect(socket)
      const sent: Buffer[] = []
      for (const [i, change] of changes.entries()) {
        const part = noise(20_000, i)
        sent.push(part)
        socket.write(part)
        link.set(change)
        await sleep(2)
      }
      link.set(up)
      socket.end()
      await once(socket, 'end')
      expect(answer().equals(Buffer.concat(sent))).toBe(true)
    }),
    { numRuns: 15 },
  )
})

it('a connection that is refused or reset beyond the link is reset on this side', async () => {
  const gone = await openEcho()
  const link = await openWanLink({ listen: local(0), to: local(gone.port), settings: up })
  await using _ = link
  const held = connect(link.port, '127.0.0.1')
  held.write('x')
  await once(held, 'data')
  const broken = once(held, 'error')
  for (const socket of gone.sockets) socket.resetAndDestroy()
  await broken
  await gone[Symbol.asyncDispose]()
  const refused = connect(link.port, '127.0.0.1')
  await once(refused, 'error')
  await until(() => link.stats().connections === 0)
})

it('one connection whose receiver does not read does not stop the others', async () => {
  const stuck = createServer((socket) => {
    socket.pause()
    socket.once('error', () => undefined)
    if (callers++ > 0) socket.pipe(socket)
  })
  let callers = 0
  stuck.listen(0, '127.0.0.1')
  await once(stuck, 'listening')
  const to = local((stuck.address() as AddressInfo).port)
  await using link = await openWanLink({ listen: local(0), to, settings: { ...up, rateGbps: 10 } })
  const greedy = connect(link.port, '127.0.0.1')
  greedy.on('error', () => undefined)
  greedy.write(Buffer.alloc(60_000_000))
  await until(() => link.stats().forwardBytes > 100_000)
  const polite = connect(link.port, '127.0.0.1')
  polite.write('hello')
  const [answer] = (await once(polite, 'data')) as [Buffer]
  expect(answer.toString()).toBe('hello')
  greedy.destroy()
  polite.destroy()
  stuck.close()
})

it('bad settings and addresses are refused with a reason', () => {
  for (const text of [
    '',
    '[]',
    'null',
    '{"rateGbps":0,"delayMs":1,"state":"up"}',
    '{"rateGbps":1,"delayMs":-1,"state":"up"}',
    '{"rateGbps":1,"delayMs":1,"state":"down"}',
    '{"rateGbps":"1","delayMs":1,"state":"up"}',
  ])
    expect(typeof parseWanLinkSettings(text)).toBe('string')
  expect(parseWanLinkSettings('{"rateGbps":0.2,"delayMs":7.75,"state":"cut"}')).toEqual({
    rateGbps: 0.2,
    delayMs: 7.75,
    state: 'cut',
  })
  expect(parseAddress('127.0.0.1:80')).toEqual(local(80))
  expect(parseAddress('[::1]:80')).toEqual({ host: '::1', port: 80 })
  for (const text of [undefined, '', '127.0.0.1', 'host:70000', ':1x'])
    expect(parseAddress(text)).toBeUndefined()
})

it('as a process it follows its control file, ignores a bad one, and writes statistics', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wan-link-'))
  const control = join(folder, 'control.json')
  const stats = join(folder, 'stats.json')
  const replace = async (text: string) => {
    await writeFile(`${control}.new`, text)
    await rename(`${control}.new`, control)
  }
  await replace(JSON.stringify(up))
  await using echo = await openEcho()
  const flags = ['--listen', '127.0.0.1:0', '--to', `127.0.0.1:${echo.port}`]
  const child = spawn(
    process.execPath,
    [wanLinkScript, ...flags, '--control', control, '--stats', stats],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const facts: Record<string, unknown>[] = []
    createInterface({ input: child.stdout }).on('line', (line) => facts.push(JSON.parse(line)))
    await until(() => facts.length === 1)
    expect(facts[0]).toMatchObject({ event: 'listening', ...up })
    const socket = connect(parseAddress(String(facts[0]!['listen']))!.port, '127.0.0.1')
    const answer = collect(socket)
    socket.write('a')
    await until(() => answer().length === 1)
    await replace('{"rateGbps":')
    await until(() => facts.length === 2)
    expect(facts[1]).toMatchObject({ event: 'control-refused' })
    await replace(JSON.stringify({ ...up, state: 'cut' }))
    await until(() => facts.length === 3)
    socket.write('b')
    await sleep(50)
    expect(answer().toString()).toBe('a')
    await replace(JSON.stringify(up))
    await until(() => answer().toString() === 'ab')
    const readStats = () => readFile(stats, 'utf8').catch(() => '{}')
    await until(async () => JSON.parse(await readStats()).backBytes === 2)
    socket.destroy()
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  }
})
