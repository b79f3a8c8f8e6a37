import { diurnalProfiles, hoursPerDay, levelAt, profileHomeUtcOffsetH } from './diurnal.ts'
import type { DiurnalProfile } from './diurnal.ts'

/** Plain data of a metro: who asks, and when they wake. */
export interface DemandMetro {
  readonly id: string
  /** Offset of local time from UTC, hours; quarter hours exist. */
  readonly utcOffsetH: number
  /** Share of demand, in any unit that all metros of a call have in common. */
  readonly weight: number
}

export interface DemandRequest {
  readonly metros: readonly DemandMetro[]
  /** Requests per second of all metros together, mean of a weekday. */
  readonly meanRequestsPerS: number
  readonly profile: DiurnalProfile['id']
  /** Whether it is Saturday or Sunday where the metro is; taken alike for all hours of the UTC day. */
  readonly isWeekend?: boolean
}

export interface MetroDemand {
  readonly metroId: string
  /** Requests per second in the 24 hours of a UTC day. */
  readonly requestsPerSByUtcHour: readonly number[]
}

export type DemandOutcome =
  | {
      readonly kind: 'estimated'
      readonly metros: readonly MetroDemand[]
      readonly totalByUtcHour: readonly number[]
      readonly poolingGain: number
      readonly source: string
    }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const allHours = Array.from({ length: hoursPerDay }, (_, hour) => hour)

/** Mean over a day of a digitised curve; not quite 1, because plots are read to two digits. */
const meanOf = (byHour: readonly number[]): number =>
  byHour.reduce((sum, level) => sum + level, 0) / byHour.length

/** Demand of each metro and hour: its weight, and the profile moved to its local time. */
export function demandByHour(request: DemandRequest): DemandOutcome {
  const { metros, meanRequestsPerS, isWeekend = false } = request
  const total = metros.reduce((sum, { weight }) => sum + weight, 0)
  const why = faultsOf(request, total)
  if (why.length > 0) return { kind: 'impossible', why }
  const profile = diurnalProfiles[request.profile]
  const level = isWeekend ? profile.weekendShare : 1
  const scale = (meanRequestsPerS * level) / meanOf(profile.weekdayByUtcHour)
  const demands = metros.map(({ id, utcOffsetH, weight }): MetroDemand => {
    const at = (hour: number): number =>
      levelAt(profile.weekdayByUtcHour, hour + utcOffsetH - profileHomeUtcOffsetH)
    const share = weight / total
    return { metroId: id, requestsPerSByUtcHour: allHours.map((hour) => share * scale * at(hour)) }
  })
  const curves = demands.map(({ requestsPerSByUtcHour }) => requestsPerSByUtcHour)
  return {
    kind: 'estimated',
    metros: demands,
    totalByUtcHour: pooled(curves),
    poolingGain: poolingGain(curves),
    source: profile.source,
  }
}

const faultsOf = (request: DemandRequest, total: number): readonly string[] => [
  ...(total > 0 && Number.isFinite(total)
    ? []
    : ['the weights of the metros must add up to more than 0']),
  ...(request.metros.every(({ weight }) => weight >= 0) ? [] : ['no weight may be negative']),
  ...(request.metros.every(({ utcOffsetH }) => Math.abs(utcOffsetH) <= 14)
    ? []
    : ['offsets from UTC lie between -14 and 14 hours']),
  ...(request.meanRequestsPerS >= 0 && Number.isFinite(request.meanRequestsPerS * 24)
    ? []
    : ['the mean rate must be a finite number, not negative']),
]

const pooled = (curves: readonly (readonly number[])[]): readonly number[] =>
  allHours.map((hour) => curves.reduce((sum, curve) => sum + (curve[hour] ?? 0), 0))

/**
 * What it saves that regions may serve one another: 1 − peak of the sum / sum of the peaks. The cost of a residency rule is
 * the pooling that it forbids. Depends on the shifts between zones: compute it, do not quote one value. A curve is one day, of 24 hours;
 * 0 where no peak is above 0 or a level is no number.
 */
export function poolingGain(curves: readonly (readonly number[])[]): number {
  const days = curves.map((curve) => curve.slice(0, hoursPerDay))
  const apart = days.reduce((sum, day) => sum + Math.max(0, ...day), 0)
  const together = Math.max(0, ...pooled(days))
  return apart > 0 && Number.isFinite(apart) ? Math.max(0, 1 - together / apart) : 0
}
