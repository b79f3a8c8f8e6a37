import { given } from './leg-comment.ts'
import type { JobRow, NodeRow } from './transport.ts'

/**
 * Columns of fixed width: a value can hold whatever sign one would split at. Only our own jobs are listed this way, and
 * their names and comments are of a safe alphabet.
 */
const columns = [
  ['jobid', 20],
  ['state', 20],
  ['starttime', 24],
  ['endtime', 24],
  ['exit_code', 16],
  ['name', 160],
  ['comment', 1000],
] as const

export const squeueFormat = columns.map(([name, width]) => `${name}:${width}`).join(',')

/** The output of `squeue -h -O` with `squeueFormat` and times as seconds since 1970. */
export function parseSqueue(text: string): readonly JobRow[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      let from = 0
      const [jobId, state, start, end, exit, name, comment] = columns.map(([, width]) => {
        const cell = line.slice(from, from + width).trim()
        from += width
        return cell
      })
      const status = wholeNumber(exit)
      return {
        jobId: wholeNumber(jobId) ?? 0,
        state: state!.toUpperCase(),
        name: name!,
        comment: comment ?? '',
        ...given('startedAtS', wholeNumber(start)),
        ...given('endedAtS', wholeNumber(end)),
        // A status as wait(2) gives it.
        ...(status === undefined
          ? {}
          : { exitCode: (status >> 8) & 0xff, exitSignal: status & 0x7f }),
      }
    })
    .filter((row) => row.jobId > 0)
}

export const sacctFormat = 'JobIDRaw,State,Start,End,ExitCode,JobName,Comment'

/** The output of `sacct -n -X -P -o` with `sacctFormat`; the comment is there only where the site stores it. */
export function parseSacct(text: string): readonly JobRow[] {
  return text
    .split('\n')
    .map((line) => line.split('|'))
    .filter((cells) => cells.length >= 7 && wholeNumber(cells[0]) !== undefined)
    .map(([jobId, state, start, end, exit, name, comment]) => {
      const [code, signal] = (exit ?? '').split(':').map(Number)
      return {
        jobId: Number(jobId),
        // "CANCELLED by 1000"
        state: (state!.split(' ')[0] ?? '').toUpperCase(),
        name: name!,
        comment: comment!,
        ...given('startedAtS', wholeNumber(start)),
        ...given('endedAtS', wholeNumber(end)),
        ...given('exitCode', code),
        ...given('exitSignal', signal || undefined),
      }
    })
}

/** The output of `scontrol show node -o -d`. The keys read stand before the first text that a person may have written. */
export function parseNodes(text: string): readonly NodeRow[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('NodeName='))
    .map((line) => {
      const value = (key: string): string =>
        new RegExp(` ${key}=(\\S*)`).exec(line)?.[1]?.replace('(null)', '') ?? ''
      return {
        state: value('State').toUpperCase(),
        partitions: value('Partitions').split(','),
        gres: value('Gres'),
        gresUsed: value('GresUsed'),
      }
    })
}

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
