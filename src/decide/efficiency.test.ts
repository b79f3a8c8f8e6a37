import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fleet, Trains, WorkloadSpec } from '../fleet/index.ts'
import { estimateAcross, requiredGbps } from '../training/index.ts'
import { chargeUsd, legCostUsd } from './cost.ts'
import { aimedGbps, atPace, gbpsFor, leastUtilisation, paceAcross } from './efficiency.ts'
import { paceAlone, toRequest, usefulRates } from './efficiency.ts'
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
    expect(alone.runH).toBeCloseTo((1000 * 10) / 3600)
    const near = paceAcross(trains(), 2, { gbps: 1e8, rttMs: 0 })!
    expect(near.utilisation).toBe(1)
    expect(near.runH).toBe(alone.runH)
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
    const rates = usefulRates(trains(), 2, { rttMs: 20 })
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
    expect(usefulRates(trains(), 2, { rttMs: leg!.wan!.rttMs }).map(({ gbps }) => gbps)).toContain(leg!.wan!.gbps) // prettier-ignore
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
      const costs = usefulRates(trains(), 2, { rttMs: rttMs })
        .filter(({ gbps }) => gbps <= 400)
        .map(({ gbps }) => {
          const pace = paceAcross(trains(), 2, { gbps, rttMs })!
          if (pace.runP90H > 24) return Infinity
          const sites = layout!.sites.map(({ entry, need }) => legCostUsd(state.world!, entry, { spec: atPace(spec, pace), need, fromMs: startMs })) // prettier-ignore
          return sites[0]! + sites[1]! + gbps * priceUsdPerGbpsH * pace.runH
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
    expect(reasons[0]!.note).toBe('llama3-8b cannot be laid out on so many: it was not estimated')
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

  it('is in time at a rate between two that are usually tried, where only that one fits', () => {
    // Two hours of computing in 3.6 h (P90): 0.61 of the time, between the rungs of 0.65 and 0.5.
    const spec = modelled({ trains: trains({ tokens: 2.9e9 }), durationMaxH: 3.6 })
    const least = leastUtilisation(spec, 2)
    expect([least > 0.5, least < 0.65]).toEqual([true, true])
    const wanted = gbpsFor(spec.trains!, 2, { utilisation: least, rttMs: 0.98 })!
    const { state } = bench(twoSites(wanted))
    const { layout } = search(state, { spec, legsMax: 2, fromMs: startMs })
    expect(layout!.sites[1]!.grant!.gbps).toBe(wanted)
    const narrow = search(bench(twoSites(wanted - 1)).state, { spec, legsMax: 2, fromMs: startMs })
    expect(narrow.layout).toBeUndefined()
    const reason = narrow.reasons.find(({ siteIds }) => siteIds.length === 2)!
    expect(reason).toMatchObject({ constraint: 'efficiency', limit: 3.6, unit: 'h' })
    expect(reason.need).toBeGreaterThan(3.6)
    expect(reason.note).toContain(`${wanted - 1} Gb/s are free, it takes ${wanted} Gb/s`)
  })

  it('does not take a cheaper way that is too long to be done in time', () => {
    const fleet = sketchFleet(['a', 'b', 'c'].map((id) => ({ id, nodes: id === 'c' ? 0 : 4 })))
    const far = {
      ...fleet,
      spans: fleet.spans.map((span) => ({ ...span, lengthKm: span.id === 's-a' ? 100 : 200_000 })),
      routes: fleet.routes.map((route) => ({ ...route, priceUsdPerGbpsH: route.id === 'r-s-a' ? 5 : 0 })), // prettier-ignore
    }
    const spec = modelled({ durationMaxH: 3.4 })
    const { layout } = search(bench(far).state, { spec, legsMax: 2, fromMs: startMs })
    expect(layout!.sites[1]!.grant!.paths).toEqual([['r-s-a']])
    const patient = { ...spec, durationMaxH: 24 }
    const { layout: slow } = search(bench(far).state, { spec: patient, legsMax: 2, fromMs: startMs }) // prettier-ignore
    expect(slow!.sites[1]!.grant!.paths).toEqual([['r-s-c', 'r-s-b']])
  })

  it('says why where no rate helps against the way that light goes', () => {
    const fleet = twoSites(400)
    const far = { ...fleet, spans: fleet.spans.map((span) => ({ ...span, lengthKm: 1e7 })) }
    const { layout, reasons } = search(bench(far).state, { spec: modelled({ durationMaxH: 1000 }), legsMax: 2, fromMs: startMs }) // prettier-ignore
    expect(layout).toBeUndefined()
    const reason = reasons.find(({ siteIds }) => siteIds.length === 2)!
    expect(reason).toMatchObject({ constraint: 'efficiency', need: 0.2, unit: 'of the time computing' }) // prettier-ignore
    expect(reason.limit).toBeGreaterThan(0)
    expect(reason.limit).toBeLessThan(0.2)
    expect(reason.note).toMatch(/^97900 ms apart/)
  })

  it('without an estimate runs on one site, and on several only at a rate that it states', () => {
    const { profile: _none, ...told } = trains()
    const one = modelled({ trains: told, legs: { min: 1, max: 1, startTogether: true } })
    expect(search(bench(twoSites(100)).state, { spec: one, legsMax: 1, fromMs: startMs }).layout).toBeDefined() // prettier-ignore
    const two = modelled({ trains: told })
    const refused = search(bench(twoSites(100)).state, { spec: two, legsMax: 2, fromMs: startMs })
    expect(refused.layout).toBeUndefined()
    expect(refused.reasons[0]).toMatchObject({ constraint: 'efficiency' })
    const stated = { ...two, wan: { gbps: 10, disjointPaths: 1 as const } }
    const { layout } = search(bench(twoSites(100)).state, { spec: stated, legsMax: 2, fromMs: startMs }) // prettier-ignore
    expect(layout!.sites[1]!.grant!.gbps).toBe(10)
  })

  it('says what its estimate said of a number of legs that it cannot be split into', () => {
    const told = trains()
    const profile = { ...told.profile!, byLegs: [], notes: ['2 legs: a batch of 97 does not split evenly'] } // prettier-ignore
    const { reasons } = search(bench(twoSites(100)).state, { spec: modelled({ trains: { ...told, profile } }), legsMax: 2, fromMs: startMs }) // prettier-ignore
    expect(reasons[0]!.note).toContain('a batch of 97 does not split evenly')
  })

  it('with a stated rate gets that rate and those paths, and is told how efficient it is', () => {
    const wan = { gbps: 40, disjointPaths: 1 as const }
    const { layout } = search(bench(twoSites(100)).state, { spec: { ...modelled(), wan }, legsMax: 2, fromMs: startMs }) // prettier-ignore
    expect(layout!.sites[1]!.grant!.gbps).toBe(40)
    expect(noteOf(twoSites(100), { ...modelled(), wan })).toMatch(/^\d+ % efficient at 40 Gb\/s/)
  })

  it('goes where energy is paid for later on, though it is dear for as long as a run that never waits would take', () => {
    const ids = ['a', 'b', 'c'].map((id) => ({
      id,
      nodes: 2,
      priceUsdPerMwh: id === 'b' ? 0.1 : 0,
    }))
    const fleet = sketchFleet(ids)
    const laterUsd = Array.from({ length: 24 }, (_, hour) => (hour < 3 ? 500 : -9000))
    const paid: Fleet = {
      ...fleet,
      // Accelerators that cost nothing: only energy decides.
      prices: { ...fleet.prices, accelerators: [] },
      sites: fleet.sites.map(
        (site) =>
        site.id === 'c' ? { ...site, supplies: site.supplies.map((supply) => ({ ...supply, energyPriceUsdPerMwh: laterUsd })) } : site, // prettier-ignore
      ),
    }
    const { layout } = search(bench(paid).state, { spec: modelled(), legsMax: 2, fromMs: startMs })
    expect(layout!.sites.map(({ entry }) => entry.site.id)).toContain('c')
    expect(layout!.costUsd).toBeLessThan(0)
    expect(layout!.sites[1]!.grant!.gbps).toBe(usefulRates(trains(), 2, { rttMs: 0.98 }).at(-1)!.gbps) // prettier-ignore
  })

  it('takes a longer way at the rate that brings it there in time, where the short one is too narrow', () => {
    const fleet = sketchFleet(['a', 'b', 'c'].map((id) => ({ id, nodes: id === 'c' ? 0 : 4 })))
    const spec = modelled({ trains: trains({ tokens: 2.9e9 }), durationMaxH: 3.6 })
    const least = leastUtilisation(spec, 2)
    const farKm = 20_000
    const farMs = 2 * 2 * farKm * (1.468 / 299.792458)
    const wanted = gbpsFor(spec.trains!, 2, { utilisation: least, rttMs: farMs })!
    expect(wanted).toBeGreaterThan(gbpsFor(spec.trains!, 2, { utilisation: least, rttMs: 0.98 })!)
    const shape = (capacityGbps: number): Fleet => ({
      ...fleet,
      spans: fleet.spans.map((span) => (span.id === 's-a' ? span : { ...span, lengthKm: farKm })),
      routes: fleet.routes.map((route) => ({ ...route, capacityGbps: route.id === 'r-s-a' ? 1 : capacityGbps })), // prettier-ignore
    })
    const found = search(bench(shape(wanted)).state, { spec, legsMax: 2, fromMs: startMs })
    expect(found.layout!.sites[1]!.grant).toMatchObject({ gbps: wanted, paths: [['r-s-c', 'r-s-b']] }) // prettier-ignore
    const narrow = search(bench(shape(wanted - 1)).state, { spec, legsMax: 2, fromMs: startMs })
    expect(narrow.layout).toBeUndefined()
  })
})

