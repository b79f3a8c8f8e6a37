import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { createFile, makeFolder, readJsonFile } from './durable-file.ts'
import {
  legFile,
  type EndFile,
  type LaunchFile,
  type RequestFile,
  type TenantFile,
} from './leg-folder.ts'
import {
  findByEnvironment,
  handlesSignal,
  identityOf,
  signalGroup,
  signalProcess,
} from './process-identity.ts'

/** The tenant's command as its launcher sees it. */
export interface Tenant {
  /** Does what is due now: the time limit, the end of the grace, signals that were asked for. */
  turn(): void
  /** How soon something is due by itself; undefined when nothing is. */
  dueInMs(): number | undefined
  /** SIGTERM to all of it, SIGKILL after the grace. The first reason stays. */
  stop(why: EndFile['outcome']): void
  /** SIGKILL to all of it, now. */
  kill(): void
}

export interface TenantOptions {
  readonly launch: LaunchFile
  /** The leg's folder. */
  readonly folder: string
  readonly onEnd: (how: EndFile) => void
}

/** As a shell reports a command that it cannot start. */
const cannotStartExitCode = 127
const signalExitCodeBase = 128
/** A command that has not yet set its handler, or does not die yet, is looked at again this soon. */
const soonMs = 50

export function startTenant({ launch, folder, onEnd }: TenantOptions): Tenant {
  const groups = new Set<number>()
  let stopped: { readonly why: EndFile['outcome']; readonly killAtMs: number } | undefined
  let hasUnheard = false
  let isRecorded = false
  const child = startCommand(launch, launch.command)
  const startedAtMs = Date.now()
  const startedTicks = performance.now()
  if (child.pid === undefined) {
    child.events.once('error', (error: Error) => {
      tell(launch, `gridloom: the command cannot be started: ${error.message}\n`)
      const endedAtMs = Date.now()
      onEnd({ outcome: 'failed', exitCode: cannotStartExitCode, endedAtMs })
    })
    return { turn: () => {}, dueInMs: () => undefined, stop: () => {}, kill: () => {} }
  }
  const leaderPid = child.pid

  const signalAll = (signal: NodeJS.Signals): void => {
    for (const pid of [leaderPid, ...groups]) signalGroup(pid, signal)
  }
  const kill = (): void => {
    signalAll('SIGKILL')
    for (const straggler of findByEnvironment(launch.mark)) signalProcess(straggler, 'SIGKILL')
  }
  const limitInMs = (): number =>
    (launch.durationMaxS ?? Infinity) * 1000 - (performance.now() - startedTicks)
  const stop: Tenant['stop'] = (why) => {
    if (stopped !== undefined) return
    stopped = { why, killAtMs: performance.now() + launch.graceMs }
    signalAll('SIGTERM')
  }
  child.events.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
    kill()
    const endedAtMs = Math.max(startedAtMs, Date.now())
    const exitCode = code ?? signalExitCodeBase + (constants.signals[signal!] ?? 0)
    const outcome = stopped?.why ?? (exitCode === 0 ? 'completed' : 'failed')
    onEnd({ outcome, exitCode, startedAtMs, endedAtMs })
  })
  return {
    turn: () => {
      if (!isRecorded) {
        recordTenant(folder, leaderPid, startedAtMs)
        isRecorded = true
      }
      if (stopped === undefined && limitInMs() <= 0) stop('timed-out')
      if (stopped !== undefined && performance.now() >= stopped.killAtMs) kill()
      if (stopped === undefined)
        hasUnheard = passOnRequests({ launch, folder, leaderPid, groups }) === 'some-unheard'
    },
    dueInMs: () => {
      if (stopped !== undefined) return Math.max(soonMs, stopped.killAtMs - performance.now())
      const dueMs = Math.max(1, limitInMs())
      return hasUnheard ? Math.min(dueMs, soonMs) : dueMs
    },
    stop,
    kill,
  }
}

/** `error` when it cannot be started, else `exit`, as of a ChildProcess. */
interface Started {
  readonly pid: number | undefined
  readonly events: EventEmitter
}

/**
 * The tenant's text is an argument list from here to the kernel; its output goes to the log, in order. Node throws some
 * of the kernel's refusals (a command line that is too long) and reports others as events; here all are events.
 */
function startCommand(launch: LaunchFile, command: readonly string[]): Started {
  makeFolder(launch.workingDirectory)
  const log = openSync(launch.logFile, 'a', 0o600)
  try {
    const child = spawn(command[0]!, command.slice(1), {
      cwd: launch.workingDirectory,
      env: launch.environment,
      detached: true,
      stdio: ['ignore', log, log],
    })
    return { pid: child.pid, events: child }
  } catch (error) {
    const never = new EventEmitter()
    setImmediate(() => never.emit('error', error))
    return { pid: undefined, events: never }
  } finally {
    closeSync(log)
  }
}

/** A command so short that it has ended already is known by its end alone. */
function recordTenant(folder: string, pid: number, startedAtMs: number): void {
  const identity = identityOf(pid)
  if (identity === undefined) return
  const record: TenantFile = { ...identity, startedAtMs }
  createFile(join(folder, legFile.tenant), JSON.stringify(record))
}

/**
 * Passes on what the engine asked for, oldest first. A signal for which the command has no handler would end it, so it
 * waits until there is one: a command that is still loading gets it a moment later, one that never listens never.
 */
function passOnRequests(leg: {
  readonly launch: LaunchFile
  readonly folder: string
  readonly leaderPid: number
  readonly groups: Set<number>
}): 'all-passed-on' | 'some-unheard' {
  const folder = join(leg.folder, legFile.requests)
  let left: 'all-passed-on' | 'some-unheard' = 'all-passed-on'
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue
    const path = join(folder, name)
    const signal = readJsonFile<RequestFile>(path)?.signal
    if (signal === 'SIGUSR1' && leg.launch.checkpointCommand !== undefined) {
      runCheckpointCommand(leg.launch, leg.launch.checkpointCommand, leg.groups)
    } else if (signal === 'SIGUSR1' || signal === 'SIGUSR2') {
      if (!handlesSignal(leg.leaderPid, constants.signals[signal])) {
        left = 'some-unheard'
        continue
      }
      process.kill(leg.leaderPid, signal)
    }
    rmSync(path, { force: true })
  }
  return left
}

/** One at a time: a checkpoint that is still being written needs no second one. */
function runCheckpointCommand(
  launch: LaunchFile,
  command: readonly string[],
  groups: Set<number>,
): void {
  if (groups.size > 0) return
  const child = startCommand(launch, command)
  child.events.once('error', (error: Error) =>
    tell(launch, `gridloom: the checkpoint command cannot be started: ${error.message}\n`),
  )
  if (child.pid === undefined) return
  const { pid } = child
  groups.add(pid)
  child.events.once('exit', () => groups.delete(pid))
}

function tell(launch: LaunchFile, text: string): void {
  const log = openSync(launch.logFile, 'a', 0o600)
  writeSync(log, text)
  closeSync(log)
}
