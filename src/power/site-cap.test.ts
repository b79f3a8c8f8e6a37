import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EnvelopeWindow, Pue, Site, Supply } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'
import { buildSiteCap, capAt, capSpans, envelopeMw, minItW } from './site-cap.ts'

const numRuns = Number(process.env['GRIDLOOM_RUNS'] ?? 100)
const startMs = Date.UTC(2026, 10, 22)
const minuteMs = 60_000

const supply = (capacityMw: number, envelope: readonly EnvelopeWindow[] = []): Supply => ({
  id: 'supply',
  kind: 'grid-firm',
  capacityMw,
  envelope,
  energyPriceUsdPerMwh: 50,
  carbonKgPerMwh: 0,
})

const site = (part: Partial<Site>): Site => ({
  id: 'site',
  name: 'Site',
  place: { town: 'Town', country: 'US', latitudeDeg: 0, longitudeDeg: 0 },
  grid: 'grid',
  balancingArea: 'area',
  jurisdiction: { ground: ['US'], operator: ['US'] },
  halls: [
    { id: 'east', itMw: 60 },
    { id: 'west', itMw: 40 },
  ],
  pools: [],
  pue: { kind: 'constant', value: 1.25 },
  supplies: [supply(1000)],
  engine: { kind: 'simulated', seed: 1, allocateS: 1, failureRatePerH: 0 },
  state: 'open',
  ...part,
})

const capMwAt = (of: Site, hour: number): number =>
  capAt(buildSiteCap(of), startMs + hour * hourMs).itW / 1e6

