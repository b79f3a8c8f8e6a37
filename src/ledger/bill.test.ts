import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BillView, ReconcileView } from '../control/index.ts'
import type { UsageRecorded } from '../decide/index.ts'
import { roundToCents, sumMoney } from '../units/index.ts'
import { bill, type Bill } from './bill.ts'
import { entriesOf } from './entry.ts'
import { dayStartMs, hMs, leg, record, usageOf, wholeTime } from './fixtures.ts'
import { emptyLedger, type LegFacts, type Ledger } from './ledger.ts'
import type { Reconciliation } from './reconcile.ts'

/** The views of the API take what this room makes. */
type Takes<View, Made extends View> = Made
export type ApiTakesBills = [Takes<BillView, Bill>, Takes<ReconcileView, Reconciliation>]

const legs: Readonly<Record<string, LegFacts>> = {
  a: leg,
  b: { ...leg, siteId: 'shed', accelerators: 3 },
  c: { ...leg, tenantId: 'zeta', workloadId: 'w2', accelerators: 4096 },
}
const dayOffset = fc.integer({ min: 0, max: 24 * hMs })
const interval = fc.tuple(dayOffset, dayOffset).map(([a, b]) => {
  const fromMs = dayStartMs + Math.min(a, b)
  return [fromMs, Math.max(fromMs + 1, dayStartMs + Math.max(a, b))] as const
})

/** Rows with unique ids; some are corrected, some of the corrections are corrected again. */
const events: fc.Arbitrary<readonly UsageRecorded[]> = fc
  .array(
    fc.tuple(fc.constantFrom('a', 'b', 'c'), interval, fc.option(interval), fc.option(interval)),
    {
      maxLength: 12,
    },
  )
  .map((rows) =>
    rows.flatMap(([legId, first, second, third], n) => {
      const rowId = `${legId}:${n}`
      const made = [{ ...usageOf(legId, first), rowId }]
      if (second) made.push(usageOf(legId, second, { rowId: `${rowId}:c`, corrects: rowId }))
      if (second && third) {
        made.push(usageOf(legId, third, { rowId: `${rowId}:c:c`, corrects: `${rowId}:c` }))
      }
      return made
    }),
  )

function ledgerOf(recorded: readonly UsageRecorded[]): Ledger {
  const ledger = emptyLedger()
  for (const event of recorded) record(ledger, event, legs[event.legId])
  return ledger
}

it('the same events three times over in any order give the same bill', () => {
  const shuffled = events.chain((all) => {
    const thrice = [...all, ...all, ...all]
    const inAnyOrder = fc.shuffledSubarray(thrice, { minLength: thrice.length })
    return fc.tuple(fc.constant(all), inAnyOrder)
  })
  fc.assert(
    fc.property(shuffled, interval, ([all, inAnyOrder], [fromMs, toMs]) => {
      const query = { fromMs, toMs }
      expect(bill(ledgerOf(inAnyOrder), query)).toEqual(bill(ledgerOf(all), query))
    }),
  )
})

it('the lines add up to the total', () => {
  fc.assert(
    fc.property(events, interval, (all, [fromMs, toMs]) => {
      const { lines, totalUsd, acceleratorH } = bill(ledgerOf(all), { fromMs, toMs })
      expect(roundToCents(sumMoney(lines.map(({ amountUsd }) => amountUsd)))).toBe(totalUsd)
      const hours = sumMoney(lines.map((line) => line.acceleratorH))
      expect(Number(hours)).toBe(Number(acceleratorH))
    }),
  )
})

it('cutting an interval anywhere leaves the total unchanged', () => {
  const cuts = fc.array(dayOffset, { maxLength: 8 })
  fc.assert(
    fc.property(
      fc.constantFrom('a', 'b', 'c'),
      interval,
      cuts,
      (legId, [fromMs, toMs], offsets) => {
        const inside = offsets.map((ms) => dayStartMs + ms).filter((ms) => ms > fromMs && ms < toMs)
        const ends = [fromMs, ...new Set(inside), toMs].sort((x, y) => x - y)
        const pieces = ends.slice(1).map((end, n) => usageOf(legId, [ends[n] ?? fromMs, end]))
        const { totalUsd, acceleratorH } = bill(ledgerOf(pieces), wholeTime)
        const whole = bill(ledgerOf([usageOf(legId, [fromMs, toMs])]), wholeTime)
        expect([totalUsd, acceleratorH]).toEqual([whole.totalUsd, whole.acceleratorH])
      },
    ),
  )
})

it('two periods that touch bill every millisecond once', () => {
  const quantity = (ledger: Ledger, fromMs: number, toMs: number): bigint =>
    [...entriesOf(ledger, { fromMs, toMs })].reduce((sum, entry) => sum + entry.quantity, 0n)
  fc.assert(
    fc.property(events, interval, dayOffset, (all, [fromMs, toMs], offset) => {
      const ledger = ledgerOf(all)
      const cut = Math.min(Math.max(dayStartMs + offset, fromMs), toMs)
      const parts = quantity(ledger, fromMs, cut) + quantity(ledger, cut, toMs)
      expect(parts).toBe(quantity(ledger, fromMs, toMs))
    }),
  )
})

it('every tenant sees its own lines and nothing else, and together they are all lines', () => {
  fc.assert(
    fc.property(events, (all) => {
      const ledger = ledgerOf(all)
      const own = ['acme', 'zeta'].map((tenantId) => bill(ledger, { ...wholeTime, tenantId }))
      for (const { tenantId, lines } of own) {
        expect(lines.every((line) => line.tenantId === tenantId)).toBe(true)
      }
      const count = own.reduce((sum, { lines }) => sum + lines.length, 0)
      expect(bill(ledger, wholeTime).lines).toHaveLength(count)
    }),
  )
})

it('a price change within a row gives two lines of the same row', () => {
  const from = dayStartMs + 2 * hMs
  const { lines, totalUsd } = bill(ledgerOf([usageOf('a', [from, from + 2 * hMs])]), wholeTime)
  expect(lines.map((line) => [line.usdPerAcceleratorH, line.amountUsd])).toEqual([
    ['2.95', '23.60'],
    ['3.1', '24.80'],
  ])
  expect(totalUsd).toBe('48.40')
})
