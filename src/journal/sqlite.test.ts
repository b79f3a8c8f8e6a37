import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
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
