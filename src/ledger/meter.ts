import type { UsageRecorded } from '../decide/index.ts'
import { hourMs, type InstantMs, type Interval } from '../units/index.ts'
import { standingRows, type Ledger } from './ledger.ts'
import { cutAt } from './rate.ts'

/**
 * From an engine's accounting to usage events. The engine's account of a leg is one interval in which the tenant's
 * command ran; it leaves out waiting at the barrier, and a leg that was rolled back before it ran has none, so neither
 * reaches a bill.
 *
 * While a leg runs, its usage is recorded by whole UTC hours; the rest follows when it has ended. A row's id is
 * `legId:fromMs`, so whoever records it again (another leader, a restarted daemon) makes the same row.
 */
export interface AccountOfLeg {
  readonly legId: string
  readonly fromMs: InstantMs
  /** Undefined while the leg is still running. */
  readonly toMs?: InstantMs
  readonly accelerators: number
  readonly source: string
}

/** Everything that is due for a leg now: corrections of what is recorded, then what is new. Often nothing. */
export function meterLeg(
  ledger: Ledger,
  account: AccountOfLeg,
  nowMs: InstantMs,
): readonly UsageRecorded[] {
  const corrections = correctionRowsFor(ledger, account, nowMs)
  const lastMs = meteredToMs(ledger, account.legId, corrections)
  return [...corrections, ...usageRowsFor(account, lastMs, nowMs)]
}

/** The next rows for a leg, contiguous from `lastMs` (or from its start): whole hours, and the rest once it has ended. */
export function usageRowsFor(
  account: AccountOfLeg,
  lastMs: InstantMs | undefined,
  nowMs: InstantMs,
): readonly UsageRecorded[] {
  const fromMs = Math.max(account.fromMs, lastMs ?? account.fromMs)
  const toMs = account.toMs ?? startOfHour(nowMs)
  if (toMs <= fromMs) return []
  const hours: InstantMs[] = []
  for (let cut = startOfHour(fromMs) + hourMs; cut < toMs; cut += hourMs) hours.push(cut)
  return cutAt({ fromMs, toMs }, hours).map((piece) => usage(account, piece, nowMs))
}

/**
 * Rows that bring what is recorded into line with what the engine says now, when it says something else than before: a
 * later start, an earlier end, or an end that moved out again. The standing rows are pushed together or apart until they
 * cover the account without gap or overlap; each that changes is corrected by one new row.
 */
export function correctionRowsFor(
  ledger: Ledger,
  account: AccountOfLeg,
  nowMs: InstantMs,
): readonly UsageRecorded[] {
  const standing = standingRows(ledger, account.legId)
  const wanted: Interval[] = []
  const endMs = account.toMs ?? Infinity
  let coveredToMs = account.fromMs
  for (const row of standing) {
    const toMs = Math.max(coveredToMs, Math.min(row.toMs, endMs))
    wanted.push({ fromMs: coveredToMs, toMs })
    coveredToMs = toMs
  }
  const last = wanted.at(-1)
  const next = usageRowsFor(account, coveredToMs, nowMs)
  if (last !== undefined && next.some(({ rowId }) => ledger.rows.has(rowId))) {
    // The ids of the next rows are taken by rows that were corrected away: let the last standing row cover the time.
    wanted[wanted.length - 1] = { fromMs: last.fromMs, toMs: next.at(-1)?.toMs ?? last.toMs }
  }
  return standing.flatMap((row, index) => {
    const interval = wanted[index] ?? row
    if (interval.fromMs === row.fromMs && interval.toMs === row.toMs) return []
    const rowId = `${row.rowId}:c`
    return [{ ...usage(account, interval, nowMs), rowId, corrects: row.rowId }]
  })
}

/** Up to when a leg will be metered once the corrections are recorded. */
function meteredToMs(
  ledger: Ledger,
  legId: string,
  corrections: readonly UsageRecorded[],
): InstantMs | undefined {
  const corrected = new Set(corrections.map(({ corrects }) => corrects))
  const kept = standingRows(ledger, legId).filter(({ rowId }) => !corrected.has(rowId))
  const ends = [...kept, ...corrections].map(({ toMs }) => toMs)
  return ends.length === 0 ? undefined : Math.max(...ends)
}

const startOfHour = (atMs: InstantMs): InstantMs => Math.floor(atMs / hourMs) * hourMs

function usage(account: AccountOfLeg, { fromMs, toMs }: Interval, nowMs: InstantMs): UsageRecorded {
  const { legId, source } = account
  return {
    kind: 'usage-recorded',
    atMs: nowMs,
    rowId: `${legId}:${fromMs}`,
    legId,
    fromMs,
    toMs,
    source,
  }
}