describe('tables worked out by hand', () => {
  it.each([
    // 100 MW of halls need 125 MW at the meter at a PUE of 1.25.
    { what: 'power to spare', supplies: [supply(200)], itMw: 100, binding: 'it-power' },
    { what: 'just enough', supplies: [supply(125)], itMw: 100, binding: 'it-power' },
    { what: 'too little', supplies: [supply(100)], itMw: 80, binding: 'facility-power' },
    { what: 'two supplies add up', supplies: [supply(60), supply(40)], itMw: 80 },
    { what: 'none', supplies: [supply(0)], itMw: 0 },
    { what: '100 MVA carry 95 MW', supplies: [supply(500)], mva: 100, itMw: 76 },
    {
      what: 'an interconnection larger than the supplies',
      supplies: [supply(50)],
      mva: 100,
      itMw: 40,
    },
  ])('$what: $itMw MW of IT power', ({ supplies, mva, itMw, binding }) => {
    const of = site({ supplies, ...(mva === undefined ? {} : { interconnectionMva: mva }) })
    expect(capMwAt(of, 5)).toBe(itMw)
    if (binding !== undefined) expect(capAt(buildSiteCap(of), startMs).binding).toBe(binding)
  })

  it.each([
    { hour: 2, temperatureC: -5, pue: 1.1, itMw: 100 },
    { hour: 6, temperatureC: 10, pue: 1.1, itMw: 100 },
    { hour: 9, temperatureC: 15, pue: 1.2, itMw: 100 },
    { hour: 12, temperatureC: 20, pue: 1.3, itMw: 92.307692 },
    { hour: 15, temperatureC: 35, pue: 1.5, itMw: 80 },
    { hour: 18, temperatureC: 45, pue: 1.5, itMw: 80 },
  ])('120 MW at the meter at $temperatureC C (PUE $pue): $itMw MW', ({ hour, pue, itMw }) => {
    const warm = new Map([
      [2, -5],
      [6, 10],
      [9, 15],
      [12, 20],
      [15, 35],
      [18, 45],
    ])
    const of = site({
      supplies: [supply(120)],
      pue: {
        kind: 'by-temperature',
        points: [
          { temperatureC: 10, value: 1.1 },
          { temperatureC: 20, value: 1.3 },
          { temperatureC: 30, value: 1.5 },
        ],
        temperatureByHourUtcC: Array.from({ length: 24 }, (_, i) => warm.get(i) ?? 0),
      },
    })
    const segment = capAt(buildSiteCap(of), startMs + hour * hourMs)
    expect(segment.pue).toBeCloseTo(pue, 12)
    expect(segment.itW / 1e6).toBe(itMw)
  })

  it('daily and dated windows: the lowest that covers an instant wins, per supply', () => {
    const firm = supply(60, [
      { kind: 'daily', fromHourUtc: 22, toHourUtc: 2, maxMw: 30 },
      { kind: 'dated', fromMs: startMs + 23 * hourMs, toMs: startMs + 25 * hourMs, maxMw: 45 },
    ])
    const nonfirm = supply(40, [{ kind: 'daily', fromHourUtc: 16, toHourUtc: 20.5, maxMw: 0 }])
    const of = site({ supplies: [firm, nonfirm] })
    const table = [
      [0, 70], // 30 + 40: the night has begun yesterday
      [1.99, 70],
      [2, 100],
      [16, 60],
      [20.49, 60],
      [20.5, 100],
      [22, 70],
      [23.5, 70], // 30, not 45
      [26, 100],
    ] as const
    for (const [hour, mw] of table) {
      expect(envelopeMw(of, startMs + hour * hourMs, hour % 24), `${hour} h`).toBe(mw)
      expect(capMwAt(of, hour), `${hour} h`).toBe(Math.min(100, mw / 1.25))
    }
  })

  it('a dated window binds from its first instant up to, and not at, its last', () => {
    const [fromMs, toMs] = [startMs + 1_234_567, startMs + 2_345_678]
    const cap = buildSiteCap(
      site({ supplies: [supply(125, [{ kind: 'dated', fromMs, toMs, maxMw: 25 }])] }),
    )
    const mwAt = (atMs: number): number => capAt(cap, atMs).itW / 1e6
    expect([fromMs - 1, fromMs, toMs - 1, toMs].map(mwAt)).toEqual([100, 20, 20, 100])
    expect(minItW(cap, fromMs - 10, fromMs) / 1e6).toBe(100)
    expect(minItW(cap, fromMs - 10, fromMs + 1) / 1e6).toBe(20)
    expect(minItW(cap, toMs, toMs + 30 * 24 * hourMs) / 1e6).toBe(100)
    expect(minItW(cap, startMs - 24 * hourMs, Number.MAX_SAFE_INTEGER) / 1e6).toBe(20)
  })
})

const minute = fc.integer({ min: -2000, max: 5000 })
const half = (max: number) => fc.integer({ min: 0, max: max * 2 }).map((halves) => halves / 2)
const arbitraryWindow: fc.Arbitrary<EnvelopeWindow> = fc.oneof(
  fc
    .tuple(minute, fc.integer({ min: 1, max: 3000 }), fc.nat({ max: 120 }))
    .map(([from, length, maxMw]): EnvelopeWindow => ({
      kind: 'dated',
      fromMs: startMs + from * minuteMs,
      toMs: startMs + (from + length) * minuteMs,
      maxMw,
    })),
  fc
    .tuple(half(23.5), half(24), fc.nat({ max: 120 }))
    .filter(([from, to]) => from !== to % 24)
    .map(([fromHourUtc, toHourUtc, maxMw]): EnvelopeWindow => ({
      kind: 'daily',
      fromHourUtc,
      toHourUtc,
      maxMw,
    })),
)
const arbitraryPue: fc.Arbitrary<Pue & { kind: 'by-hour-utc' }> = fc
  .array(fc.integer({ min: 100, max: 170 }), { minLength: 24, maxLength: 24 })
  .map((percent) => ({ kind: 'by-hour-utc', values: percent.map((value) => value / 100) }))

