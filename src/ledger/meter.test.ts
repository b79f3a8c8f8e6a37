import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bill } from './bill.ts'
import { dayStartMs, hMs, leg, record, wholeTime } from './fixtures.ts'
import { emptyLedger, type Ledger } from './ledger.ts'
import { meterLeg, usageRowsFor, type AccountOfLeg } from './meter.ts'
import { reconcile, type AccountAnswer } from './reconcile.ts'

const account = (fromMs: number, toMs?: number): AccountOfLeg => ({
  ...{ legId: 'a', fromMs, accelerators: leg.accelerators, source: 'process' },
  ...(toMs !== undefined && { toMs }),
})

const answerOf = (given: AccountOfLeg): AccountAnswer => ({
  legId: given.legId,
  status: 'accounted',
  account: given,
})

function meter(ledger: Ledger, given: AccountOfLeg, nowMs: number): number {
  const events = meterLeg(ledger, given, nowMs)
  for (const event of events) expect(record(ledger, event)).toMatchObject({ status: 'recorded' })
  return events.length
}

it('a running leg is recorded by whole UTC hours, the rest at its end', () => {
  const start = dayStartMs + 0.25 * hMs
  const rows = (given: AccountOfLeg, lastMs: number | undefined, nowMs: number) =>
    usageRowsFor(given, lastMs, nowMs).map(({ fromMs, toMs }) => [
      (fromMs - dayStartMs) / hMs,
      (toMs - dayStartMs) / hMs,
    ])
  expect(rows(account(start), undefined, dayStartMs + 0.9 * hMs)).toEqual([])
  expect(rows(account(start), undefined, dayStartMs + 2.5 * hMs)).toEqual([
    [0.25, 1],
    [1, 2],
  ])
  expect(rows(account(start), dayStartMs + 2 * hMs, dayStartMs + 2.9 * hMs)).toEqual([])
  const ended = account(start, dayStartMs + 3.5 * hMs)
  expect(rows(ended, dayStartMs + 2 * hMs, dayStartMs + 9 * hMs)).toEqual([
    [2, 3],
    [3, 3.5],
  ])
  expect(rows(ended, dayStartMs + 3.5 * hMs, dayStartMs + 9 * hMs)).toEqual([])
})

it('whoever records usage makes the same rows', () => {
  const [first, again] = [5, 9].map((h) =>
    usageRowsFor(account(dayStartMs + 7), undefined, dayStartMs + h * hMs),
  )
  const place = (rows: typeof first) =>
    rows?.map(({ rowId, fromMs, toMs }) => ({ rowId, fromMs, toMs }))
  expect(place(again)?.slice(0, first?.length)).toEqual(place(first))
})

it('waiting at a barrier and gangs that were rolled back cost nothing', () => {
  const ledger = emptyLedger()
  // The first leg held its nodes from 0:00, its command ran from 0:30; the gang's other leg never ran: no account.
  const ran = account(dayStartMs + 0.5 * hMs, dayStartMs + 1 * hMs)
  meter(ledger, ran, dayStartMs + 2 * hMs)
  const { lines, totalUsd } = bill(ledger, wholeTime)
  expect(lines.map(({ legId, fromMs }) => [legId, fromMs])).toEqual([['a', ran.fromMs]])
  expect(totalUsd).toBe('11.80')
  const answers: readonly AccountAnswer[] = [answerOf(ran), { legId: 'b', status: 'none' }]
  expect(reconcile(ledger, answers, wholeTime)).toMatchObject({
    diffAcceleratorH: '0.00',
    differences: [],
    unknown: [],
  })
  const neverRan = account(ran.fromMs, ran.fromMs)
  expect(usageRowsFor({ ...neverRan, legId: 'b' }, undefined, dayStartMs + 9 * hMs)).toEqual([])
})

it('whatever the engine says over time, what is metered in the end is what it says in the end', () => {
  const offset = fc.integer({ min: 0, max: 6 * 4 }).map((quarter) => quarter * (hMs / 4))
  const report = fc.record({ start: offset, length: offset, isRunning: fc.boolean(), now: offset })
  fc.assert(
    fc.property(fc.array(report, { maxLength: 8 }), report, (reports, last) => {
      const ledger = emptyLedger()
      for (const { start, length, isRunning, now } of [...reports, { ...last, isRunning: false }]) {
        const fromMs = dayStartMs + start
        const given = isRunning ? account(fromMs) : account(fromMs, fromMs + length)
        const nowMs = dayStartMs + start + now
        meter(ledger, given, nowMs)
        expect(meter(ledger, given, nowMs), 'nothing is due twice').toBe(0)
        const outcome = reconcile(ledger, [answerOf(given)], wholeTime)
        expect(outcome).toMatchObject({ diffAcceleratorH: '0.00', differences: [], unknown: [] })
        if (isRunning) continue
        const quantity = (length * leg.accelerators) / hMs
        expect(Number(bill(ledger, wholeTime).acceleratorH)).toBeCloseTo(quantity, 6)
      }
    }),
    { numRuns: 1000 },
  )
})
