import type { UsageRecorded } from '../decide/index.ts'
import type { PriceBook } from '../fleet/index.ts'
import { recordUsage, type LegFacts, type Ledger } from './ledger.ts'

/** A small world for the tests of this room. */
export const dayStartMs = Date.UTC(2026, 10, 22)
export const hMs = 3_600_000

export const leg: LegFacts = {
  workloadId: 'w1',
  tenantId: 'acme',
  siteId: 'desk',
  accelerator: 'h100-sxm',
  accelerators: 8,
  flexibility: 'firm',
}

/** A price change at three o'clock, and an agreement for one site. */
export const prices: PriceBook = {
  currency: 'USD',
  accelerators: [
    { accelerator: 'h100-sxm', usdPerAcceleratorH: '2.95', fromMs: 0 },
    { accelerator: 'h100-sxm', usdPerAcceleratorH: '3.1', fromMs: dayStartMs + 3 * hMs },
    { accelerator: 'h100-sxm', siteId: 'shed', usdPerAcceleratorH: '2.333333', fromMs: 0 },
  ],
  carbonUsdPerTonne: 0,
  egressUsdPerGb: 0,
}

export function usageOf(
  legId: string,
  [fromMs, toMs]: readonly [number, number],
  corrects?: { readonly rowId: string; readonly corrects: string },
): UsageRecorded {
  const rowId = `${legId}:${fromMs}`
  return {
    kind: 'usage-recorded',
    atMs: toMs,
    rowId,
    legId,
    fromMs,
    toMs,
    source: 'process',
    ...corrects,
  }
}

export function record(ledger: Ledger, event: UsageRecorded, facts: LegFacts = leg) {
  return recordUsage(ledger, event, { leg: facts, prices })
}

export const wholeTime = { fromMs: 0, toMs: 2 * dayStartMs }
