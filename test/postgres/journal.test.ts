import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  flipValue,
  note,
  runJournalSuite,
  type JournalStore,
} from '../../src/journal/conformance.ts'
import { openPostgresJournal, verifyJournal, type Journal } from '../../src/journal/index.ts'
import { startPausableProxy } from './pausable-proxy.ts'
import { findPostgres, startPostgres, type PostgresServer } from './server.ts'

const takeOverMaxMs = 10_000
const available = findPostgres()

if (available.status === 'absent') {
  it('a real PostgreSQL', (context) => context.skip(available.why))
} else {
  let server: PostgresServer
  let schemas = 0
  beforeAll(async () => {
    server = await startPostgres(available.binaries)
    console.log(`PostgreSQL ${server.version}`)
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  const newStore = async (): Promise<JournalStore> => {
    schemas += 1
    return storeIn(server.connectionString, `journal "${schemas}"`)
  }
  runJournalSuite({ name: 'postgres', newStore, kills: 12, seed: 20261122 })
  takeOverLaws(newStore)
  placeLaws(() => server)
}

function storeIn(connectionString: string, schema: string): JournalStore {
  const table = (name: string): string => `${pg.escapeIdentifier(schema)}.${name}`
  const raw = async (text: string, values: readonly unknown[]) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      return (await client.query(text, [...values])).rows
    } finally {
      await client.end()
    }
  }
  return {
    open: () => openPostgresJournal({ connectionString, schema }),
    async flip(name, column, seq) {
      const [row] = await raw(`SELECT ${column} AS value FROM ${table(name)} WHERE seq = $1`, [seq])
      // bigint comes as text from the driver.
      const value = column === 'at_ms' ? Number(row.value) : row.value
      const flipped = column === 'seq' ? seq + 1000 : flipValue(value)
      await raw(`UPDATE ${table(name)} SET ${column} = $1 WHERE seq = $2`, [flipped, seq])
    },
    async remove(seq) {
      await raw(`DELETE FROM ${table('record')} WHERE seq = $1`, [seq])
    },
    appendLoop: { kind: 'postgres', place: [connectionString, schema] },
    async [Symbol.asyncDispose]() {
      await raw(`DROP SCHEMA ${pg.escapeIdentifier(schema)} CASCADE`, [])
    },
  }
}

function takeOverLaws(newStore: () => Promise<JournalStore>): void {
  describe('a standby', () => {
    it('leads within 10 s of the leader being killed', async () => {
      await using store = await newStore()
      await using leader = await startLeader(store)
      await using journal = await store.open()
      const standby = journal.lead('standby', {})
      await untilSomebodyWaits(store)
      leader.child.kill('SIGKILL')
      await using leadership = await within(takeOverMaxMs, standby)
      expect(leadership.fencingToken).toBe(2)
      expect(await journal.append([note(1)], 2)).toMatchObject({ status: 'appended' })
      expect(await verifyJournal(journal)).toMatchObject({ status: 'intact' })
    })

    it('leads within 10 s of the leader being stopped, which is refused when it wakes', async () => {
      await using store = await newStore()
      await using leader = await startLeader(store)
      await using journal = await store.open()
      const standby = journal.lead('standby', {})
      await untilSomebodyWaits(store)
      leader.child.kill('SIGSTOP')
      await using leadership = await within(takeOverMaxMs, standby)
      expect(leadership.fencingToken).toBe(2)
      await journal.append([note(1)], leadership.fencingToken)
      const before = await journal.head()
      leader.child.kill('SIGCONT')
      expect(await leader.line(/^fenced /)).toBe('fenced 2')
      expect(await leader.line(/^lost /)).toContain('lost')
      expect(await journal.head()).toEqual(before)
      expect(await verifyJournal(journal)).toMatchObject({ status: 'intact', records: before.seq })
    })

    it('leads within 10 s of a hanging network, and the leader has stepped down by then', async () => {
      await using store = await newStore()
      const [direct = '', schema = ''] = store.appendLoop.place
      const through = new URL(direct)
      await using proxy = await startPausableProxy(Number(through.port))
      through.port = String(proxy.port)
      await using old = await openPostgresJournal({ connectionString: through.href, schema })
      await using young = await store.open()
      const first = await old.lead('old', {})
      const standby = young.lead('young', {})
      await untilSomebodyWaits(store)
      proxy.pause()
      const order: string[] = []
      void first.lost.then(() => order.push('lost'))
      await using second = await within(takeOverMaxMs, standby)
      order.push('taken over')
      expect(order).toEqual(['lost', 'taken over'])
      proxy.resume()
      const late = await old.append([note(1)], first.fencingToken)
      expect(late).toEqual({ status: 'fenced', newestToken: second.fencingToken })
    })

    it('does not lead while the leader lives, and the leader hears of a session that was ended', async () => {
      await using store = await newStore()
      await using first = await store.open()
      await using second = await store.open()
      const leadership = await first.lead('first', {})
      const impatient = second.lead('second', { signal: AbortSignal.timeout(600) })
      await expect(impatient).rejects.toThrow('is led by first')
      await endSessionsOfLeaders(store)
      expect(await leadership.lost).not.toBe('')
      await using next = await second.lead('second', {})
      const late = await first.append([note(1)], leadership.fencingToken)
      expect(late).toEqual({ status: 'fenced', newestToken: next.fencingToken })
    })
  })
}

