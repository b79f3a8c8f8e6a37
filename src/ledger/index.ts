export { bill, type Bill, type BillLine } from './bill.ts'
export type { EntryQuery } from './entry.ts'
export {
  emptyLedger,
  lastRecordedToMs,
  ledgerRows,
  recordUsage,
  restoreLedger,
  standingRows,
} from './ledger.ts'
export type { Ledger, LegFacts, RecordOutcome, RefusalRule, UsageRow } from './ledger.ts'
export { correctionRowsFor, meterLeg, usageRowsFor, type AccountOfLeg } from './meter.ts'
export type { RatedSegment } from './rate.ts'
export { reconcile } from './reconcile.ts'
export type { AccountAnswer, LegDifference, Reconciliation } from './reconcile.ts'
