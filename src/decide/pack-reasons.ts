import type { Reason } from './decision.ts'

/**
 * The reasons of a decision as short text. A fleet of 50 sites gives 50 rows for each workload that is placed; as objects
 * or plain JSON they would be most of what the daemon holds and of each snapshot. Words and limits, which repeat from row
 * to row, are written once, and the slack only where it is not limit minus need.
 */
interface Packed {
  readonly words: readonly string[]
  readonly limits: readonly number[]
  readonly rows: readonly Row[]
}

/** Sites, verdict, constraint, need, limit, unit, note (0: none), instant (0: none), slack; what is left out is 0. */
type Row = readonly [Sites, ...number[]]
/** Places in `words`; a single site stands by itself. */
type Sites = number | readonly number[]

export function packReasons(reasons: readonly Reason[]): string {
  if (reasons.length === 0) return ''
  // No word stands at 0, so that 0 can say that there is none.
  const words = createIndex<string>([''])
  const limits = createIndex<number>([])
  const rows = reasons.map((reason): Row => {
    const { siteIds, need, limit, slack, note, atMs } = reason
    const sites = siteIds.map(words.of)
    const rest = [
      words.of(reason.verdict),
      words.of(reason.constraint),
      need,
      limits.of(limit),
      words.of(reason.unit),
      note === undefined ? 0 : words.of(note),
      atMs ?? 0,
    ]
    if (slack !== limit - need) return [sitesOf(sites), ...rest, slack]
    while (rest.at(-1) === 0 && rest.length > shortestRow) rest.pop()
    return [sitesOf(sites), ...rest]
  })
  const packed: Packed = { words: words.all, limits: limits.all, rows }
  return JSON.stringify(packed)
}

/** Verdict, constraint, need, limit and unit are in every row. */
const shortestRow = 5

const sitesOf = (sites: readonly number[]): Sites => (sites.length === 1 ? sites[0]! : sites)

export function unpackReasons(text: string): readonly Reason[] {
  if (text === '') return []
  const { words, limits, rows } = JSON.parse(text) as Packed
  return rows.map(([sites, ...row]): Reason => {
    const [verdict, constraint, need = 0, limitAt = 0, unit, note = 0, atMs = 0, slack] = row
    const limit = limits[limitAt]!
    return {
      siteIds: (typeof sites === 'number' ? [sites] : sites).map((at) => words[at]!),
      verdict: words[verdict!] as Reason['verdict'],
      constraint: words[constraint!] as Reason['constraint'],
      need,
      limit,
      slack: slack ?? limit - need,
      unit: words[unit!]!,
      ...(atMs === 0 ? {} : { atMs }),
      ...(note === 0 ? {} : { note: words[note]! }),
    }
  })
}

function createIndex<T>(all: T[]) {
  const places = new Map<T, number>()
  return {
    all,
    of(item: T): number {
      let place = places.get(item)
      if (place === undefined) places.set(item, (place = all.push(item) - 1))
      return place
    },
  }
}
