import type { Figure } from '../../catalog/index.ts'
import type { DegC, LPerKwh, Ratio } from '../../units/index.ts'
import { figure } from '../../catalog/index.ts'

/**
 * What cooling takes in power and water, by the temperature that drives it.
 *
 * PUE(T) and WUE(T) are linear between points and flat outside them. Towers follow the wet bulb, because they evaporate;
 * everything else follows the dry bulb. WUE is litres per IT kWh, evaporated on the site.
 * The points are assumed: no source gives curves. Their shape is physics (evaporating all heat of an IT kWh takes
 * 3.6 MJ / 2.43 MJ/kg = 1.5 L; dry coolers need compressors in heat), their level is held to the ranges below. An operator's
 * own points replace them. Left out: part load, altitude, water quality, start of compressors as a step.
 */
export type CoolingKind = 'evaporative' | 'adiabatic' | 'dry' | 'closed-loop-liquid'

export interface CoolingPoint {
  readonly temperatureC: DegC
  readonly pue: Ratio
  readonly wueLPerKwh: LPerKwh
}

export interface Cooling {
  readonly kind: CoolingKind
  readonly follows: 'wet-bulb' | 'dry-bulb'
  readonly points: readonly CoolingPoint[]
  readonly provenance: 'published' | 'assumed'
  readonly source: string
  /** What sources say of its level, over a year. */
  readonly ranges: readonly Figure[]
}

const vendor = {
  provenance: 'assumed',
  source: 'Vendor guides on towers (voliaventures, 2026): PUE 1.1 to 1.3, 1.0 to 2.0 L/kWh; not re-read', // prettier-ignore
  asOf: '2026',
} as const
const uptime = {
  provenance: 'published',
  source: 'Uptime Intelligence, briefing 200, "Dry cooling energy performance can rival evaporative cooling": dry and adiabatic systems match the PUE of towers in ASHRAE zones 2 to 6 with near-zero water', // prettier-ignore
  asOf: '2026-04',
} as const

const points = (
  ...rows: readonly (readonly [temperatureC: DegC, pue: Ratio, wueLPerKwh: LPerKwh])[]
): readonly CoolingPoint[] =>
  rows.map(([temperatureC, pue, wueLPerKwh]) => ({ temperatureC, pue, wueLPerKwh }))

const assumedPoints = {
  provenance: 'assumed',
  source: 'Assumed points: shape from physics, level from the ranges beside them',
} as const

export const coolings: readonly Cooling[] = [
  {
    kind: 'evaporative',
    follows: 'wet-bulb',
    points: points([0, 1.1, 1], [10, 1.12, 1.3], [20, 1.16, 1.6], [26, 1.22, 1.9], [32, 1.3, 2.1]),
    ...assumedPoints,
    ranges: [
      figure(1.1, 'PUE', vendor),
      figure(1.3, 'PUE', vendor),
      figure(1, 'L/kWh', vendor),
      figure(2, 'L/kWh', vendor),
    ],
  },
  {
    kind: 'adiabatic',
    follows: 'dry-bulb',
    points: points([20, 1.1, 0], [25, 1.12, 0.15], [35, 1.2, 0.9], [45, 1.32, 1.7]),
    ...assumedPoints,
    ranges: [figure(0, 'L/kWh', uptime)],
  },
  {
    kind: 'dry',
    follows: 'dry-bulb',
    points: points([0, 1.1, 0], [15, 1.13, 0], [25, 1.22, 0], [35, 1.35, 0], [45, 1.5, 0]),
    ...assumedPoints,
    ranges: [figure(0, 'L/kWh', uptime)],
  },
  {
    kind: 'closed-loop-liquid',
    follows: 'dry-bulb',
    points: points([20, 1.08, 0], [30, 1.12, 0], [40, 1.22, 0], [45, 1.3, 0]),
    ...assumedPoints,
    ranges: [figure(0, 'L/kWh', uptime)],
  },
]

export const coolingKinds: readonly CoolingKind[] = coolings.map(({ kind }) => kind)

export const coolingOf = (kind: string): Cooling | undefined =>
  coolings.find((cooling) => cooling.kind === kind)

/** PUE and WUE at a temperature; `points` ascend. */
export function coolingAt(
  given: readonly CoolingPoint[],
  temperatureC: DegC,
): Pick<CoolingPoint, 'pue' | 'wueLPerKwh'> {
  const above = given.findIndex((point) => point.temperatureC >= temperatureC)
  const high = given.at(above)
  if (high === undefined) return { pue: 1, wueLPerKwh: 0 }
  const low = given[above - 1]
  if (above <= 0 || low === undefined) return high
  const weight = (temperatureC - low.temperatureC) / (high.temperatureC - low.temperatureC)
  return {
    pue: low.pue + weight * (high.pue - low.pue),
    wueLPerKwh: low.wueLPerKwh + weight * (high.wueLPerKwh - low.wueLPerKwh),
  }
}
