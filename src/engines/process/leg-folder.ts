import { join } from 'node:path'
import type { ProcessIdentity } from './process-identity.ts'
import type { LegOutcome } from '../../decide/index.ts'

/**
 * A leg's folder is the whole conversation between the engine and the leg's launcher, and all that either needs after
 * the other was killed. Every file is written whole, most of them once.
 *
 * | file            | written by        | says                                                       |
 * | order.json      | engine, once      | what was ordered                                           |
 * | launch.json     | engine, once      | slots were found: what to start, and how                   |
 * | launcher.json   | launcher, once    | which process answers for this leg; its mtime, a heartbeat |
 * | release         | engine            | the barrier is open                                        |
 * | cancel          | engine            | end it                                                     |
 * | control.json    | engine            | the mode that the command shall run in                     |
 * | requests/       | engine, launcher  | signals to pass on; the launcher removes each              |
 * | tenant.json     | launcher, once    | which process is the command, and when it started          |
 * | end.json        | whoever sees it, once | how it ended                                           |
 *
 * Whoever makes launcher.json owns the leg: there is one launcher, or none and the engine has closed the leg itself.
 */
export const legFile = {
  order: 'order.json',
  launch: 'launch.json',
  launcher: 'launcher.json',
  launcherLog: 'launcher.log',
  release: 'release',
  cancel: 'cancel',
  control: 'control.json',
  requests: 'requests',
  tenant: 'tenant.json',
  end: 'end.json',
  work: 'work',
} as const

/** What the launcher is told. Paths are absolute. */
export interface LaunchFile {
  readonly command: readonly string[]
  readonly checkpointCommand?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly logFile: string
  readonly hasBarrier: boolean
  /** Absent when it may run for ever: JSON has no infinity. */
  readonly durationMaxS?: number
  /** From the first SIGTERM to SIGKILL. */
  readonly graceMs: number
  /** An entry of the environment that no process but the leg's own has. */
  readonly mark: string
  readonly slots: readonly number[]
}

export interface TenantFile extends ProcessIdentity {
  readonly startedAtMs: number
}

export interface EndFile {
  readonly outcome: LegOutcome
  readonly exitCode?: number
  /** Absent when the command never ran. */
  readonly startedAtMs?: number
  readonly endedAtMs: number
}

export type RequestFile = { readonly signal: 'SIGUSR1' | 'SIGUSR2' }

/** The environment entry that marks the processes of a leg: its control file lies in no other leg's folder. */
export const legMark = (folder: string): string =>
  `GRIDLOOM_CONTROL_FILE=${join(folder, legFile.control)}`
