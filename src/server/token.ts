import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Viewer } from '../control/index.ts'
import type { InstantMs } from '../units/index.ts'

/**
 * `glm_<id>_<secret>`: the id finds the row, the secret is 256 random bits and is kept only as its SHA-256. A plain hash
 * is enough here, where it would not be for a password: there is no dictionary of 2^256 secrets to try, so a slow hash
 * would cost every request and buy nothing.
 */
export interface TokenRecord {
  readonly id: string
  readonly secretSha256: string
  readonly subject: string
  readonly role: Viewer['role']
  readonly tenantId?: string
  readonly createdAtMs: InstantMs
  readonly expiresAtMs?: InstantMs
}

export interface TokenRequest {
  readonly subject: string
  readonly role: Viewer['role']
  readonly tenantId?: string
  readonly expiresAtMs?: InstantMs
}

const form = /^glm_([0-9a-f]{12})_([0-9a-f]{64})$/

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export function mintToken(
  request: TokenRequest,
  nowMs: InstantMs,
): { readonly token: string; readonly record: TokenRecord } {
  const id = randomBytes(6).toString('hex')
  const secret = randomBytes(32).toString('hex')
  const record = { ...request, id, secretSha256: sha256(secret), createdAtMs: nowMs }
  return { token: `glm_${id}_${secret}`, record }
}

const nobody = '0'.repeat(64)

/** The record that the token belongs to. An unknown id takes the same path as a wrong secret. */
export function matchToken(
  token: string,
  records: ReadonlyMap<string, TokenRecord>,
  nowMs: InstantMs,
): TokenRecord | undefined {
  const [, id, secret] = form.exec(token) ?? []
  if (id === undefined || secret === undefined) return undefined
  const record = records.get(id)
  const isSame = timingSafeEqual(
    Buffer.from(sha256(secret)),
    Buffer.from(record?.secretSha256 ?? nobody),
  )
  if (!record || !isSame) return undefined
  return record.expiresAtMs !== undefined && record.expiresAtMs <= nowMs ? undefined : record
}

export const viewerOf = (record: TokenRecord): Viewer => ({
  subject: record.subject,
  role: record.role,
  ...(record.tenantId !== undefined && { tenantId: record.tenantId }),
})
