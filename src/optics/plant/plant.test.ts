import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equipmentElement } from './availability.ts'
import { estimateLink } from './estimate-link.ts'
import { estimateHutPower } from './hut-power.ts'
import { placeHuts } from './huts.ts'
import { judgeMode, modes } from './modes.ts'
import type { LinkRequest } from './link.ts'
import { routeCapacity, type RouteCapacityRequest } from './route-capacity.ts'
import { validatePlant } from './validate-plant.ts'
import { estimateSpans } from '../estimate-spans.ts'

const capacityOf = (spansKm: readonly number[], band: 'C' | 'C+L' = 'C'): number => {
  const found = routeCapacity({ spansKm, fibre: 'ssmf', band, fibrePairs: 1 })
  if (found.kind === 'refused') throw new Error(JSON.stringify(found.diagnostics))
  return found.kind === 'estimated' ? found.capacityGbps : 0
}

describe('capacity', () => {
  it('a further span never adds capacity', () => {
    let before = Infinity
    for (let spans = 1; spans <= 40; spans += 3) {
      const now = capacityOf(Array.from({ length: spans }, () => 85))
      expect(now).toBeLessThanOrEqual(before)
      before = now
    }
  })

  it('a longer span never adds capacity', () => {
    let before = Infinity
    for (const km of [40, 60, 75, 90]) {
      const now = capacityOf(Array.from({ length: 10 }, () => km))
      expect(now).toBeLessThanOrEqual(before)
      before = now
    }
  })

  it('C+L never carries less than C, and no line more than Shannon allows', () => {
    for (const spans of [1, 4, 13, 40, 60]) {
      const spansKm = Array.from({ length: spans }, () => 85)
      expect(capacityOf(spansKm, 'C+L')).toBeGreaterThanOrEqual(capacityOf(spansKm, 'C'))
      const found = routeCapacity({ spansKm, fibre: 'ssmf', band: 'C+L', fibrePairs: 3 })
      if (found.kind !== 'estimated') continue
      expect(found.capacityGbps).toBe(3 * found.pairGbps)
      expect(found.pairGbps).toBeLessThan(found.shannonPairGbps)
    }
  })

  it('margin never adds capacity', () => {
    const at = (marginDb: number): number => {
      const found = routeCapacity({ spansKm: [400], fibre: 'ssmf', band: 'C', fibrePairs: 1, marginDb }) // prettier-ignore
      return found.kind === 'estimated' ? found.capacityGbps : 0
    }
    const steps = [0, 1, 2, 4, 8, 16].map(at)
    expect(steps).toEqual(steps.toSorted((a, b) => b - a))
    expect(steps[0]).toBeGreaterThan(steps.at(-1) ?? Infinity)
  })

  it('the Shannon ceiling is that of the planning table within 2 %', () => {
    // Ten spans of 80 km, no connectors, NF 5 dB, 32 waves of 118.2 GBd: 47.1 Tb/s for 0.2 dB/km.
    const outcome = estimateSpans({
      spans: Array.from({ length: 10 }, () => ({ lengthKm: 80, lossDbPerKm: 0.2, dispersionPsPerNmKm: 16.7, effectiveAreaUm2: 83, connectorLossDb: 0 })), // prettier-ignore
      noiseFigureDb: 5,
      comb: { channels: 32, firstThz: 191.375, spacingGhz: 150, symbolRateGbd: 118.2 },
      launch: 'optimum',
    })
    if (outcome.kind !== 'estimated') throw new Error('refused')
    const gbps = outcome.received.channels.gsnrDb.reduce((sum, db) => sum + 2 * 118.2 * Math.log2(1 + 10 ** (db / 10)), 0) // prettier-ignore
    expect(Math.abs(gbps / 47_100 - 1)).toBeLessThan(0.02)
  })

  it('a field record lies below the ceiling: 56.51 Tb/s with 34 waves over 96.5 km', () => {
    const found = estimateLink({ routeKm: 96.5, spanMaxKm: 96.5 })
    if (found.kind !== 'estimated') throw new Error(found.kind)
    expect(found.shannonPairGbps * (34 / 32)).toBeGreaterThan(56_510)
    expect(found.shannonPairGbps * (34 / 32)).toBeLessThan(2 * 56_510)
  })

  it('800ZR is no product for 1,500 km, and the reason is named', () => {
    const found = estimateLink({ routeKm: 1500 })
    const why = found.kind === 'estimated' ? found.refusals : []
    expect(why).toContainEqual({ modeId: '800zr', reason: 'beyond-reach', has: expect.closeTo(1500, 6), needs: 120, unit: 'km' }) // prettier-ignore
    expect(why.find(({ modeId }) => modeId === 'shaped-138-1200g')?.reason).toBe('signal-short')
  })

  it('refusals begin with the mode that lacks least', () => {
    const found = estimateLink({ routeKm: 5900 })
    const refusals = found.kind === 'dark' ? found.refusals : []
    expect(refusals[0]?.reason).toBe('signal-short')
    const missing = refusals.filter(({ reason }) => reason === 'signal-short').map(({ has, needs }) => needs - has) // prettier-ignore
    expect(missing).toEqual(missing.toSorted((a, b) => a - b))
  })

  it('a mode fits exactly where its signal, margin and penalties do', () => {
    const mode = modes.find(({ id }) => id === 'shaped-138-800g')
    if (mode === undefined) throw new Error('no such mode')
    const seen = { routeKm: 800, dispersionPsPerNm: 0, pmdPs: 0, marginDb: 2 }
    // 1/x = 1/24 dB - 1/36 dB is met by 24.28 dB.
    expect(judgeMode(mode, { ...seen, gsnrDb: 24.29 }).fits).toBe(true)
    expect(judgeMode(mode, { ...seen, gsnrDb: 24.27 }).fits).toBe(false)
    expect(judgeMode(mode, { ...seen, gsnrDb: 24.29, dispersionPsPerNm: 50_000 }).fits).toBe(false)
    expect(judgeMode(mode, { ...seen, gsnrDb: 60, dispersionPsPerNm: 200_000 })).toMatchObject({ refusal: { reason: 'beyond-dispersion' } }) // prettier-ignore
  })
})

