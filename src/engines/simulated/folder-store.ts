import { closeSync, openSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeFolder, readTextFile, replaceFile } from '../process/durable-file.ts'
import type { SimulatedSite } from './settle.ts'
import type { SimulatedLeg } from './simulated-leg.ts'
import { memoryStore, newState } from './simulated-store.ts'
import type { SimulatedMark, SimulatedState, SimulatedStore } from './simulated-store.ts'

/**
 * A store in a folder, for a simulated site of a daemon that must survive its own end. Each change is one line at the end
 * of a log, and what the lines say is kept in memory. A line is written in one call, so a killed daemon leaves whole lines;
 * the disk is not waited for, as there is no job that a power cut could leave running. Objects of one process over the
 * same folder share what they know. The first one writes the log anew, shorter.
 */
export function folderStore(directory: string): SimulatedStore {
  const root = resolve(directory)
  const log = logs.get(root)?.deref() ?? openLog(root)
  const { memory } = log
  const write = (change: Change): void => {
    writeSync(log.file, `${JSON.stringify(change)}\n`)
    apply(memory, change)
  }
  return {
    leg: (legId) => memory.leg(legId),
    legs: () => memory.legs(),
    putLeg: (leg) => write({ leg }),
    dropLeg: (legId) => write({ dropped: legId }),
    mark: (legId) => memory.mark(legId),
    putMark: (legId, mark) => write({ legId, mark }),
    site: () => memory.site(),
    putSite: (site) => write({ site }),
  }
}

interface Log {
  readonly file: number
  readonly memory: SimulatedStore
}

/** The logs that stores of this process have open, by folder. */
const logs = new Map<string, WeakRef<Log>>()
const unused = new FinalizationRegistry((file: number) => closeSync(file))

function openLog(root: string): Log {
  makeFolder(root)
  const path = join(root, 'changes.jsonl')
  const memory = readLog(path)
  const all: Change = { all: memory.snapshot() }
  replaceFile(path, `${JSON.stringify(all)}\n`)
  const log: Log = { file: openSync(path, 'a', 0o600), memory }
  logs.set(root, new WeakRef(log))
  unused.register(log, log.file)
  return log
}

type Change =
  | { readonly leg: SimulatedLeg }
  | { readonly dropped: string }
  | { readonly legId: string; readonly mark: SimulatedMark }
  | { readonly site: SimulatedSite }
  | { readonly all: SimulatedState }

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

function readLog(path: string): ReturnType<typeof memoryStore> {
  let memory = memoryStore(newState)
  for (const change of parse(readTextFile(path) ?? '')) {
    if ('all' in change) memory = memoryStore(change.all)
    else apply(memory, change)
  }
  return memory
}
