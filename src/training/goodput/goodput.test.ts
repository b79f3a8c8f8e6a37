import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bestIntervalS,
  checkpointPlan,
  firstOrderGoodput,
  renewalGoodput,
  renewalIntervalS,
} from './checkpoint.ts'
import { failurePreset, failurePresets } from './failure-presets.ts'
import { finish } from './finish.ts'
import { goodput } from './goodput.ts'
import type { GoodputEstimate, GoodputRequest, GoodputSite, Ranged } from './goodput-request.ts'

const exactly = (value: number): Ranged => ({ low: value, expected: value, high: value })

const site = (change: Partial<GoodputSite> = {}): GoodputSite => ({
  site: 'a',
  accelerators: 16_384,
  hoursPerInterruption: exactly(50_000),
  jobInterruptionsPerH: 0,
  blastRadius: 8,
  repairH: 0,
  spares: 0,
  ...change,
})

const request = (change: Partial<GoodputRequest> = {}): GoodputRequest => ({
  sites: [site()],
  links: [],
  coupling: 'synchronous',
  stallS: exactly(10),
  restartS: exactly(300),
  ...change,
})

const estimate = (one: GoodputRequest): GoodputEstimate => {
  const outcome = goodput(one)
  if (outcome.kind !== 'estimated') throw new Error(outcome.why.join('; '))
  return outcome.estimate
}

const halves = [site({ accelerators: 8192 }), site({ site: 'b', accelerators: 8192 })]
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('checkpoints', () => {
  it('no other interval beats the best one, in either form', () => {
    fc.assert(
      fc.property(real(0.1, 100), real(100, 1e6), real(0.1, 10), (stallS, mttiS, factor) => {
        const cost = { stallS, restartS: 60 }
        const young = bestIntervalS(stallS, mttiS)
        const renewal = renewalIntervalS(stallS, mttiS)
        const slack = 1e-9
        expect(firstOrderGoodput(cost, mttiS, young * factor)).toBeLessThanOrEqual(
          firstOrderGoodput(cost, mttiS) + slack,
        )
        expect(renewalGoodput(cost, mttiS, renewal * factor)).toBeLessThanOrEqual(
          renewalGoodput(cost, mttiS) + slack,
        )
      }),
    )
  })

  it('the two forms meet where the waste is small', () => {
    const plan = checkpointPlan({ stallS: 1, restartS: 10 }, 1e7)
    expect(plan.goodput - plan.firstOrderGoodput).toBeGreaterThanOrEqual(0)
    expect(plan.goodput - plan.firstOrderGoodput).toBeLessThan(1e-6)
  })

  it('the renewal form never falls below zero where the first order does', () => {
    const cost = { stallS: 60, restartS: 900 }
    expect(firstOrderGoodput(cost, 600)).toBeLessThan(0)
    expect(renewalGoodput(cost, 600)).toBeGreaterThan(0)
  })
})

