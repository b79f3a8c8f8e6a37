import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LegAccount, LegReport } from '../engine.ts'
import { makeFolder, readJsonFile, replaceFile } from '../process/durable-file.ts'

/**
 * What the engine itself must not forget about a leg. slurmctld forgets an ended job after MinJobAge (300 s), so its last
 * report and its account are kept here; and an order for a leg that was cancelled or forgotten is refused by a mark. Each
 * is a file, written whole and synced, in a folder that belongs to one site. Daemons that may take over from one another
 * have to share the folder.
 */
export interface LegRecords {
  save(record: LegRecord): void
  read(legId: string): LegRecord | undefined
  all(): readonly LegRecord[]
  remove(legId: string): void
  /** Refuse every later order for this leg. */
  mark(legId: string, mark: LegMark): void
  markOf(legId: string): LegMark | undefined
}

export interface LegMark {
  readonly why: 'cancelled' | 'forgotten'
  readonly account?: LegAccount
}

export interface LegRecord {
  readonly legId: string
  readonly fencingToken: number
  readonly jobId: number
  readonly accelerators: number
  readonly startedAtMs?: number
  /** The final report; with it Slurm is not asked about the leg again. */
  readonly report?: LegReport
  readonly account?: LegAccount
}

const suffix = '.json'

export function openLegRecords(folder: string): LegRecords {
  const legs = join(folder, 'legs')
  const marks = join(folder, 'marks')
  for (const path of [legs, marks]) makeFolder(path)
  const legPath = (legId: string): string => join(legs, `${legId}${suffix}`)
  const markPath = (legId: string): string => join(marks, `${legId}${suffix}`)
  return {
    save: (record) => replaceFile(legPath(record.legId), `${JSON.stringify(record)}\n`),
    read: (legId) => readJsonFile(legPath(legId)),
    all: () =>
      readdirSync(legs)
        .filter((name) => name.endsWith(suffix))
        .map((name) => readJsonFile<LegRecord>(join(legs, name)))
        .filter((record) => record !== undefined),
    remove: (legId) => rmSync(legPath(legId), { force: true }),
    mark: (legId, mark) => replaceFile(markPath(legId), `${JSON.stringify(mark)}\n`),
    markOf: (legId) => readJsonFile(markPath(legId)),
  }
}
