import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordsPerBatch, type AppendLoopTarget } from './append-loop.fixture.ts'
import { genesisHash, recordHash, verifyChain, verifyJournal } from './chain.ts'
import type { Journal, JournalRecord, NewRecord } from './journal.ts'

/**
 * The laws of a journal, one suite for every store. A store brings a place (`JournalStore`) that can be opened more
 * than once, damaged behind the interface's back, and removed; what it cannot do it skips with a reason.
 */
export interface JournalStore extends AsyncDisposable {
  open(): Promise<Journal>
  /** Changes one stored value as a flipped bit would: text in one character, numbers by one. */
  flip(table: 'record' | 'snapshot', column: string, seq: number): Promise<void>
  /** Removes a record without touching the head. */
  remove(seq: number): Promise<void>
  readonly appendLoop: AppendLoopTarget
}

export interface JournalSuite {
  readonly name: string
  readonly newStore: () => Promise<JournalStore>
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[]
  readonly kills: number
  readonly seed: number
}

export const recordColumns = [
  'seq',
  'at_ms',
  'kind',
  'body',
  'decision_hash',
  'prev_hash',
  'hash',
] as const

/** One changed character for text, one added for a number. */
export function flipValue(value: unknown): string | number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) + 1
  const text = String(value)
  const last = text.codePointAt(text.length - 1) ?? 0
  return text.slice(0, -1) + String.fromCodePoint(last ^ 1)
}

export function note(n: number, body = JSON.stringify({ n })): NewRecord {
  return { atMs: 1_000 + n, kind: 'note', body, decisionHash: `d${n}` }
}

export const notes = (count: number): readonly NewRecord[] =>
  Array.from({ length: count }, (_, n) => note(n + 1))

async function readAll(journal: Journal, fromSeq = 1): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = []
  for await (const record of journal.read(fromSeq)) records.push(record)
  return records
}

export function runJournalSuite(suite: JournalSuite): void {
  const { skip = [] } = suite
  describe(suite.name, () => {
    let store: JournalStore
    let journal: Journal
    beforeEach(async () => {
      store = await suite.newStore()
      journal = await store.open()
    })
    afterEach(async () => {
      await journal[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    })
    const law = (name: string, body: () => Promise<void>): void => {
      const skipped = skip.find(({ tests }) => tests.includes(name))
      if (skipped) it(name, (context) => context.skip(skipped.reason))
      else it(name, body)
    }
    const use = {
      law,
      journal: () => journal,
      store: () => store,
      async reopen() {
        await journal[Symbol.asyncDispose]()
        journal = await store.open()
        return journal
      },
    }
    chainLaws(use)
    textLaws(use)
    leaderLaws(use)
    snapshotLaws(use)
    damageLaws(use)
    killLaws(use, suite)
  })
}

interface Use {
  readonly law: (name: string, body: () => Promise<void>) => void
  readonly journal: () => Journal
  readonly store: () => JournalStore
  readonly reopen: () => Promise<Journal>
}

function chainLaws({ law, journal, store, reopen }: Use): void {
  law('an empty journal has a head before its first record', async () => {
    expect(await journal().head()).toEqual({ seq: 0, hash: genesisHash })
    expect(await readAll(journal())).toEqual([])
    expect(await verifyJournal(journal())).toMatchObject({ status: 'intact', records: 0 })
  })

  law('records are numbered from 1 and each carries the hash of the one before it', async () => {
    const outcome = await journal().append(notes(5), 0)
    const records = await readAll(journal())
    expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
    expect(records.map(({ prevHash }) => prevHash)).toEqual([
      genesisHash,
      ...records.slice(0, -1).map(({ hash }) => hash),
    ])
    for (const record of records) expect(recordHash(record)).toBe(record.hash)
    expect(outcome).toEqual({ status: 'appended', seq: 5, hash: records[4]?.hash })
    expect(await journal().head()).toEqual({ seq: 5, hash: records[4]?.hash })
  })

  law('an append is all or nothing', async () => {
    await journal().append(notes(2), 0)
    const halfCharacter = note(4, '"\ud800"')
    await expect(journal().append([note(3), halfCharacter], 0)).rejects.toThrow('half characters')
    expect(await journal().head()).toMatchObject({ seq: 2 })
    expect(await readAll(journal())).toHaveLength(2)
    expect(await journal().append([note(3)], 0)).toMatchObject({ status: 'appended', seq: 3 })
  })

  law('a batch that fails at its last record leaves none of the others', async () => {
    await journal().append(notes(2), 0)
    // Record 1 now sits in the way, at 1001, where the last of the next 999 has to go.
    await store().flip('record', 'seq', 1)
    await expect(journal().append(notes(999), 0)).rejects.toThrow()
    expect(await journal().head()).toMatchObject({ seq: 2 })
    expect((await readAll(journal())).map(({ seq }) => seq)).toEqual([2, 1001])
  })

  law('an empty batch changes nothing', async () => {
    const { hash } = await journal().head()
    expect(await journal().append([], 0)).toEqual({ status: 'appended', seq: 0, hash })
  })

  law('reading starts where it is told, over many pages', async () => {
    await journal().append(notes(1234), 0)
    const records = await readAll(journal(), 700)
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 535 }, (_, i) => 700 + i))
    expect(await readAll(journal(), 1235)).toEqual([])
  })

  law('appends that overlap are kept in the order in which they were asked for', async () => {
    const outcomes = await Promise.all(notes(40).map((record) => journal().append([record], 0)))
    expect(outcomes.map((outcome) => outcome.status === 'appended' && outcome.seq)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    )
    const bodies = (await readAll(journal())).map(({ body }) => body)
    expect(bodies).toEqual(notes(40).map(({ body }) => body))
  })

  law('a journal opened again is the same journal', async () => {
    await journal().append(notes(3), 0)
    const before = await readAll(journal())
    const again = await reopen()
    expect(await readAll(again)).toEqual(before)
    await again.append([note(4)], 0)
    expect(await verifyJournal(again)).toMatchObject({ status: 'intact', records: 4 })
  })
}

