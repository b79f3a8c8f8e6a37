/**
 * The smallest value of a function of a few named numbers, by coordinate search with halving steps: it needs no gradient,
 * takes kinks of an absolute error, and gives the same answer on every machine. Finds a local minimum; start it near.
 */
export interface SearchRange {
  readonly start: number
  readonly step: number
  readonly min: number
  readonly max: number
}

const halvings = 14
const roundsMax = 400

export function minimise<K extends string>(
  loss: (point: Readonly<Record<K, number>>) => number,
  ranges: Readonly<Record<K, SearchRange>>,
): { readonly point: Readonly<Record<K, number>>; readonly loss: number } {
  const keys = Object.keys(ranges) as K[]
  const startOf = (key: K): readonly [K, number] => [key, ranges[key].start]
  let point = Object.fromEntries(keys.map(startOf)) as Record<K, number>
  let best = loss(point)
  let scale = 1
  for (let round = 0, halved = 0; round < roundsMax && halved < halvings; round++) {
    const before = best
    for (const key of keys)
      for (const sign of [-1, 1]) {
        const { step, min, max } = ranges[key]
        const moved = Math.min(max, Math.max(min, point[key] + sign * step * scale))
        const next = { ...point, [key]: moved }
        const value = loss(next)
        if (value < best) [best, point] = [value, next]
      }
    if (best < before) continue
    scale /= 2
    halved++
  }
  return { point, loss: best }
}
