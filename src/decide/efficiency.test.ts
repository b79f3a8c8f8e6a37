import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fleet, Trains, WorkloadSpec } from '../fleet/index.ts'
import { chargeUsd, legCostUsd } from './cost.ts'
import { aimedGbps, atPace, paceAcross, paceAlone, usefulRates } from './efficiency.ts'
import { search } from './search.ts'
import { bench, gangSpec, sketchFleet, startMs } from './test-world.ts'

/** 10 billion parameters: 20 GB of gradients, of which a second hides behind the last backward pass. */
const trains = (change: Partial<Trains> = {}, stepS = 10): Trains => ({
  model: 'llama3-8b',
  tokens: 4e9,
  sequenceLength: 4096,
  batchSequences: 1024,
  precision: 'bf16',
  reduction: 'bf16',
  profile: {
    byLegs: [1, 2, 3].map((legs) => ({
      legs,
      stepS,
      stepP10S: stepS * 0.95,
      stepP90S: stepS * 1.1,
      windowS: 1,
      layout: 'DP 16',
    })),
    tokensPerStep: 4e6,
    gradientGb: 20,
    notes: [],
  },
  ...change,
})

const modelled = (change: Partial<WorkloadSpec> = {}): WorkloadSpec => {
  const { wan: _wan, ...spec } = gangSpec({ trains: trains(), durationMaxH: 24, ...change })
  return spec
}

const twoSites = (capacityGbps: number, priceUsdPerGbpsH = 0.01): Fleet => {
  const fleet = sketchFleet([
    { id: 'a', nodes: 4 },
    { id: 'b', nodes: 4 },
  ])
  return {
    ...fleet,
    routes: fleet.routes.map((route) => ({ ...route, capacityGbps, priceUsdPerGbpsH })),
  }
}

const noteOf = (fleet: Fleet, spec: WorkloadSpec): string | undefined => {
  const world = bench(fleet)
  return search(world.state, { spec, legsMax: spec.legs.max, fromMs: startMs }).reasons.find(
    ({ siteIds }) => siteIds.length === 2,
  )?.note
}

describe('pace', () => {
  it('of one site is its step; of sites that nothing parts it is the same', () => {
    const alone = paceAlone(trains(), 1)!
    expect(alone.hours).toBeCloseTo((1000 * 10) / 3600)
    const near = paceAcross(trains(), 2, { gbps: 1e8, rttMs: 0 })!
    expect(near.utilisation).toBe(1)
    expect(near.hours).toBe(alone.hours)
  })

  it('by hand: 20 GB over 90 % of 100 Gb/s take 1.78 s and 1 ms of light, of which 1 s hides', () => {
    const pace = paceAcross(trains(), 2, { gbps: 100, rttMs: 1 })!
    expect(pace.stepS).toBeCloseTo(10 + 160 / 90 + 0.001 - 1, 6)
  })

  it('a faster rate never slows it, a longer way never speeds it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.integer({ min: 2, max: 3 }),
        (gbps, rttMs, legs) => {
          const pace = paceAcross(trains(), legs, { gbps, rttMs })!
          expect(paceAcross(trains(), legs, { gbps: gbps * 2, rttMs })!.stepS).toBeLessThanOrEqual(pace.stepS) // prettier-ignore
          expect(paceAcross(trains(), legs, { gbps, rttMs: rttMs + 5 })!.stepS).toBeGreaterThanOrEqual(pace.stepS) // prettier-ignore
        },
      ),
    )
  })

  it('each useful rate brings the share that it stands for, and a fiftieth less does not', () => {
    const rates = usefulRates(trains(), 2, 20)
    expect(rates.length).toBeGreaterThan(4)
    for (const { gbps, utilisation } of rates) {
      expect(paceAcross(trains(), 2, { gbps, rttMs: 20 })!.utilisation).toBeGreaterThanOrEqual(utilisation) // prettier-ignore
      if (gbps > 50) expect(paceAcross(trains(), 2, { gbps: gbps * 0.98, rttMs: 20 })!.utilisation).toBeLessThan(utilisation) // prettier-ignore
    }
  })
})

