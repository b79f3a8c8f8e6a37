import { readFileSync, readdirSync } from 'node:fs'

/**
 * Which process this is, for as long as the machine runs. A process id alone is not enough: after the process has ended
 * the kernel gives its id to another. The start time in clock ticks since boot, with the boot's own id, tells them apart.
 * Source: proc_pid_stat(5), field 22; Linux only.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTicks: number
  readonly bootId: string
}

const statStateField = 0
const statSessionField = 3
const statStartField = 19

/** Undefined when there is no such process, or only its zombie, which runs nothing. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid)
  if (fields === undefined || fields[statStateField] === 'Z' || fields[statStateField] === 'X')
    return undefined
  return { pid, startTicks: Number(fields[statStartField]), bootId: bootId() }
}

export function isAlive(identity: ProcessIdentity): boolean {
  const now = identityOf(identity.pid)
  return now?.startTicks === identity.startTicks && now.bootId === identity.bootId
}

/** The fields of /proc/PID/stat after the command name, which stands in brackets and may hold anything. */
function statFields(pid: number): readonly string[] | undefined {
  const text = readProc(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

let knownBootId: string | undefined
function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return knownBootId
}

/**
 * Processes that were started with this entry (`NAME=value`) in their environment, and their children. It finds those
 * that left their process group, and those whose start nobody lived to write down.
 */
export function findByEnvironment(entry: string): readonly ProcessIdentity[] {
  const found: ProcessIdentity[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    if (!readProc(`/proc/${pid}/environ`)?.split('\0').includes(entry)) continue
    const identity = identityOf(pid)
    if (identity !== undefined) found.push(identity)
  }
  return found
}

/** Whether it was started in a session of its own, as all that we start are, and not by one of those. */
export const leadsSession = (pid: number): boolean =>
  Number(statFields(pid)?.[statSessionField]) === pid

/** Whether a process would act on the signal by a handler of its own, or ignores it. */
export function handlesSignal(pid: number, signalNumber: number): boolean {
  const status = readProc(`/proc/${pid}/status`) ?? ''
  const bit = 1n << BigInt(signalNumber - 1)
  return ['SigCgt', 'SigIgn'].some((field) => {
    const mask = new RegExp(`^${field}:\\s*([0-9a-f]+)`, 'm').exec(status)?.[1]
    return mask !== undefined && (BigInt(`0x${mask}`) & bit) !== 0n
  })
}

/** Signals the process group that a process leads; false when nothing is left of it. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-leaderPid, signal)
    return true
  } catch {
    return false
  }
}

/** Signals one process if it is still the one we mean. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return
  try {
    process.kill(identity.pid, signal)
  } catch {
    // It ended in between, which is what was wanted.
  }
}

/** A process may end, or belong to another user, between two reads. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
