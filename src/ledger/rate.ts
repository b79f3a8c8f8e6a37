import type { Flexibility, PriceBook } from '../fleet/index.ts'
import type { DecimalText, InstantMs, Interval } from '../units/index.ts'

/**
 * Which price applies to a leg at an instant: of the rows of the price book that name its accelerator and name no other
 * site or flexibility class, those that began at or before the instant; of these the most specific (site and class,
 * then site, then class, then neither); of equally specific ones the one that began last, and of two that began
 * together the one further down in the file. So a general price rise does not undo an agreement for one site.
 */
export interface RatedLeg {
  readonly siteId: string
  readonly accelerator: string
  readonly flexibility: Flexibility
}

/** A piece of usage with the rate that was frozen on it. */
export interface RatedSegment extends Interval {
  readonly usdPerAcceleratorH: DecimalText
}

type PriceRow = PriceBook['accelerators'][number]

export function rateAt(prices: PriceBook, leg: RatedLeg, atMs: InstantMs): DecimalText | undefined {
  let best: PriceRow | undefined
  for (const row of prices.accelerators) {
    if (row.fromMs > atMs || !isFor(row, leg)) continue
    if (best === undefined || rank(row) > rank(best)) best = row
    else if (rank(row) === rank(best) && row.fromMs >= best.fromMs) best = row
  }
  return best?.usdPerAcceleratorH
}

const isFor = (row: PriceRow, leg: RatedLeg): boolean =>
  row.accelerator === leg.accelerator &&
  (row.siteId === undefined || row.siteId === leg.siteId) &&
  (row.flexibility === undefined || row.flexibility === leg.flexibility)

const rank = (row: PriceRow): number =>
  (row.siteId === undefined ? 0 : 2) + (row.flexibility === undefined ? 0 : 1)

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
  const changes = prices.accelerators.filter((row) => isFor(row, leg)).map(({ fromMs }) => fromMs)
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
