import type { AppendOutcome, Journal, NewRecord } from './journal.ts'

/**
 * Submissions that arrive together share one commit. A synced commit costs some milliseconds whatever is in it, so a
 * queue gathers while a commit is under way and the whole queue goes into the next one. Order is kept, and one
 * submission's records are never split over two commits.
 *
 * A failure is final. What stands in the queue was decided on a state that includes the records before it; if those did
 * not become durable, neither may it. After a fenced or failed commit everything behind it gets the same answer, and
 * the caller starts over from the journal. A failed commit may or may not have been written: only reading tells.
 */
export interface GroupCommit {
  /** Resolves once the records are durable. Rejects when the store failed. */
  submit(records: readonly NewRecord[]): Promise<SubmissionOutcome>
  /** Resolves when nothing is queued or under way. */
  idle(): Promise<void>
  /** Commits and records so far, for metrics. */
  readonly counts: () => { readonly commits: number; readonly records: number }
}

export type SubmissionOutcome =
  | { readonly status: 'appended'; readonly firstSeq: number; readonly lastSeq: number }
  | { readonly status: 'fenced'; readonly newestToken: number }

interface Waiting {
  readonly records: readonly NewRecord[]
  readonly resolve: (outcome: SubmissionOutcome) => void
  readonly reject: (error: unknown) => void
}

type Failure = Extract<AppendOutcome, { status: 'fenced' }> | { status: 'failed'; error: unknown }

/** `recordsMax` bounds one commit, so that a flood does not become one endless transaction. */
export function createGroupCommit(
  journal: Pick<Journal, 'append'>,
  fencingToken: number,
  recordsMax = 1000,
): GroupCommit {
  let queue: Waiting[] = []
  let failure: Failure | undefined
  let commits = 0
  let records = 0
  let running: Promise<void> | undefined

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      // One turn of the event loop: whatever has already reached our sockets joins this commit.
      await new Promise((resolve) => setImmediate(resolve))
      const group = failure === undefined ? takeGroup() : queue.splice(0)
      if (failure === undefined) await commit(group)
      else refuse(group, failure)
    }
    running = undefined
  }

  function takeGroup(): readonly Waiting[] {
    let taken = 0
    let size = 0
    for (const waiting of queue) {
      if (taken > 0 && size + waiting.records.length > recordsMax) break
      taken += 1
      size += waiting.records.length
    }
    return queue.splice(0, taken)
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    const batch = group.flatMap((waiting) => waiting.records)
    try {
      const outcome = await journal.append(batch, fencingToken)
      if (outcome.status === 'fenced') failure = outcome
      else acknowledge(group, outcome.seq - batch.length)
    } catch (error) {
      failure = { status: 'failed', error }
    }
    if (failure !== undefined) return refuse(group, failure)
    commits += 1
    records += batch.length
  }

  return {
    submit(submitted) {
      const { promise, resolve, reject } = Promise.withResolvers<SubmissionOutcome>()
      queue.push({ records: submitted, resolve, reject })
      running ??= drain()
      return promise
    },
    idle: () => running ?? Promise.resolve(),
    counts: () => ({ commits, records }),
  }
}

function acknowledge(group: readonly Waiting[], seqBefore: number): void {
  let seq = seqBefore
  for (const waiting of group) {
    const firstSeq = seq + 1
    seq += waiting.records.length
    waiting.resolve({ status: 'appended', firstSeq, lastSeq: seq })
  }
}

function refuse(group: readonly Waiting[], failure: Failure): void {
  for (const waiting of group) {
    if (failure.status === 'fenced') waiting.resolve(failure)
    else waiting.reject(failure.error)
  }
}
