import { readFold, writeFold } from '../../src/control/fold.ts'
import { recover } from '../../src/control/recover.ts'
import { openSqliteJournal, verifyJournal } from '../../src/journal/index.ts'
import type { Figure, Progress } from '../spec.ts'

/** What the journal that a daemon left costs: to verify, to fold from its start, to write down as a snapshot. */
export async function measureJournal(path: string, progress: Progress): Promise<readonly Figure[]> {
  await using journal = await openSqliteJournal(path)
  progress('verify the journal')
  const [verified, verifyS] = await timed(() => verifyJournal(journal))
  if (verified.status !== 'intact') throw new Error(`the journal is broken at ${verified.seq}`)
  progress('replay the journal')
  const [replayed, replayS] = await timed(() => recover(journal, false))
  if (replayed.divergedAtSeq !== undefined)
    throw new Error(`the replay decides otherwise from record ${replayed.divergedAtSeq} on`)
  const [text, writeS] = await timed(() => Promise.resolve(writeFold(replayed.fold)))
  const [, readS] = await timed(() => Promise.resolve(readFold(text)))
  const workloads = replayed.fold.state.workloads.size
  return [
    {
      id: 'journal/records',
      what: 'records in the journal',
      value: verified.records,
      unit: 'records',
    },
    {
      id: 'journal/verify-per-s',
      what: 'verify: the hash chain of every record',
      value: verified.records / verifyS,
      unit: 'records/s',
    },
    {
      id: 'journal/replay-per-s',
      what: 'replay: every event decided again',
      value: replayed.folded / replayS,
      unit: 'events/s',
    },
    {
      id: 'snapshot/size',
      what: `snapshot of ${workloads} workloads`,
      value: Buffer.byteLength(text) / 1e6,
      unit: 'MB',
    },
    { id: 'snapshot/write', what: 'to write it as text', value: writeS * 1000, unit: 'ms' },
    { id: 'snapshot/read', what: 'to read it back', value: readS * 1000, unit: 'ms' },
  ]
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const startedMs = performance.now()
  const result = await work()
  return [result, (performance.now() - startedMs) / 1000]
}
