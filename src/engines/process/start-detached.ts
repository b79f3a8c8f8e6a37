import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** What a process of ours needs from the daemon's environment; the daemon's secrets are not in it. */
export const plainEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
  LANG: process.env['LANG'] ?? 'C.UTF-8',
})

export interface DetachedStart {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly logFile: string
}

/**
 * Starts a process in a session of its own, with its output in a file, so that it lives on when the daemon is killed.
 * Answers its process id, or why there is none.
 */
export function startDetached(start: DetachedStart): Promise<number | Error> {
  const log = openSync(start.logFile, 'a', 0o600)
  return new Promise((resolve) => {
    try {
      const child = spawn(start.argv[0]!, start.argv.slice(1), {
        cwd: start.workingDirectory,
        env: start.environment,
        detached: true,
        stdio: ['ignore', log, log],
      })
      child.once('error', resolve)
      child.unref()
      if (child.pid !== undefined) resolve(child.pid)
    } catch (error) {
      resolve(error instanceof Error ? error : new Error(String(error)))
    } finally {
      closeSync(log)
    }
  })
}
