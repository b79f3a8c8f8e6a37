import geodesic from 'geographiclib-geodesic'
import { formatQuantity } from '../../units/index.ts'
import type { NetworkNode, Span } from '../fleet.ts'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** Fibre is longer than the straight line, on land usually 1.2 to 2 times; beyond this it is likely a slip. */
const routeFactorMax = 3
/** Within one metropolis a span may wind about: lengths below this are not held against the straight line. */
const shortKm = 20
/** Coordinates are given to two or three decimals: so much may the straight line be wrong. */
const toleranceKm = 1

/** A span is no shorter than the geodesic between its ends (WGS 84, Karney's method), and not far longer. */
export function checkSpanLengths(draft: Draft): readonly Finding[] {
  const nodes = new Map(draft.fleet.nodes.map((node) => [node.id, node]))
  return draft.fleet.spans.flatMap((span, i) => {
    const from = nodes.get(span.from)
    const to = nodes.get(span.to)
    if (from === undefined || to === undefined || from === to) return []
    const path = [...draft.pathOf('spans', i), 'length']
    return checkLength(span, straightKm(from, to)).map((finding) => ({ ...finding, path }))
  })
}

type Point = Pick<NetworkNode, 'latitudeDeg' | 'longitudeDeg'>

/** The straight line over the ground between two points, in kilometres. */
export function straightKm(from: Point, to: Point): number {
  const { s12 = 0 } = geodesic.Geodesic.WGS84.Inverse(
    from.latitudeDeg,
    from.longitudeDeg,
    to.latitudeDeg,
    to.longitudeDeg,
  )
  return s12 / 1000
}

function checkLength(span: Span, straight: number): readonly Omit<Finding, 'path'>[] {
  const [length, line] = [span.lengthKm, straight].map((km) => formatQuantity(km, 'km'))
  if (span.lengthKm < straight - toleranceKm) {
    const message = `span "${span.id}" has ${length}, less than the straight line of ${line}`
    const hint = 'give the length of the fibre; without one, 1.4 times the straight line is usual'
    return [{ code: 'fleet/span-too-short', message, hint }]
  }
  if (span.lengthKm <= shortKm || span.lengthKm <= routeFactorMax * straight) return []
  const message = `span "${span.id}" has ${length}, over ${routeFactorMax} times the straight line of ${line}`
  const hint = 'check the length and the coordinates of both ends'
  return [{ code: 'fleet/span-very-long', severity: 'warning', message, hint }]
}
