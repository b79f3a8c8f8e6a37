import { describe, expect, it } from 'vitest'
import { openTokenStore } from './token-store.ts'
import { fakeControl } from './fake-control.ts'
import { checkListenAddress, isLocalHostHeader, isLoopback } from './listen-address.ts'
import { startServer } from './start.ts'

describe('an address', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s is this machine only', (host) => {
    expect(isLoopback(host)).toBe(true)
    expect(checkListenAddress(host, false)).toBeUndefined()
  })

  it.each(['0.0.0.0', '::', '192.168.1.1', 'example.com', '127.0.0.1.evil', ''])(
    '"%s" needs a word of the operator and warns even then',
    (host) => {
      expect(checkListenAddress(host, false)).toMatchObject({ severity: 'error' })
      expect(checkListenAddress(host, true)).toMatchObject({ severity: 'warning' })
    },
  )

  it('that is missing from a request is not local', () => {
    expect(isLocalHostHeader(undefined)).toBe(false)
    expect(isLocalHostHeader('')).toBe(false)
    expect(isLocalHostHeader('localhost:1 ')).toBe(false)
  })
})

describe('the server', () => {
  const options = { control: fakeControl(), tokens: openTokenStore('/nonexistent'), port: 0 }

  it('does not open a public address unasked', async () => {
    const outcome = await startServer({ ...options, host: '0.0.0.0' })
    expect(outcome).toMatchObject({ ok: false, diagnostics: [{ code: 'server/public-address' }] })
  })

  it('says which port it took, and that a taken one is taken', async () => {
    const first = await startServer(options)
    if (!first.ok) throw new Error('did not start')
    await using server = first.value
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const second = await startServer({ ...options, port: Number(new URL(server.url).port) })
    expect(second).toMatchObject({ ok: false, diagnostics: [{ code: 'server/cannot-listen' }] })
  })
})
