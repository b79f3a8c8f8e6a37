import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { invariant } from '../diagnostics/index.ts'
import { chainBatch, genesisHash, snapshotChecksum, type Head } from './chain.ts'
import { heartbeatAnswerMs, leadOverPostgres, leaseMs, type Session } from './postgres-lead.ts'
import type {
  AppendOutcome,
  Journal,
  JournalRecord,
  Leadership,
  NewRecord,
  Snapshot,
} from './journal.ts'

/**
 * The journal in one schema of a PostgreSQL database (14 or later, encoding UTF8).
 *
 * An append is one statement: it moves the head if, and only if, the fencing token and the head are still the expected
 * ones, and inserts the records if the head moved. There is no moment at which a stopped process holds a row lock that
 * keeps the next leader out. The head is remembered between appends, so an append is one round trip; when it does not
 * fit any more, the writer row says why.
 *
 * A rejected append (connection lost before the answer) may or may not have been written. The caller stops leading and
 * reads again.
 */
export interface PostgresPlace {
  readonly connectionString: string
  /** Made when it does not exist. Several journals may live in one database. */
  readonly schema: string
}

const recordsPerPage = 500
const snapshotsKept = 2
const connectMs = 5_000
const statementMs = 30_000
const goodbyeMs = 2_000

type Rows = readonly Readonly<Record<string, unknown>>[]

interface Store {
  readonly place: PostgresPlace
  readonly query: (text: string, values?: readonly unknown[]) => Promise<Rows>
  readonly table: (name: 'record' | 'writer' | 'snapshot') => string
  head: Head | undefined
}

/** Opens the schema, making it when needed. Throws when the server cannot be reached or does not fit. */
export async function openPostgresJournal(place: PostgresPlace): Promise<Journal> {
  const pool = new pg.Pool({ ...connection(place), max: 4, idleTimeoutMillis: 30_000 })
  // An idle connection that breaks is replaced by the pool; the query that needs one reports its own failure.
  pool.on('error', () => undefined)
  const store: Store = {
    place,
    query: async (text, values = []) => (await pool.query(text, [...values])).rows,
    table: (name) => `${pg.escapeIdentifier(place.schema)}.${name}`,
    head: undefined,
  }
  try {
    await prepareSchema(pool, store)
  } catch (error) {
    await pool.end()
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`cannot open the journal in schema ${place.schema}: ${why}`, { cause: error })
  }
  // A server that does not answer must not keep us from ending.
  const end = async (): Promise<void> =>
    Promise.race([pool.end(), sleep(goodbyeMs, undefined, { ref: false })])
  return journalOver(store, end)
}

function connection(place: PostgresPlace): pg.ClientConfig {
  return {
    connectionString: place.connectionString,
    application_name: 'gridloom',
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    statement_timeout: statementMs,
    query_timeout: statementMs + connectMs,
    options: '-c synchronous_commit=on -c idle_in_transaction_session_timeout=5000',
  }
}