function textLaws({ law, journal, reopen }: Use): void {
  law('bodies come back byte for byte', async () => {
    const texts = [
      '',
      ' ',
      'åäö 漢字 🜁 \u2028 e\u0301',
      "'; DROP TABLE record; --",
      '\\\\x00\r\n\t$1 ?',
      '\ufeff',
    ]
    const bodies = [...texts, ...texts.map((text) => JSON.stringify({ text })), '7'.repeat(400)]
    await journal().append(
      bodies.map((body, n) => ({ ...note(n, body), kind: body || 'k' })),
      0,
    )
    const records = await readAll(await reopen())
    expect(records.map(({ body }) => body)).toEqual(bodies)
    expect(records.map(({ kind }) => kind)).toEqual(bodies.map((body) => body || 'k'))
  })

  law('a body of several megabytes comes back byte for byte', async () => {
    const body = JSON.stringify('grün '.repeat(1_000_000))
    await journal().append([note(1, body)], 0)
    const [record] = await readAll(await reopen())
    expect(record?.body === body).toBe(true)
  })

  law('instants before 1970 and far away keep their millisecond', async () => {
    const instants = [-1, 0, 1, 8_640_000_000_000_000]
    await journal().append(
      instants.map((atMs) => ({ ...note(1), atMs })),
      0,
    )
    expect((await readAll(journal())).map(({ atMs }) => atMs)).toEqual(instants)
  })
}

function leaderLaws({ law, journal, store, reopen }: Use): void {
  law('each leader gets a higher fencing token than any before', async () => {
    const first = await journal().lead('a', {})
    await first[Symbol.asyncDispose]()
    const second = await (await reopen()).lead('b', {})
    expect(second.fencingToken).toBeGreaterThan(first.fencingToken)
  })

  law('an old token is refused and nothing is written', async () => {
    const first = await journal().lead('a', {})
    await journal().append(notes(2), first.fencingToken)
    await first[Symbol.asyncDispose]()
    const second = await journal().lead('b', {})
    const before = await journal().head()
    const refusal = { status: 'fenced', newestToken: second.fencingToken }
    expect(await journal().append([note(3)], first.fencingToken)).toEqual(refusal)
    const snapshot = { ...before, decisionHash: 'd2', body: '{}' }
    expect(await journal().saveSnapshot(snapshot, first.fencingToken)).toEqual(refusal)
    expect(await journal().head()).toEqual(before)
    expect(await readAll(journal())).toHaveLength(2)
    expect(await journal().loadSnapshot()).toBeUndefined()
  })

  law('a token that was never given out is refused', async () => {
    const outcome = await journal().append([note(1)], 1)
    expect(outcome).toEqual({ status: 'fenced', newestToken: 0 })
  })

  law('a second leader waits until the first lets go', async () => {
    const first = await journal().lead('first', {})
    await using other = await store().open()
    let isLed = false
    const waiting = other.lead('second', {}).then((leadership) => {
      isLed = true
      return leadership
    })
    await journal().append(notes(3), first.fencingToken)
    expect(isLed).toBe(false)
    await first[Symbol.asyncDispose]()
    const second = await waiting
    expect(second.fencingToken).toBe(first.fencingToken + 1)
    await second[Symbol.asyncDispose]()
  })

  law('whoever stops waiting is told who leads', async () => {
    await journal().lead('daemon-one', {})
    await using other = await store().open()
    const waiting = other.lead('second', { signal: AbortSignal.timeout(50) })
    await expect(waiting).rejects.toThrow(new RegExp(`daemon-one \\(process ${process.pid}\\)`))
  })
}

