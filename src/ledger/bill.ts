import type { DecimalText, InstantMs } from '../units/index.ts'
import { entriesOf, type Entry, type EntryQuery } from './entry.ts'
import * as exact from './exact.ts'
import type { Ledger } from './ledger.ts'

/** Amounts and hours are decimal text: they are never floats. The rounding law is in `exact.ts`. */
export interface Bill extends EntryQuery {
  readonly currency: 'USD'
  readonly lines: readonly BillLine[]
  readonly acceleratorH: DecimalText
  readonly totalUsd: DecimalText
}

export interface BillLine {
  readonly rowId: string
  readonly tenantId: string
  readonly workloadId: string
  readonly legId: string
  readonly siteId: string
  readonly accelerator: string
  readonly accelerators: number
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** Negative where a correction takes back what an earlier line says. */
  readonly acceleratorH: DecimalText
  readonly usdPerAcceleratorH: DecimalText
  readonly amountUsd: DecimalText
  readonly isCorrection: boolean
}

/**
 * What was used in `[fromMs, toMs)`, whenever it was recorded: intervals are cut at the ends, and a correction stands in
 * the period whose usage it corrects. The lines add up to `acceleratorH`, and to `totalUsd` after rounding to cents.
 */
export function bill(ledger: Ledger, query: EntryQuery): Bill {
  const entries = [...entriesOf(ledger, query)].sort(compareEntries)
  const carryUsd = exact.createCarry(exact.roundUsd)
  const carryHours = exact.createCarry(exact.roundHours)
  let usd = 0n
  let hours = 0n
  const lines = entries.map((entry) => {
    const lineUsd = carryUsd(exact.exactUsd(entry.usdPerAcceleratorH, entry.quantity))
    const lineHours = carryHours(entry.quantity)
    usd += lineUsd
    hours += lineHours
    return {
      rowId: entry.rowId,
      tenantId: entry.leg.tenantId,
      workloadId: entry.leg.workloadId,
      legId: entry.legId,
      siteId: entry.leg.siteId,
      accelerator: entry.leg.accelerator,
      accelerators: entry.leg.accelerators,
      fromMs: entry.fromMs,
      toMs: entry.toMs,
      acceleratorH: exact.formatScaled(lineHours, exact.hourPlaces),
      usdPerAcceleratorH: entry.usdPerAcceleratorH,
      amountUsd: exact.formatScaled(lineUsd, exact.amountPlaces),
      isCorrection: entry.isCorrection,
    }
  })
  return {
    ...query,
    currency: 'USD',
    lines,
    acceleratorH: exact.formatScaled(hours, exact.hourPlaces),
    totalUsd: exact.formatScaled(exact.roundToCents(usd), 2),
  }
}

/** By tenant, workload, leg and time; nothing depends on the order of recording. */
function compareEntries(a: Entry, b: Entry): number {
  return (
    compareText(a.leg.tenantId, b.leg.tenantId) ||
    compareText(a.leg.workloadId, b.leg.workloadId) ||
    compareText(a.legId, b.legId) ||
    a.fromMs - b.fromMs ||
    a.toMs - b.toMs ||
    compareText(a.rowId, b.rowId) ||
    (a.quantity < b.quantity ? -1 : 1)
  )
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
