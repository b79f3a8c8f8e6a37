import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import type { FacilityMw, H, Ratio } from '../../units/index.ts'
import { hoursPerYear, monthAt } from './hourly.ts'
import { createSiteCheck } from './site-check.ts'

/**
 * How large a constant load can a grid take today, if the load is curtailed whenever the sum would pass the seasonal peak?
 *
 * Find L with mean over years of sum_h max(0, load[h] + L - peak(season of h)) / (8760 L) = limit. The left side rises with L,
 * from nought (no new load passes a peak) towards 1, so bisection finds it. The peak of a season is the highest hour of that
 * season in all years. Source: Norris, Profeta, Patino-Echeverri, Cowie-Haskell, "Rethinking Load Growth", Duke University,
 * 2025-02-11, https://hdl.handle.net/10161/32077. Which months are a season is a setting.
 */
export interface HeadroomRequest {
  /** Hourly load of a grid, one series of 8,760 hours for each year. */
  readonly loadMwByHour: readonly ArrayLike<number>[]
  /** Of the energy that the new load could take in a year: 0.005 is half a percent. */
  readonly limitShare: Ratio
  /** Season of each month, January first; months with one number share a peak. */
  readonly seasonOfMonth?: readonly number[]
}

export interface Headroom {
  readonly headroomMw: FacilityMw
  /** Reached by the answer: the limit, unless any load passes it. */
  readonly curtailedShare: Ratio
  /** Hours of a year in which anything is curtailed, mean over the years. */
  readonly curtailedH: H
  /** Calls of a year: runs of curtailed hours. */
  readonly events: number
  readonly meanEventH: H
  readonly maxEventH: H
  /** Of the curtailed hours, the share in which at least this much of the new load stays on. */
  readonly staysOn: readonly { readonly atLeast: Ratio; readonly shareOfHours: Ratio }[]
  /** Highest hour of each season, by its number. */
  readonly peakMw: ReadonlyMap<number, FacilityMw>
  readonly caveats: readonly string[]
}

/** What the authors say that the method leaves out. */
export const headroomCaveats: readonly string[] = [
  'limits of transmission are ignored',
  'what one hour does to the next (ramps, start-up of units) is ignored',
  'reserves beyond the seasonal peak are ignored',
]

/**
 * Summer from April to October, winter the rest: of the ways to cut a year in two, the one that comes closest to what the authors
 * publish for 22 balancing areas (mean error 6 %, `cases/headroom-areas.ts`). October holds heat waves in California.
 */
export const summerAndWinter: readonly number[] = [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0]

/** Bisection ends where both ends agree to a part in 10^12. */
const bisectionsMax = 200
const staysOnAtLeast = [0.5, 0.75, 0.9] as const

export function headroom(request: HeadroomRequest): Result<Headroom> {
  const found = checkHeadroom(request)
  if (found.length > 0) return { ok: false, diagnostics: found }
  const { loadMwByHour: years, limitShare, seasonOfMonth = summerAndWinter } = request
  const peakMw = peaksOf(years, seasonOfMonth)
  const gaps = years.map((load) =>
    Float64Array.from({ length: hoursPerYear }, (_, hour) => {
      const peak = peakMw.get(seasonOfMonth[monthAt(hour)] ?? 0) ?? 0
      return Math.max(0, peak - (load[hour] ?? 0))
    }),
  )
  const headroomMw = largestLoad(gaps, limitShare)
  return { ok: true, value: outcomeOf(headroomMw, gaps, peakMw), notes: [] }
}

function checkHeadroom({
  loadMwByHour,
  limitShare,
  seasonOfMonth,
}: HeadroomRequest): readonly Diagnostic[] {
  const check = createSiteCheck()
  check.number('/limitShare', limitShare, { min: 0, max: 0.9 })
  if (loadMwByHour.length === 0)
    check.add({ code: 'energy/series-length', pointer: '/loadMwByHour', message: 'there is no year of load' }) // prettier-ignore
  loadMwByHour.forEach((load, year) => {
    const pointer = `/loadMwByHour/${year}`
    if (load.length === hoursPerYear) check.hourly(pointer, load, { min: 0, max: 1e8, unit: 'MW' })
    else {
      const message = `year ${year} has ${load.length} hours; it must have ${hoursPerYear}`
      check.add({ code: 'energy/series-length', pointer, message })
    }
  })
  if (seasonOfMonth !== undefined && seasonOfMonth.length !== 12) {
    const message = `there are seasons for ${seasonOfMonth.length} months; there must be 12`
    check.add({ code: 'energy/series-length', pointer: '/seasonOfMonth', message })
  }
  seasonOfMonth?.forEach((season, month) =>
    check.number(`/seasonOfMonth/${month}`, season, { min: 0, max: 11 }),
  )
  return check.found
}

function peaksOf(
  years: readonly ArrayLike<number>[],
  seasonOfMonth: readonly number[],
): ReadonlyMap<number, FacilityMw> {
  const peaks = new Map<number, FacilityMw>()
  for (const load of years)
    for (let hour = 0; hour < hoursPerYear; hour++) {
      const season = seasonOfMonth[monthAt(hour)] ?? 0
      peaks.set(season, Math.max(peaks.get(season) ?? 0, load[hour] ?? 0))
    }
  return peaks
}

/** Share of the new load's energy that does not fit under the peaks, mean over the years. */
function shareCurtailed(loadMw: number, gaps: readonly Float64Array[]): Ratio {
  if (loadMw <= 0) return 0
  let sum = 0
  for (const year of gaps) for (const gap of year) if (loadMw > gap) sum += loadMw - gap
  return sum / (loadMw * hoursPerYear * gaps.length)
}

function largestLoad(gaps: readonly Float64Array[], limitShare: Ratio): FacilityMw {
  const gapSum = gaps.reduce((sum, year) => sum + year.reduce((all, gap) => all + gap, 0), 0)
  // At this load all gaps are full and the share is at least the limit: share >= 1 - mean gap / L.
  let high = gapSum / (hoursPerYear * gaps.length) / (1 - limitShare)
  let low = 0
  for (let i = 0; i < bisectionsMax && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    if (shareCurtailed(middle, gaps) <= limitShare) low = middle
    else high = middle
  }
  return low
}

function outcomeOf(
  headroomMw: FacilityMw,
  gaps: readonly Float64Array[],
  peakMw: ReadonlyMap<number, FacilityMw>,
): Headroom {
  let [curtailedH, events, maxEventH] = [0, 0, 0]
  const stays = staysOnAtLeast.map(() => 0)
  for (const year of gaps) {
    let eventH = 0
    for (const gap of year) {
      // Less than a part in 10^9 is the rounding of the bisection, not a curtailment.
      if (headroomMw - gap <= 1e-9 * headroomMw) {
        eventH = 0
        continue
      }
      curtailedH++
      eventH++
      if (eventH === 1) events++
      maxEventH = Math.max(maxEventH, eventH)
      staysOnAtLeast.forEach((least, i) => {
        if (gap >= least * headroomMw) stays[i] = (stays[i] ?? 0) + 1
      })
    }
  }
  return {
    headroomMw,
    curtailedShare: shareCurtailed(headroomMw, gaps),
    curtailedH: curtailedH / gaps.length,
    events: events / gaps.length,
    meanEventH: events === 0 ? 0 : curtailedH / events,
    maxEventH,
    staysOn: staysOnAtLeast.map((atLeast, i) => ({
      atLeast,
      shareOfHours: curtailedH === 0 ? 1 : (stays[i] ?? 0) / curtailedH,
    })),
    peakMw,
    caveats: headroomCaveats,
  }
}
