import type { PriceBook } from './fleet.ts'
import type { Flexibility } from './workload.ts'
import type { InstantMs } from '../units/index.ts'

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

type PriceRow = PriceBook['accelerators'][number]

/** Decimal text, or undefined when no row applies. */
export function rateAt(prices: PriceBook, leg: RatedLeg, atMs: InstantMs): string | undefined {
  let best: PriceRow | undefined
  for (const row of prices.accelerators) {
    if (row.fromMs > atMs || !isPriceOf(row, leg)) continue
    if (best === undefined || rank(row) > rank(best)) best = row
    else if (rank(row) === rank(best) && row.fromMs >= best.fromMs) best = row
  }
  return best?.usdPerAcceleratorH
}

/** Is the row about such a leg at all, whatever the time? */
export const isPriceOf = (row: PriceRow, leg: RatedLeg): boolean =>
  row.accelerator === leg.accelerator &&
  (row.siteId === undefined || row.siteId === leg.siteId) &&
  (row.flexibility === undefined || row.flexibility === leg.flexibility)

const rank = (row: PriceRow): number =>
  (row.siteId === undefined ? 0 : 2) + (row.flexibility === undefined ? 0 : 1)
