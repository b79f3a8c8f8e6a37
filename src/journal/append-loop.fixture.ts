import { openPostgresJournal } from './postgres.ts'
import { openSqliteJournal } from './sqlite.ts'
import type { Journal } from './journal.ts'

/**
 * A process whose only purpose is to be killed: it becomes leader, appends batches without end and acknowledges each on
 * its output. The conformance suite ends it with SIGKILL somewhere in between and looks at what is left.
 *
 *   node append-loop.fixture.ts sqlite FILE | postgres URL SCHEMA
 *
 * Lines: `led TOKEN`, then `appended SEQ HASH` for each batch, `fenced TOKEN` when it was refused, `lost WHY` when it was told.
 */
export const recordsPerBatch = 3

export interface AppendLoopTarget {
  readonly kind: 'sqlite' | 'postgres'
  /** File, or connection string and schema. */
  readonly place: readonly string[]
}

async function open(target: AppendLoopTarget): Promise<Journal> {
  const [first = '', second = ''] = target.place
  if (target.kind === 'sqlite') return openSqliteJournal(first)
  return openPostgresJournal({ connectionString: first, schema: second })
}

async function appendForever(journal: Journal, say: (line: string) => void): Promise<void> {
  const leadership = await journal.lead('append-loop', {})
  void leadership.lost.then((why) => say(`lost ${why}`))
  say(`led ${leadership.fencingToken}`)
  for (let n = 0; ; n += 1) {
    const batch = Array.from({ length: recordsPerBatch }, (_, part) => ({
      atMs: n,
      kind: 'loop',
      body: JSON.stringify({ n, part, text: 'ö'.repeat(n % 500) }),
      decisionHash: `${n}`,
    }))
    const outcome = await journal.append(batch, leadership.fencingToken)
    if (outcome.status === 'fenced') return say(`fenced ${outcome.newestToken}`)
    say(`appended ${outcome.seq} ${outcome.hash}`)
    // A turn of the event loop, so that signals and lost connections are noticed.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

if (import.meta.main) {
  const [kind, ...place] = process.argv.slice(2)
  const journal = await open({ kind: kind === 'postgres' ? 'postgres' : 'sqlite', place })
  await appendForever(journal, (line) => process.stdout.write(`${line}\n`))
}