describe('one line for all rates and ways', () => {
  it('says the same as the training room asked for each', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.integer({ min: 2, max: 3 }),
        fc.constantFrom('bf16' as const, 'mixed-fp32' as const, 'fp32' as const),
        (gbps, rttMs, legs, reduction) => {
          const run = trains({ reduction })
          const own = run.profile!.byLegs.find((one) => one.legs === legs)!
          const outcome = estimateAcross(toRequest(run, own, { gbps, rttMs }))
          if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
          const { stepTimeS, computeUtilisation } = outcome.estimate
          const pace = paceAcross(run, legs, { gbps, rttMs })!
          expect(pace.stepS / stepTimeS).toBeCloseTo(1, 10)
          expect(pace.utilisation).toBeCloseTo(computeUtilisation, 10)
        },
      ),
    )
  })

  it('finds the rates that the training room finds', () => {
    for (const utilisation of [0.99, 0.95, 0.8, 0.35])
      for (const rttMs of [0, 5, 80]) {
        const run = trains()
        const rate = requiredGbps(toRequest(run, run.profile!.byLegs[1]!, { gbps: 1, rttMs }), utilisation) // prettier-ignore
        if (rate.kind !== 'needs') throw new Error(rate.kind)
        expect(gbpsFor(run, 2, { utilisation, rttMs })).toBe(Math.ceil(rate.gbps - 1e-9))
      }
  })

  it('gives numbers or nothing for whatever a journal may hold', () => {
    const wild = fc.oneof(fc.double({ min: 0 }), fc.constantFrom(0, 1e-300, 1e-9, 1, 1e9, 1e18, 1e300, NaN, Infinity)) // prettier-ignore
    fc.assert(
      fc.property(
        fc.array(wild, { minLength: 8, maxLength: 8 }),
        ([tokens, stepS, stepP90S, windowS, tokensPerStep, gradientGb, gbps, rttMs]) => {
          // prettier-ignore
          const byLegs = [1, 2].map((legs) => ({ legs, stepS: stepS!, stepP10S: stepS!, stepP90S: stepP90S!, windowS: windowS!, layout: '' })) // prettier-ignore
          const run = trains({ tokens: tokens!, profile: { byLegs, tokensPerStep: tokensPerStep!, gradientGb: gradientGb!, notes: [] } }) // prettier-ignore
          for (const legs of [1, 2]) {
            const pace = paceAcross(run, legs, { gbps: gbps!, rttMs: rttMs! })
            for (const figure of Object.values(pace ?? {})) expect(figure).toBeGreaterThanOrEqual(0)
            expect(Object.values(pace ?? {}).every(Number.isFinite)).toBe(true)
            for (const { gbps: rate } of usefulRates(run, legs, { rttMs: rttMs! })) expect(Number.isSafeInteger(rate * 1000)).toBe(true) // prettier-ignore
          }
          const world = bench(twoSites(100))
          world.submit('run', modelled({ trains: run, legs: { min: 1, max: 2, startTogether: true } })) // prettier-ignore
          const text = JSON.stringify([world.pass(), ...world.decisions])
          expect(text).not.toMatch(/null|NaN|Infinity/)
        },
      ),
    )
  })
})