function placeLaws(server: () => PostgresServer): void {
  it('a server that is not there is an error, not a wait', async () => {
    const place = { connectionString: 'postgres://nobody@127.0.0.1:1/none', schema: 'journal' }
    await expect(openPostgresJournal(place)).rejects.toThrow(
      /cannot open the journal .*ECONNREFUSED/,
    )
  })

  it('two processes that open a new schema at once both find it', async () => {
    const { connectionString } = server()
    const open = (): Promise<Journal> => openPostgresJournal({ connectionString, schema: 'race' })
    const journals = await Promise.all([open(), open(), open(), open()])
    for (const journal of journals) await journal[Symbol.asyncDispose]()
  })

  it('two journal objects with the same token write one chain between them', async () => {
    const { connectionString } = server()
    await using one = await openPostgresJournal({ connectionString, schema: 'shared' })
    await using two = await openPostgresJournal({ connectionString, schema: 'shared' })
    await Promise.all(
      [one, two].flatMap((journal) => [1, 2, 3].map((n) => journal.append([note(n)], 0))),
    )
    expect(await verifyJournal(one)).toMatchObject({ status: 'intact', records: 6 })
  })
}

/** Two sessions have asked for the lock: the leader, which has it, and a standby, which does not. */
async function untilSomebodyWaits(store: JournalStore): Promise<void> {
  const client = new pg.Client({ connectionString: store.appendLoop.place[0] ?? '' })
  await client.connect()
  const asking = `SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_try_advisory_lock%'
    AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')`
  while ((await client.query(asking)).rows.length === 0) await sleep(20)
  await client.end()
}

/** What an operator, a fail-over or a network fault does to the leader's session. */
async function endSessionsOfLeaders(store: JournalStore): Promise<void> {
  const client = new pg.Client({ connectionString: store.appendLoop.place[0] ?? '' })
  await client.connect()
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
  await client.end()
}

interface LeaderProcess extends AsyncDisposable {
  readonly child: ChildProcess
  /** The first line, old or new, that matches. */
  line(pattern: RegExp): Promise<string>
}

/** The append loop as a process; resolves when it leads and has written something. */
async function startLeader(store: JournalStore): Promise<LeaderProcess> {
  const script = fileURLToPath(new URL('../../src/journal/append-loop.fixture.ts', import.meta.url))
  const { kind, place } = store.appendLoop
  const child = spawn(process.execPath, ['--no-warnings', script, kind, ...place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const leader: LeaderProcess = {
    child,
    async line(pattern) {
      for (;;) {
        const found = lines.find((line) => pattern.test(line))
        if (found !== undefined) return found
        await once(reader, 'line')
      }
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
  await leader.line(/^appended /)
  return leader
}

async function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  const startedMs = performance.now()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`not within ${limitMs} ms`)), limitMs)
  try {
    const value = await Promise.race([promise, late.promise])
    console.log(`took over after ${Math.round(performance.now() - startedMs)} ms`)
    return value
  } finally {
    clearTimeout(timer)
  }
}
