import { closeSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isCode, makeFolder, replaceFile } from '../process/durable-file.ts'
import type { SimulatedSite } from './settle.ts'
import type { SimulatedLeg } from './simulated-leg.ts'
import { memoryStore, newState } from './simulated-store.ts'
import type { SimulatedMark, SimulatedState, SimulatedStore } from './simulated-store.ts'

/**
 * A store in a folder, for a simulated site of a daemon that must survive its own end. Each change is one line at the end
 * of a log, and what the lines say is kept in memory. A line is written in one call, so a killed daemon leaves whole lines;
 * the disk is not waited for, as there is no job that a power cut could leave running. Lines that another object over the
 * same folder has written are read before each answer. Opening the folder writes the log anew, shorter.
 */
export function folderStore(directory: string): SimulatedStore {
  const root = resolve(directory)
  makeFolder(root)
  const path = join(root, 'changes.jsonl')
  compact(path)
  let log = openLog(path)

  const upToDate = (): SimulatedStore => {
    const { ino, size } = statSync(path)
    if (ino !== log.inode) {
      closeSync(log.file)
      log = openLog(path)
    } else if (size > log.readTo) readChanges(log, size)
    return log.memory
  }
  const write = (change: Change): void => {
    upToDate()
    const line = Buffer.from(`${JSON.stringify(change)}\n`)
    writeSync(log.file, line)
    log.readTo += line.length
    apply(log.memory, change)
  }
  return {
    leg: (legId) => upToDate().leg(legId),
    legs: () => upToDate().legs(),
    putLeg: (leg) => write({ leg }),
    dropLeg: (legId) => write({ dropped: legId }),
    mark: (legId) => upToDate().mark(legId),
    putMark: (legId, mark) => write({ legId, mark }),
    site: () => upToDate().site(),
    putSite: (site) => write({ site }),
  }
}

type Change =
  | { readonly leg: SimulatedLeg }
  | { readonly dropped: string }
  | { readonly legId: string; readonly mark: SimulatedMark }
  | { readonly site: SimulatedSite }
  | { readonly all: SimulatedState }

interface Log {
  readonly file: number
  readonly inode: number
  memory: ReturnType<typeof memoryStore>
  /** Bytes that are in `memory`. */
  readTo: number
}

function openLog(path: string): Log {
  const file = openSync(path, 'a+', 0o600)
  const { ino, size } = statSync(path)
  const log: Log = { file, inode: ino, memory: memoryStore(), readTo: 0 }
  readChanges(log, size)
  return log
}

function readChanges(log: Log, size: number): void {
  const bytes = Buffer.alloc(size - log.readTo)
  readSync(log.file, bytes, 0, bytes.length, log.readTo)
  log.readTo = size
  for (const change of parse(bytes.toString('utf8'))) {
    if ('all' in change) log.memory = memoryStore(change.all)
    else apply(log.memory, change)
  }
}

function apply(memory: SimulatedStore, change: Change): void {
  if ('leg' in change) memory.putLeg(change.leg)
  else if ('dropped' in change) memory.dropLeg(change.dropped)
  else if ('mark' in change) memory.putMark(change.legId, change.mark)
  else if ('site' in change) memory.putSite(change.site)
}

/** A line that is no JSON was cut off by a full disk: what it said is lost, as it was never answered. */
function parse(text: string): readonly Change[] {
  return text.split('\n').flatMap((line): readonly Change[] => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Change]
    } catch {
      return []
    }
  })
}

function compact(path: string): void {
  let memory = memoryStore(newState)
  for (const change of parse(readIfThere(path))) {
    if ('all' in change) memory = memoryStore(change.all)
    else apply(memory, change)
  }
  const change: Change = { all: memory.snapshot() }
  replaceFile(path, `${JSON.stringify(change)}\n`)
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return ''
    throw error
  }
}
