import type { EnvelopeWindow, Site, Supply } from '../fleet/index.ts'
import { dayMs, hourMs } from '../units/index.ts'
import type { FacilityMw, InstantMs } from '../units/index.ts'
import { pueAtHour } from './pue.ts'

/**
 * How much IT power a site may carry at each instant.
 *
 * IT cap(t) = min(halls, envelope(t) / PUE(t)), where envelope(t) is the sum of what the supplies may deliver at the
 * meter, never above the interconnection (MVA x 0.95 power factor, assumed). Dated windows cut time into epochs; inside an
 * epoch the cap repeats daily, so a whole month is judged by one day. Powers are whole watts, so that sums are exact.
 * Left out here: battery state of charge, grid signals, losses between meter and hall beyond PUE.
 */
export interface SiteCap {
  readonly epochs: readonly CapEpoch[]
}

export interface CapEpoch {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** Segments of the UTC day, ascending from 0. */
  readonly day: readonly CapSegment[]
  readonly minItW: number
}

export interface CapSegment {
  readonly fromMsOfDay: number
  readonly itW: number
  readonly envelopeW: number
  readonly pue: number
  readonly binding: 'it-power' | 'facility-power'
}

export interface CapSpan extends CapSegment {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}

/** Power factor at the interconnection: assumed, a common planning value for large loads with compensation. */
const powerFactor = 0.95

export function buildSiteCap(site: Site): SiteCap {
  const cuts = new Set<number>([Number.NEGATIVE_INFINITY])
  for (const supply of site.supplies)
    for (const window of supply.envelope)
      if (window.kind === 'dated') cuts.add(window.fromMs).add(window.toMs)
  const bounds = [...cuts].sort((a, b) => a - b)
  const epochs = bounds.map((fromMs, i): CapEpoch => {
    const day = daySegments(site, Math.max(fromMs, 0))
    const minItW = day.reduce(
      (low, segment) => Math.min(low, segment.itW),
      Number.POSITIVE_INFINITY,
    )
    return { fromMs, toMs: bounds[i + 1] ?? Number.POSITIVE_INFINITY, day, minItW }
  })
  return { epochs }
}

function daySegments(site: Site, atMs: InstantMs): CapSegment[] {
  const hours = new Set<number>(Array.from({ length: 24 }, (_, hour) => hour))
  for (const supply of site.supplies)
    for (const window of supply.envelope)
      if (window.kind === 'daily') hours.add(window.fromHourUtc % 24).add(window.toHourUtc % 24)
  const hallsW = Math.round(site.halls.reduce((sum, hall) => sum + hall.itMw, 0) * 1e6)
  const segments: CapSegment[] = []
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const pue = pueAtHour(site.pue, Math.floor(hour))
    const envelopeW = Math.round(envelopeMw(site, atMs, hour) * 1e6)
    // A milliwatt more, or 120 MW at an interpolated PUE of 1.2000000000000002 would be a watt short of 100 MW.
    const byMeterW = Math.floor(envelopeW / pue + 1e-3)
    const binding = byMeterW < hallsW ? 'facility-power' : 'it-power'
    const segment: CapSegment = {
      fromMsOfDay: hour * hourMs,
      itW: Math.min(hallsW, byMeterW),
      envelopeW,
      pue,
      binding,
    }
    const last = segments[segments.length - 1]
    if (last?.itW !== segment.itW || last.pue !== pue || last.binding !== binding)
      segments.push(segment)
  }
  return segments
}

/** What the supplies may deliver at the meter, at an hour of the UTC day within the epoch that holds `atMs`. */
export function envelopeMw(site: Site, atMs: InstantMs, hourUtc: number): FacilityMw {
  const sum = site.supplies.reduce((total, supply) => total + supplyMw(supply, atMs, hourUtc), 0)
  return site.interconnectionMva === undefined
    ? sum
    : Math.min(sum, site.interconnectionMva * powerFactor)
}

function supplyMw(supply: Supply, atMs: InstantMs, hourUtc: number): FacilityMw {
  return supply.envelope.reduce(
    (low, window) => (covers(window, atMs, hourUtc) ? Math.min(low, window.maxMw) : low),
    supply.capacityMw,
  )
}

function covers(window: EnvelopeWindow, atMs: InstantMs, hourUtc: number): boolean {
  if (window.kind === 'dated') return window.fromMs <= atMs && atMs < window.toMs
  const { fromHourUtc, toHourUtc } = window
  return fromHourUtc <= toHourUtc
    ? fromHourUtc <= hourUtc && hourUtc < toHourUtc
    : hourUtc >= fromHourUtc || hourUtc < toHourUtc
}

/** The segment in force at an instant. */
export function capAt(cap: SiteCap, atMs: InstantMs): CapSegment {
  const epoch = epochAt(cap, atMs)
  return segmentAt(epoch, msOfDay(atMs))
}

/** The least IT power allowed anywhere in `[fromMs, toMs)`. */
export function minItW(cap: SiteCap, fromMs: InstantMs, toMs: InstantMs): number {
  let low = Number.POSITIVE_INFINITY
  for (const epoch of cap.epochs) {
    if (epoch.toMs <= fromMs) continue
    if (epoch.fromMs >= toMs) break
    const from = Math.max(fromMs, epoch.fromMs)
    const to = Math.min(toMs, epoch.toMs)
    if (to - from >= dayMs) low = Math.min(low, epoch.minItW)
    else for (const span of spansIn(epoch, from, to)) low = Math.min(low, span.itW)
  }
  return low
}

/** The cap as consecutive spans over `[fromMs, toMs)`; a repeating day is listed once per epoch, as it only repeats. */
export function* capSpans(cap: SiteCap, fromMs: InstantMs, toMs: InstantMs): Generator<CapSpan> {
  for (const epoch of cap.epochs) {
    if (epoch.toMs <= fromMs) continue
    if (epoch.fromMs >= toMs) return
    const from = Math.max(fromMs, epoch.fromMs)
    yield* spansIn(epoch, from, Math.min(toMs, epoch.toMs, from + dayMs))
  }
}

function* spansIn(epoch: CapEpoch, fromMs: InstantMs, toMs: InstantMs): Generator<CapSpan> {
  let at = fromMs
  while (at < toMs) {
    const ofDay = msOfDay(at)
    const index = segmentIndex(epoch, ofDay)
    const segment = epoch.day[index]!
    const endOfDay = epoch.day[index + 1]?.fromMsOfDay ?? dayMs
    const until = Math.min(toMs, at + (endOfDay - ofDay))
    yield { ...segment, fromMs: at, toMs: until }
    at = until
  }
}

const msOfDay = (atMs: InstantMs): number => ((atMs % dayMs) + dayMs) % dayMs

function epochAt(cap: SiteCap, atMs: InstantMs): CapEpoch {
  return cap.epochs.find((epoch) => atMs < epoch.toMs) ?? cap.epochs[cap.epochs.length - 1]!
}

function segmentIndex(epoch: CapEpoch, ofDay: number): number {
  let index = 0
  while (index + 1 < epoch.day.length && epoch.day[index + 1]!.fromMsOfDay <= ofDay) index++
  return index
}

const segmentAt = (epoch: CapEpoch, ofDay: number): CapSegment =>
  epoch.day[segmentIndex(epoch, ofDay)]!
