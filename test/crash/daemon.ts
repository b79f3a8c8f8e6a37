import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Place } from './world.ts'

/** A real daemon in a process of its own. */
export interface Daemon {
  /** Its API; undefined when it ended before it answered. */
  readonly ready: Promise<Api | undefined>
  readonly exited: Promise<unknown>
  /** SIGKILL: nothing is caught, nothing is flushed. */
  kill(): Promise<void>
  /** As an operator ends it. */
  stop(): Promise<void>
}

export interface Api {
  call(method: string, path: string, options?: CallOptions): Promise<Answer | undefined>
}

interface CallOptions {
  readonly body?: string
  readonly key?: string
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

const main = resolve(import.meta.dirname, '../../src/cli/main.ts')

export function startDaemon({ fleetFile, data, said }: Place): Daemon {
  const log = openSync(said, 'a')
  const child = spawn(
    process.execPath,
    [main, 'run', fleetFile, '--data', data, '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', log] },
  )
  closeSync(log)
  const exited = once(child, 'exit')
  const ready = Promise.withResolvers<Api | undefined>()
  createInterface({ input: child.stdout! }).once('line', (line) => {
    const { url } = JSON.parse(line) as { readonly url: string }
    ready.resolve(openApi(url, readFileSync(join(data, 'operator.token'), 'utf8').trim()))
  })
  void exited.then(() => ready.resolve(undefined))
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return { ready: ready.promise, exited, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** Undefined stands for every way in which a killed daemon gives no answer: then nothing is known of what was asked. */
const openApi = (url: string, token: string): Api => ({
  async call(method, path, { body, key } = {}) {
    try {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(60_000),
      })
      return { status: response.status, body: await response.json() }
    } catch {
      return undefined
    }
  },
})
