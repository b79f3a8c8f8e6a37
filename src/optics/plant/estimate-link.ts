import type { Diagnostic } from '../../diagnostics/index.ts'
import { cableElement, equipmentElement, type PathElement } from './availability.ts'
import { estimateHutPower } from './hut-power.ts'
import { placeHuts, type HutPlacement, type HutRequest } from './huts.ts'
import { estimateLatency } from './latency.ts'
import { estimateLineCapacity, type LineCapacity, type LineFigures } from './line-capacity.ts'
import { checkLink, type CheckedLink } from './link-check.ts'
import type { LinkEstimate, LinkOutcome, LinkPower, LinkRequest } from './link.ts'
import { estimateAvailability, type PathsAvailability } from './path-availability.ts'
import { plantFigures as figures } from './plant-figures.ts'
import { beyondLimits } from './route-capacity.ts'

/**
 * From a distance to what it takes: amplifier huts, the best mode, pairs for the wanted rate, round trip, power, and how much of a
 * year it is up with one path and with two. Each part is a law of its own in a file of this folder; here they are joined.
 */
export function estimateLink(request: LinkRequest): LinkOutcome {
  const checked = checkLink(request)
  if ('diagnostics' in checked) return { kind: 'refused', diagnostics: checked.diagnostics }
  const { routeKm } = checked
  const placement = placeHuts(placementOf(request, checked))
  if (placement === undefined) return { kind: 'refused', diagnostics: [beyondLimits] }
  const line = estimateLineCapacity(lineOf(request, checked, placement.spansKm))
  if (line.kind === 'refused') return line
  if (line.best === undefined) {
    const more = withMoreHuts({ request, checked, placement, litGbps: 0 })
    const lightable = more === undefined ? {} : { withMoreHuts: more }
    return { kind: 'dark', routeKm, refusals: line.refusals, ...lightable }
  }
  return join({ request, checked, placement, line, lit: line.best })
}

const lineOf = (
  request: LinkRequest,
  { fibre }: CheckedLink,
  spansKm: readonly number[],
): LineFigures => ({
  spansKm,
  fibre,
  band: request.band ?? 'C',
  marginDb: request.marginDb ?? figures.marginDb.value,
  ...(request.waveGbps === undefined ? {} : { waveGbps: request.waveGbps }),
})

interface Sparse extends Pick<Parts, 'request' | 'checked' | 'placement'> {
  readonly litGbps: number
}

/**
 * With the fewest huts a route of 900 km may carry less than one of 910 km, which has a hut more and shorter spans. Nothing carries
 * more for being longer: the route of 900 km with that hut carries at least as much, and the estimate says so.
 */
function withMoreHuts({ request, checked, placement, litGbps }: Sparse) {
  const longestKm = Math.max(...placement.spansKm)
  const denser = placeHuts({
    ...placementOf(request, checked),
    spanMaxKm: longestKm * (1 - shorterBy),
  })
  if (denser === undefined) return undefined
  const figuresOfLine = lineOf(request, checked, denser.spansKm)
  const line = estimateLineCapacity({ ...figuresOfLine, aboveGbps: litGbps })
  const pairGbps = line.kind === 'estimated' ? (line.best?.pairGbps ?? 0) : 0
  return pairGbps > litGbps ? { huts: denser.huts.length, pairGbps } : undefined
}

/** Just enough that the longest span has to be cut. */
const shorterBy = 1e-6

const moreHuts = (
  more: { huts: number; pairGbps: number },
  lit: LinkEstimate['lit'],
): Diagnostic => ({
  code: 'link/more-huts',
  severity: 'note',
  pointer: '/spanMaxKm',
  message: `with ${more.huts} huts a pair would carry ${more.pairGbps} Gb/s in place of ${lit.pairGbps} Gb/s`,
  hint: 'give a shorter spanMaxKm',
})

const placementOf = (request: LinkRequest, { routeKm, fibre }: CheckedLink): HutRequest => ({
  routeKm,
  spanMaxKm: request.spanMaxKm ?? figures.spanMaxKm.value,
  spanLossMaxDb: request.spanLossMaxDb ?? figures.spanLossMaxDb.value,
  lossDbPerKm: fibre.lossDbPerKm,
  connectorLossDb: figures.connectorLossDb.value,
  ...(request.existingHutsKm === undefined ? {} : { existingHutsKm: request.existingHutsKm }),
})

interface Parts {
  readonly request: LinkRequest
  readonly checked: CheckedLink
  readonly placement: HutPlacement
  readonly line: LineCapacity & { readonly kind: 'estimated' }
  readonly lit: LinkEstimate['lit']
}

