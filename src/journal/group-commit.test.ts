import fc from 'fast-check'
import { expect, it } from 'vitest'
import { note, notes } from './conformance.ts'
import { createGroupCommit } from './group-commit.ts'
import type { AppendOutcome, NewRecord } from './journal.ts'

/** A store that keeps what it is given and answers when told to. */
function slowStore(
  answer: (commit: number) => AppendOutcome['status'] | 'failed' = () => 'appended',
) {
  const commits: (readonly NewRecord[])[] = []
  const kept: NewRecord[] = []
  return {
    commits,
    kept,
    async append(batch: readonly NewRecord[], fencingToken: number): Promise<AppendOutcome> {
      commits.push(batch)
      const status = answer(commits.length)
      await new Promise((resolve) => setImmediate(resolve))
      if (status === 'failed') throw new Error('disk full')
      if (status === 'fenced') return { status, newestToken: fencingToken + 1 }
      kept.push(...batch)
      return { status, seq: kept.length, hash: 'h' }
    },
  }
}

it('submissions that arrive together share one commit', async () => {
  const store = slowStore()
  const group = createGroupCommit(store, 1)
  const outcomes = await Promise.all(notes(100).map((record) => group.submit([record])))
  expect(store.commits).toHaveLength(1)
  expect(outcomes[41]).toEqual({ status: 'appended', firstSeq: 42, lastSeq: 42 })
  expect(group.counts()).toEqual({ commits: 1, records: 100 })
})

it('what arrives while a commit is under way goes into the next one', async () => {
  const store = slowStore()
  const group = createGroupCommit(store, 1)
  const first = group.submit([note(1)])
  while (store.commits.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const later = [group.submit([note(2)]), group.submit([note(3)])]
  await Promise.all([first, ...later])
  expect(store.commits.map((batch) => batch.length)).toEqual([1, 2])
})

it('order is kept, no submission is split, and each learns its own numbers', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 10 }), async (counts, recordsMax) => {
      const store = slowStore()
      const group = createGroupCommit(store, 1, recordsMax)
      const submitted = counts.map((count, n) =>
        notes(count).map((record) => ({ ...record, atMs: n })),
      )
      const outcomes = await Promise.all(submitted.map((records) => group.submit(records)))
      await group.idle()
      expect(store.kept).toEqual(submitted.flat())
      for (const [n, outcome] of outcomes.entries()) {
        if (outcome.status !== 'appended') throw new Error('refused')
        const own = store.kept.slice(outcome.firstSeq - 1, outcome.lastSeq)
        expect(own).toEqual(submitted[n])
        expect(store.commits.some((batch) => own.every((record) => batch.includes(record)))).toBe(
          true,
        )
      }
      for (const batch of store.commits) {
        const isOneSubmission = new Set(batch.map(({ atMs }) => atMs)).size === 1
        expect(batch.length <= recordsMax || isOneSubmission).toBe(true)
      }
    }),
  )
})

it('after a fenced commit nothing that was decided behind it is written', async () => {
  const store = slowStore((commit) => (commit === 2 ? 'fenced' : 'appended'))
  const group = createGroupCommit(store, 1, 1)
  const outcomes = await Promise.all(notes(4).map((record) => group.submit([record])))
  expect(outcomes.map(({ status }) => status)).toEqual(['appended', 'fenced', 'fenced', 'fenced'])
  expect(await group.submit([note(5)])).toEqual({ status: 'fenced', newestToken: 2 })
  expect(store.kept).toHaveLength(1)
})

it('after a failed commit everything behind it fails with the same error', async () => {
  const store = slowStore((commit) => (commit === 2 ? 'failed' : 'appended'))
  const group = createGroupCommit(store, 1, 1)
  const outcomes = await Promise.allSettled(notes(3).map((record) => group.submit([record])))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  await expect(group.submit([note(4)])).rejects.toThrow('disk full')
  await group.idle()
  expect(store.kept).toHaveLength(1)
})
