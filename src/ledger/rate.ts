import { isPriceOf, rateAt } from '../fleet/index.ts'
import type { PriceBook, RatedLeg } from '../fleet/index.ts'
import type { DecimalText, InstantMs, Interval } from '../units/index.ts'

/** A piece of usage with the rate that was frozen on it. */
export interface RatedSegment extends Interval {
  readonly usdPerAcceleratorH: DecimalText
}

/**
 * Cuts an interval where the rate changes. Where `frozen` segments cover it their rates stand: a correction of hours
 * does not change the price of what was already billed. A piece without any price is rated "0" and named in `unpriced`.
 */
export function rateInterval(
  interval: Interval,
  frozen: readonly RatedSegment[],
  book: { readonly prices: PriceBook; readonly leg: RatedLeg },
): { readonly segments: readonly RatedSegment[]; readonly unpriced: readonly Interval[] } {
  const segments: RatedSegment[] = []
  const unpriced: Interval[] = []
  for (const piece of cutAt(interval, cutsOf(frozen, book))) {
    const kept = frozen.find(({ fromMs, toMs }) => fromMs <= piece.fromMs && piece.toMs <= toMs)
    const rate = kept?.usdPerAcceleratorH ?? rateAt(book.prices, book.leg, piece.fromMs)
    if (rate === undefined) unpriced.push(piece)
    const last = segments.at(-1)
    const usdPerAcceleratorH = rate ?? '0'
    if (last?.usdPerAcceleratorH === usdPerAcceleratorH) segments.pop()
    const fromMs = last?.usdPerAcceleratorH === usdPerAcceleratorH ? last.fromMs : piece.fromMs
    segments.push({ fromMs, toMs: piece.toMs, usdPerAcceleratorH })
  }
  return { segments, unpriced }
}

function cutsOf(
  frozen: readonly RatedSegment[],
  { prices, leg }: { readonly prices: PriceBook; readonly leg: RatedLeg },
): readonly InstantMs[] {
  const changes = prices.accelerators
    .filter((row) => isPriceOf(row, leg))
    .map(({ fromMs }) => fromMs)
  return [...changes, ...frozen.flatMap(({ fromMs, toMs }) => [fromMs, toMs])]
}

/** The pieces of a half-open interval between the given instants; none is empty. */
export function cutAt(interval: Interval, cuts: readonly InstantMs[]): readonly Interval[] {
  const inside = cuts.filter((cut) => cut > interval.fromMs && cut < interval.toMs)
  const ends = [...new Set(inside)].sort((a, b) => a - b).concat(interval.toMs)
  let fromMs = interval.fromMs
  const pieces: Interval[] = []
  for (const toMs of ends) {
    if (toMs > fromMs) pieces.push({ fromMs, toMs })
    fromMs = toMs
  }
  return pieces
}
