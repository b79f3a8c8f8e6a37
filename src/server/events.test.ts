import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import type { Viewer } from '../control/index.ts'
import { fakeControl, type FakeControl } from './fake-control.ts'
import type { EventLimits } from './routes-events.ts'
import { startServer, type RunningServer } from './start.ts'

const limits: EventLimits = {
  bufferMaxBytes: 65_536,
  heartbeatMs: 10,
  drainMs: 50,
  streamsPerTokenMax: 2,
  streamsMax: 8,
  quietMs: 20,
}
const viewers: Record<string, Viewer> = {
  operator: { subject: 'ops', role: 'operator' },
  acme: { subject: 'ann', role: 'tenant', tenantId: 'acme' },
}

const open: RunningServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server[Symbol.asyncDispose]()
})

async function start(): Promise<{ url: string; control: FakeControl }> {
  const control = fakeControl()
  const tokens = {
    verify: (token: string) => viewers[token] && { tokenId: token, viewer: viewers[token] },
  }
  const started = await startServer({
    control,
    tokens,
    port: 0,
    limits: { events: limits, closeGraceMs: 20 },
  })
  if (!started.ok) throw new Error('did not start')
  open.push(started.value)
  return { url: `${started.value.url}/v1/events`, control }
}

interface Reader extends Disposable {
  readonly next: () => Promise<EventSourceMessage>
  readonly ended: Promise<void>
  readonly comments: string[]
}

async function read(url: string, headers: Record<string, string> = {}): Promise<Reader> {
  const abort = new AbortController()
  const answer = await fetch(url, {
    headers: { authorization: 'Bearer operator', ...headers },
    signal: abort.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const got: EventSourceMessage[] = []
  const comments: string[] = []
  let wake = (): void => {}
  const parser = createParser({
    onEvent: (event) => {
      got.push(event)
      wake()
    },
    onComment: (text) => void comments.push(text),
  })
  const ended = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) parser.feed(decoder.decode(chunk, { stream: true })) // prettier-ignore
  })().catch(() => undefined)
  return {
    ended,
    comments,
    async next() {
      while (got.length === 0) await new Promise<void>((resume) => (wake = resume))
      return got.shift() as EventSourceMessage
    },
    [Symbol.dispose]: () => abort.abort(),
  }
}

describe('the stream', () => {
  it('gives events in order with their ids, new ones only unless asked', async () => {
    const { url, control } = await start()
    control.emit({ summary: 'before' })
    using reader = await read(url)
    control.emit({ kind: 'workload-submitted', workloadId: 'w1', summary: 'one' })
    control.emit({ summary: 'two' })
    const first = await reader.next()
    expect(first).toMatchObject({ id: '2', event: 'workload-submitted' })
    expect(JSON.parse(first.data)).toMatchObject({ seq: 2, workloadId: 'w1', summary: 'one' })
    expect(await reader.next()).toMatchObject({ id: '3' })
  })

  it('resumes after the last event that the reader has', async () => {
    const { url, control } = await start()
    for (let i = 0; i < 5; i += 1) control.emit({})
    using reader = await read(url, { 'last-event-id': '3' })
    control.emit({})
    const ids = [await reader.next(), await reader.next(), await reader.next()].map(({ id }) => id)
    expect(ids).toEqual(['4', '5', '6'])
  })

  it('shows a tenant nothing of another', async () => {
    const { url, control } = await start()
    using reader = await read(`${url}?from=1`, { authorization: 'Bearer acme' })
    control.emit({ tenantId: 'zenith', summary: 'secret' })
    control.emit({ tenantId: 'acme', summary: 'mine' })
    expect(JSON.parse((await reader.next()).data)).toMatchObject({ summary: 'mine' })
  })

  it('beats while nothing happens', async () => {
    const { url, control } = await start()
    using reader = await read(url)
    while (reader.comments.length < 2) await new Promise((resume) => setTimeout(resume, 5))
    control.emit({})
    expect(await reader.next()).toMatchObject({ id: '1' })
  })

  it('without follow ends with the last event that is there', async () => {
    const { url, control } = await start()
    for (let i = 0; i < 3; i += 1) control.emit({})
    using reader = await read(`${url}?follow=false`)
    await reader.ended
    const ids = [await reader.next(), await reader.next(), await reader.next()].map(({ id }) => id)
    expect(ids).toEqual(['1', '2', '3'])
  })

  it('ends when the server does', async () => {
    const { url } = await start()
    using reader = await read(url)
    await open.pop()?.[Symbol.asyncDispose]()
    await reader.ended
  })

  it.each(['x', '-1', '1.5', '9'.repeat(20)])('refuses to resume after %s', async (id) => {
    const { url } = await start()
    const answer = await fetch(url, {
      headers: { authorization: 'Bearer operator', 'last-event-id': id },
    })
    expect(answer.status).toBe(400)
  })

  it('is held only a few times by one token, and given back when closed', async () => {
    const { url } = await start()
    using _first = await read(url)
    const second = await read(url)
    const headers = { authorization: 'Bearer operator' }
    const third = await fetch(url, { headers })
    expect(third.status).toBe(429)
    expect(await third.json()).toMatchObject({ code: 'http/too-many-streams' })
    second[Symbol.dispose]()
    await second.ended
    for (;;) {
      const again = await fetch(url, { headers })
      await again.body?.cancel()
      if (again.status === 200) break
    }
  })
})

it('a connection that never asks does not keep the server from closing', async () => {
  const { url } = await start()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  const closed = once(socket, 'close')
  await open.pop()?.[Symbol.asyncDispose]()
  await closed
})

describe('a reader who does not read', () => {
  it('is dropped with bounded memory, and misses nothing when it comes back', async () => {
    const { url, control } = await start()
    const { port, host } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`GET /v1/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer operator\r\n\r\n`) // prettier-ignore
    await once(socket, 'readable')
    socket.pause()
    const summary = 'x'.repeat(16_384)
    let sent = 0
    // The kernel buffers some megabytes; beyond them the server holds 64 KiB and lets go.
    while (control.listeners() > 0) {
      control.emit({ summary })
      sent += 1
      if (sent % 16 === 0) await new Promise((resume) => setImmediate(resume))
      expect(sent).toBeLessThan(20_000)
    }
    socket.destroy()
    using reader = await read(`${url}?from=${sent}`)
    expect(await reader.next()).toMatchObject({ id: String(sent) })
  })

  it('gets through a long history in pieces, each further than the last', async () => {
    const { url, control } = await start()
    const summary = 'x'.repeat(1000)
    for (let i = 0; i < 500; i += 1) control.emit({ summary })
    let last = 0
    for (let pieces = 0; last < 500; pieces += 1) {
      expect(pieces).toBeLessThan(500)
      using reader = await read(url, { 'last-event-id': String(last) })
      const before = last
      const got = await Promise.race([reader.next(), reader.ended.then(() => undefined)])
      for (let event = got; event;) {
        expect(Number(event.id)).toBe(last + 1)
        last += 1
        if (last === 500) break
        event = await Promise.race([reader.next(), reader.ended.then(() => undefined)])
      }
      expect(last).toBeGreaterThan(before)
    }
  })
})
