import type { InstantMs } from '../units/index.ts'

/**
 * The append-only, hash-chained record of events. One interface, one conformance suite; SQLite by default, PostgreSQL
 * when that is outgrown. `hash = sha256(prevHash, seq, atMs, kind, body, decisionHash)` over the exact text that is
 * stored, so that a changed byte anywhere is found. A chain alone does not stop its owner: `head()` is what an outside
 * anchor would sign.
 */
export interface Journal extends AsyncDisposable {
  readonly kind: 'sqlite' | 'postgres'
  /** All or nothing, durable when it resolves. Refused, with nothing written, unless `fencingToken` is the newest. */
  append(batch: readonly NewRecord[], fencingToken: number): Promise<AppendOutcome>
  /** Records with `seq >= fromSeq`, in order. */
  read(fromSeq: number): AsyncIterable<JournalRecord>
  head(): Promise<{ readonly seq: number; readonly hash: string }>
  saveSnapshot(snapshot: Snapshot, fencingToken: number): Promise<AppendOutcome>
  /** The newest snapshot, if its checksum holds; a damaged one is no snapshot. */
  loadSnapshot(): Promise<Snapshot | undefined>
  /**
   * Become leader: resolves with a token higher than any before, once no other holder is alive. SQLite: one process
   * per file (a lock file with the holder's process id and start time); PostgreSQL: an advisory lock.
   */
  lead(holder: string, options: { readonly signal?: AbortSignal }): Promise<Leadership>
}

export interface NewRecord {
  readonly atMs: InstantMs
  readonly kind: string
  /** JSON text, kept byte for byte. */
  readonly body: string
  /** Running hash of all decisions up to and including this event. */
  readonly decisionHash: string
}

export interface JournalRecord extends NewRecord {
  /** From 1, without holes. */
  readonly seq: number
  readonly prevHash: string
  readonly hash: string
}

export interface Snapshot {
  /** The last record that is folded into it. */
  readonly seq: number
  readonly hash: string
  readonly decisionHash: string
  /** JSON text. */
  readonly body: string
}

export type AppendOutcome =
  | { readonly status: 'appended'; readonly seq: number; readonly hash: string }
  | { readonly status: 'fenced'; readonly newestToken: number }

export interface Leadership extends AsyncDisposable {
  readonly fencingToken: number
  /** Resolves when leadership is lost (connection dropped, lock taken). */
  readonly lost: Promise<string>
}

export type VerifyOutcome =
  | { readonly status: 'intact'; readonly records: number; readonly headHash: string }
  | {
      readonly status: 'broken'
      readonly seq: number
      readonly why: string
      readonly expected: string
      readonly found: string
    }
