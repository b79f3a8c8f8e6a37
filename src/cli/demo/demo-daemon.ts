import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createClient } from '../client.ts'
import type { Client } from '../client.ts'

/** The daemon of the demo: a real `gridloom run` in a process of its own, so that it can really be killed. */
export interface DemoDaemon {
  readonly client: Client
  readonly pid: number
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): Promise<void>
  /** SIGTERM: it closes its journal and leaves. */
  stop(): Promise<void>
}

const main = fileURLToPath(new URL(`../main${extname(import.meta.url)}`, import.meta.url))
const startMaxMs = 20_000

/** Resolves when the API answers; throws with the daemon's own words when it does not start. */
export async function startDaemon(options: {
  readonly fleetFile: string
  readonly dataDirectory: string
  readonly port: number
}): Promise<DemoDaemon> {
  const { fleetFile, dataDirectory, port } = options
  const logFile = join(dataDirectory, '..', 'daemon.log')
  const log = openSync(logFile, 'a')
  const argv = [main, 'run', fleetFile, '--data', dataDirectory, '--port', String(port), '--json']
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', log] })
  closeSync(log)
  const url = await firstLine(child, logFile)
  const token = readFileSync(join(dataDirectory, 'operator.token'), 'utf8').trim()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    client: createClient({ url, token }),
    pid: child.pid ?? 0,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

async function firstLine(child: ChildProcess, logFile: string): Promise<string> {
  const lines = createInterface({ input: child.stdout! })
  const line = once(lines, 'line', { signal: AbortSignal.timeout(startMaxMs) }) as Promise<[string]>
  const gone = once(child, 'exit').then(() => undefined)
  const first = await Promise.race([line, gone]).catch(() => undefined)
  if (first === undefined) {
    child.kill('SIGKILL')
    throw new Error(`the daemon did not start: ${readFileSync(logFile, 'utf8').trim()}`)
  }
  return (JSON.parse(first[0]) as { readonly url: string }).url
}
