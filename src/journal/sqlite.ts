import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { invariant } from '../diagnostics/index.ts'
import { chainBatch, genesisHash, snapshotChecksum, type Head } from './chain.ts'
import type {
  AppendOutcome,
  Journal,
  JournalRecord,
  Leadership,
  NewRecord,
  Snapshot,
} from './journal.ts'

/**
 * The journal in one SQLite file. WAL with synchronous=FULL: a commit has reached the disk before it is acknowledged.
 * One append is one transaction, and the fencing token is checked inside it. Calls into SQLite block; what keeps the
 * daemon responsive is that many submissions share one commit (`group-commit.ts`).
 *
 * Leadership is an exclusive lock of the kernel on a file beside the journal, held through a second SQLite connection
 * in an open exclusive transaction. The kernel drops it when the process dies, however it dies; no process id is
 * compared, so a reused id, a reboot or another container's process table cannot mislead it. The holder's id is only
 * kept to name it in messages. If somebody deletes the lock file, two may lead, and the fencing token decides.
 */
const schemaVersion = 1

const schema = `
  CREATE TABLE record (
    seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    decision_hash TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  CREATE TABLE writer (
    one INTEGER PRIMARY KEY CHECK (one = 1), fencing_token INTEGER NOT NULL,
    head_seq INTEGER NOT NULL, head_hash TEXT NOT NULL, holder TEXT NOT NULL
  ) STRICT;
  INSERT INTO writer VALUES (1, 0, 0, '${genesisHash}', 'nobody');
  CREATE TABLE snapshot (
    seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, decision_hash TEXT NOT NULL, body TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = ${schemaVersion};`

const recordsPerPage = 200
const snapshotsKept = 2
const busyMs = 5000
const lockPollMs = 100
/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5

/** Opens or makes the file (0600) and its folder (0700 when it is made here). Throws when it is not ours to open. */
export async function openSqliteJournal(path: string): Promise<Journal> {
  const file = resolve(path)
  makePrivate(file)
  const db = new DatabaseSync(file, { timeout: busyMs, enableForeignKeyConstraints: false })
  try {
    prepareSchema(db, file)
  } catch (error) {
    db.close()
    throw new Error(`cannot open the journal ${file}: ${messageOf(error)}`, { cause: error })
  }
  return journalOver(db, file)
}

function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  // The folder's entry for a new file must be as durable as what we are about to write into it.
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function prepareSchema(db: DatabaseSync, file: string): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;')
  inTransaction(db, () => {
    const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'])
    if (found === 0 && tables === 0) return db.exec(schema)
    if (found === schemaVersion) return
    throw new Error(`${file} is not a gridloom journal of version ${schemaVersion}`)
  })
}

function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function journalOver(db: DatabaseSync, file: string): Journal {
  const statements = prepareStatements(db)
  const held = new Set<Leadership>()
  const fencedSignals = new Set<(newestToken: number) => void>()
  const readWriter = (): Writer => writerOf(statements.readWriter.get())

  function guarded(fencingToken: number, write: (head: Head) => Head): AppendOutcome {
    const outcome = inTransaction<AppendOutcome>(db, () => {
      const { newestToken, head } = readWriter()
      if (newestToken !== fencingToken) return { status: 'fenced', newestToken }
      return { status: 'appended', ...write(head) }
    })
    if (outcome.status === 'fenced') for (const tell of fencedSignals) tell(outcome.newestToken)
    return outcome
  }

  return {
    kind: 'sqlite',
    append: async (batch, fencingToken) =>
      guarded(fencingToken, (head) => insertBatch(statements, head, batch)),
    read: (fromSeq) => readPages(statements.readPage, fromSeq),
    head: async () => readWriter().head,
    saveSnapshot: async (snapshot, fencingToken) =>
      guarded(fencingToken, () => insertSnapshot(statements, snapshot)),
    loadSnapshot: async () => newestSoundSnapshot(statements),
    async lead(holder, { signal }) {
      const lock = await waitForLock(`${file}-lock`, signal, () => {
        return `the journal ${file} is led by ${readWriter().holder}, which is alive`
      })
      const fencingToken = takeOver(db, `${holder} (process ${process.pid})`)
      const lost = Promise.withResolvers<string>()
      const onFenced = (newestToken: number): void => {
        if (newestToken > fencingToken) lost.resolve(`token ${newestToken} was given out`)
      }
      fencedSignals.add(onFenced)
      const leadership: Leadership = {
        fencingToken,
        lost: lost.promise,
        async [Symbol.asyncDispose]() {
          if (!held.delete(leadership)) return
          fencedSignals.delete(onFenced)
          lock.close()
        },
      }
      held.add(leadership)
      return leadership
    },
    async [Symbol.asyncDispose]() {
      for (const leadership of [...held]) await leadership[Symbol.asyncDispose]()
      if (db.isOpen) db.close()
    },
  }
}

