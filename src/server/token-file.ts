import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { Diagnostic, Result } from '../diagnostics/index.ts'
import type { TokenRecord } from './token.ts'

const tokenRecord: z.ZodType<TokenRecord> = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{12}$/),
    secretSha256: z.string().regex(/^[0-9a-f]{64}$/),
    subject: z.string(),
    role: z.enum(['operator', 'tenant', 'viewer']),
    tenantId: z.string().exactOptional(),
    createdAtMs: z.int(),
    expiresAtMs: z.int().exactOptional(),
  })
  .refine((record) => record.role !== 'tenant' || record.tenantId !== undefined, {
    message: 'a tenant token names its tenant',
  })
const tokenFile = z.strictObject({ version: z.literal(1), tokens: z.array(tokenRecord) })

export const tokenPath = (dataDirectory: string): string => join(dataDirectory, 'tokens.json')

/** No file yet is no tokens; a file that others can read, or that is damaged, is refused rather than guessed at. */
export function readTokenFile(dataDirectory: string): Result<readonly TokenRecord[]> {
  const path = tokenPath(dataDirectory)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return { ok: true, value: [], notes: [] }
  if ((stat.mode & 0o077) !== 0)
    return refuse(path, 'token/open-to-others', 'others may read or change it')
  try {
    const parsed = tokenFile.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (parsed.success) return { ok: true, value: parsed.data.tokens, notes: [] }
    return refuse(path, 'token/damaged', z.prettifyError(parsed.error).replaceAll('\n', ' '))
  } catch (error) {
    return refuse(path, 'token/damaged', error instanceof Error ? error.message : String(error))
  }
}

function refuse(path: string, code: string, why: string): Result<never> {
  const diagnostic: Diagnostic = {
    code,
    severity: 'error',
    pointer: '',
    message: `the token file ${path} is not used: ${why}`,
    hint:
      code === 'token/open-to-others'
        ? `chmod 600 ${path}`
        : 'restore it from a copy, or move it away and create new tokens',
  }
  return { ok: false, diagnostics: [diagnostic] }
}

export function writeTokenFile(dataDirectory: string, tokens: readonly TokenRecord[]): void {
  writePrivateFile(
    tokenPath(dataDirectory),
    `${JSON.stringify({ version: 1, tokens }, undefined, 2)}\n`,
  )
}

/** Readable by its owner only from the first instant, whole or not there at all after a crash. */
export function writePrivateFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const scratch = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = openSync(scratch, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(scratch, path)
}

/** One writer at a time: a lock file, taken over when its owner has left it for ten seconds. */
export async function withTokenLock<T>(
  dataDirectory: string,
  work: () => Result<T>,
): Promise<Result<T>> {
  const lock = `${tokenPath(dataDirectory)}.lock`
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
    await takeLock(lock)
  } catch (error) {
    return notWritable(dataDirectory, error)
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

async function takeLock(lock: string): Promise<void> {
  const staleAfterMs = 10_000
  for (;;) {
    try {
      return closeSync(openSync(lock, 'wx', 0o600))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const heldSinceMs = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
      if (Date.now() - heldSinceMs > staleAfterMs) rmSync(lock, { force: true })
      else await new Promise((resume) => setTimeout(resume, 20))
    }
  }
}

function notWritable(dataDirectory: string, error: unknown): Result<never> {
  const why = error instanceof Error ? error.message : String(error)
  const diagnostic: Diagnostic = {
    code: 'token/not-writable',
    severity: 'error',
    pointer: '',
    message: `tokens cannot be kept in ${dataDirectory}: ${why}`,
    hint: 'name the data directory of the daemon with --data, and work as the user it runs as',
  }
  return { ok: false, diagnostics: [diagnostic] }
}