describe('a longer route', () => {
  it('never carries more, but for a hut that the shorter one could have too', () => {
    for (const band of ['C', 'C+L'] as const) {
      let before = Infinity
      for (let routeKm = 250; routeKm <= 1650; routeKm += 35) {
        const found = estimateLink({ routeKm, band })
        if (found.kind !== 'estimated') throw new Error(found.kind)
        expect(found.lit.pairGbps).toBeLessThanOrEqual(before)
        before = Math.max(found.lit.pairGbps, found.withMoreHuts?.pairGbps ?? 0)
      }
    }
  })

  it('is not lit where a shorter one is dark, but for a hut that the shorter one could have too', () => {
    let before = Infinity
    for (let routeKm = 5500; routeKm <= 5700; routeKm += 5) {
      const found = estimateLink({ routeKm })
      if (found.kind === 'refused') throw new Error('refused')
      const now = found.kind === 'estimated' ? found.lit.pairGbps : 0
      expect(now).toBeLessThanOrEqual(before)
      before = Math.max(now, found.withMoreHuts?.pairGbps ?? 0)
    }
  })

  it('is never up more of the year, nor sooner there', () => {
    let before: { up: number; rttMs: number } = { up: 1, rttMs: 0 }
    for (const routeKm of [50, 89, 91, 400, 1000, 3000]) {
      const found = estimateLink({ routeKm })
      if (found.kind !== 'estimated') throw new Error(found.kind)
      const now = { up: found.onePath.atLeast[0] ?? 1, rttMs: found.latency.rttMs }
      expect(now.up).toBeLessThan(before.up)
      expect(now.rttMs).toBeGreaterThan(before.rttMs)
      expect(found.twoPaths.atLeast[0]).toBeGreaterThan(now.up)
      before = now
    }
  })
})