function snapshotLaws({ law, journal, store, reopen }: Use): void {
  const take = async (count: number, body: string) => {
    await journal().append(notes(count), 0)
    const snapshot = { ...(await journal().head()), decisionHash: `d${count}`, body }
    expect(await journal().saveSnapshot(snapshot, 0)).toMatchObject({ status: 'appended' })
    return snapshot
  }

  law('the newest snapshot comes back byte for byte', async () => {
    await take(2, '{"a":1}')
    const newest = await take(3, JSON.stringify('ñ'.repeat(100_000)))
    expect(await (await reopen()).loadSnapshot()).toEqual(newest)
  })

  law('a damaged snapshot is no snapshot', async () => {
    for (const column of ['hash', 'decision_hash', 'body', 'checksum']) {
      const older = await take(2, '{"a":1}')
      const newer = await take(1, '{"b":2}')
      await store().flip('snapshot', column, newer.seq)
      expect(await journal().loadSnapshot()).toEqual(older)
      await store().flip('snapshot', column, older.seq)
      expect(await journal().loadSnapshot()).toBeUndefined()
    }
  })

  law('a snapshot of another history is refused', async () => {
    await journal().append(notes(2), 0)
    const foreign = { seq: 2, hash: 'f'.repeat(64), decisionHash: 'd', body: '{}' }
    await expect(journal().saveSnapshot(foreign, 0)).rejects.toThrow('a record of this journal')
  })
}

function damageLaws({ law, journal, store }: Use): void {
  for (const column of recordColumns) {
    for (const seq of [1, 4, 7]) {
      law(`a flipped byte in ${column} is found at record ${seq}`, async () => {
        await journal().append(notes(7), 0)
        await store().flip('record', column, seq)
        expect(await verifyJournal(journal())).toMatchObject({ status: 'broken', seq })
      })
    }
  }

  law('a removed record is found, the last one by the head', async () => {
    await journal().append(notes(7), 0)
    await store().remove(7)
    expect(await verifyChain(journal().read(1))).toMatchObject({ status: 'intact', records: 6 })
    expect(await verifyJournal(journal())).toMatchObject({ status: 'broken', seq: 7 })
    await store().remove(3)
    expect(await verifyJournal(journal())).toMatchObject({ status: 'broken', seq: 3 })
  })

  law('nothing is written behind a damaged last record', async () => {
    await journal().append(notes(2), 0)
    await store().flip('record', 'hash', 2)
    await expect(journal().append([note(3)], 0)).rejects.toThrow('damaged at record 2')
  })
}

function killLaws({ law, journal, store }: Use, suite: JournalSuite): void {
  law('a leader in another process keeps us out by name until it is killed', async () => {
    const child = startLoop(store().appendLoop)
    await once(child.stdout, 'data')
    const impatient = journal().lead('second', { signal: AbortSignal.timeout(300) })
    await expect(impatient).rejects.toThrow(`append-loop (process ${child.pid})`)
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    await using leadership = await journal().lead('second', {})
    expect(leadership.fencingToken).toBe(2)
  })

  const random = mulberry32(suite.seed)
  law('what was acknowledged before a SIGKILL is there, whole and in order', async () => {
    let total = 0
    for (let kill = 1; kill <= suite.kills; kill += 1) {
      const acknowledgements = Math.floor(random() * 30)
      const microWaits = Math.floor(random() * 400)
      const acknowledged = await killLoop(store().appendLoop, acknowledgements, microWaits)
      const where = `kill ${kill} with seed ${suite.seed}`
      const check = await verifyJournal(journal())
      expect(check, where).toMatchObject({ status: 'intact' })
      const records = check.status === 'intact' ? check.records : 0
      expect(records % recordsPerBatch, `${where}: half a batch`).toBe(0)
      const hashes = new Map((await readAll(journal())).map(({ seq, hash }) => [seq, hash]))
      for (const { seq, hash } of acknowledged) expect(hashes.get(seq), where).toBe(hash)
      total += acknowledged.length
    }
    expect(total).toBeGreaterThan(suite.kills)
  })
}

function startLoop(target: AppendLoopTarget) {
  const script = fileURLToPath(new URL('./append-loop.fixture.ts', import.meta.url))
  const parameters = ['--no-warnings', script, target.kind, ...target.place]
  return spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Runs the loop until it has led and acknowledged so many appends, lets some turns pass, kills it. */
async function killLoop(target: AppendLoopTarget, acknowledgements: number, turns: number) {
  const child = startLoop(target)
  const acknowledged: { readonly seq: number; readonly hash: string }[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, first, second] = line.split(' ')
    if (word === 'appended') acknowledged.push({ seq: Number(first), hash: String(second) })
    if (child.killed || acknowledged.length < acknowledgements) continue
    for (let turn = 0; turn < turns; turn += 1)
      await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode, 'the append loop ended by itself').toBe('SIGKILL')
  return acknowledged
}

/** A small seeded generator (Tommy Ettinger's mulberry32), so that a failure can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
