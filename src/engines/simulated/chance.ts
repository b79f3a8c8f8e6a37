/**
 * Chance that is the same on every run: a number in [0, 1) for a seed and a text, so that a draw depends on what it is
 * for and not on how many came before it. FNV-1a (Fowler, Noll, Vo) over the text, then the finaliser of MurmurHash3,
 * because FNV alone leaves similar ids with similar high bits.
 */
export function chance(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** Hours until the first of events that come at a constant rate per hour; never at rate 0. */
export const hoursToFirst = (ratePerH: number, uniform: number): number =>
  ratePerH > 0 ? -Math.log(1 - uniform) / ratePerH : Infinity
