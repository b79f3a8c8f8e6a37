import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * How long light takes in standard single-mode fibre: group index over the speed of light in vacuum. Left out:
 * transponders, FEC and switches, which add microseconds each, and the slack of the cable, which belongs to route km.
 */
const speedOfLightKmPerMs = figure(299.792458, 'km/ms', {
  provenance: 'published',
  source: 'BIPM, definition of the metre: 299,792,458 m/s exactly',
  asOf: '1983',
})

const groupIndex = figure(1.468, '1', {
  provenance: 'published',
  source:
    'Core index 1.468 of GNPy (Telecom Infra Project, oopt-gnpy 2.14), used there for latency',
  asOf: '2026',
})

/** One way, not round trip: 4.897 us a km. */
export const fibreDelayMsPerKm: number = groupIndex.value / speedOfLightKmPerMs.value

export const fibreFigures: Readonly<Record<string, Figure>> = {
  speedOfLight: speedOfLightKmPerMs,
  groupIndex,
  delay: figure(fibreDelayMsPerKm, 'ms/km', {
    provenance: 'published',
    source: `Derived: group index ${groupIndex.value} over ${speedOfLightKmPerMs.value} km/ms`,
    asOf: groupIndex.asOf,
  }),
  routeFactor: figure(1.2, '1', {
    provenance: 'published',
    source:
      'CORONET topology: fibre between neighbouring points of presence is 1.2 times the geodesic; the median of shortest conduit paths between 120 US cities is 1.3 (arXiv 1811.10737)',
    asOf: '2018-11',
  }),
}
