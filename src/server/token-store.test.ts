import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createToken, listTokens, openTokenStore, revokeToken } from './token-store.ts'
import type { TokenRequest } from './token.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gridloom-tokens-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const operator: TokenRequest = { subject: 'ops', role: 'operator' }

async function create(request: TokenRequest = operator): Promise<string> {
  const made = await createToken(directory, request, 1000)
  if (!made.ok) throw new Error('not created')
  return made.value.token
}

describe('a token', () => {
  it('is 256 random bits under its id, and says whose it is', async () => {
    const token = await create({ subject: 'ann', role: 'tenant', tenantId: 'acme' })
    expect(token).toMatch(/^glm_[0-9a-f]{12}_[0-9a-f]{64}$/)
    expect(openTokenStore(directory).verify(token)).toEqual({
      tokenId: token.split('_')[1],
      viewer: { subject: 'ann', role: 'tenant', tenantId: 'acme' },
    })
  })

  it('is nowhere on the disk, and its file is for its owner only', async () => {
    const token = await create()
    const path = join(directory, 'tokens.json')
    expect(readFileSync(path, 'utf8')).not.toContain(token.split('_')[2])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is refused with one character changed, cut short or of another id', async () => {
    const token = await create()
    const other = await create()
    const store = openTokenStore(directory)
    const last = token.endsWith('0') ? '1' : '0'
    expect(store.verify(token.slice(0, -1) + last)).toBeUndefined()
    expect(store.verify(token.slice(0, -1))).toBeUndefined()
    expect(store.verify(`${token}0`)).toBeUndefined()
    expect(store.verify(token.replace(/_[0-9a-f]{12}_/, `_${other.split('_')[1]}_`))).toBeUndefined() // prettier-ignore
    expect(store.verify('glm_000000000000_' + '0'.repeat(64))).toBeUndefined()
    expect(store.verify(token)).toBeDefined()
  })

  it('ends at its instant', async () => {
    const token = await create({ ...operator, expiresAtMs: 5000 })
    let now = 4999
    const store = openTokenStore(directory, () => now)
    expect(store.verify(token)).toBeDefined()
    now = 5000
    expect(store.verify(token)).toBeUndefined()
  })

  it('made or revoked while a daemon runs counts with the next request', async () => {
    const store = openTokenStore(directory)
    const token = await create()
    expect(store.verify(token)).toBeDefined()
    const id = token.split('_')[1] ?? ''
    expect(await revokeToken(directory, id)).toMatchObject({ ok: true, value: true })
    expect(store.verify(token)).toBeUndefined()
    expect(await revokeToken(directory, id)).toMatchObject({ ok: true, value: false })
  })
})

describe('the file', () => {
  it('keeps every token of writers at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => create()))
    expect(listTokens(directory)).toMatchObject({ ok: true, value: { length: 8 } })
  })

  it('is listed without the hashes', async () => {
    await create()
    expect(JSON.stringify(listTokens(directory))).not.toMatch(/[0-9a-f]{64}/)
  })

  it('that others may read lets nobody in', async () => {
    const token = await create()
    chmodSync(join(directory, 'tokens.json'), 0o644)
    expect(openTokenStore(directory).verify(token)).toBeUndefined()
    expect(await createToken(directory, operator)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'token/open-to-others' }],
    })
  })

  it.each(['', '{', '{"version":2,"tokens":[]}', '{"version":1,"tokens":[{"id":"x"}]}'])(
    'that holds %s is refused, not replaced',
    async (text) => {
      writeFileSync(join(directory, 'tokens.json'), text, { mode: 0o600 })
      expect(await createToken(directory, operator)).toMatchObject({
        ok: false,
        diagnostics: [{ code: 'token/damaged' }],
      })
      expect(readFileSync(join(directory, 'tokens.json'), 'utf8')).toBe(text)
    },
  )
})
