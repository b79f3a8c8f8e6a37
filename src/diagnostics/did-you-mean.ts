import { distance } from 'fastest-levenshtein'

const lengthMax = 64
const candidatesMax = 2000

/**
 * The candidate that a slip of the fingers would turn into `word`: equal but for case, the same letters in another order,
 * or at most a third of its letters away. Undefined when nothing is near, which is better than a wild guess. Long words and long lists are not searched.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > lengthMax) return undefined
  const folded = word.toLowerCase()
  const letters = sorted(folded)
  const distanceMax = word.length <= 2 ? 0 : Math.max(1, Math.floor(word.length / 3))
  let best: string | undefined
  let bestDistance = distanceMax + 1
  let seen = 0
  for (const candidate of candidates) {
    if (++seen > candidatesMax) break
    if (candidate.length > lengthMax) continue
    const other = candidate.toLowerCase()
    const isSwap = other.length === folded.length && sorted(other) === letters
    const d = isSwap && other !== folded ? 1 : distance(folded, other)
    if (d < bestDistance) [best, bestDistance] = [candidate, d]
  }
  return best
}

const sorted = (word: string): string => [...word].sort().join('')

/** `did you mean "zaragoza"?`, or else what is known, or nothing to say. */
export function hintNearest(word: string, candidates: readonly string[]): string | undefined {
  const found = nearest(word, candidates)
  if (found !== undefined) return `did you mean "${found}"?`
  if (candidates.length === 0) return undefined
  const shown = candidates.slice(0, 8).join(', ')
  return `known here: ${shown}${candidates.length > 8 ? ` and ${candidates.length - 8} more` : ''}`
}