const arbitrarySite = fc
  .record({
    supplies: fc.array(
      fc.tuple(fc.integer({ min: 1, max: 130 }), fc.array(arbitraryWindow, { maxLength: 3 })),
      { minLength: 1, maxLength: 3 },
    ),
    pue: arbitraryPue,
    mva: fc.option(fc.integer({ min: 20, max: 200 })),
  })
  .map(({ supplies, pue, mva }) =>
    site({
      supplies: supplies.map(([capacityMw, envelope]) => supply(capacityMw, envelope)),
      pue,
      ...(mva === null ? {} : { interconnectionMva: mva }),
    }),
  )

/** The cap at an instant in watts, from its definition and nothing else. */
function bruteCapW(of: Site, atMs: number): number {
  const hour = (atMs / hourMs) % 24
  let mw = 0
  for (const { capacityMw, envelope } of of.supplies) {
    const limits = envelope
      .filter((window) => {
        if (window.kind === 'dated') return window.fromMs <= atMs && atMs < window.toMs
        const { fromHourUtc: from, toHourUtc: to } = window
        return from < to ? from <= hour && hour < to : from <= hour || hour < to
      })
      .map((window) => window.maxMw)
    mw += Math.min(capacityMw, ...limits)
  }
  if (of.interconnectionMva !== undefined) mw = Math.min(mw, of.interconnectionMva * 0.95)
  const values = (of.pue as Pue & { kind: 'by-hour-utc' }).values
  return Math.min(100e6, (mw * 1e6) / values[Math.floor(hour)]!)
}

describe('any site', () => {
  it('has the cap of its definition at every minute, to the watt', () => {
    fc.assert(
      fc.property(arbitrarySite, (of) => {
        const cap = buildSiteCap(of)
        for (let at = -1500; at < 6000; at += 7) {
          const atMs = startMs + at * minuteMs
          const above = bruteCapW(of, atMs) - capAt(cap, atMs).itW
          expect(above).toBeGreaterThan(-2e-3)
          expect(above).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns },
    )
  })

  it('has over any window the least cap of its minutes', () => {
    fc.assert(
      fc.property(arbitrarySite, minute, fc.integer({ min: 1, max: 4000 }), (of, from, length) => {
        const cap = buildSiteCap(of)
        let least = Number.POSITIVE_INFINITY
        for (let at = from; at < from + length; at++)
          least = Math.min(least, capAt(cap, startMs + at * minuteMs).itW)
        const [fromMs, toMs] = [from, from + length].map((at) => startMs + at * minuteMs) as [
          number,
          number,
        ]
        expect(minItW(cap, fromMs, toMs)).toBe(least)
        let spanned = Number.POSITIVE_INFINITY
        let lastMs = fromMs
        for (const span of capSpans(cap, fromMs, toMs)) {
          expect(span.fromMs).toBeGreaterThanOrEqual(lastMs)
          expect(span.toMs).toBeGreaterThan(span.fromMs)
          for (const atMs of [span.fromMs, span.toMs - 1])
            expect(capAt(cap, atMs).itW).toBe(span.itW)
          spanned = Math.min(spanned, span.itW)
          lastMs = span.toMs
        }
        expect(spanned).toBe(least)
      }),
      { numRuns },
    )
  })

  it('has no less of a cap with more supply, a larger interconnection or one more hall', () => {
    fc.assert(
      fc.property(arbitrarySite, minute, fc.integer({ min: 1, max: 50 }), (of, at, moreMw) => {
        const atMs = startMs + at * minuteMs
        const was = capAt(buildSiteCap(of), atMs).itW
        const grown = [
          { ...of, supplies: [...of.supplies, supply(moreMw)] },
          { ...of, halls: [...of.halls, { id: 'new', itMw: moreMw }] },
          {
            ...of,
            ...(of.interconnectionMva === undefined
              ? {}
              : { interconnectionMva: of.interconnectionMva + moreMw }),
          },
        ]
        for (const more of grown)
          expect(capAt(buildSiteCap(more), atMs).itW).toBeGreaterThanOrEqual(was)
      }),
      { numRuns },
    )
  })
})
