import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../diagnostics/index.ts'
import { siteEnvelope, type Envelope, type EnvelopeCalendar } from './envelope.ts'
import { batteryFirms } from './firming.ts'
import type { EnvelopeSupply } from './supply.ts'

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(result.diagnostics.map(({ message }) => message).join())
}

const envelope = (
  supplies: readonly EnvelopeSupply[],
  calendar: Partial<EnvelopeCalendar> = {},
): Envelope => valueOf(siteEnvelope(supplies, { year: 2027, ...calendar }))

const grid = (maxMw: number): EnvelopeSupply => ({ kind: 'grid-firm', id: 'grid', maxMw })
const reactor = {
  kind: 'nuclear',
  id: 'reactor',
  maxMw: 60,
  forcedOutageRate: 0.03,
  refuellings: [{ fromHour: 2000, lengthH: 720 }],
} as const satisfies EnvelopeSupply
const battery = {
  kind: 'battery',
  id: 'battery',
  maxMw: 20,
  energyMwh: 80,
  roundTripEfficiency: 1,
  initialShare: 1,
} as const satisfies EnvelopeSupply

describe('firm capacity is not energy', () => {
  it('a solar plant has energy and no firm power', () => {
    const { totals } = envelope([{ kind: 'solar', id: 'sun', maxMw: 100, availability: 0.25 }])
    expect(totals.firmCapacityMw).toBe(0)
    expect(totals.expectedMwh).toBeCloseTo(100 * 0.25 * 8760, 6)
    expect(totals.hoursByBinding).toEqual([{ supply: 'sun', cause: 'weather', hours: 8760 }])
  })

  it('a financial contract brings no power at all, a physical one brings energy', () => {
    const ppa = { kind: 'ppa', id: 'ppa', maxMw: 50, availability: 0.4 } as const
    const financial = envelope([{ ...ppa, delivery: 'financial' }]).totals
    expect([financial.nameplateMw, financial.firmMwh, financial.expectedMwh]).toEqual([0, 0, 0])
    const physical = envelope([{ ...ppa, delivery: 'physical' }]).totals
    expect(physical.firmCapacityMw).toBe(0)
    expect(physical.expectedMwh).toBeCloseTo(50 * 0.4 * 8760, 6)
  })

  it('a dry year lowers firm hydro power, and not the energy of the mean year', () => {
    const river = (dryYearFactor: number): EnvelopeSupply => ({
      ...{ kind: 'hydro', id: 'river', maxMw: 100, dryYearFactor },
      monthlyMwh: Array.from({ length: 12 }, () => 36_000),
    })
    const [mean, dry] = [envelope([river(1)]).totals, envelope([river(0.6)]).totals]
    // 36,000 MWh in a month of 744 hours.
    expect(mean.firmCapacityMw).toBeCloseTo(36_000 / 744, 9)
    expect(dry.firmCapacityMw).toBeCloseTo((0.6 * 36_000) / 744, 9)
    expect(dry.expectedMwh).toBeCloseTo(mean.expectedMwh, 6)
  })
})

describe('a reactor', () => {
  it('leaves a gap while it is refuelled, which the rest covers or does not', () => {
    const { totals, firmMw } = envelope([grid(40), reactor], { targetMw: 100 })
    expect([firmMw[1999], firmMw[2000], firmMw[2719], firmMw[2720]]).toEqual([100, 40, 40, 100])
    expect(totals.refuelling).toEqual([
      { supply: 'reactor', hours: 720, outMw: 60, outMwh: 43_200, lowestFirmMw: 40, coveredH: 0 },
    ])
    expect(totals.hoursByBinding).toEqual([{ supply: 'reactor', cause: 'refuelling', hours: 720 }])
    expect(totals.target).toMatchObject({ shortH: 720, shortMwh: 43_200, longestShortH: 720 })
    const covered = envelope([grid(100), reactor], { targetMw: 100 }).totals
    expect(covered.refuelling[0]?.coveredH).toBe(720)
  })

  it('two of four units out by chance leave what is there with the probability asked for', () => {
    const four = { ...reactor, maxMw: 400, units: 4, forcedOutageRate: 0.1, refuellings: [] }
    // P(all 4) = 0.6561, P(at least 3) = 0.9477, P(at least 2) = 0.9963.
    const firmAt = (firmProbability: number) => envelope([four], { firmProbability }).firmMw[0]
    expect([0.6, 0.9, 0.95, 0.999].map(firmAt)).toEqual([400, 300, 200, 100])
    expect(envelope([four]).expectedMw[0]).toBeCloseTo(360, 9)
  })

  it('counts as firm from its late date, as expected from the likely one', () => {
    const dated = {
      ...reactor,
      refuellings: [],
      forcedOutageRate: 0,
      onlineP50Ms: Date.UTC(2027, 0, 11),
      onlineP90Ms: Date.UTC(2027, 0, 21),
    }
    const { firmMw, expectedMw, bindings, bindingAt, totals } = envelope([dated])
    expect([0, 240, 480].map((hour) => firmMw[hour])).toEqual([0, 0, 60])
    expect([0, 240, 480].map((hour) => expectedMw[hour])).toEqual([0, 60, 60])
    expect(bindings[bindingAt[240]!]?.cause).toBe('not in service')
    expect(totals.phases.map(({ p50Mw, p90Mw }) => [p50Mw, p90Mw])).toEqual([[60, 0], [60, 60]]) // prettier-ignore
  })
})

