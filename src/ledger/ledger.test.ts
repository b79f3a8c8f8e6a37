import { expect, it } from 'vitest'
import { bill } from './bill.ts'
import { dayStartMs, hMs, leg, prices, record, usageOf, wholeTime } from './fixtures.ts'
import { emptyLedger, ledgerRows, recordUsage, restoreLedger, standingRows } from './ledger.ts'

const hour = (n: number): readonly [number, number] => [
  dayStartMs + n * hMs,
  dayStartMs + (n + 1) * hMs,
]

it('the same row again changes nothing, whenever it was written down', () => {
  const ledger = emptyLedger()
  const event = usageOf('a', hour(0))
  expect(record(ledger, event)).toEqual({ status: 'recorded', unpriced: [] })
  const before = bill(ledger, wholeTime)
  expect(record(ledger, { ...event, atMs: event.atMs + 99 })).toEqual({ status: 'repeated' })
  expect(bill(ledger, wholeTime)).toEqual(before)
})

it('the same row id with another content is refused and changes nothing', () => {
  const ledger = emptyLedger()
  const event = usageOf('a', hour(0))
  record(ledger, event)
  const before = bill(ledger, wholeTime)
  const others = [
    { ...event, toMs: event.toMs + 1 },
    { ...event, legId: 'b' },
    { ...event, source: 'slurm' },
    { ...event, corrects: 'x' },
  ]
  for (const other of others) {
    expect(record(ledger, other)).toMatchObject({ status: 'refused', rule: 'other-content' })
  }
  expect(bill(ledger, wholeTime)).toEqual(before)
})

it('bad rows are refused as data, each by its rule', () => {
  const ledger = emptyLedger()
  record(ledger, usageOf('a', hour(0)))
  const good = usageOf('b', hour(1))
  const rule = (event: typeof good, facts = leg) => {
    const outcome = record(ledger, event, facts)
    return outcome.status === 'refused' ? outcome.rule : outcome.status
  }
  expect(rule({ ...good, toMs: good.fromMs })).toBe('not-an-interval')
  expect(rule({ ...good, toMs: good.fromMs - 1 })).toBe('not-an-interval')
  expect(rule({ ...good, toMs: Number.NaN })).toBe('not-an-interval')
  expect(rule({ ...good, fromMs: 0.5 })).toBe('not-an-interval')
  expect(rule(good, { ...leg, accelerators: 1.5 })).toBe('not-accelerators')
  expect(rule({ ...good, corrects: good.rowId })).toBe('corrects-itself')
  expect(rule({ ...good, corrects: usageOf('a', hour(0)).rowId })).toBe('corrects-another-leg')
  expect(bill(ledger, wholeTime).lines).toHaveLength(1)
})

it('a correction counts as the new interval minus the old one, and the old line stays', () => {
  const ledger = emptyLedger()
  const old = usageOf('a', hour(0))
  record(ledger, old)
  const half = { rowId: 'a:fix', corrects: old.rowId }
  record(ledger, usageOf('a', [old.fromMs, old.fromMs + hMs / 2], half))
  const { lines, acceleratorH, totalUsd } = bill(ledger, wholeTime)
  expect(
    lines.map((line) => [line.rowId, line.acceleratorH, line.amountUsd, line.isCorrection]),
  ).toEqual([
    ['a:fix', '4.00', '11.80', true],
    [old.rowId, '8.00', '23.60', false],
    ['a:fix', '-8.00', '-23.60', true],
  ])
  expect([acceleratorH, totalUsd]).toEqual(['4.00', '11.80'])
})

it('an empty correction takes a row back altogether', () => {
  const ledger = emptyLedger()
  const old = usageOf('a', hour(0))
  record(ledger, old)
  record(ledger, usageOf('a', [old.fromMs, old.fromMs], { rowId: 'a:void', corrects: old.rowId }))
  expect(bill(ledger, wholeTime)).toMatchObject({ acceleratorH: '0.00', totalUsd: '0.00' })
})

it('a row is corrected once; the next change corrects the correction', () => {
  const ledger = emptyLedger()
  const old = usageOf('a', hour(0))
  const upTo = (ms: number, rowId: string, corrects: string) =>
    record(ledger, usageOf('a', [old.fromMs, old.fromMs + ms], { rowId, corrects }))
  record(ledger, old)
  expect(upTo(1000, 'one', old.rowId).status).toBe('recorded')
  expect(upTo(2000, 'two', old.rowId)).toMatchObject({ rule: 'corrected-twice' })
  expect(upTo(3000, 'two', 'one').status).toBe('recorded')
  expect(standingRows(ledger, 'a').map(({ rowId }) => rowId)).toEqual(['two'])
  expect(bill(ledger, wholeTime).acceleratorH).toBe('0.0066667')
})

it('a later price list does not change what was recorded, nor does a correction', () => {
  const ledger = emptyLedger()
  const old = usageOf('a', hour(0))
  record(ledger, old)
  const dearer = {
    ...prices,
    accelerators: prices.accelerators.map((row) => ({ ...row, usdPerAcceleratorH: '99' })),
  }
  const half = usageOf('a', [old.fromMs, old.fromMs + hMs / 2], {
    rowId: 'fix',
    corrects: old.rowId,
  })
  recordUsage(ledger, half, { leg, prices: dearer })
  expect(bill(ledger, wholeTime).totalUsd).toBe('11.80')
})

it('usage without a price is kept as hours, and said', () => {
  const ledger = emptyLedger()
  const outcome = record(ledger, usageOf('a', hour(0)), { ...leg, accelerator: 'b200' })
  expect(outcome).toMatchObject({ status: 'recorded', unpriced: [{ fromMs: dayStartMs }] })
  expect(bill(ledger, wholeTime)).toMatchObject({ acceleratorH: '8.00', totalUsd: '0.00' })
})

it('a restored ledger is the same ledger', () => {
  const ledger = emptyLedger()
  const old = usageOf('a', hour(2))
  record(ledger, old)
  record(ledger, usageOf('a', [old.fromMs, old.toMs + hMs], { rowId: 'fix', corrects: old.rowId }))
  const restored = restoreLedger(JSON.parse(JSON.stringify(ledgerRows(ledger))))
  expect(restored).toEqual(ledger)
})
