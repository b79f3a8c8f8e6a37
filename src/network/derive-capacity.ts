import type { DeriveCapacity } from '../fleet/index.ts'
import { routeCapacity } from '../optics/index.ts'

/**
 * What a line of fibre carries, for whoever loads a fleet: amplifiers at the stated spacing, the best line mode that the
 * signal at the far end leaves with the planning margin, times the waves that the band holds, times the fibre pairs.
 */
export const deriveCapacity: DeriveCapacity = ({ spansKm, line }) => {
  const outcome = routeCapacity({ spansKm, ...line })
  if (outcome.kind === 'estimated') {
    const { capacityGbps, lit, amplifierSpansKm } = outcome
    const because = `${line.fibrePairs} x ${line.band} of ${lit.waves} waves at ${lit.mode.waveGbps} Gb/s over ${amplifierSpansKm.length} amplifier spans`
    return { ok: true, capacityGbps, because }
  }
  if (outcome.kind === 'dark') {
    const nearest = outcome.refusals[0]
    const lack =
      nearest &&
      `${nearest.modeId} has ${nearest.has.toPrecision(3)} ${nearest.unit} and needs ${nearest.needs.toPrecision(3)}`
    const why = `no line mode works over ${Math.round(spansKm.reduce((sum, km) => sum + km, 0))} km of it`
    return { ok: false, why: lack === undefined ? why : `${why}: ${lack}` } // prettier-ignore
  }
  const [first] = outcome.diagnostics
  return { ok: false, why: first?.message ?? 'it is not described', ...(first?.hint !== undefined && { hint: first.hint }) } // prettier-ignore
}