describe('a contract that may be called', () => {
  const nonFirm = (hours: 'worst-case' | 'percentile', hoursMaxH: number): EnvelopeSupply => ({
    kind: 'grid-nonfirm',
    id: 'called',
    maxMw: 100,
    curtailment: { kind: 'budget', hoursMaxH, depthShare: 0.4, hours },
  })

  it('has in the worst case no firm hour beyond what a call leaves', () => {
    const { totals, nonFirmMw } = envelope([nonFirm('worst-case', 88)])
    expect(totals.firmCapacityMw).toBe(60)
    expect(nonFirmMw[0]).toBe(40)
    expect(totals.expectedMwh).toBeCloseTo(8760 * 100 - 88 * 40, 6)
  })

  it('is firm by percentile where calls are rarer than the probability allows', () => {
    expect(envelope([nonFirm('percentile', 88)]).totals.firmCapacityMw).toBe(100)
    expect(envelope([nonFirm('percentile', 1000)]).totals.firmCapacityMw).toBe(60)
  })

  it('loses no more energy than its share of energy', () => {
    const half = { kind: 'budget', energyMaxShare: 0.005, hours: 'worst-case' } as const
    const { totals } = envelope([{ kind: 'grid-nonfirm', id: 'called', maxMw: 100, curtailment: half }]) // prettier-ignore
    expect(totals.expectedMwh).toBeCloseTo(876_000 * 0.995, 6)
  })

  it('follows a given series hour by hour', () => {
    const availability = Float64Array.from({ length: 8760 }, (_, h) => (h < 10 ? 0.5 : 1))
    const supply: EnvelopeSupply = {
      ...{ kind: 'grid-nonfirm', id: 'called', maxMw: 100 },
      curtailment: { kind: 'series', availability },
    }
    const { firmMw } = envelope([supply])
    expect([firmMw[9], firmMw[10]]).toEqual([50, 100])
  })
})

describe('hours and energy that run out', () => {
  const dip = (lengthH: number): EnvelopeSupply => ({
    ...{ kind: 'grid-nonfirm', id: 'called', maxMw: 100 },
    curtailment: {
      kind: 'series',
      availability: Float64Array.from({ length: 8760 }, (_, h) => (h >= 100 && h < 100 + lengthH ? 0.8 : 1)), // prettier-ignore
    },
  })

  it('a battery of four hours holds a dip of four hours and not one of five', () => {
    expect(envelope([dip(4), battery], { targetMw: 100 }).totals.target?.shortH).toBe(0)
    const five = envelope([dip(5), battery], { targetMw: 100 })
    expect(five.totals.target).toMatchObject({ shortH: 1, shortMwh: 20 })
    expect(five.totals.hoursByBinding).toEqual([
      { supply: 'called', cause: 'curtailable', hours: 1 },
    ])
  })

  it('the same battery in closed form, with its loss', () => {
    expect(batteryFirms(battery, 4)).toEqual({ firmMw: 20, rechargeH: 4 })
    const lossy = batteryFirms({ ...battery, roundTripEfficiency: 0.81 }, 8)
    expect(lossy?.firmMw).toBeCloseTo((80 * 0.9) / 8, 12)
    expect(batteryFirms({ ...battery, energyMwh: 0 }, 4)).toBeUndefined()
  })

  it('a plant runs until its permit is spent', () => {
    const plant: EnvelopeSupply = { kind: 'gas', id: 'gas', maxMw: 60, permitMaxH: 500 }
    const { totals } = envelope([grid(40), reactor, plant], { targetMw: 100 })
    expect(totals.target).toMatchObject({ shortH: 220, firmedBy: [{ id: 'gas', givenMwh: 30_000, left: 0 }] }) // prettier-ignore
    expect(totals.refuelling[0]?.coveredH).toBe(500)
  })
})

