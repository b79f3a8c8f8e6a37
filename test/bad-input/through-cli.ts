import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BadInput } from './bad-input.ts'

const main = new URL('../../src/cli/main.ts', import.meta.url).pathname
const goodFleet = new URL('fixtures/good-fleet.yaml', import.meta.url).pathname

/** A daemon on the good fleet and the command line before it, in a directory of their own. */
export interface CommandLine extends AsyncDisposable {
  /** Exit code of `fleet check`, or of `submit` to the running daemon. */
  readonly exitCodeOf: (bad: BadInput) => number
  /** How many workloads the daemon knows: nothing that was refused may be among them. */
  readonly countWorkloads: () => number
}

export async function openCommandLine(): Promise<CommandLine> {
  const directory = mkdtempSync(join(tmpdir(), 'gridloom-bad-input-'))
  const data = join(directory, 'data')
  const daemon = spawn(process.execPath, [main, 'run', goodFleet, '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(daemon, 'exit')
  const url = await readUrl(daemon.stdout)
  const at = ['--url', url, '--data', data]
  const run = (args: readonly string[]) =>
    spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  return {
    exitCodeOf: ({ kind, name, read }) => {
      const file = join(directory, `${name}.yaml`)
      writeFileSync(file, read())
      const args = kind === 'fleet' ? ['fleet', 'check', file] : ['submit', file, ...at]
      const { status } = run(args)
      rmSync(file)
      return status ?? -1
    },
    countWorkloads: () => {
      const { stdout } = run(['list', '--json', ...at])
      return (stdout.match(/"id":/gu) ?? []).length
    },
    [Symbol.asyncDispose]: async () => {
      daemon.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}

async function readUrl(output: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of output) {
    text += chunk.toString()
    const url = /http:\/\/[\d.]+:\d+/u.exec(text)?.[0]
    if (url !== undefined) return url
  }
  throw new Error(`the daemon did not start: ${text}`)
}
