import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isLegId } from '../order-fault.ts'
import { makeFolder, readJsonFile, replaceFile } from './durable-file.ts'
import {
  findByEnvironment,
  identityOf,
  isAlive,
  leadsSession,
  signalGroup,
  signalProcess,
  type ProcessIdentity,
} from './process-identity.ts'
import { lockSite } from './site-lock.ts'
import { plainEnvironment, startDetached } from './start-detached.ts'

/**
 * A helper process of the daemon, such as the emulation of a WAN link, that lives on when the daemon is killed and is
 * found again by the next one. It needs no launcher: nobody is billed for it and nobody asks for its exit code. Each
 * carries a variable that only it has, so that even one whose start was never written down is found.
 */
export interface Supervised extends ProcessIdentity {
  readonly id: string
  readonly logFile: string
}

export interface SupervisedStart {
  /** The folder of all helpers of one daemon. */
  readonly directory: string
  /** `[a-z0-9][a-z0-9.-]*`, unique in the folder. */
  readonly id: string
  readonly argv: readonly string[]
  /** Beside PATH and LANG, which it gets from the daemon. */
  readonly environment: Readonly<Record<string, string>>
}

const lockWaitMs = 5000
const graceMs = 2000
const lookMs = 10

/**
 * Starts the helper, or finds the one that runs already under this id: there is never a second one. Its id names the
 * command, so another command needs another id, or `stopSupervised` first. Throws when it cannot be started.
 */
export async function startSupervised(start: SupervisedStart): Promise<Supervised> {
  const { directory, id, argv, environment } = start
  const paths = pathsOf(directory, id)
  makeFolder(paths.root)
  await using lock = await lockSite(paths.record, lockWaitMs)
  if (lock === undefined) throw new Error(`another process is starting ${id}`)
  const running = findSupervised(directory, id)
  if (running !== undefined) return running
  for (const orphan of markedProcesses(paths)) signalProcess(orphan, 'SIGKILL')
  const pid = await startDetached({
    argv,
    environment: { ...plainEnvironment(), ...environment, [markName]: paths.record },
    workingDirectory: paths.root,
    logFile: paths.log,
  })
  if (pid instanceof Error) throw new Error(`${id} cannot be started: ${pid.message}`)
  const identity = identityOf(pid)
  if (identity === undefined) throw new Error(`${id} ended at once; see ${paths.log}`)
  const record: Supervised = { ...identity, id, logFile: paths.log }
  replaceFile(paths.record, JSON.stringify(record))
  return record
}

/** The helper under this id, when it runs. */
export function findSupervised(directory: string, id: string): Supervised | undefined {
  const paths = pathsOf(directory, id)
  const record = readJsonFile<Supervised>(paths.record)
  if (record !== undefined && isAlive(record)) return record
  const unrecorded = markedProcesses(paths).find(({ pid }) => leadsSession(pid))
  return unrecorded === undefined ? undefined : { ...unrecorded, id, logFile: paths.log }
}

/** Ends the helper and all that it started; harmless when there is none. */
export async function stopSupervised(directory: string, id: string): Promise<void> {
  const paths = pathsOf(directory, id)
  const helper = findSupervised(directory, id)
  const members = (): readonly ProcessIdentity[] =>
    [...(helper === undefined ? [] : [helper]), ...markedProcesses(paths)].filter(isAlive)
  const killAt = performance.now() + graceMs
  if (helper !== undefined) signalGroup(helper.pid, 'SIGTERM')
  while (members().length > 0) {
    if (performance.now() > killAt) for (const member of members()) signalProcess(member, 'SIGKILL')
    await delay(lookMs)
  }
}

const markName = 'GRIDLOOM_SUPERVISED'

interface Paths {
  readonly root: string
  readonly record: string
  readonly log: string
}

function pathsOf(directory: string, id: string): Paths {
  if (!isLegId(id)) throw new Error(`${JSON.stringify(id)} is not [a-z0-9][a-z0-9.-]*`)
  const root = resolve(directory)
  return { root, record: join(root, `${id}.json`), log: join(root, `${id}.log`) }
}

/** A helper without a log was never started, which saves most looks through all processes. */
const markedProcesses = (paths: Paths): readonly ProcessIdentity[] =>
  existsSync(paths.log) ? findByEnvironment(`${markName}=${paths.record}`) : []
