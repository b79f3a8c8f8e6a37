import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalCheckView, ReplayView } from '../control/index.ts'
import type { Journal } from '../journal/index.ts'
import { good, simple, type Outcome } from './failure.ts'

/** The journal of a data directory without its daemon; one that runs meanwhile is not disturbed. */
async function withJournal<T>(
  directory: string,
  work: (journal: Journal) => Promise<T>,
): Promise<Outcome<T>> {
  const path = join(directory, 'journal.sqlite')
  const refuse = (why: string): Outcome<never> =>
    simple('refused', {
      code: 'cli/no-journal',
      message: `cannot read a journal in ${directory}: ${why}`,
      hint: 'give the data directory of a daemon; a journal in PostgreSQL is checked through its daemon',
    })
  // Opening would make one.
  if (!existsSync(path)) return refuse('there is no journal.sqlite')
  const { openSqliteJournal } = await import('../journal/index.ts')
  try {
    await using journal = await openSqliteJournal(path)
    return good(await work(journal))
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

export async function verifyOffline(directory: string): Promise<Outcome<JournalCheckView>> {
  const { verifyJournal } = await import('../journal/index.ts')
  return withJournal(directory, verifyJournal)
}

/** A broken chain is not replayed: what it says happened may be what somebody wrote into it. */
export async function replayDirectory(
  directory: string,
): Promise<Outcome<JournalCheckView | ReplayView>> {
  const { verifyJournal } = await import('../journal/index.ts')
  const { replayOffline } = await import('../control/index.ts')
  return withJournal(directory, async (journal) => {
    const check = await verifyJournal(journal)
    return check.status === 'broken' ? check : replayOffline(journal)
  })
}
