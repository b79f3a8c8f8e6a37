import type { Fleet, Site, WorkloadSpec } from '../fleet/index.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Event, LegObserved } from './event.ts'
import { mayAllocate } from './gang.ts'
import { emptyState } from './state.ts'
import type { Leg, State } from './state.ts'

/** Small fleets, workloads and an engine that always obeys, for the tests of this room. */
export interface SiteSketch {
  readonly id: string
  readonly nodes: number
  readonly capacityMw?: number
  readonly priceUsdPerMwh?: number
  readonly ground?: readonly string[]
  readonly rampMaxMwPerMin?: number
  readonly envelope?: Site['supplies'][number]['envelope']
}

export const hourMs = 3_600_000
export const startMs = Date.UTC(2026, 10, 22)

export const sketchSite = (sketch: SiteSketch): Site => ({
  id: sketch.id,
  name: sketch.id,
  place: { town: 'Town', country: 'US', latitudeDeg: 0, longitudeDeg: 0 },
  grid: sketch.id,
  balancingArea: sketch.id,
  jurisdiction: { ground: sketch.ground ?? ['US'], operator: ['US'] },
  halls: [{ id: 'hall', itMw: 100 }],
  pools: [
    { id: 'gpu', accelerator: 'h100-sxm', nodes: sketch.nodes, acceleratorsPerNode: 8, nodeKw: 10 },
  ],
  pue: { kind: 'constant', value: 1.25 },
  supplies: [
    {
      id: 'grid',
      kind: 'grid-firm',
      capacityMw: sketch.capacityMw ?? 100,
      envelope: sketch.envelope ?? [],
      energyPriceUsdPerMwh: sketch.priceUsdPerMwh ?? 60,
      carbonKgPerMwh: 300,
    },
  ],
  engine: { kind: 'process', ports: { from: 20_000, to: 20_999 } },
  state: 'open',
  ...(sketch.rampMaxMwPerMin === undefined ? {} : { rampMaxMwPerMin: sketch.rampMaxMwPerMin }),
})

/** Sites on a ring of 100 Gb/s routes of 100 km; every second span lies in the conduit `duct`. */
export function sketchFleet(sketches: readonly SiteSketch[], change: Partial<Fleet> = {}): Fleet {
  const ids = sketches.map((sketch) => sketch.id)
  const spans = ids.flatMap((id, i) =>
    ids.length < 2 || (ids.length === 2 && i === 1)
      ? []
      : [
          {
            id: `s-${id}`,
            from: id,
            to: ids[(i + 1) % ids.length]!,
            lengthKm: 100,
            srlgs: i % 2 === 0 ? ['duct'] : [],
          },
        ],
  )
  return {
    gridloom: 1,
    name: 'sketch',
    sites: sketches.map(sketchSite),
    srlgs: [{ id: 'duct', name: 'Duct', kind: 'conduit' }],
    nodes: ids.map((id) => ({ id, kind: 'site', latitudeDeg: 0, longitudeDeg: 0, siteId: id })),
    spans,
    routes: spans.map((span) => ({
      id: `r-${span.id}`,
      spans: [span.id],
      capacityGbps: 100,
      priceUsdPerGbpsH: 0.01,
    })),
    tenants: [
      {
        id: 'acme',
        name: 'Acme',
        shares: 1,
        quota: { acceleratorsMax: 1_000_000, priorityMax: 100 },
      },
      {
        id: 'globex',
        name: 'Globex',
        shares: 2,
        quota: { acceleratorsMax: 1_000_000, priorityMax: 100 },
      },
    ],
    datasets: [],
    prices: {
      currency: 'USD',
      accelerators: [{ accelerator: 'h100-sxm', usdPerAcceleratorH: '2.95', fromMs: 0 }],
      carbonUsdPerTonne: 0,
      egressUsdPerGb: 0,
    },
    policy: {
      fairShareHalfLifeH: 168,
      starvationAfterH: 24,
      startWindowS: 120,
      siteLostAfterS: 600,
      retryBackoffS: { first: 10, max: 900 },
    },
    sources: [],
    ...change,
  }
}