const share = fc.integer({ min: 0, max: 20 }).map((n) => n / 20)
const mw = fc.integer({ min: 0, max: 300 })
const daily = fc.array(share, { minLength: 24, maxLength: 24 })
const supply: fc.Arbitrary<EnvelopeSupply> = fc.oneof(
  fc.record({ kind: fc.constant('grid-firm' as const), id: fc.uuid(), maxMw: mw }),
  fc.record({ kind: fc.constant('solar' as const), id: fc.uuid(), maxMw: mw, availability: daily }),
  fc.record({
    ...{ kind: fc.constant('grid-nonfirm' as const), id: fc.uuid(), maxMw: mw },
    curtailment: fc.record({
      kind: fc.constant('budget' as const),
      hoursMaxH: fc.integer({ min: 0, max: 2000 }),
      hours: fc.constantFrom('worst-case' as const, 'percentile' as const),
    }),
  }),
  fc.record({
    ...{ kind: fc.constant('grid-nonfirm' as const), id: fc.uuid(), maxMw: mw },
    curtailment: fc.record({ kind: fc.constant('series' as const), availability: daily }),
  }),
  fc.record({
    ...{ kind: fc.constant('nuclear' as const), id: fc.uuid(), maxMw: mw },
    units: fc.integer({ min: 1, max: 3 }),
    forcedOutageRate: share,
    refuellings: fc.constant([{ fromHour: 8000, lengthH: 1000 }]),
  }),
  fc.record({
    ...{ kind: fc.constant('gas' as const), id: fc.uuid(), maxMw: mw },
    forcedOutageRate: share,
    permitMaxH: fc.integer({ min: 0, max: 8760 }),
  }),
  fc.record({
    ...{ kind: fc.constant('battery' as const), id: fc.uuid(), maxMw: mw },
    energyMwh: fc.integer({ min: 1, max: 1000 }),
    roundTripEfficiency: share.map((n) => Math.max(0.05, n)),
  }),
)
const supplies = fc
  .array(supply, { maxLength: 5 })
  .map((all) => all.map((one, i) => ({ ...one, id: `supply-${i}` })))
const numRuns = Math.min(40, Number(process.env['GRIDLOOM_RUNS'] ?? 25))

describe('any site', () => {
  it('never loses power in any hour by one more supply: a battery behind the others, anything else wherever it stands', () => {
    fc.assert(
      fc.property(supplies, supply, fc.nat({ max: 5 }), mw, (given, more, at, targetMw) => {
        const place = more.kind === 'battery' ? given.length : Math.min(at, given.length)
        const before = envelope(given, { targetMw })
        const after = envelope(given.toSpliced(place, 0, more), { targetMw })
        for (let hour = 0; hour < 8760; hour++) {
          expect(after.firmMw[hour]! - before.firmMw[hour]!).toBeGreaterThan(-1e-5)
          expect(after.expectedMw[hour]! - before.expectedMw[hour]!).toBeGreaterThan(-1e-5)
        }
      }),
      { numRuns },
    )
  })

  it('has the same energy when hours are split', () => {
    fc.assert(
      fc.property(supplies, mw, (given, targetMw) => {
        const [whole, halves] = [1, 2].map((stepsPerHour) =>
          envelope(given, { targetMw, stepsPerHour: stepsPerHour as 1 | 2 }),
        )
        const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * a + 1e-6
        expect(isSame(whole!.totals.firmMwh, halves!.totals.firmMwh)).toBe(true)
        // Expected power is at least firm power in each step, so that a battery that ends within an hour shapes it.
        if (given.some(({ kind }) => kind === 'battery')) return
        expect(isSame(whole!.totals.expectedMwh, halves!.totals.expectedMwh)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('gives finite figures of at least nought, and firm power never above all there is', () => {
    fc.assert(
      fc.property(supplies, fc.option(mw, { nil: undefined }), (given, targetMw) => {
        const found = envelope(given, targetMw === undefined ? {} : { targetMw })
        const most = given.reduce((sum, one) => sum + one.maxMw, 0)
        for (const series of [found.firmMw, found.expectedMw, found.nonFirmMw])
          expect(series.every((one) => one >= 0 && one <= most + 1e-5)).toBe(true)
        expect(JSON.stringify(found.totals)).not.toContain('null')
      }),
      { numRuns },
    )
  })
})

describe('what a user can get wrong', () => {
  it('a battery without energy, a plant of negative power and a date before its median are told at once', () => {
    const result = siteEnvelope(
      [
        { ...battery, energyMwh: 0 },
        { ...reactor, id: 'battery', maxMw: -5, onlineP50Ms: 10, onlineP90Ms: 5 },
        { kind: 'grid-nonfirm', id: 'n', maxMw: Number.NaN, curtailment: { kind: 'budget', hours: 'worst-case' } }, // prettier-ignore
      ],
      { year: Number.NaN, firmProbability: 2 },
    )
    expect(result.ok ? [] : result.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'energy/out-of-range /calendar/year',
      'energy/out-of-range /calendar/firmProbability',
      'energy/storage-without-energy /supplies/0/energyMwh',
      'energy/duplicate-id /supplies/1/id',
      'energy/out-of-range /supplies/1/maxMw',
      'energy/out-of-range /supplies/1/onlineP90Ms',
      'energy/out-of-range /supplies/2/maxMw',
      'energy/no-budget /supplies/2/curtailment',
    ]) // prettier-ignore
  })

  it('units without number are refused before their table is made', () => {
    const engines = (id: string): EnvelopeSupply => ({ kind: 'fuel-cell', id, maxMw: 10, units: 1000, forcedOutageRate: 0.1 }) // prettier-ignore
    const result = siteEnvelope([engines('a'), engines('b')], { year: 2027 })
    expect(result.ok ? [] : result.diagnostics.map(({ code }) => code)).toEqual(['energy/too-many-units']) // prettier-ignore
  })
})
