import { expect, it } from 'vitest'
import { dayStartMs, hMs, leg, record, usageOf, wholeTime } from './fixtures.ts'
import { emptyLedger, type Ledger } from './ledger.ts'
import { reconcile, type AccountAnswer } from './reconcile.ts'

const noon = dayStartMs + 12 * hMs
const ran = (legId: string, toMs: number | undefined, accelerators = 8): AccountAnswer => {
  const open = { legId, fromMs: noon, accelerators, source: 'process' }
  return { legId, status: 'accounted', account: toMs === undefined ? open : { ...open, toMs } }
}

function metered(legId: string): Ledger {
  const ledger = emptyLedger()
  record(ledger, usageOf(legId, [noon, noon + hMs]))
  return ledger
}

it('equal books give zero', () => {
  const outcome = reconcile(metered('a'), [ran('a', noon + hMs)], wholeTime)
  expect(outcome).toMatchObject({
    engineAcceleratorH: '8.00',
    meteredAcceleratorH: '8.00',
    diffAcceleratorH: '0.00',
    differences: [],
    unknown: [],
  })
})

it('one millisecond of difference names the leg', () => {
  const outcome = reconcile(metered('a'), [ran('a', noon + hMs - 1)], wholeTime)
  expect(outcome.diffAcceleratorH).toBe('0.0000022')
  const why = 'the meter has 8 accelerator-ms more than its engine'
  expect(outcome.differences).toMatchObject([{ legId: 'a', meteredAcceleratorH: '8.00', why }])
})

it('differences that cancel out are still named', () => {
  const ledger = metered('a')
  record(ledger, usageOf('b', [noon, noon + hMs]))
  const outcome = reconcile(
    ledger,
    [ran('a', noon + 2 * hMs), { legId: 'b', status: 'none' }],
    wholeTime,
  )
  expect(outcome.diffAcceleratorH).toBe('0.00')
  expect(outcome.differences.map(({ legId, why }) => [legId, why])).toEqual([
    ['a', 'the meter has 28800000 accelerator-ms less than its engine'],
    ['b', 'it is metered, but its engine says that it never ran'],
  ])
})

it('a leg that its engine accounts for and nobody metered is named', () => {
  const [difference] = reconcile(emptyLedger(), [ran('a', noon + hMs)], wholeTime).differences
  expect(difference?.why).toBe('its engine accounts for it, but nothing of it is metered')
})

it('another number of accelerators is named as such', () => {
  const [difference] = reconcile(metered('a'), [ran('a', noon + hMs, 16)], wholeTime).differences
  expect(difference?.why).toBe('its engine counts 16 accelerators, the ledger 8')
})

it('a leg whose engine was not asked or did not answer is unknown and on neither side', () => {
  const ledger = metered('a')
  record(ledger, usageOf('b', [noon, noon + hMs]))
  const outcome = reconcile(ledger, [{ legId: 'b', status: 'unknown' }], wholeTime)
  expect(outcome).toMatchObject({
    unknown: ['a', 'b'],
    meteredAcceleratorH: '0.00',
    differences: [],
  })
})

it('a leg that is still running is compared up to where it is metered', () => {
  expect(reconcile(metered('a'), [ran('a', undefined)], wholeTime)).toMatchObject({
    engineAcceleratorH: '8.00',
    differences: [],
  })
  expect(reconcile(emptyLedger(), [ran('a', undefined)], wholeTime).differences).toEqual([])
})

it('both sides are cut at the ends of the query, and other tenants are left out', () => {
  const ledger = metered('a')
  record(ledger, usageOf('z', [noon, noon + hMs]), { ...leg, tenantId: 'zeta' })
  const query = { tenantId: 'acme', fromMs: noon + hMs / 2, toMs: noon + 9 * hMs }
  expect(reconcile(ledger, [ran('a', noon + hMs)], query)).toMatchObject({
    engineAcceleratorH: '4.00',
    meteredAcceleratorH: '4.00',
    differences: [],
    unknown: [],
  })
})
