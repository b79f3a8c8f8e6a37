import { overlapMs, type DecimalText } from '../units/index.ts'
import { entriesOf, type EntryQuery } from './entry.ts'
import { acceleratorMs, formatHours, type AcceleratorMs } from './exact.ts'
import { lastRecordedToMs, standingRows, type Ledger } from './ledger.ts'
import type { AccountOfLeg } from './meter.ts'

/**
 * Metered minus engine accounting, leg by leg, in whole accelerator-milliseconds. It must be zero; where it is not, the
 * leg is named. A leg that is still running is compared up to where it is metered. A leg whose engine was not asked or
 * did not answer is unknown and counts on neither side.
 */
export interface Reconciliation extends EntryQuery {
  readonly engineAcceleratorH: DecimalText
  readonly meteredAcceleratorH: DecimalText
  readonly diffAcceleratorH: DecimalText
  readonly differences: readonly LegDifference[]
  readonly unknown: readonly string[]
}

export interface LegDifference {
  readonly legId: string
  readonly engineAcceleratorH: DecimalText
  readonly meteredAcceleratorH: DecimalText
  readonly why: string
}

/** What an engine answered about one leg; `none` means that it was asked and says that the leg never ran. */
export type AccountAnswer =
  | { readonly legId: string; readonly status: 'accounted'; readonly account: AccountOfLeg }
  | { readonly legId: string; readonly status: 'none' }
  | { readonly legId: string; readonly status: 'unknown' }

/** `answers` hold one answer for each leg of the query's tenant that may have run in its interval. */
export function reconcile(
  ledger: Ledger,
  answers: readonly AccountAnswer[],
  query: EntryQuery,
): Reconciliation {
  const metered = meteredByLeg(ledger, query)
  const known = new Map(answers.map((answer) => [answer.legId, answer]))
  const unknown: string[] = []
  const differences: LegDifference[] = []
  let engineTotal = 0n
  let meteredTotal = 0n
  for (const legId of [...new Set([...metered.keys(), ...known.keys()])].sort()) {
    const answer = known.get(legId)
    if (answer === undefined || answer.status === 'unknown') {
      unknown.push(legId)
      continue
    }
    const ofEngine = accountedInQuery(ledger, answer, query)
    const ofMeter = metered.get(legId) ?? 0n
    engineTotal += ofEngine
    meteredTotal += ofMeter
    if (ofEngine === ofMeter) continue
    differences.push({
      legId,
      engineAcceleratorH: formatHours(ofEngine),
      meteredAcceleratorH: formatHours(ofMeter),
      why: explain(ledger, answer, ofMeter - ofEngine),
    })
  }
  return {
    ...query,
    engineAcceleratorH: formatHours(engineTotal),
    meteredAcceleratorH: formatHours(meteredTotal),
    diffAcceleratorH: formatHours(meteredTotal - engineTotal),
    differences,
    unknown,
  }
}

function meteredByLeg(ledger: Ledger, query: EntryQuery): ReadonlyMap<string, AcceleratorMs> {
  const metered = new Map<string, AcceleratorMs>()
  for (const { legId, quantity } of entriesOf(ledger, query)) {
    metered.set(legId, (metered.get(legId) ?? 0n) + quantity)
  }
  return metered
}

function accountedInQuery(
  ledger: Ledger,
  answer: Exclude<AccountAnswer, { status: 'unknown' }>,
  query: EntryQuery,
): AcceleratorMs {
  if (answer.status === 'none') return 0n
  const { legId, fromMs, toMs, accelerators } = answer.account
  const endMs = toMs ?? lastRecordedToMs(ledger, legId) ?? fromMs
  return acceleratorMs(accelerators, overlapMs({ fromMs, toMs: Math.max(fromMs, endMs) }, query))
}

function explain(
  ledger: Ledger,
  answer: Exclude<AccountAnswer, { status: 'unknown' }>,
  surplus: AcceleratorMs,
): string {
  if (answer.status === 'none') return 'it is metered, but its engine says that it never ran'
  const { accelerators } = answer.account
  const metered = standingRows(ledger, answer.legId)[0]?.leg.accelerators
  if (metered === undefined) return 'its engine accounts for it, but nothing of it is metered'
  if (metered !== accelerators) {
    return `its engine counts ${accelerators} accelerators, the ledger ${metered}`
  }
  const size = surplus < 0n ? -surplus : surplus
  return `the meter has ${size} accelerator-ms ${surplus > 0n ? 'more' : 'less'} than its engine`
}