describe('goodput', () => {
  it('what is lost and what is left are the whole', () => {
    const { goodput: left, waste } = estimate(
      request({
        sites: [
          site({ repairH: 200, spares: 16, curtailment: { eventsPerYear: 20, hoursPerEvent: 4 } }),
        ],
        links: [{ cutsPerYear: 3, outageH: 6 }],
      }),
    )
    const lost = Object.values(waste).reduce((a, b) => a + b, 0)
    expect(lost + left.expected).toBeCloseTo(1, 12)
    expect(Object.values(waste).every((share) => share > 0)).toBe(true)
  })

  it('a synchronous run at two sites fails as often as one site of their size', () => {
    const one = estimate(request())
    const two = estimate(request({ sites: halves }))
    expect(two.goodput.expected).toBeCloseTo(one.goodput.expected, 12)
    expect(two.interruptionsPerDay).toBeCloseTo(7.86, 2)
  })

  it('decoupled sites lose their own share only', () => {
    const decoupled = estimate(request({ sites: halves, coupling: 'decoupled' }))
    const alone = estimate(request({ sites: halves.slice(0, 1) }))
    expect(decoupled.goodput.expected).toBeCloseTo(alone.goodput.expected, 12)
    expect(decoupled.goodput.expected).toBeGreaterThan(estimate(request()).goodput.expected)
  })

  it('a cut stops a synchronous run and no decoupled one', () => {
    const links = [{ cutsPerYear: 12, outageH: 8 }]
    const cut = estimate(request({ sites: halves, links }))
    expect(cut.waste.linkCuts).toBeCloseTo((12 * 8) / 8766, 12)
    const apart = estimate(request({ sites: halves, links, coupling: 'decoupled' }))
    expect(apart.waste.linkCuts).toBe(0)
  })

  it('a cut costs rework and a restart beside its outage, as any interruption does', () => {
    const whole = estimate(request({ sites: halves }))
    const flap = estimate(request({ sites: halves, links: [{ cutsPerYear: 8766, outageH: 0 }] }))
    expect(flap.waste.linkCuts).toBe(0)
    expect(flap.interruptionsPerDay).toBeCloseTo(whole.interruptionsPerDay + 24, 9)
    expect(flap.waste.rework).toBeGreaterThan(whole.waste.rework)
    expect(flap.waste.restarting).toBeGreaterThan(whole.waste.restarting)
  })

  it('a blast radius of 72 takes nine times the accelerators of 8, until spares cover them', () => {
    const node = estimate(request({ sites: [site({ repairH: 24 })] }))
    const rack = estimate(request({ sites: [site({ repairH: 24, blastRadius: 72 })] }))
    expect(rack.acceleratorsDown).toBeCloseTo(9 * node.acceleratorsDown, 9)
    expect(rack.goodput.expected).toBeLessThan(node.goodput.expected)
    const spared = estimate(
      request({ sites: [site({ repairH: 24, blastRadius: 72, spares: 600 })] }),
    )
    expect(spared.waste.missingCapacity).toBe(0)
  })

  it('more failures, stalls or restarts never help', () => {
    fc.assert(
      fc.property(
        real(1e3, 1e6),
        real(1, 300),
        real(1, 3600),
        real(1, 5),
        (k, stallS, restartS, worse) => {
          const of = (hours: number, stall: number, restart: number): number => {
            const outcome = goodput(
              request({
                sites: [site({ hoursPerInterruption: exactly(hours) })],
                stallS: exactly(stall),
                restartS: exactly(restart),
              }),
            )
            return outcome.kind === 'estimated' ? outcome.estimate.goodput.expected : 0
          }
          const before = of(k, stallS, restartS) + 1e-9
          expect(of(k / worse, stallS, restartS)).toBeLessThanOrEqual(before)
          expect(of(k, stallS * worse, restartS)).toBeLessThanOrEqual(before)
          expect(of(k, stallS, restartS * worse)).toBeLessThanOrEqual(before)
        },
      ),
    )
  })

  it('the range holds the expected value', () => {
    const preset = failurePreset('llama-3')
    const hours = {
      low: preset?.hoursPerInterruptionLow.value ?? 0,
      expected: preset?.hoursPerInterruption.value ?? 0,
      high: preset?.hoursPerInterruptionHigh.value ?? 0,
    }
    const { goodput: range } = estimate(
      request({
        sites: [site({ hoursPerInterruption: hours })],
        stallS: { low: 3, expected: 10, high: 30 },
        restartS: { low: 300, expected: 600, high: 900 },
      }),
    )
    expect(range.low).toBeLessThan(range.expected)
    expect(range.high).toBeGreaterThan(range.expected)
  })

  it('every preset has its range around its value', () => {
    for (const {
      hoursPerInterruption,
      hoursPerInterruptionLow,
      hoursPerInterruptionHigh,
    } of failurePresets) {
      expect(hoursPerInterruptionLow.value).toBeLessThan(hoursPerInterruption.value)
      expect(hoursPerInterruptionHigh.value).toBeGreaterThan(hoursPerInterruption.value)
    }
  })

  it('an unending outage is no progress, not a figure', () => {
    const dark = site({ curtailment: { eventsPerYear: 9000, hoursPerEvent: 24 } })
    expect(goodput(request({ sites: [dark] })).kind).toBe('no-progress')
  })
})

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : []

