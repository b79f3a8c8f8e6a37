import type { DeriveCapacity, DerivedCapacity } from '../fleet/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import { routeCapacity } from '../optics/index.ts'
import type { RouteCapacityOutcome } from '../optics/index.ts'

/**
 * What a line of fibre carries, for whoever loads a fleet: amplifiers at the stated spacing, the best line mode that the
 * signal at the far end leaves with the planning margin, times the waves that the band holds, times the fibre pairs.
 */
export const deriveCapacity: DeriveCapacity = ({ spansKm, line }) => {
  const spacingKm = line.amplifierSpacingKm
  const least = spansKm.reduce((sum, km) => sum + Math.ceil(km / spacingKm), 0)
  if (spacingKm >= 1 && least > amplifierSpansMax) {
    const why = `it has ${least} spans between amplifiers; light that is made electrical nowhere passes ${amplifierSpansMax} at most`
    return { ok: false, why, hint: 'end the route where the light ends, and begin another there' }
  }
  const outcome = routeCapacity({ spansKm, ...line })
  if (outcome.kind === 'refused') return refused(outcome.diagnostics[0])
  if (outcome.kind === 'dark') return dark(outcome, spansKm)
  const { capacityGbps, lit, amplifierSpansKm } = outcome
  const because = `${line.fibrePairs} x ${line.band} of ${lit.waves} waves at ${lit.mode.waveGbps} Gb/s over ${amplifierSpansKm.length} amplifier spans`
  return { ok: true, capacityGbps, because }
}

/** assumed: 20,000 km with an amplifier each 20 km. More is no line but a slip of the pen, and would take seconds to find dark. */
const amplifierSpansMax = 1000

type Dark = Extract<RouteCapacityOutcome, { kind: 'dark' }>

/** The mode that lacks least signal, or what else is in the way of the first. */
function dark({ refusals }: Dark, spansKm: readonly number[]): DerivedCapacity {
  const short = refusals
    .filter(({ reason }) => reason === 'signal-short')
    .toSorted((a, b) => a.needs - a.has - (b.needs - b.has))
  const [closest] = refusals.toSorted((a, b) => a.has / a.needs - b.has / b.needs)
  const nearest = short[0] ?? closest
  const km = round(spansKm.reduce((sum, one) => sum + one, 0))
  const why = `no line mode works over ${km} km of it`
  const hint = 'bring the amplifiers closer together, or end the route where the light ends'
  if (nearest === undefined) return { ok: false, why, hint }
  const { modeId, has, needs, unit } = nearest
  const lack =
    nearest === short[0]
      ? `${modeId} needs ${round(needs)} ${unit} and gets ${round(has)} ${unit}`
      : `${modeId} takes up to ${round(needs)} ${unit}, and it is ${round(has)} ${unit}`
  return { ok: false, why: `${why}: ${lack}`, hint }
}

const round = (figure: number): number => Number(figure.toPrecision(3))

/** Fields of the line, by what optics calls them. */
const fields = { fibre: 'fibre', fibrePairs: 'fibrePairs', amplifierSpacingKm: 'amplifierSpacing' } as const // prettier-ignore

function refused(first: Diagnostic | undefined): DerivedCapacity {
  if (first === undefined) return { ok: false, why: 'it is not described' }
  const [, name = ''] = first.pointer.split('/')
  const field = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined
  return {
    ok: false,
    why: field === undefined ? first.message : first.message.replace(name, field),
    ...(field !== undefined && { field }),
    ...(first.hint !== undefined && { hint: first.hint }),
  }
}
