import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'

/** The real daemon: its own process, SQLite journal, HTTP on loopback, engines as the fleet file says. */
export interface Daemon extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  readonly directory: string
  readonly token: string
  /** What the kernel says it holds, in bytes. */
  rssBytes(): number
  /** Processor time that it has used since it began, in seconds. */
  cpuS(): number
  /** Ends it as an operator would and keeps the directory. */
  stop(): Promise<void>
}

const main = resolve(import.meta.dirname, '../../src/cli/main.ts')
const startMaxMs = 60_000

/** Extra arguments go to Node, e.g. for a profile. */
export async function startDaemon(
  fleetText: string,
  nodeArguments: readonly string[] = [],
): Promise<Daemon> {
  const directory = mkdtempSync(join(tmpdir(), 'gridloom-bench-'))
  const fleetFile = join(directory, 'fleet.json')
  const data = join(directory, 'data')
  writeFileSync(fleetFile, fleetText)
  const child = spawn(
    process.execPath,
    [...nodeArguments, main, 'run', fleetFile, '--data', data, '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  // However the bench ends, it leaves no daemon behind.
  process.once('exit', () => child.kill('SIGKILL'))
  const url = await readUrl(child)
  return {
    url,
    pid: child.pid!,
    directory: data,
    token: readFileSync(join(data, 'operator.token'), 'utf8').trim(),
    rssBytes: () => rssOf(child.pid!),
    cpuS: () => cpuOf(child.pid!),
    stop: () => stop(child),
    async [Symbol.asyncDispose]() {
      await stop(child)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Its first line says where it listens. What follows is what Node says when it is asked to trace itself. */
async function readUrl(child: ChildProcess): Promise<string> {
  const found = Promise.withResolvers<string>()
  const late = setTimeout(() => child.kill('SIGKILL'), startMaxMs)
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const url = /^\{"url":"([^"]+)"/u.exec(line)?.[1]
    if (url === undefined) process.stderr.write(`${line}\n`)
    else found.resolve(url)
  })
  child.once('exit', () => found.reject(new Error('the daemon ended before it listened')))
  try {
    return await found.promise
  } finally {
    clearTimeout(late)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Linux counts in ticks of a hundredth of a second, whatever the kernel's own clock is. */
const ticksPerS = 100

function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  // utime and stime are the 14th and 15th field; two stand before the bracket.
  return (Number(fields[11]) + Number(fields[12])) / ticksPerS
}

function rssOf(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb) * 1024
}