/** Two daemons may open a new schema at the same moment: the lock lets one make it and the other find it. */
async function prepareSchema(pool: pg.Pool, { place, table }: Store): Promise<void> {
  const client = await pool.connect()
  try {
    const encoding = (await client.query('SHOW server_encoding')).rows[0]?.['server_encoding']
    if (encoding !== 'UTF8') throw new Error(`the database is ${encoding}, it must be UTF8`)
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1::bigint)', [lockKey(place, 'schema')])
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(place.schema)}`)
    await client.query(`CREATE TABLE IF NOT EXISTS ${table('record')} (
      seq bigint PRIMARY KEY, at_ms bigint NOT NULL, kind text NOT NULL, body text NOT NULL,
      decision_hash text NOT NULL, prev_hash text NOT NULL, hash text NOT NULL)`)
    await client.query(`CREATE TABLE IF NOT EXISTS ${table('writer')} (
      one integer PRIMARY KEY CHECK (one = 1), fencing_token bigint NOT NULL,
      head_seq bigint NOT NULL, head_hash text NOT NULL, holder text NOT NULL)`)
    await client.query(`CREATE TABLE IF NOT EXISTS ${table('snapshot')} (
      seq bigint PRIMARY KEY, hash text NOT NULL, decision_hash text NOT NULL, body text NOT NULL,
      checksum text NOT NULL)`)
    await client.query(
      `INSERT INTO ${table('writer')} VALUES (1, 0, 0, $1, 'nobody') ON CONFLICT DO NOTHING`,
      [genesisHash],
    )
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** A 64-bit number of our own for each schema and purpose; advisory locks are per database. */
function lockKey(place: PostgresPlace, purpose: string): string {
  const digest = hash('sha256', `gridloom journal ${purpose} ${place.schema}`, 'buffer')
  return digest.readBigInt64BE(0).toString()
}

function journalOver(store: Store, end: () => Promise<void>): Journal {
  const held = new Set<Leadership>()
  let isOpen = true
  // Appends of one process go one after the other: order is theirs, and each needs the head of the one before.
  let tail: Promise<unknown> = Promise.resolve()
  return {
    kind: 'postgres',
    append(batch, fencingToken) {
      const outcome = tail.then(() => appendBatch(store, batch, fencingToken))
      tail = outcome.catch(() => undefined)
      return outcome
    },
    read: (fromSeq) => readPages(store, fromSeq),
    head: async () => (await readWriter(store)).head,
    saveSnapshot: (snapshot, fencingToken) => insertSnapshot(store, snapshot, fencingToken),
    loadSnapshot: () => newestSoundSnapshot(store),
    async lead(holder, { signal }) {
      const leadership = await leadOverPostgres({
        openSession: () => openSession(store.place),
        lockKey: lockKey(store.place, 'leader'),
        writerTable: store.table('writer'),
        journalName: store.place.schema,
        holder: `${holder} (process ${process.pid})`,
        ...(signal && { signal }),
      })
      held.add(leadership)
      return leadership
    },
    async [Symbol.asyncDispose]() {
      if (!isOpen) return
      isOpen = false
      for (const leadership of held) await leadership[Symbol.asyncDispose]()
      await tail
      await end()
    },
  }
}

async function appendBatch(
  store: Store,
  batch: readonly NewRecord[],
  fencingToken: number,
): Promise<AppendOutcome> {
  for (;;) {
    const expected = store.head ?? (await readSoundHead(store))
    store.head = undefined
    const records = chainBatch(expected, batch)
    const last = records.at(-1) ?? expected
    const moved = await insertIfHeadMoves(store, { fencingToken, expected, records, last })
    if (moved) {
      store.head = { seq: last.seq, hash: last.hash }
      return { status: 'appended', ...store.head }
    }
    const { newestToken } = await readWriter(store)
    if (newestToken !== fencingToken) return { status: 'fenced', newestToken }
    // Another journal object with the same token has written: go on behind its records, if the head is sound.
  }
}

async function insertIfHeadMoves(
  { query, table }: Store,
  move: {
    readonly fencingToken: number
    readonly expected: Head
    readonly records: readonly JournalRecord[]
    readonly last: Head
  },
): Promise<boolean> {
  const { fencingToken, expected, records, last } = move
  const rows = await query(
    `WITH moved AS (
       UPDATE ${table('writer')} SET head_seq = $4, head_hash = $5
       WHERE fencing_token = $1 AND head_seq = $2 AND head_hash = $3
         AND ($2::bigint = 0 OR EXISTS (
           SELECT FROM ${table('record')} WHERE seq = $2::bigint AND hash = $3::text))
       RETURNING one
     ), inserted AS (
       INSERT INTO ${table('record')} (seq, at_ms, kind, body, decision_hash, prev_hash, hash)
       SELECT batch.* FROM moved, unnest($6::bigint[], $7::bigint[], $8::text[], $9::text[],
         $10::text[], $11::text[], $12::text[]) AS batch
     ) SELECT one FROM moved`,
    [
      ...[fencingToken, expected.seq, expected.hash, last.seq, last.hash],
      records.map(({ seq }) => seq),
      records.map(({ atMs }) => atMs),
      records.map(({ kind }) => kind),
      records.map(({ body }) => body),
      records.map(({ decisionHash }) => decisionHash),
      records.map(({ prevHash }) => prevHash),
      records.map(({ hash: recordHash }) => recordHash),
    ],
  )
  return rows.length === 1
}

async function readWriter({ query, table }: Store): Promise<{ newestToken: number; head: Head }> {
  const [row] = await query(`SELECT fencing_token, head_seq, head_hash FROM ${table('writer')}`)
  invariant(row !== undefined, 'the journal has one writer row')
  const head = { seq: Number(row['head_seq']), hash: String(row['head_hash']) }
  return { newestToken: Number(row['fencing_token']), head }
}

/** The head to write behind: its record must be there and carry the same hash. */
async function readSoundHead(store: Store): Promise<Head> {
  const { head } = await readWriter(store)
  if ((await hashAt(store, head.seq)) === head.hash) return head
  throw new Error(`the journal is damaged at record ${head.seq}`)
}

async function hashAt({ query, table }: Store, seq: number): Promise<unknown> {
  if (seq === 0) return genesisHash
  return (await query(`SELECT hash FROM ${table('record')} WHERE seq = $1`, [seq]))[0]?.['hash']
}

async function* readPages({ query, table }: Store, fromSeq: number): AsyncGenerator<JournalRecord> {
  let next = String(fromSeq)
  for (;;) {
    const rows = await query(
      `SELECT * FROM ${table('record')} WHERE seq >= $1 ORDER BY seq LIMIT ${recordsPerPage}`,
      [next],
    )
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
    if (rows.length < recordsPerPage) return
    next = String(BigInt(String(rows.at(-1)?.['seq'])) + 1n)
  }
}

async function insertSnapshot(
  store: Store,
  snapshot: Snapshot,
  fencingToken: number,
): Promise<AppendOutcome> {
  const { seq, hash: recordHash, decisionHash, body } = snapshot
  const isOurs = (await hashAt(store, seq)) === recordHash
  invariant(isOurs, `a snapshot stands for a record of this journal, not ${seq}`)
  const table = store.table('snapshot')
  // FOR SHARE lets no new leader slip in between the check and the write.
  const rows = await store.query(
    `WITH writing AS (
       SELECT one FROM ${store.table('writer')} WHERE fencing_token = $1 FOR SHARE
     ) INSERT INTO ${table} SELECT $2, $3, $4, $5, $6 FROM writing
     ON CONFLICT (seq) DO UPDATE SET hash = excluded.hash, body = excluded.body,
       decision_hash = excluded.decision_hash, checksum = excluded.checksum
     RETURNING seq`,
    [fencingToken, seq, recordHash, decisionHash, body, snapshotChecksum(snapshot)],
  )
  if (rows.length === 0) {
    return { status: 'fenced', newestToken: (await readWriter(store)).newestToken }
  }
  await store.query(`DELETE FROM ${table} WHERE seq NOT IN
    (SELECT seq FROM ${table} ORDER BY seq DESC LIMIT ${snapshotsKept})`)
  return { status: 'appended', seq, hash: recordHash }
}

async function newestSoundSnapshot({ query, table }: Store): Promise<Snapshot | undefined> {
  const rows = await query(`SELECT * FROM ${table('snapshot')} ORDER BY seq DESC`)
  for (const row of rows) {
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

/** The session of a leader or a standby; see `postgres-lead.ts` for its time limits. */
async function openSession(place: PostgresPlace): Promise<Session> {
  const config = connection(place)
  const client = new pg.Client({
    ...config,
    query_timeout: heartbeatAnswerMs,
    options: `${config.options} -c idle_session_timeout=${leaseMs}`,
  })
  const ended = Promise.withResolvers<string>()
  client.on('error', (error) => ended.resolve(error.message))
  client.on('end', () => ended.resolve('the connection was closed'))
  await client.connect()
  return {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
    ended: ended.promise,
    async close() {
      // A polite goodbye that nobody answers must not hold us up: cut the socket after a moment.
      const cut = setTimeout(() => ended.resolve('the connection was cut'), 500)
      void client.end().catch(() => undefined)
      await ended.promise
      clearTimeout(cut)
      // The socket is not in the type declarations of pg.
      const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } })
        .connection
      stream.destroy()
    },
  }
}