export const sketchSpec = (change: Partial<WorkloadSpec> = {}): WorkloadSpec => ({
  gridloom: 1,
  kind: 'batch',
  name: 'job',
  tenant: 'acme',
  priority: 50,
  accelerators: { kind: 'h100-sxm', count: 8 },
  legs: { min: 1, max: 1, startTogether: true },
  command: ['true'],
  environment: {},
  durationMaxH: 1,
  flexibility: 'pause',
  checkpoint: { intervalS: 60, durationS: 10, sizeGb: 1 },
  fallback: 'pause',
  datasets: [],
  retriesMax: 3,
  ...change,
})

export const gangSpec = (change: Partial<WorkloadSpec> = {}): WorkloadSpec =>
  sketchSpec({
    kind: 'training',
    accelerators: { kind: 'h100-sxm', count: 16 },
    legs: { min: 2, max: 2, startTogether: true },
    wan: { gbps: 10, disjointPaths: 1 },
    ...change,
  })

type Timeless<T> = T extends Event ? Omit<T, 'atMs'> : never

/** A state with a clock and a journal, and an engine whose every step the test takes. */
export interface Bench {
  readonly state: State
  readonly events: Event[]
  readonly decisions: Decision[]
  nowMs: number
  do(event: Timeless<Event>): readonly Decision[]
  submit(id: string, spec: WorkloadSpec): readonly Decision[]
  pass(afterMs?: number): readonly Decision[]
  /** Every leg that may be ordered is held; released ones run. Repeats until nothing moves. */
  obey(): void
  end(legId: string, change?: Partial<LegObserved>): readonly Decision[]
  legs(): readonly Leg[]
}

export function bench(fleet: Fleet, atMs = startMs): Bench {
  const self: Bench = {
    state: emptyState(),
    events: [],
    decisions: [],
    nowMs: atMs,
    do(timeless) {
      const event = { ...timeless, atMs: self.nowMs } as Event
      self.events.push(event)
      const decided = decide(self.state, event)
      self.decisions.push(...decided)
      return decided
    },
    submit: (workloadId, spec) =>
      self.do({ kind: 'workload-submitted', workloadId, spec, submittedBy: 'test' }),
    pass(afterMs = 0) {
      self.nowMs += afterMs
      return self.do({ kind: 'pass-due' })
    },
    obey() {
      for (let isMoving = true; isMoving;) isMoving = self.legs().some((leg) => step(self, leg))
    },
    end: (legId, change = {}) =>
      self.do({
        kind: 'leg-observed',
        legId,
        phase: 'ended',
        outcome: 'completed',
        endedAtMs: self.nowMs,
        ...change,
      }),
    legs: () =>
      [...self.state.workloads.values()].flatMap((workload) => [
        ...workload.legs,
        ...workload.stale,
      ]),
  }
  self.do({ kind: 'fleet-loaded', fleet, gridloomVersion: 'test' })
  return self
}

function step(self: Bench, leg: Leg): boolean {
  const workload = self.state.workloads.get(leg.workloadId)!
  const { legId } = leg
  if (leg.phase === 'ended') return false
  if (leg.desired === 'gone') {
    self.do({
      kind: 'leg-observed',
      legId,
      phase: 'ended',
      outcome: 'cancelled',
      endedAtMs: self.nowMs,
    })
    return true
  }
  if (leg.phase === 'ordered' && mayAllocate(workload, leg)) {
    self.do({ kind: 'leg-observed', legId, phase: 'held', engineJobId: legId })
    return true
  }
  if (leg.phase === 'held' && leg.desired === 'running') {
    self.do({ kind: 'leg-observed', legId, phase: 'running', startedAtMs: self.nowMs })
    return true
  }
  return false
}
