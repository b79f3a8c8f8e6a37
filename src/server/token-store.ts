import { statSync } from 'node:fs'
import type { Result } from '../diagnostics/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { TokenVerifier } from './authenticate.ts'
import { readTokenFile, tokenPath, withTokenLock, writeTokenFile } from './token-file.ts'
import { matchToken, mintToken, viewerOf, type TokenRecord, type TokenRequest } from './token.ts'

/** What may be shown of a token: everything but its hash. */
export type TokenView = Omit<TokenRecord, 'secretSha256'>

const viewOf = ({ secretSha256: _, ...view }: TokenRecord): TokenView => view

/** The token itself is in the answer and nowhere else: it cannot be shown again. */
export function createToken(
  dataDirectory: string,
  request: TokenRequest,
  nowMs: InstantMs = Date.now(),
): Promise<Result<{ readonly token: string; readonly view: TokenView }>> {
  return withTokenLock(dataDirectory, () => {
    const stored = readTokenFile(dataDirectory)
    if (!stored.ok) return stored
    const { token, record } = mintToken(request, nowMs)
    writeTokenFile(dataDirectory, [...stored.value, record])
    return { ok: true, value: { token, view: viewOf(record) }, notes: [] }
  })
}

/** False when there is no token of that id. A running daemon sees the change with the next request. */
export function revokeToken(dataDirectory: string, id: string): Promise<Result<boolean>> {
  return withTokenLock(dataDirectory, () => {
    const stored = readTokenFile(dataDirectory)
    if (!stored.ok) return stored
    const kept = stored.value.filter((record) => record.id !== id)
    if (kept.length !== stored.value.length) writeTokenFile(dataDirectory, kept)
    return { ok: true, value: kept.length !== stored.value.length, notes: [] }
  })
}

export function listTokens(dataDirectory: string): Result<readonly TokenView[]> {
  const stored = readTokenFile(dataDirectory)
  return stored.ok ? { ...stored, value: stored.value.map(viewOf) } : stored
}

/**
 * Verifies against the file, read again whenever it has changed, so that a token revoked from the command line is dead
 * at once. A file that cannot be trusted any more lets nobody in.
 */
export function openTokenStore(
  dataDirectory: string,
  now: () => InstantMs = Date.now,
): TokenVerifier {
  let stamp = ''
  let records: ReadonlyMap<string, TokenRecord> = new Map()
  const refresh = (): void => {
    const stat = statSync(tokenPath(dataDirectory), { throwIfNoEntry: false, bigint: true })
    const found = stat ? `${stat.ino}:${stat.mtimeNs}:${stat.size}:${stat.mode}` : 'none'
    if (found === stamp) return
    const stored = readTokenFile(dataDirectory)
    records = new Map(stored.ok ? stored.value.map((record) => [record.id, record]) : [])
    stamp = found
  }
  return {
    verify(token) {
      refresh()
      const record = matchToken(token, records, now())
      return record && { tokenId: record.id, viewer: viewerOf(record) }
    },
  }
}
