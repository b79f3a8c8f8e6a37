import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from './terminal.ts'

export interface ConnectionOptions {
  readonly url?: string
  readonly data?: string
}

export interface Connection {
  readonly url: string
  readonly token: string | undefined
}

export const operatorTokenFile = 'operator.token'

/** Where the daemon keeps its journal and tokens, unless a command says otherwise. */
export function dataDirectory(terminal: Terminal, given?: string): string {
  const { GRIDLOOM_DATA, HOME } = terminal.env
  const state = join(HOME || homedir(), '.local', 'state')
  return given ?? (GRIDLOOM_DATA || join(state, 'gridloom'))
}

/** A token in the environment goes first; on the machine of the daemon its own file will do. Never a flag: `ps` shows flags. */
export function findConnection(terminal: Terminal, options: ConnectionOptions): Connection {
  const url = options.url ?? (terminal.env['GRIDLOOM_URL'] || 'http://127.0.0.1:8642')
  return { url, token: terminal.env['GRIDLOOM_TOKEN'] || readTokenOf(terminal, options) }
}

function readTokenOf(terminal: Terminal, { data }: ConnectionOptions): string | undefined {
  try {
    return readFileSync(join(dataDirectory(terminal, data), operatorTokenFile), 'utf8').trim()
  } catch {
    // No file is no token: the daemon will say that one is needed, with the hint where to get it.
    return undefined
  }
}
