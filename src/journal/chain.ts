import { createHash, hash } from 'node:crypto'
import { invariant } from '../diagnostics/index.ts'
import type { Journal, JournalRecord, NewRecord, Snapshot, VerifyOutcome } from './journal.ts'

/**
 * What binds the records of a journal to each other.
 *
 *   hash(n) = sha256( prevHash, seq, atMs, kind, body, decisionHash )     prevHash(1) = 64 zeros
 *
 * Each field is written as its length in UTF-8 bytes, a colon, its text and a comma (a netstring), so that no two
 * different records give the same bytes: moving a character from one field to the next changes the lengths. Numbers are
 * written in decimal. Anybody with the table and a SHA-256 can repeat it.
 *
 * A changed byte is found at its record. Records cut off at the end are found by the head, which is kept apart and
 * moved in the same transaction. Whoever may write the whole file can forge all of it: only a head that was handed to
 * somebody else (an anchor) stops that.
 */
export const genesisHash = '0'.repeat(64)

export interface Head {
  readonly seq: number
  readonly hash: string
}

export const genesis: Head = { seq: 0, hash: genesisHash }

export function recordHash(record: Omit<JournalRecord, 'hash'>): string {
  const { prevHash, seq, atMs, kind, body, decisionHash } = record
  return hash('sha256', netstrings([prevHash, String(seq), String(atMs), kind, body, decisionHash]))
}

/** Binds a snapshot's body to the place in the chain that it claims to stand for. */
export function snapshotChecksum(snapshot: Snapshot): string {
  const { seq, hash: recordHashAtSeq, decisionHash, body } = snapshot
  // A body has tens of megabytes: it is not copied to be hashed.
  return createHash('sha256')
    .update(netstrings([String(seq), recordHashAtSeq, decisionHash]))
    .update(`${Buffer.byteLength(body)}:`)
    .update(body)
    .update(',')
    .digest('hex')
}

function netstrings(fields: readonly string[]): string {
  return fields.map((text) => `${Buffer.byteLength(text)}:${text},`).join('')
}

/** The records that a batch becomes behind a given head. */
export function chainBatch(head: Head, batch: readonly NewRecord[]): readonly JournalRecord[] {
  const records: JournalRecord[] = []
  let last = head
  for (const { atMs, kind, body, decisionHash } of batch) {
    invariant(Number.isSafeInteger(atMs), `a record's instant is whole milliseconds, not ${atMs}`)
    for (const text of [kind, body, decisionHash]) {
      // Neither store keeps these byte for byte, and JSON.stringify never makes them.
      invariant(
        text.isWellFormed() && !text.includes('\0'),
        'a record holds text, no half characters',
      )
    }
    const record = { seq: last.seq + 1, prevHash: last.hash, atMs, kind, body, decisionHash }
    last = { seq: record.seq, hash: recordHash(record) }
    records.push({ ...record, hash: last.hash })
  }
  return records
}

/**
 * Follows the chain from its first record and stops at the first that does not hold. With `head`, records that are
 * missing at the end are found too; records behind the head are fine (a live journal grows while it is read). A store
 * that cannot be read any further is broken at the record it did not give.
 */
export async function verifyChain(
  records: AsyncIterable<JournalRecord> | Iterable<JournalRecord>,
  head?: Head,
): Promise<VerifyOutcome> {
  let last = genesis
  try {
    for await (const record of records) {
      const fault = faultOf(record, last)
      if (fault !== undefined) return { status: 'broken', seq: last.seq + 1, ...fault }
      last = { seq: record.seq, hash: record.hash }
      if (last.seq === head?.seq && last.hash !== head.hash) return headFault(head, last)
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    const expected = 'a record that can be read'
    return { status: 'broken', seq: last.seq + 1, why: 'unreadable', expected, found }
  }
  if (head !== undefined && head.seq > last.seq) {
    const expected = `${head.seq} records, as the head says`
    const found = `${last.seq} records`
    return { status: 'broken', seq: last.seq + 1, why: 'records are missing', expected, found }
  }
  return { status: 'intact', records: last.seq, headHash: last.hash }
}

/** Every record of a journal against the chain and against the stored head. */
export async function verifyJournal(journal: Journal): Promise<VerifyOutcome> {
  let head: Head
  try {
    head = await journal.head()
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { status: 'broken', seq: 0, why: 'unreadable', expected: 'a head', found }
  }
  return verifyChain(journal.read(1), head)
}

interface Fault {
  readonly why: string
  readonly expected: string
  readonly found: string
}

function faultOf(record: JournalRecord, last: Head): Fault | undefined {
  if (record.seq !== last.seq + 1) {
    return { why: 'the numbering has a hole', expected: `${last.seq + 1}`, found: `${record.seq}` }
  }
  if (record.prevHash !== last.hash) {
    const why = 'it does not point at the record before it'
    return { why, expected: last.hash, found: record.prevHash }
  }
  const expected = recordHash(record)
  if (record.hash === expected) return undefined
  return { why: 'its content does not match its hash', expected, found: record.hash }
}

function headFault(head: Head, last: Head): VerifyOutcome {
  const why = 'the stored head is not this record'
  return { status: 'broken', seq: head.seq, why, expected: last.hash, found: head.hash }
}
