import fc from 'fast-check'
import type { EnvelopeWindow, Fleet, Pue, Site } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'
import { sketchFleet, startMs } from './test-world.ts'

/**
 * Random small fleets in which every limit binds now and then: a leg of eight accelerators draws 10 kW of IT power, and
 * halls, envelopes and ramps are sized in tens of kilowatts to fit.
 */
export const arbitraryRuns = {
  numRuns: Number(process.env['GRIDLOOM_RUNS'] ?? 100),
  ...(process.env['GRIDLOOM_SEED'] === undefined
    ? {}
    : { seed: Number(process.env['GRIDLOOM_SEED']) }),
  ...(process.env['GRIDLOOM_PATH'] === undefined ? {} : { path: process.env['GRIDLOOM_PATH'] }),
}

/** Room for many runs on a busy machine, and for shrinking. */
export const arbitraryTimeoutMs = 60_000 + arbitraryRuns.numRuns * 300

export const kinds = ['h100-sxm', 'b200'] as const

const halfHour = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 2, max: max * 2 }).map((halves) => halves / 2)

const capMw = fc.constantFrom(0, 0.009, 0.013, 0.02, 0.026, 0.026, 0.04, 0.04)

/** Dated windows with odd edges around the start, and daily ones that may wrap past midnight. */
const arbitraryWindow: fc.Arbitrary<EnvelopeWindow> = fc.oneof(
  fc
    .record({ fromMin: fc.integer({ min: -60, max: 900 }), min: fc.integer({ min: 1, max: 400 }) })
    .chain(({ fromMin, min }) =>
      capMw.map((maxMw) => ({
        kind: 'dated' as const,
        fromMs: startMs + fromMin * 60_000,
        toMs: startMs + (fromMin + min) * 60_000,
        maxMw,
      })),
    ),
  fc
    .tuple(halfHour(0, 23.5), halfHour(0, 24), capMw)
    .filter(([from, to]) => from !== to && from !== to % 24)
    .map(([fromHourUtc, toHourUtc, maxMw]) => ({
      kind: 'daily' as const,
      fromHourUtc,
      toHourUtc,
      maxMw,
    })),
)

const ratio = fc.integer({ min: 105, max: 160 }).map((percent) => percent / 100)

export const arbitraryPue: fc.Arbitrary<Pue> = fc.oneof(
  ratio.map((value) => ({ kind: 'constant' as const, value })),
  fc
    .array(ratio, { minLength: 24, maxLength: 24 })
    .map((values) => ({ kind: 'by-hour-utc' as const, values })),
  fc
    .tuple(
      ratio,
      ratio,
      fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 24, maxLength: 24 }),
    )
    .map(([cold, hot, temperatureByHourUtcC]) => ({
      kind: 'by-temperature' as const,
      points: [
        { temperatureC: 5, value: cold },
        { temperatureC: 30, value: hot },
      ],
      temperatureByHourUtcC,
    })),
)

const arbitrarySupply = fc.record({
  id: fc.constant('grid'),
  kind: fc.constant('grid-firm' as const),
  capacityMw: fc.constantFrom(0.016, 0.03, 0.06, 10),
  envelope: fc.array(arbitraryWindow, { maxLength: 2 }),
  energyPriceUsdPerMwh: fc.oneof(
    fc.integer({ min: 10, max: 90 }),
    fc.array(fc.integer({ min: -20, max: 200 }), { minLength: 24, maxLength: 24 }),
  ),
  carbonKgPerMwh: fc.integer({ min: 0, max: 600 }),
})

export const arbitrarySite: fc.Arbitrary<Omit<Site, 'id' | 'name'>> = fc
  .record({
    nodes: fc.integer({ min: 1, max: 4 }),
    otherNodes: fc.integer({ min: 0, max: 2 }),
    hallMw: fc.constantFrom(0.012, 0.025, 0.04, 1, 1),
    pue: arbitraryPue,
    supplies: fc.array(arbitrarySupply, { minLength: 1, maxLength: 2 }),
    rampMaxMwPerMin: fc.option(fc.constantFrom(0.006, 0.013, 0.03)),
    interconnectionMva: fc.option(fc.constantFrom(0.02, 0.04, 1), { freq: 1 }),
    ground: fc.constantFrom(['US'], ['US', 'US-GA'], ['US'], ['EU', 'SE'], ['CA-QC']),
    isDrained: fc.integer({ min: 0, max: 15 }).map((roll) => roll === 0),
    isSimulated: fc.boolean(),
  })
  .map((part) => ({
    place: { town: 'Town', country: 'US', latitudeDeg: 0, longitudeDeg: 0 },
    grid: 'grid',
    balancingArea: 'area',
    jurisdiction: { ground: part.ground, operator: ['US'] },
    halls: [{ id: 'hall', itMw: part.hallMw }],
    pools: [
      { id: 'gpu', accelerator: kinds[0], nodes: part.nodes, acceleratorsPerNode: 8, nodeKw: 10 },
      ...(part.otherNodes === 0
        ? []
        : [
            {
              id: 'big',
              accelerator: kinds[1],
              nodes: part.otherNodes,
              acceleratorsPerNode: 4,
              nodeKw: 7,
            },
          ]),
    ],
    pue: part.pue,
    supplies: part.supplies.map((supply, i) => ({ ...supply, id: `supply-${i}` })),
    engine: part.isSimulated
      ? { kind: 'simulated' as const, seed: 1, allocateS: 1, failureRatePerH: 0 }
      : { kind: 'process' as const, ports: { from: 20_000, to: 20_199 } },
    state: part.isDrained ? ('drained' as const) : ('open' as const),
    ...(part.rampMaxMwPerMin === null ? {} : { rampMaxMwPerMin: part.rampMaxMwPerMin }),
    ...(part.interconnectionMva === null ? {} : { interconnectionMva: part.interconnectionMva }),
  }))

