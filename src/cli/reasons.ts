import type { Reason } from '../decide/index.ts'
import { formatTable } from './table.ts'

const marks: Readonly<Record<Reason['verdict'], string>> = {
  chosen: '+',
  possible: 'o',
  refused: 'x',
}

/** Yes-or-no constraints carry a count of such a unit only for the record; their note says it all. */
const countless = new Set(['sites', 'permissions', 'paths'])

/**
 * One row for each place that was considered, chosen first:
 * `riv  x  facility-power  needs 38.4 MW, limit 31.0 MW, short 7.4 MW at 14:00Z`.
 */
export function renderReasons(reasons: readonly Reason[]): string {
  const order = ['chosen', 'possible', 'refused']
  const rows = reasons
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map((reason) => [
      reason.siteIds.join('+') || '-',
      marks[reason.verdict],
      reason.constraint,
      reasonInWords(reason),
    ])
  return formatTable(rows)
}

export function reasonInWords(reason: Reason): string {
  const { note, atMs } = reason
  if (note !== undefined && countless.has(reason.unit)) return note
  const at = atMs === undefined ? '' : ` at ${clock(atMs)}`
  return `${figures(reason)}${at}${note === undefined ? '' : ` (${note})`}`
}

function figures({ constraint, verdict, need, limit, slack, unit }: Reason): string {
  const [needs, limits, apart] = (unit === 'USD' ? asMoney : alike)([need, limit, Math.abs(slack)])
  const as = (figure: string | undefined): string => `${figure}${unit === '' || unit === '1' ? '' : ` ${unit}`}` // prettier-ignore
  if (unit === 'USD' && (constraint === 'cost' || constraint === 'chosen')) {
    const more = verdict === 'refused' && slack < 0
    return more ? `costs ${as(needs)}, ${as(apart)} more than the chosen place` : `costs ${as(needs)}` // prettier-ignore
  }
  const rest = slack < 0 ? `short ${as(apart)}` : `${as(apart)} to spare`
  return `needs ${as(needs)}, limit ${as(limits)}, ${rest}`
}

const decimalsMax = 6

/** Cents, and as many decimals more as it takes to tell a difference from none. */
function asMoney(values: readonly number[]): readonly string[] {
  let decimals = 2
  const isLost = (value: number): boolean => value > 0 && Number(value.toFixed(decimals)) === 0
  while (decimals < decimalsMax && values.some(isLost)) decimals += 1
  return values.map((value) => (Number.isFinite(value) ? value.toFixed(decimals) : 'unlimited'))
}

/** Figures of one row share their decimals, so that they can be compared at sight: 38.4, 31.0, 7.4. */
function alike(values: readonly number[]): readonly string[] {
  const decimalsOf = (value: number): number => {
    if (!Number.isFinite(value)) return 0
    const text = String(Number(value.toPrecision(4)))
    return text.includes('e') ? decimalsMax : (text.split('.')[1]?.length ?? 0)
  }
  const decimals = Math.min(decimalsMax, Math.max(...values.map(decimalsOf)))
  return values.map((value) => (Number.isFinite(value) ? value.toFixed(decimals) : 'unlimited'))
}

/** Time of day, UTC, to the minute. */
function clock(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 16)}Z`
}
