import type { Interval } from '../units/index.ts'
import { acceleratorMs, type AcceleratorMs } from './exact.ts'
import type { LegFacts, Ledger, UsageRow } from './ledger.ts'
import type { RatedSegment } from './rate.ts'

/** One side of one row: its own interval counts, the interval of the row that it corrects counts negative. */
export interface Entry extends RatedSegment {
  readonly rowId: string
  readonly legId: string
  readonly leg: LegFacts
  readonly isCorrection: boolean
  readonly quantity: AcceleratorMs
}

/** Which entries to look at: those of one tenant, or all; cut at the ends of the interval. */
export interface EntryQuery extends Interval {
  readonly tenantId?: string
}

export function* entriesOf(ledger: Ledger, query: EntryQuery): Generator<Entry> {
  for (const row of ledger.rows.values()) {
    yield* sideOf(row, row, query)
    const corrected = row.corrects === undefined ? undefined : ledger.rows.get(row.corrects)
    if (corrected?.legId === row.legId) yield* sideOf(row, corrected, query)
  }
}

/** The entries that `row` causes with the interval of `from`: itself, or the row that it corrects. */
function* sideOf(row: UsageRow, from: UsageRow, query: EntryQuery): Generator<Entry> {
  if (query.tenantId !== undefined && from.leg.tenantId !== query.tenantId) return
  for (const segment of from.segments) {
    const fromMs = Math.max(segment.fromMs, query.fromMs)
    const toMs = Math.min(segment.toMs, query.toMs)
    if (toMs <= fromMs) continue
    const quantity = acceleratorMs(from.leg.accelerators, toMs - fromMs)
    yield {
      rowId: row.rowId,
      legId: row.legId,
      leg: from.leg,
      isCorrection: row.corrects !== undefined,
      quantity: row === from ? quantity : -quantity,
      usdPerAcceleratorH: segment.usdPerAcceleratorH,
      fromMs,
      toMs,
    }
  }
}