interface SpanSketch {
  readonly from: number
  readonly to: number
  readonly lengthKm: number
  readonly srlgs: readonly string[]
  readonly capacityGbps: number
  readonly price: number
  readonly isJoined: boolean
}

const arbitrarySpan: fc.Arbitrary<SpanSketch> = fc.record({
  from: fc.nat({ max: 9 }),
  to: fc.nat({ max: 9 }),
  lengthKm: fc.integer({ min: 20, max: 900 }),
  srlgs: fc.subarray(['bridge', 'duct', 'hut'], { maxLength: 2 }),
  capacityGbps: fc.constantFrom(5, 10, 20, 40),
  price: fc.integer({ min: 0, max: 4 }).map((cents) => cents / 100),
  isJoined: fc.boolean(),
})

const plainSpan = { lengthKm: 80, srlgs: [], capacityGbps: 20, price: 0.01, isJoined: false }

/** A line of sites, and spans between sites and two huts; some end to end pairs are one route, every other span is a route of its own. */
function network(siteIds: readonly string[], sketches: readonly SpanSketch[]) {
  const nodeIds = [...siteIds, 'pop-x', 'pop-y']
  const chain = siteIds.slice(1).map((_, i): SpanSketch => ({ ...plainSpan, from: i, to: i + 1 }))
  const spans = [...chain, ...sketches]
    .map((sketch, i) => ({
      ...sketch,
      id: `span-${i}`,
      from: nodeIds[sketch.from % nodeIds.length]!,
      to: nodeIds[sketch.to % nodeIds.length]!,
    }))
    .filter((span) => span.from !== span.to)
  const isUsed = new Set<string>()
  const routes: Fleet['routes'][number][] = []
  for (const [i, span] of spans.entries()) {
    if (isUsed.has(span.id)) continue
    const next = spans
      .slice(i + 1)
      .find((other) => other.from === span.to && other.to !== span.from && !isUsed.has(other.id))
    const parts = span.isJoined && next !== undefined ? [span, next] : [span]
    for (const one of parts) isUsed.add(one.id)
    routes.push({
      id: `route-${i}`,
      spans: parts.map((one) => one.id),
      capacityGbps: span.capacityGbps,
      priceUsdPerGbpsH: span.price,
    })
  }
  return {
    nodes: nodeIds.map((id, i) => ({
      id,
      kind: i < siteIds.length ? ('site' as const) : ('pop' as const),
      latitudeDeg: 0,
      longitudeDeg: 0,
      ...(i < siteIds.length ? { siteId: id } : {}),
    })),
    spans: spans.map(({ id, from, to, lengthKm, srlgs }) => ({ id, from, to, lengthKm, srlgs })),
    routes,
  }
}

export interface FleetShape {
  readonly sitesMin?: number
  readonly sitesMax?: number
  readonly spansMax?: number
}

export const arbitraryFleet = ({ sitesMin = 2, sitesMax = 5, spansMax = 9 }: FleetShape = {}) =>
  fc
    .record({
      sites: fc.array(arbitrarySite, { minLength: sitesMin, maxLength: sitesMax, size: 'max' }),
      spans: fc.array(arbitrarySpan, { minLength: 1, maxLength: spansMax }),
      quota: fc.constantFrom(8, 24, 1000),
      shares: fc.integer({ min: 1, max: 4 }),
      carbonUsdPerTonne: fc.constantFrom(0, 80),
      startWindowS: fc.constantFrom(30, 120),
      siteLostAfterS: fc.constantFrom(60, 600),
      starvationAfterH: fc.constantFrom(0.5, 6),
    })
    .map((part): Fleet => {
      const ids = part.sites.map((_, i) => `site-${i}`)
      const base = sketchFleet([])
      return {
        ...base,
        sites: part.sites.map((site, i) => ({ ...site, id: ids[i]!, name: ids[i]! })),
        srlgs: ['bridge', 'duct', 'hut'].map((id) => ({ id, name: id, kind: 'other' })),
        ...network(ids, part.spans),
        tenants: base.tenants.map((tenant, i) => ({
          ...tenant,
          shares: i === 0 ? 1 : part.shares,
          quota: { acceleratorsMax: i === 0 ? part.quota : 1000, priorityMax: 95 },
        })),
        datasets: [
          { id: 'corpus', homeSiteId: ids[0]!, sizeGb: 500, jurisdictions: ['US', 'EU'] },
          { id: 'secret', homeSiteId: ids[1]!, sizeGb: 5, jurisdictions: [] },
        ],
        prices: {
          currency: 'USD',
          accelerators: [
            { accelerator: kinds[0], usdPerAcceleratorH: '2.95', fromMs: 0 },
            { accelerator: kinds[0], siteId: ids[1]!, usdPerAcceleratorH: '2.50', fromMs: 0 },
            {
              accelerator: kinds[0],
              flexibility: 'pause',
              usdPerAcceleratorH: '1.95',
              fromMs: startMs + 2 * hourMs,
            },
            { accelerator: kinds[1], usdPerAcceleratorH: '4.10', fromMs: 0 },
          ],
          carbonUsdPerTonne: part.carbonUsdPerTonne,
          egressUsdPerGb: 0.02,
        },
        policy: {
          ...base.policy,
          startWindowS: part.startWindowS,
          siteLostAfterS: part.siteLostAfterS,
          starvationAfterH: part.starvationAfterH,
        },
      }
    })
