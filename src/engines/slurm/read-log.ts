import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LogSlice } from '../engine.ts'
import { logSlice, readLogFile } from '../log-slice.ts'
import { runAtSite } from './cli-command.ts'
import { hasEnded } from './job-outcome.ts'
import { logPath } from './launcher.ts'
import { findLeg } from './leg-jobs.ts'
import type { SlurmSite } from './slurm-site.ts'

export interface LogRange {
  readonly fromByte: number
  readonly maxBytes: number
}

const bytesOfLongestCharacter = 4
const sliceMaxBytes = 1 << 20

/** The job's output file: here when the folder is mounted here, else by the command prefix, else a note where it is. */
export async function readLog(site: SlurmSite, legId: string, range: LogRange): Promise<LogSlice> {
  const path = logPath(site.config.workingDirectory, legId)
  const hasLegEnded = await isOver(site, legId)
  const isMounted = await access(dirname(path)).then(
    () => true,
    () => false,
  )
  if (isMounted) return readLogFile(path, { ...range, hasLegEnded })
  const prefix = site.config.commandPrefix
  if (prefix === undefined)
    return {
      text: '',
      nextByte: range.fromByte,
      isEnded: hasLegEnded,
      note: `the log is ${path} at ${site.siteId}`,
    }
  return readRemote(site, { ...range, path, prefix, hasLegEnded })
}

async function isOver(site: SlurmSite, legId: string): Promise<boolean> {
  if (site.records.markOf(legId)?.why === 'forgotten') return true
  if (site.records.read(legId)?.report !== undefined) return true
  const found = await findLeg(site.transport, legId)
  return found.status === 'done' && found.value !== undefined && hasEnded(found.value)
}

async function readRemote(
  site: SlurmSite,
  log: LogRange & {
    readonly path: string
    readonly prefix: readonly string[]
    readonly hasLegEnded: boolean
  },
): Promise<LogSlice> {
  const fromByte = Number.isFinite(log.fromByte) ? Math.max(0, Math.trunc(log.fromByte)) : 0
  const wantedBytes = Math.max(bytesOfLongestCharacter, Math.min(log.maxBytes, sliceMaxBytes))
  // One byte more tells whether the log goes on. tail counts from 1.
  const result = await runAtSite(
    { prefix: log.prefix, timeoutMs: site.timeoutMs },
    ['tail', '-c', `+${fromByte + 1}`, log.path],
    { outputMaxBytes: wantedBytes + 1 },
  )
  if (result.status === 'failed')
    return { text: '', nextByte: fromByte, isEnded: false, note: result.why }
  const bytes = result.output.subarray(0, wantedBytes)
  const isEndOfLog = log.hasLegEnded && result.output.length <= wantedBytes
  const slice = logSlice(bytes, { fromByte, isEndOfLog })
  return result.exitCode === 0 ? slice : { ...slice, note: result.errors }
}