function join({ request, checked, placement, line, lit }: Parts): LinkOutcome {
  const { routeKm, geodesicKm, fibre, warnings } = checked
  const pairs = Math.max(1, Math.ceil((request.wantedGbps ?? 0) / lit.pairGbps - 1e-9))
  const capacityGbps = pairs * lit.pairGbps
  const more = withMoreHuts({ request, checked, placement, litGbps: lit.pairGbps })
  const power = powerOf(request, { pairs, lit, huts: placement.huts.length })
  const onePath = pathsOf(1, { request, checked, placement, capacityGbps })
  const twoPaths = pathsOf(2, { request, checked, placement, capacityGbps })
  if (onePath === undefined || twoPaths === undefined) return { kind: 'refused', diagnostics: [beyondLimits] } // prettier-ignore
  return {
    kind: 'estimated',
    routeKm,
    ...(geodesicKm === undefined ? {} : { geodesicKm }),
    placement,
    lit,
    ...(more === undefined ? {} : { withMoreHuts: more }),
    others: bestOfEachRate(line.others, lit),
    refusals: line.refusals,
    shannonPairGbps: line.shannonGbps,
    pairs,
    capacityGbps,
    latency: estimateLatency({ routeKm, fibre }),
    power,
    onePath,
    twoPaths,
    warnings: [
      ...warnings,
      ...feedWarnings(power),
      ...(more === undefined ? [] : [moreHuts(more, lit)]),
    ],
  }
}

const bestOfEachRate = (
  others: readonly LinkEstimate['lit'][],
  lit: LinkEstimate['lit'],
): LinkEstimate['lit'][] =>
  others.filter(
    ({ mode }, i) =>
      mode.waveGbps !== lit.mode.waveGbps &&
      others.findIndex((other) => other.mode.waveGbps === mode.waveGbps) === i,
  )

function powerOf(
  request: LinkRequest,
  { pairs, lit, huts: count }: { pairs: number; lit: LinkEstimate['lit']; huts: number },
): LinkPower {
  const { coolingShare, amplifierPairW } = request
  const huts = estimateHutPower({
    huts: count,
    fibrePairs: pairs,
    band: request.band ?? 'C',
    ...(coolingShare === undefined ? {} : { coolingShare }),
    ...(amplifierPairW === undefined ? {} : { amplifierPairW }),
  })
  const modulesKw = (2 * pairs * lit.waves * lit.mode.moduleW) / 1000
  return { huts, modulesKw, totalKw: huts.routeKw + modulesKw }
}

/** Huts that stand already were built for a few pairs. */
function feedWarnings({ huts }: LinkPower): readonly Diagnostic[] {
  const maxKw = figures.hutFeedMaxKw.value
  if (huts.routeKw === 0 || huts.hutKw <= maxKw) return []
  const message = `each hut draws ${huts.hutKw.toFixed(1)} kW; older huts are fed with about ${maxKw} kW`
  const hint = 'build new huts, share pumps among rails, or split the pairs over two routes'
  return [{ code: 'link/hut-feed', severity: 'warning', pointer: '/wantedGbps', message, hint }]
}

interface PathParts {
  readonly request: LinkRequest
  readonly checked: CheckedLink
  readonly placement: HutPlacement
  readonly capacityGbps: number
}

/** The second path has huts at the same distance; cable and huts that both share stand once, in series with both. */
function pathsOf(count: 1 | 2, parts: PathParts): PathsAvailability | undefined {
  const { request, checked, placement, capacityGbps } = parts
  const { cable = 'buried', repairH, sharedKm = 0 } = request
  const meanSpanKm = checked.routeKm / placement.spansKm.length
  const section = (id: string, lengthKm: number): PathElement =>
    cableElement({ id, lengthKm, cable, ...(repairH === undefined ? {} : { repairH }) })
  const sharedSites = count === 2 ? Math.floor(sharedKm / meanSpanKm + 1e-9) : 0
  const siteId = (i: number, n: number): string =>
    n < sharedSites ? `site-shared-${n}` : `site-${i + 1}-${n}`
  const paths = Array.from({ length: count }, (_, i) => {
    const routeKm = i === 0 ? checked.routeKm : (request.secondRouteKm ?? checked.routeKm)
    const sites = Math.ceil(routeKm / meanSpanKm - 1e-9) + 1
    const shared = count === 2 && sharedKm > 0 ? [section('shared', sharedKm)] : []
    const ownKm = count === 2 ? Math.max(0, routeKm - sharedKm) : routeKm
    return {
      id: `path-${i + 1}`,
      capacityGbps,
      elements: [
        ...shared,
        section(`cable-${i + 1}`, ownKm),
        ...Array.from({ length: sites }, (_, n) => equipmentElement(siteId(i, n))),
      ],
    }
  })
  const outcome = estimateAvailability(paths)
  return outcome.kind === 'estimated' ? outcome : undefined
}
