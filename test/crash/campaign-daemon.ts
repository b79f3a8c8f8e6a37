import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A real daemon in a process of its own, to be killed at any point of its life. */
export interface CampaignDaemon {
  /** The address of its API, or undefined when it ended before it had one. */
  readonly url: Promise<string | undefined>
  kill(): Promise<void>
  stop(): Promise<void>
}

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')

export function startDaemon(folder: string): CampaignDaemon {
  const log = openSync(join(folder, 'daemon.log'), 'a')
  const argv = [main, 'run', join(folder, 'fleet.yaml'), '--data', join(folder, 'data')]
  const child = spawn(process.execPath, [...argv, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', log],
  })
  closeSync(log)
  const gone = once(child, 'exit')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await gone
  }
  return { url: readUrl(child), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

async function readUrl(child: ChildProcess): Promise<string | undefined> {
  for await (const line of createInterface({ input: child.stdout! }))
    return (JSON.parse(line) as { readonly url: string }).url
  return undefined
}

export interface Api {
  /** Undefined when nobody answered: the daemon may or may not have done it. */
  ask<T>(
    method: string,
    path: string,
    more?: AskMore,
  ): Promise<{ status: number; body: T } | undefined>
}

export interface AskMore {
  readonly body?: unknown
  readonly key?: string
}

export function apiOf(url: string, folder: string): Api {
  const token = readFileSync(join(folder, 'data', 'operator.token'), 'utf8').trim()
  return {
    async ask<T>(method: string, path: string, { body, key }: AskMore = {}) {
      try {
        const answer = await fetch(new URL(path, url), {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(30_000),
        })
        return { status: answer.status, body: (await answer.json()) as T }
      } catch {
        // Killed under us: that is what this is about.
        return undefined
      }
    },
  }
}
