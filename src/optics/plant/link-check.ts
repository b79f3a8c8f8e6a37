import type { Diagnostic } from '../../diagnostics/index.ts'
import { straightKm } from '../../fleet/index.ts'
import { bandEdges } from './band.ts'
import { fibreOf, type PlainFibre } from './fibre-type.ts'
import { linkRouteFactorDefault, type LinkRequest } from './link.ts'
import { createPlantCheck, unknownChoice } from './plant-check.ts'
import { cutsPer1000KmYear } from './plant-figures.ts'
import { unknownFibre } from './route-capacity.ts'

export interface CheckedLink {
  readonly routeKm: number
  readonly geodesicKm?: number
  readonly fibre: PlainFibre
  readonly warnings: readonly Diagnostic[]
}

const ranges = {
  routeKm: { min: 0, max: 40_000, unit: 'km', isMinExcluded: true },
  routeFactor: { min: 1, max: 5, unit: '' },
  spanMaxKm: { min: 1, max: 400, unit: 'km' },
  // No amplifier makes up for more, the step to the power of the next span included.
  spanLossMaxDb: { min: 1, max: 60, unit: 'dB' },
  lossDbPerKm: { min: 0.01, max: 10, unit: 'dB/km' },
  waveGbps: { min: 0, max: 100_000, unit: 'Gb/s', isMinExcluded: true },
  wantedGbps: { min: 0, max: 1e9, unit: 'Gb/s', isMinExcluded: true },
  marginDb: { min: 0, max: 20, unit: 'dB' },
  repairH: { min: 0, max: 8760, unit: 'h' },
  secondRouteKm: { min: 0, max: 40_000, unit: 'km', isMinExcluded: true },
  sharedKm: { min: 0, max: 40_000, unit: 'km' },
  coolingShare: { min: 0, max: 0.9, unit: '' },
  amplifierPairW: { min: 1, max: 10_000, unit: 'W' },
} as const

const choices: Readonly<Record<'band' | 'cable', readonly string[]>> = {
  band: Object.keys(bandEdges),
  cable: Object.keys(cutsPer1000KmYear),
}

export function checkLink(
  request: LinkRequest,
): CheckedLink | { readonly diagnostics: readonly Diagnostic[] } {
  const { inRange, add, found } = createPlantCheck()
  for (const key of Object.keys(ranges) as (keyof typeof ranges)[]) {
    inRange(`/${key}`, request[key], ranges[key])
  }
  request.existingHutsKm?.forEach((at, i) => inRange(`/existingHutsKm/${i}`, at, ranges.routeKm))
  request.ends?.forEach(({ latitudeDeg, longitudeDeg }, i) => {
    inRange(`/ends/${i}/latitudeDeg`, latitudeDeg, { min: -90, max: 90, unit: 'deg' })
    inRange(`/ends/${i}/longitudeDeg`, longitudeDeg, { min: -180, max: 180, unit: 'deg' })
  })
  for (const key of Object.keys(choices) as (keyof typeof choices)[]) {
    const value = request[key]
    if (value !== undefined && !choices[key].includes(value))
      add(unknownChoice(key, value, choices[key]))
  }
  const fibre = fibreOf(request.fibre ?? 'smf-g652d')
  if (fibre === undefined) add(unknownFibre(request.fibre ?? ''))
  if (request.routeKm === undefined && request.ends === undefined) add(noLength)
  if (fibre === undefined || found().length > 0) return { diagnostics: found() }
  const { ends, routeFactor = linkRouteFactorDefault } = request
  const geodesicKm = ends === undefined ? undefined : straightKm(ends[0], ends[1])
  const routeKm = request.routeKm ?? (geodesicKm ?? 0) * routeFactor
  inRange('/routeKm', routeKm, ranges.routeKm)
  const shortest = Math.min(routeKm, request.secondRouteKm ?? routeKm)
  inRange('/sharedKm', request.sharedKm, { ...ranges.sharedKm, max: shortest })
  if (request.routeKm !== undefined && geodesicKm !== undefined && routeKm < geodesicKm - 1) {
    inRange('/routeKm', routeKm, { min: geodesicKm, max: 40_000, unit: 'km' })
  }
  if (found().length > 0) return { diagnostics: found() }
  const isGuessed = request.routeKm === undefined && geodesicKm !== undefined
  return {
    routeKm,
    ...(geodesicKm === undefined ? {} : { geodesicKm }),
    fibre: { ...fibre, lossDbPerKm: request.lossDbPerKm ?? fibre.lossDbPerKm },
    warnings: [
      ...(isGuessed ? [geodesicWarning(geodesicKm, routeFactor)] : []),
      ...(isHollow(request) ? [recordLoss] : []),
    ],
  }
}

const isHollow = ({ fibre = '', lossDbPerKm }: LinkRequest): boolean =>
  fibreOf(fibre)?.areaModel === 'constant' && lossDbPerKm === undefined

const recordLoss: Diagnostic = {
  code: 'link/record-fibre',
  severity: 'warning',
  pointer: '/fibre',
  message: 'the loss of hollow-core fibre is that of the best drawn fibre; cable in the ground has more', // prettier-ignore
  hint: 'give lossDbPerKm of the cable that is offered',
}

const noLength: Diagnostic = {
  code: 'link/out-of-range',
  severity: 'error',
  pointer: '/routeKm',
  message: 'neither the length of the route nor its two ends are given',
  hint: 'give routeKm, or ends with latitude and longitude',
}

const geodesicWarning = (geodesicKm: number, routeFactor: number): Diagnostic => ({
  code: 'link/geodesic',
  severity: 'warning',
  pointer: '/ends',
  message: `the length is the straight line of ${geodesicKm.toFixed(0)} km times ${routeFactor}, not that of a fibre`,
  hint: 'give routeKm if it is known',
})
