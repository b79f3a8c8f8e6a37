import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erlangC, waitInQueue } from './queue.ts'

describe('Erlang C', () => {
  it.each([
    [1, 0.5, 0.5],
    [2, 1, 1 / 3],
    [10, 8, 0.4092],
  ])('%i servers, %f erlang offered: %f wait', (servers, offered, probability) => {
    expect(erlangC(servers, offered)).toBeCloseTo(probability, 4)
  })
})

it('one server is the queue of Pollaczek and Khinchine', () => {
  const outcome = waitInQueue({ servers: 1, arrivalsPerS: 0.5, serviceS: 1, squaredVariation: 0 })
  if (outcome.kind !== 'stable') throw new Error(outcome.kind)
  expect(outcome.waiting.meanS).toBeCloseTo(0.5, 12)
})

it('more servers at equal utilisation wait less: pooling pays, so that no one target fits all', () => {
  const waitP99S = (servers: number): number => {
    const outcome = waitInQueue({ servers, arrivalsPerS: 0.08 * servers, serviceS: 10, squaredVariation: 1 }) // prettier-ignore
    return outcome.kind === 'stable' ? outcome.waiting.p99S : NaN
  }
  const [small, middle, large] = [waitP99S(10), waitP99S(100), waitP99S(1000)]
  expect(small).toBeGreaterThan(10)
  expect(middle).toBeLessThan(2)
  expect(large).toBe(0)
})

it('more arrivals, longer service and more variation never wait less', () => {
  const queue = { servers: 20, arrivalsPerS: 1, serviceS: 10, squaredVariation: 1 }
  const mean = (changes: Partial<typeof queue>): number => {
    const outcome = waitInQueue({ ...queue, ...changes })
    return outcome.kind === 'stable' ? outcome.waiting.meanS : Infinity
  }
  for (const key of ['arrivalsPerS', 'serviceS', 'squaredVariation'] as const)
    for (const times of [1.1, 1.5, 2.5])
      expect(mean({ [key]: times * queue[key] })).toBeGreaterThan(mean({}))
})

it('an overloaded queue says so', () => {
  const queue = { servers: 4, arrivalsPerS: 5, serviceS: 1, squaredVariation: 1 }
  expect(waitInQueue(queue)).toEqual({ kind: 'overloaded', utilisation: 1.25 })
})

it('hostile numbers bring no infinite wait', () => {
  const hostile = fc.oneof(fc.double(), fc.double({ min: 0, max: 100, noNaN: true }))
  const queue = fc.record({
    servers: fc.oneof(fc.integer({ min: -5, max: 500 }), fc.constantFrom(NaN, Infinity, 1e12)),
    arrivalsPerS: hostile,
    serviceS: hostile,
    squaredVariation: hostile,
  })
  fc.assert(
    fc.property(queue, (each) => {
      const outcome = waitInQueue(each)
      if (outcome.kind === 'stable')
        expect(Object.values(outcome.waiting).every(Number.isFinite)).toBe(true)
      if (outcome.kind === 'overloaded') expect(Number.isFinite(outcome.utilisation)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
