import type { Terminal } from './terminal.ts'

/**
 * The real terminal. A reader of stdout that goes away (`gridloom list | head`) ends the command quietly: nobody is
 * left to tell. The first interrupt asks commands to stop, the second one is left to the system.
 */
export function processTerminal(): Terminal {
  const stop = new AbortController()
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      stop.abort()
      process.exit(0)
    })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: process.stdin,
    env: process.env,
    isTty: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 80,
    stop: stop.signal,
  }
}
