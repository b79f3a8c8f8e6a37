import type { Event } from '../decide/index.ts'
import type { Journal, JournalRecord } from '../journal/index.ts'
import { applyEvent, emptyFold, readFold } from './fold.ts'
import type { Fold } from './fold.ts'

export interface Recovered {
  readonly fold: Fold
  readonly seq: number
  readonly hash: string
  /** Records folded after the snapshot. */
  readonly folded: number
  /** The decision hash that the last record carries. */
  readonly recordedHash: string
  /** The first record whose recorded decision hash this version does not reproduce. */
  readonly divergedAtSeq: number | undefined
}

/** An event as the journal keeps it: kind and instant have columns of their own, the rest is the body. */
export function toRecordBody(event: Event): string {
  const { kind: _kind, atMs: _atMs, ...body } = event
  return JSON.stringify(body)
}

export function fromRecord(record: Pick<JournalRecord, 'kind' | 'atMs' | 'body'>): Event {
  return { ...(JSON.parse(record.body) as object), kind: record.kind, atMs: record.atMs } as Event
}

/** State as the journal tells it: the newest good snapshot, then every record after it. */
export async function recover(journal: Journal, useSnapshot = true): Promise<Recovered> {
  const snapshot = useSnapshot ? await journal.loadSnapshot() : undefined
  const cached = snapshot === undefined ? undefined : readFold(snapshot.body)
  const fold = cached ?? emptyFold()
  let seq = cached === undefined ? 0 : snapshot!.seq
  let hash = cached === undefined ? '' : snapshot!.hash
  let folded = 0
  let recordedHash = fold.decisionHash
  let divergedAtSeq: number | undefined
  for await (const record of journal.read(seq + 1)) {
    applyEvent(fold, fromRecord(record))
    if (fold.decisionHash !== record.decisionHash) divergedAtSeq ??= record.seq
    seq = record.seq
    hash = record.hash
    recordedHash = record.decisionHash
    folded++
  }
  return { fold, seq, hash, folded, recordedHash, divergedAtSeq }
}