describe('huts', () => {
  const standard = { spanMaxKm: 90, spanLossMaxDb: 28, lossDbPerKm: 0.2, connectorLossDb: 0.5 }

  it('no span is over the limits, all add up, and one hut less would break a limit', () => {
    const km = fc.double({ min: 0.1, max: 5000, noNaN: true })
    fc.assert(
      fc.property(km, fc.array(km, { maxLength: 5 }), (routeKm, existingHutsKm) => {
        const found = placeHuts({ ...standard, routeKm, existingHutsKm })
        if (found === undefined) throw new Error('not placed')
        expect(found.spansKm.every((span) => span <= found.reachKm + 1e-6)).toBe(true)
        expect(found.spansKm.reduce((sum, span) => sum + span, 0)).toBeCloseTo(routeKm, 6)
        expect(found.huts).toHaveLength(found.spansKm.length - 1)
        const plain = placeHuts({ ...standard, routeKm })
        expect((plain?.spansKm.length ?? 0) - 1).toBeLessThan(routeKm / 90)
      }),
    )
  })

  it('huts that stand already are kept', () => {
    const found = placeHuts({ ...standard, routeKm: 240, existingHutsKm: [100, 300] })
    expect(found?.huts).toEqual([
      { atKm: 50, isExisting: false },
      { atKm: 100, isExisting: true },
      { atKm: 170, isExisting: false },
    ])
  })

  it('loss limits a span before its length does', () => {
    const found = placeHuts({ ...standard, routeKm: 240, lossDbPerKm: 0.45 })
    expect(found?.reachKm).toBe(60)
    expect(found?.spansKm).toEqual([60, 60, 60, 60])
    expect(placeHuts({ ...standard, routeKm: 240, spanLossMaxDb: 1 })).toBeUndefined()
  })

  it('cooling is its share of the whole, and shelves follow their feed', () => {
    const power = estimateHutPower({ huts: 10, fibrePairs: 24, band: 'C+L', coolingShare: 0.7 })
    expect(power.hutKw).toBeCloseTo((24 * 300 + 200) / 0.3 / 1000, 9)
    expect(power.hutCoolingKw / power.hutKw).toBeCloseTo(0.7, 9)
    expect(power.shelvesPerHut).toBe(3)
    expect(power.routeKw).toBeCloseTo(10 * power.hutKw, 9)
  })
})