type Statements = ReturnType<typeof prepareStatements>

function prepareStatements(db: DatabaseSync) {
  const readPage = db.prepare('SELECT * FROM record WHERE seq >= ? ORDER BY seq LIMIT ?')
  // A damaged number may be larger than a double holds; it must be found, not thrown at.
  readPage.setReadBigInts(true)
  return {
    readPage,
    readWriter: db.prepare('SELECT fencing_token, head_seq, head_hash, holder FROM writer'),
    moveHead: db.prepare('UPDATE writer SET head_seq = ?, head_hash = ?'),
    hashAt: db.prepare('SELECT hash FROM record WHERE seq = ?'),
    insertRecord: db.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)'),
    insertSnapshot: db.prepare('INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?)'),
    dropSnapshots: db.prepare(`DELETE FROM snapshot WHERE seq NOT IN
      (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ${snapshotsKept})`),
    readSnapshots: db.prepare('SELECT * FROM snapshot ORDER BY seq DESC'),
  }
}

interface Writer {
  readonly newestToken: number
  readonly head: Head
  readonly holder: string
}

type Row = ReturnType<StatementSync['get']>

function writerOf(row: Row): Writer {
  invariant(row !== undefined, 'the journal has one writer row')
  return {
    newestToken: Number(row['fencing_token']),
    head: { seq: Number(row['head_seq']), hash: String(row['head_hash']) },
    holder: String(row['holder']),
  }
}

function insertBatch(statements: Statements, head: Head, batch: readonly NewRecord[]): Head {
  // Never write behind a record that is damaged: the chain would go on from a hash that nothing has.
  const hashAtHead = head.seq === 0 ? genesisHash : statements.hashAt.get(head.seq)?.['hash']
  if (hashAtHead !== head.hash) throw new Error(`the journal is damaged at record ${head.seq}`)
  let last = head
  for (const record of chainBatch(head, batch)) {
    const { seq, atMs, kind, body, decisionHash, prevHash, hash } = record
    statements.insertRecord.run(seq, atMs, kind, body, decisionHash, prevHash, hash)
    last = { seq, hash }
  }
  statements.moveHead.run(last.seq, last.hash)
  return last
}

async function* readPages(page: StatementSync, fromSeq: number): AsyncGenerator<JournalRecord> {
  let next: number | bigint = fromSeq
  for (;;) {
    const rows: readonly NonNullable<Row>[] = page.all(next, recordsPerPage)
    for (const row of rows) {
      yield {
        seq: Number(row['seq']),
        atMs: Number(row['at_ms']),
        kind: String(row['kind']),
        body: String(row['body']),
        decisionHash: String(row['decision_hash']),
        prevHash: String(row['prev_hash']),
        hash: String(row['hash']),
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < recordsPerPage) return
    next = BigInt(last['seq'] as bigint) + 1n
  }
}

function insertSnapshot(statements: Statements, snapshot: Snapshot): Head {
  const { seq, hash, decisionHash, body } = snapshot
  const hashAtSeq = seq === 0 ? genesisHash : statements.hashAt.get(seq)?.['hash']
  invariant(hashAtSeq === hash, `a snapshot stands for a record of this journal, not ${seq}`)
  statements.insertSnapshot.run(seq, hash, decisionHash, body, snapshotChecksum(snapshot))
  statements.dropSnapshots.run()
  return { seq, hash }
}

function newestSoundSnapshot(statements: Statements): Snapshot | undefined {
  for (const row of statements.readSnapshots.iterate()) {
    const snapshot = {
      seq: Number(row['seq']),
      hash: String(row['hash']),
      decisionHash: String(row['decision_hash']),
      body: String(row['body']),
    }
    if (snapshotChecksum(snapshot) === row['checksum']) return snapshot
  }
  return undefined
}

function takeOver(db: DatabaseSync, holder: string): number {
  return inTransaction(db, () => {
    const row = db
      .prepare('UPDATE writer SET fencing_token = fencing_token + 1, holder = ? RETURNING *')
      .get(holder)
    return writerOf(row).newestToken
  })
}

/** The connection that holds the lock; closing it, or the end of the process, lets go. */
async function waitForLock(
  lockFile: string,
  signal: AbortSignal | undefined,
  describeHolder: () => string,
): Promise<DatabaseSync> {
  closeSync(openSync(lockFile, 'a', 0o600))
  const lock = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    for (;;) {
      if (signal?.aborted) throw new Error(describeHolder())
      if (tryLock(lock)) return lock
      await sleep(lockPollMs, undefined, { ...(signal && { signal }) }).catch(() => undefined)
    }
  } catch (error) {
    lock.close()
    throw error
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false
    throw error
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`)
