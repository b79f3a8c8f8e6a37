import type { Km } from '../../units/index.ts'

/**
 * Where amplifiers stand along a route. Between two places that are given (ends, and huts that stand already) the fibre is cut
 * into the fewest equal spans that are no longer than the limit in km and no lossier than the limit in dB:
 *
 *   reach = min(span km max, (span loss max - 2 connectors) / loss per km);  spans = ceil(distance / reach)
 *
 * Equal spans are the best use of a number of huts, since the longest span costs most. Left out: roads, power and land, for
 * which a hut moves by kilometres.
 */
export interface HutRequest {
  readonly routeKm: Km
  readonly spanMaxKm: Km
  readonly spanLossMaxDb: number
  readonly lossDbPerKm: number
  /** At each end of a span. */
  readonly connectorLossDb: number
  /** Distance of huts that stand already from the first end. */
  readonly existingHutsKm?: readonly Km[]
}

export interface Hut {
  readonly atKm: Km
  readonly isExisting: boolean
}

export interface HutPlacement {
  readonly spansKm: readonly Km[]
  readonly huts: readonly Hut[]
  /** The longest span that keeps both limits. */
  readonly reachKm: Km
}

/** A span that is longer by less than a millimetre is no reason for another hut. */
const slackKm = 1e-6
const spansMax = 5_000

/** Undefined where no span is short enough to keep the loss, or where thousands of huts would be needed. */
export function placeHuts(request: HutRequest): HutPlacement | undefined {
  const { routeKm, spanMaxKm, spanLossMaxDb, lossDbPerKm, connectorLossDb } = request
  const reachKm = Math.min(spanMaxKm, (spanLossMaxDb - 2 * connectorLossDb) / lossDbPerKm)
  if (!(reachKm > 0) || !(routeKm / reachKm < spansMax)) return undefined
  const inside = (request.existingHutsKm ?? []).filter((at) => at > slackKm && at < routeKm - slackKm) // prettier-ignore
  const fixed = [...new Set(inside)].toSorted((a, b) => a - b)
  const spansKm: number[] = []
  const huts: Hut[] = []
  for (const [i, end] of [...fixed, routeKm].entries()) {
    const start = i === 0 ? 0 : (fixed[i - 1] ?? 0)
    const count = Math.max(1, Math.ceil((end - start - slackKm) / reachKm))
    const step = (end - start) / count
    for (let n = 1; n <= count; n += 1) {
      spansKm.push(step)
      if (n < count) huts.push({ atKm: start + n * step, isExisting: false })
    }
    if (i < fixed.length) huts.push({ atKm: end, isExisting: true })
  }
  return { spansKm, huts, reachKm }
}
