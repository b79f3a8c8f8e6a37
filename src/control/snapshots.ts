import type { Journal } from '../journal/index.ts'
import { writeFold } from './fold.ts'
import type { Loop } from './loop.ts'

/**
 * Snapshots bound what a restart has to fold. Writing one takes as long as hundreds of decisions, so it waits for a quiet
 * moment, but not for ever.
 */
export interface Snapshots extends Disposable {
  /** Something became durable. */
  note(): void
  /** At the end of the daemon: whatever is new. */
  save(): Promise<void>
}

/** Due after so many records, at the first moment without any; after more of them as soon as it can be. */
const dueAfterRecords = 20_000
const overdueAfterRecords = 60_000
const quietMs = 500

export interface SnapshotsOptions {
  readonly loop: Loop
  readonly journal: Journal
  readonly fencingToken: number
  readonly onTrouble: (message: string, error: unknown) => void
}

export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { loop, journal, fencingToken, onTrouble } = options
  let lastSeq = loop.head().seq
  let timer: NodeJS.Timeout | undefined

  /** The fold may be ahead of what is durable: only a fold that equals the durable head is kept. */
  async function save(): Promise<void> {
    const head = await journal.head()
    if (loop.decided() !== head.seq) return
    lastSeq = head.seq
    const { fold } = loop
    await journal.saveSnapshot(
      { seq: head.seq, hash: head.hash, decisionHash: fold.decisionHash, body: writeFold(fold) },
      fencingToken,
    )
  }
  const start = (): void =>
    void save().catch((error: unknown) => onTrouble('a snapshot cannot be written', error))

  return {
    note() {
      const { seq } = loop.head()
      if (seq - lastSeq < dueAfterRecords) return
      clearTimeout(timer)
      if (seq - lastSeq < overdueAfterRecords) timer = setTimeout(start, quietMs)
      else if (loop.decided() === seq) start()
    },
    save,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