describe('a link', () => {
  it('pairs are as many as the wanted rate needs', () => {
    const found = estimateLink({ routeKm: 400, wantedGbps: 100_000 })
    if (found.kind !== 'estimated') throw new Error(found.kind)
    expect(found.pairs).toBe(Math.ceil(100_000 / found.lit.pairGbps))
    expect(found.capacityGbps).toBeGreaterThanOrEqual(100_000)
  })

  it('hollow core takes a third off the time of flight', () => {
    const [glass, hollow] = ['ssmf', 'hollow-core'].map((fibre) => estimateLink({ routeKm: 1000, fibre })) // prettier-ignore
    if (glass?.kind !== 'estimated' || hollow?.kind !== 'estimated') throw new Error('refused')
    expect(glass.latency.fibreMs).toBeCloseTo(4.897, 3)
    expect(hollow.latency.fibreMs).toBeCloseTo(3.34, 2)
    expect(hollow.lit.pairGbps).toBeGreaterThanOrEqual(glass.lit.pairGbps)
  })

  it('what huts cannot feed and what no cable has yet is warned of', () => {
    const warnings = (found: ReturnType<typeof estimateLink>) =>
      found.kind === 'estimated'
        ? found.warnings.filter(({ severity }) => severity === 'warning').map(({ code }) => code)
        : [found.kind]
    expect(warnings(estimateLink({ routeKm: 800, band: 'C+L', wantedGbps: 2_000_000 }))).toEqual(['link/hut-feed']) // prettier-ignore
    expect(warnings(estimateLink({ routeKm: 60, band: 'C+L', wantedGbps: 2_000_000 }))).toEqual([])
    expect(warnings(estimateLink({ routeKm: 800, fibre: 'hollow-core' }))).toEqual(['link/record-fibre']) // prettier-ignore
    expect(warnings(estimateLink({ routeKm: 800, fibre: 'hcf', lossDbPerKm: 0.2 }))).toEqual([])
  })

  it('huts along what both paths share fail for both', () => {
    // Cable that is mended at once leaves the sites alone: 13 on each path, 10 of them along the shared 900 km.
    const found = estimateLink({ routeKm: 1000, repairH: 0, sharedKm: 900 })
    if (found.kind !== 'estimated') throw new Error(found.kind)
    const up = 1 - equipmentElement('x').unavailability
    const alone = 1 - (1 - up ** 3) ** 2
    expect(found.twoPaths.atLeast[0]).toBeCloseTo(up ** 10 * alone, 12)
    expect(found.onePath.atLeast[0]).toBeCloseTo(up ** 13, 12)
  })

  it('a guessed length says that it is guessed', () => {
    const ends = [{ latitudeDeg: 43, longitudeDeg: -88 }, { latitudeDeg: 33.7, longitudeDeg: -84.4 }] as const // prettier-ignore
    const guessed = estimateLink({ ends, routeFactor: 1.2 })
    if (guessed.kind !== 'estimated') throw new Error(guessed.kind)
    expect(guessed.routeKm).toBeCloseTo(1.2 * (guessed.geodesicKm ?? 0), 6)
    expect(guessed.warnings.map(({ code }) => code)).toContain('link/geodesic')
    const known = estimateLink({ ends, routeKm: 1500 })
    expect(known.kind === 'estimated' && known.warnings.map(({ code }) => code)).not.toContain('link/geodesic') // prettier-ignore
    expect(estimateLink({ ends, routeKm: 500 }).kind).toBe('refused')
  })

  it('a negative span, an unknown fibre and a missing length are diagnostics', () => {
    const refused = (found: ReturnType<typeof routeCapacity> | ReturnType<typeof estimateLink>) =>
      found.kind === 'refused' ? found.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`) : [] // prettier-ignore
    expect(
      refused(routeCapacity({ spansKm: [80, -80], fibre: 'ssm', band: 'C', fibrePairs: 0 })),
    ).toEqual([
      // prettier-ignore
      'link/out-of-range /spansKm/1',
      'link/out-of-range /fibrePairs',
      'link/unknown-fibre /fibre',
    ])
    expect(refused(estimateLink({ routeKm: 400, spanMaxKm: 400, spanLossMaxDb: 100 }))).toEqual(['link/out-of-range /spanLossMaxDb']) // prettier-ignore
    expect(refused(estimateLink({}))).toEqual(['link/out-of-range /routeKm'])
    expect(refused(routeCapacity({ spansKm: [], fibre: 'ssmf', band: 'C', fibrePairs: 1 }))).toEqual(['link/out-of-range /spansKm']) // prettier-ignore
  })

  it('a band or a cable that no table holds is refused, and the known ones are named', () => {
    const asked = { routeKm: 100, band: 'S', cable: 'toString'} as unknown as LinkRequest // prettier-ignore
    const found = estimateLink(asked)
    const told = found.kind === 'refused' ? found.diagnostics : []
    expect(told.map(({ pointer }) => pointer)).toEqual(['/band', '/cable'])
    expect(told.map(({ hint }) => hint)).toEqual(['known are C, C+L', 'known are buried, opgw, adss']) // prettier-ignore
  })

  it('whatever is asked, no figure is NaN or infinite', () => {
    const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 2000, noNaN: true }), fc.constantFrom(0, -1, NaN, Infinity)) // prettier-ignore
    const request = fc.record(
      {
        routeKm: fc.oneof(number, fc.double({ min: 1, max: 3000, noNaN: true })),
        ends: fc.tuple(fc.record({ latitudeDeg: number, longitudeDeg: number }), fc.record({ latitudeDeg: number, longitudeDeg: number })), // prettier-ignore
        fibre: fc.constantFrom('ssmf', 'hollow-core', 'nzdf', 'toString', ''),
        band: fc.constantFrom('C' as const, 'C+L' as const),
        spanMaxKm: fc.oneof(number, fc.constantFrom(60, 80, 120, 400)),
        spanLossMaxDb: fc.oneof(number, fc.constantFrom(28, 40, 70, 100)),
        lossDbPerKm: fc.oneof(number, fc.double({ min: 0.01, max: 1, noNaN: true })),
        existingHutsKm: fc.array(number, { maxLength: 4 }),
        waveGbps: fc.constantFrom(400, 800, 7),
        wantedGbps: number,
        marginDb: fc.double({ min: -1, max: 10 }),
        repairH: number,
        secondRouteKm: number,
        sharedKm: number,
        coolingShare: fc.double({ min: -0.1, max: 1.1 }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(request, (asked) => {
        const found = estimateLink(asked as LinkRequest)
        if (found.kind === 'refused') expect(found.diagnostics.filter(({ pointer }) => /^.(elements|channels)/.test(pointer))).toEqual([]) // prettier-ignore
        if (found.kind === 'refused') expect(found.diagnostics.length).toBeGreaterThan(0)
        // Infinity and NaN become null in JSON.
        else expect(JSON.stringify({ ...found, refusals: [] })).not.toContain('null')
        if (found.kind !== 'refused') expect(JSON.stringify(found.refusals)).not.toContain('null')
      }),
      { numRuns: 200 },
    )
  })
})

it('whatever is asked of a route, no figure is NaN or infinite', () => {
  const number = fc.oneof(fc.double(), fc.double({ min: 1, max: 400, noNaN: true }), fc.constantFrom(0, -1, NaN, Infinity, 1.5, 12)) // prettier-ignore
  const request = fc.record(
    {
      spansKm: fc.array(number, { maxLength: 5 }),
      fibre: fc.constantFrom('ssmf', 'hollow-core', 'ull', '', 'toString'),
      band: fc.constantFrom('C', 'C+L', 'S', 'constructor'),
      fibrePairs: number,
      amplifierSpacingKm: number,
      marginDb: fc.double({ min: -1, max: 25 }),
    },
    { requiredKeys: ['spansKm', 'fibre', 'band', 'fibrePairs'] },
  )
  fc.assert(
    fc.property(request, (asked) => {
      const found = routeCapacity(asked as RouteCapacityRequest)
      expect(JSON.stringify(found)).not.toContain('null')
      if (found.kind === 'refused') expect(found.diagnostics.length).toBeGreaterThan(0)
      if (found.kind === 'estimated') expect(Number.isInteger(asked.fibrePairs)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

describe('validation', () => {
  const { comparisons, bounds } = validatePlant()
  const reached = ({ family, statistic }: (typeof bounds)[number]): number => {
    const errors = comparisons
      .filter((each) => each.family === family)
      .map(({ published, predicted, error }) => Math.abs(predicted - published) / (error === 'relative' ? published : 1)) // prettier-ignore
    const mean = errors.reduce((sum, each) => sum + each, 0) / errors.length
    return statistic === 'worst' ? Math.max(...errors) : mean
  }

  it('every bound holds, and every family has one', () => {
    for (const bound of bounds) expect(reached(bound), bound.family).toBeLessThanOrEqual(bound.max)
    const bounded = new Set(bounds.map(({ family }) => family))
    expect(comparisons.filter(({ family }) => !bounded.has(family))).toEqual([])
  })

  it('a bound that is set from the error reached lies close above it, so that it can break', () => {
    const set = bounds.filter(({ because }) => because.startsWith('Set from the error reached'))
    expect(set.length).toBeGreaterThan(0)
    expect(set.filter((bound) => reached(bound) < bound.max / 1.2)).toEqual([])
  })
})