const hostile = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, NaN, Infinity, -Infinity, 1e308, 5e-324, 1e-3, 1e6, 1e9, 1e12),
  fc.double(),
)
const hostileRange = fc.oneof(
  fc.record({ low: hostile, expected: hostile, high: hostile }),
  hostile.map(exactly),
)

describe('hostile figures', () => {
  it('give finite shares or a named outcome', () => {
    fc.assert(
      fc.property(
        fc.record({
          sites: fc.array(
            fc.record({
              site: fc.constant('a'),
              accelerators: hostile,
              hoursPerInterruption: hostileRange,
              jobInterruptionsPerH: hostile,
              blastRadius: hostile,
              repairH: hostile,
              spares: hostile,
              curtailment: fc.record({ eventsPerYear: hostile, hoursPerEvent: hostile }),
            }),
            { maxLength: 3 },
          ),
          links: fc.array(fc.record({ cutsPerYear: hostile, outageH: hostile }), { maxLength: 2 }),
          coupling: fc.constantFrom('synchronous', 'decoupled'),
          stallS: hostileRange,
          restartS: hostileRange,
          resyncS: hostile,
        }),
        (one) => {
          expect(numbersIn(goodput(one)).every(Number.isFinite)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('stay finite at the ends of what is allowed', () => {
    const hours = fc.constantFrom(1e-3, 1, 1e12)
    const seconds = fc.constantFrom(0, 1e-3, 1e12)
    fc.assert(
      fc.property(
        hours,
        seconds,
        seconds,
        fc.constantFrom(1, 1e9),
        (k, stall, restart, accelerators) => {
          const outcome = goodput(
            request({
              sites: [site({ accelerators, hoursPerInterruption: exactly(k), repairH: 1e6 })],
              stallS: exactly(stall),
              restartS: exactly(restart),
            }),
          )
          expect(numbersIn(outcome).every(Number.isFinite)).toBe(true)
        },
      ),
    )
  })

  it('give a finish or say why there is none', () => {
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostileRange,
        hostileRange,
        (tokens, extraTokenShare, tokensPerS, share) => {
          const outcome = finish({ tokens, extraTokenShare, tokensPerS, goodput: share })
          expect(numbersIn(outcome).every(Number.isFinite)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('the finish', () => {
  const run = {
    tokens: 15.6e12,
    tokensPerS: { low: 2.5e6, expected: 2.7e6, high: 2.8e6 },
    goodput: { low: 0.87, expected: 0.9, high: 0.92 },
  }

  it('is tokens over speed times goodput, with P90 later than P50', () => {
    const outcome = finish(run)
    if (outcome.kind !== 'finishes') throw new Error(outcome.kind)
    expect(outcome.p50H).toBeCloseTo(15.6e12 / (2.7e6 * 0.9) / 3600, 6)
    expect(outcome.p90H / outcome.p50H).toBeCloseTo(
      Math.exp(Math.hypot(Math.log(2.7 / 2.5), Math.log(0.9 / 0.87))),
      9,
    )
    expect(outcome.p10H).toBeLessThan(outcome.p50H)
  })

  it('moves out by the extra tokens of loose synchronisation', () => {
    const outcome = finish({ ...run, extraTokenShare: 0.1 })
    const plain = finish(run)
    if (outcome.kind !== 'finishes' || plain.kind !== 'finishes') throw new Error(outcome.kind)
    expect(outcome.p50H / plain.p50H).toBeCloseTo(1.1, 9)
  })

  it('may never come where the low end of speed is zero', () => {
    expect(finish({ ...run, tokensPerS: { ...run.tokensPerS, low: 0 } }).kind).toBe(
      'may-not-finish',
    )
  })
})
