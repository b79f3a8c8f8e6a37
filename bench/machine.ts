import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'

/** Where and when a report was made: figures of unlike machines are not to be compared. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly kernel: string
  readonly node: string
  readonly commit: string
  readonly date: string
  /** Processes that wanted to run in the last minute, before the bench began: above 0 others were at work too. */
  readonly loadBefore: number
}

export const describeMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  kernel: release(),
  node: process.versions.node,
  commit: commit(),
  date: new Date().toISOString().slice(0, 10),
  loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
})

function commit(): string {
  const git = (...command: readonly string[]): string =>
    execFileSync('git', command, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  try {
    // The reports themselves are written here and say nothing about the code.
    const isChanged = git('status', '--porcelain', '--', '../src', '.', ':!results.*') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' with changes' : ''}`
  } catch {
    return 'not a checkout'
  }
}