describe('a run that says what it trains', () => {
  it('gets a rate of its own on two sites, and says how efficient it is there', () => {
    const world = bench(twoSites(100))
    world.submit('run', modelled())
    world.pass()
    const [hub, leg] = world.state.workloads.get('run')!.legs
    expect(hub!.wan).toBeUndefined()
    expect(usefulRates(trains(), 2, leg!.wan!.rttMs).map(({ gbps }) => gbps)).toContain(leg!.wan!.gbps) // prettier-ignore
    expect(noteOf(twoSites(100), modelled())).toMatch(/% efficient at \d+ Gb\/s; .*done in/)
  })

  it('is told what 95 % would take where the network has less', () => {
    const note = noteOf(twoSites(60), modelled())
    expect(note).toContain(`95 % needs ${aimedGbps(trains(), 2, 0.98)} Gb/s`)
  })

  it('takes the rate at which it costs least: found by looking at all of them', () => {
    for (const priceUsdPerGbpsH of [0, 0.001, 0.01, 0.1, 1, 10, 100]) {
      const fleet = twoSites(400, priceUsdPerGbpsH)
      const { state } = bench(fleet)
      const spec = modelled()
      const { layout } = search(state, { spec, legsMax: 2, fromMs: startMs })
      const rttMs = layout!.sites[1]!.grant!.rttMs
      const costs = usefulRates(trains(), 2, rttMs)
        .filter(({ gbps }) => gbps <= 400)
        .map(({ gbps }) => {
          const pace = paceAcross(trains(), 2, { gbps, rttMs })!
          if (pace.hoursP90 > 24) return Infinity
          const sites = layout!.sites.map(({ entry, need }) => legCostUsd(state.world!, entry, { spec: atPace(spec, pace), need, fromMs: startMs })) // prettier-ignore
          return sites[0]! + sites[1]! + gbps * priceUsdPerGbpsH * pace.hours
        })
      expect(layout!.costUsd).toBeCloseTo(Math.min(...costs), 6)
    }
  })

  it('costs what it takes, not what it may take', () => {
    const { state } = bench(twoSites(400))
    const spec = modelled({ legs: { min: 1, max: 1, startTogether: true } })
    const { layout } = search(state, { spec, legsMax: 1, fromMs: startMs })
    const [site] = layout!.sites
    const charge = chargeUsd(state.world!.fleet, site!.entry, { spec: atPace(spec, paceAlone(trains(), 1)), need: site!.need, fromMs: startMs }) // prettier-ignore
    expect(charge).toBeCloseTo(16 * 2.95 * (10_000 / 3600), 3)
    expect(layout!.costUsd).toBeGreaterThan(charge)
    expect(layout!.costUsd).toBeLessThan(charge * 1.1)
  })

  it('stays on one site where a narrow network would keep it waiting', () => {
    const { state } = bench(twoSites(5))
    const spec = modelled({ legs: { min: 1, max: 2, startTogether: true } })
    expect(search(state, { spec, legsMax: 2, fromMs: startMs }).layout!.sites).toHaveLength(1)
  })

  it('is not begun where it would not be done in its longest run time', () => {
    const world = bench(twoSites(100))
    const [decision] = world.submit('run', modelled({ durationMaxH: 2 }))
    expect(decision).toMatchObject({ kind: 'refused' })
    const reasons = decision?.kind === 'refused' ? decision.reasons : []
    expect(reasons[0]).toMatchObject({ constraint: 'efficiency', limit: 2, unit: 'h' })
    expect(reasons[0]!.need).toBeCloseTo((1.1 * 10_000) / 3600)
  })

  it('is refused where no layout fits, with the reason', () => {
    const world = bench(twoSites(100))
    const { profile } = trains()
    const [decision] = world.submit('run', modelled({ trains: trains({ profile: { ...profile!, byLegs: [] } }) })) // prettier-ignore
    const reasons = decision?.kind === 'refused' ? decision.reasons : []
    expect(reasons[0]!.note).toBe('llama3-8b does not fit on so few, or cannot be laid out on them')
  })

  it('keeps its rate on the way round a cut', () => {
    const fleet = sketchFleet(['a', 'b', 'c'].map((id) => ({ id, nodes: id === 'c' ? 0 : 4 })))
    const world = bench({ ...fleet, sites: fleet.sites.map((site) => (site.id === 'c' ? { ...site, state: 'drained' } : site)) }) // prettier-ignore
    world.submit('run', modelled())
    world.pass()
    world.obey()
    const before = world.state.workloads.get('run')!.legs[1]!.wan!
    const decided = world.do({ kind: 'link-observed', spanIds: [before.paths[0]![0]!.slice(2)], isUp: false, by: 'test' }) // prettier-ignore
    expect(decided.map(({ kind }) => kind)).toContain('rerouted')
    const after = world.state.workloads.get('run')!.legs[1]!.wan!
    expect(after.gbps).toBe(before.gbps)
    expect(after.paths[0]).toHaveLength(2)
  })
})
