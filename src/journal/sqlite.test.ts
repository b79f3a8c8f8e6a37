import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { verifyJournal } from './chain.ts'
import { flipValue, note, runJournalSuite, type JournalStore } from './conformance.ts'
import { openSqliteJournal } from './sqlite.ts'

async function newStore(): Promise<JournalStore & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'gridloom-journal-'))
  const file = join(folder, 'made', 'journal.db')
  return {
    file,
    open: () => openSqliteJournal(file),
    async flip(table, column, seq) {
      using db = new DatabaseSync(file)
      const row = db.prepare(`SELECT ${column} AS value FROM ${table} WHERE seq = ?`).get(seq)
      const flipped = column === 'seq' ? seq + 1000 : flipValue(row?.['value'])
      db.prepare(`UPDATE ${table} SET ${column} = ? WHERE seq = ?`).run(flipped, seq)
    },
    async remove(seq) {
      using db = new DatabaseSync(file)
      db.prepare('DELETE FROM record WHERE seq = ?').run(seq)
    },
    appendLoop: { kind: 'sqlite', place: [file] },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

runJournalSuite({ name: 'sqlite', newStore, kills: 12, seed: 20261122 })

it('the file is for its owner only, and so is a folder made for it', async () => {
  await using store = await newStore()
  await using journal = await store.open()
  await journal.lead('a', {})
  await journal.append([note(1)], 1)
  for (const suffix of ['', '-wal', '-shm', '-lock']) {
    expect((await stat(store.file + suffix)).mode & 0o777, suffix).toBe(0o600)
  }
  expect((await stat(join(store.file, '..'))).mode & 0o777).toBe(0o700)
})

it('a file that is something else is refused by name', async () => {
  await using store = await newStore()
  const foreign = join(store.file, '..', '..', 'foreign.db')
  await writeFile(foreign, 'This is a letter, not a database. '.repeat(200))
  await expect(openSqliteJournal(foreign)).rejects.toThrow(/cannot open the journal .*foreign\.db/)
  using db = new DatabaseSync(join(store.file, '..', '..', 'other.db'))
  db.exec('CREATE TABLE accounts (id INTEGER)')
  await expect(openSqliteJournal(db.location() ?? '')).rejects.toThrow('not a gridloom journal')
})

it('a leader whose lock file was deleted under it is told when another takes over', async () => {
  await using store = await newStore()
  await using old = await store.open()
  const first = await old.lead('old', {})
  await rm(`${store.file}-lock`)
  await using young = await store.open()
  const second = await young.lead('young', {})
  expect(await old.append([note(1)], first.fencingToken)).toEqual({
    status: 'fenced',
    newestToken: second.fencingToken,
  })
  expect(await first.lost).toContain('token 2')
})

it('a flipped byte anywhere in the file is found, or changes no record', async () => {
  await using store = await newStore()
  const before = await writeAndClose(store, 400)
  const file = await readFile(store.file)
  const bodies: number[] = []
  for (let at = file.indexOf('marker'); at >= 0; at = file.indexOf('marker', at + 1))
    bodies.push(at)
  expect(bodies.length).toBeGreaterThan(300)
  const damageAt = fc.oneof(fc.nat(file.length - 1), fc.constantFrom(...bodies))
  let found = 0
  await fc.assert(
    fc.asyncProperty(damageAt, fc.nat(7), async (at, bit) => {
      const damaged = Buffer.from(file)
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at)
      const copy = `${store.file}-damaged`
      await writeFile(copy, damaged)
      const outcome = await readBack(copy)
      if (outcome === 'broken') found += 1
      else expect(outcome).toEqual(before)
      for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true })
    }),
    { numRuns: 150 },
  )
  expect(found).toBeGreaterThan(50)
})

async function writeAndClose(store: JournalStore, count: number): Promise<readonly string[]> {
  await using journal = await store.open()
  const bodies = Array.from({ length: count }, (_, n) => JSON.stringify({ n, text: 'marker' }))
  const batch = bodies.map((body, n) => note(n, body))
  await journal.append(batch, 0)
  return bodies
}

async function readBack(file: string): Promise<readonly string[] | 'broken'> {
  try {
    await using journal = await openSqliteJournal(file)
    if ((await verifyJournal(journal)).status === 'broken') return 'broken'
    const bodies: string[] = []
    for await (const { body } of journal.read(1)) bodies.push(body)
    return bodies
  } catch (error) {
    expect(String(error)).toContain('cannot open the journal')
    return 'broken'
  }
}
