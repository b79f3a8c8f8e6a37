import type { UsageRecorded } from '../decide/index.ts'
import type { PriceBook, RatedLeg } from '../fleet/index.ts'
import type { InstantMs, Interval } from '../units/index.ts'
import { rateInterval, type RatedSegment } from './rate.ts'

/**
 * The fold of usage events. A row is never edited and never removed: what turns out to be wrong is corrected by a new
 * row that points at the old one, and counts as the new interval minus the old one. A correction with an empty interval
 * takes the old row back altogether.
 *
 * Laws:
 *  1. The same row again changes nothing; the same row id with another content is refused.
 *  2. The order in which rows arrive does not matter: a correction may come before the row that it corrects.
 *  3. A row is corrected at most once; a second change corrects the correction.
 *  4. The rate is frozen on the row when it is recorded.
 *
 * A ledger is an accumulator: `recordUsage` adds to it in place, everything else only reads it.
 */
export interface Ledger {
  readonly rows: Map<string, UsageRow>
  readonly rowIdsByLeg: Map<string, string[]>
  /** Row id to the id of the row that corrects it. */
  readonly correctedBy: Map<string, string>
}

/** What the ledger must know of a leg; an event names only its id. */
export interface LegFacts extends RatedLeg {
  readonly workloadId: string
  readonly tenantId: string
  readonly accelerators: number
}

export interface UsageRow extends Interval {
  readonly rowId: string
  readonly legId: string
  readonly leg: LegFacts
  readonly source: string
  readonly corrects?: string
  /** The interval in pieces of one rate each; none for an empty interval. */
  readonly segments: readonly RatedSegment[]
}

export type RecordOutcome =
  /** `unpriced`: the price book has no row for these times; they count as hours at a rate of 0. */
  | { readonly status: 'recorded'; readonly unpriced: readonly Interval[] }
  | { readonly status: 'repeated' }
  | { readonly status: 'refused'; readonly rule: RefusalRule; readonly message: string }

export type RefusalRule =
  | 'other-content'
  | 'not-an-interval'
  | 'not-accelerators'
  | 'corrected-twice'
  | 'corrects-itself'
  | 'corrects-another-leg'

export const emptyLedger = (): Ledger => ({
  rows: new Map(),
  rowIdsByLeg: new Map(),
  correctedBy: new Map(),
})

export function recordUsage(
  ledger: Ledger,
  event: UsageRecorded,
  { leg, prices }: { readonly leg: LegFacts; readonly prices: PriceBook },
): RecordOutcome {
  const known = ledger.rows.get(event.rowId)
  if (known !== undefined && isSameRow(known, event)) return { status: 'repeated' }
  const refusal = refusalOf(ledger, event, leg)
  if (refusal !== undefined) return { status: 'refused', ...refusal }
  const { rowId, legId, fromMs, toMs, source, corrects } = event
  const frozen = corrects === undefined ? [] : (ledger.rows.get(corrects)?.segments ?? [])
  const { segments, unpriced } = rateInterval({ fromMs, toMs }, frozen, { prices, leg })
  const common = { rowId, legId, leg, fromMs, toMs, source, segments }
  addRow(ledger, corrects === undefined ? common : { ...common, corrects })
  return { status: 'recorded', unpriced }
}

const isSameRow = (row: UsageRow, event: UsageRecorded): boolean =>
  row.legId === event.legId &&
  row.fromMs === event.fromMs &&
  row.toMs === event.toMs &&
  row.source === event.source &&
  row.corrects === event.corrects

function refusalOf(
  ledger: Ledger,
  event: UsageRecorded,
  leg: LegFacts,
): { readonly rule: RefusalRule; readonly message: string } | undefined {
  const { rowId, legId, fromMs, toMs, corrects } = event
  if (ledger.rows.has(rowId)) {
    return { rule: 'other-content', message: `row ${rowId} is already there with other content` }
  }
  const isWhole = Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs)
  if (!isWhole || toMs < fromMs || (toMs === fromMs && corrects === undefined)) {
    const message = `row ${rowId} covers no time: from ${fromMs} ms to ${toMs} ms`
    return { rule: 'not-an-interval', message }
  }
  if (!Number.isSafeInteger(leg.accelerators) || leg.accelerators < 0) {
    const message = `leg ${legId} holds ${leg.accelerators} accelerators, which is no whole number`
    return { rule: 'not-accelerators', message }
  }
  if (corrects === undefined) return undefined
  if (corrects === rowId)
    return { rule: 'corrects-itself', message: `row ${rowId} corrects itself` }
  const other = ledger.correctedBy.get(corrects)
  if (other !== undefined) {
    const message = `row ${corrects} is already corrected by ${other}: correct that one`
    return { rule: 'corrected-twice', message }
  }
  const correctedLegId = ledger.rows.get(corrects)?.legId ?? legId
  if (correctedLegId === legId) return undefined
  const message = `row ${rowId} of leg ${legId} corrects a row of leg ${correctedLegId}`
  return { rule: 'corrects-another-leg', message }
}

function addRow(ledger: Ledger, row: UsageRow): void {
  ledger.rows.set(row.rowId, row)
  if (row.corrects !== undefined) ledger.correctedBy.set(row.corrects, row.rowId)
  const ofLeg = ledger.rowIdsByLeg.get(row.legId)
  if (ofLeg === undefined) ledger.rowIdsByLeg.set(row.legId, [row.rowId])
  else ofLeg.push(row.rowId)
}

/** The rows of a leg that stand: those that nothing corrects, by time. */
export function standingRows(ledger: Ledger, legId: string): readonly UsageRow[] {
  const rows: UsageRow[] = []
  for (const rowId of ledger.rowIdsByLeg.get(legId) ?? []) {
    const row = ledger.rows.get(rowId)
    if (row !== undefined && !ledger.correctedBy.has(rowId)) rows.push(row)
  }
  return rows.sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs || (a.rowId < b.rowId ? -1 : 1))
}

/** Up to when a leg is metered; undefined when it has no rows. */
export const lastRecordedToMs = (ledger: Ledger, legId: string): InstantMs | undefined =>
  standingRows(ledger, legId).at(-1)?.toMs

/** For a snapshot: plain data, in the order of recording. */
export const ledgerRows = (ledger: Ledger): readonly UsageRow[] => [...ledger.rows.values()]

export function restoreLedger(rows: readonly UsageRow[]): Ledger {
  const ledger = emptyLedger()
  for (const row of rows) addRow(ledger, row)
  return ledger
}
