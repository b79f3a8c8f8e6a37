import fc from 'fast-check'
import type { Trains, WorkloadSpec } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'
import { kinds } from './arbitrary-fleet.ts'
import { sketchSpec, startMs } from './test-world.ts'

/** Once in `of` times the value, otherwise nothing: most workloads set few of the options. */
const seldom = <T>(of: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.integer({ min: 1, max: of }).chain((roll) => (roll === 1 ? value : fc.constant(undefined)))

const legRange = fc.constantFrom([1, 1], [1, 1], [1, 2], [2, 2], [2, 2], [1, 3], [2, 3], [3, 3])

const options = {
  deadlineMs: seldom(
    9,
    fc.integer({ min: 10, max: 900 }).map((min) => startMs + min * 60_000),
  ),
  budgetUsd: seldom(9, fc.integer({ min: 10, max: 300 })),
  residency: seldom(
    12,
    fc.constantFrom(
      { jurisdictions: ['US'] },
      { jurisdictions: ['EU', 'CA-QC'], operators: ['US'] },
      { jurisdictions: ['US'], operators: ['EU'] },
    ),
  ),
  sites: seldom(
    10,
    fc.constantFrom({ allow: ['site-0', 'site-1', 'site-2'] }, { deny: ['site-0'] }),
  ),
}

const wanNeed = fc.record({
  gbps: fc.constantFrom(0.5, 4, 6, 12),
  disjointPaths: fc.constantFrom(1 as const, 1 as const, 2 as const),
  rttMaxMs: seldom(
    3,
    fc.integer({ min: 1, max: 12 }).map((ms) => ms + 0.5),
  ),
})

/**
 * What a run says that it trains, with an estimate made up for it: steps from the light of some kilometres to minutes of
 * bytes over the rates of these networks, for a whole time around those that runs are given.
 */
export const arbitraryTrains: fc.Arbitrary<Trains> = fc
  .record({
    stepS: fc.constantFrom(0.01, 0.5, 4, 40),
    p90: fc.constantFrom(1, 1.1, 1.5),
    exchangeOverStep: fc.constantFrom(0.01, 0.2, 1, 3, 20),
    window: fc.constantFrom(0, 0.1, 1, 2),
    hours: fc.constantFrom(0.02, 0.08, 0.2, 0.4, 0.9, 3),
    reduction: fc.constantFrom('bf16' as const, 'mixed-fp32' as const, 'fp32' as const),
    fits: fc.constantFrom([1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2], [2, 3], []),
    isEstimated: fc.integer({ min: 0, max: 12 }).map((roll) => roll > 0),
  })
  .map(({ stepS, p90, exchangeOverStep, window, hours, reduction, fits, isEstimated }): Trains => {
    const profile = {
      byLegs: fits.map((legs) => ({
        legs,
        // Fewer accelerators in each leg, less to wait for inside it.
        stepS: stepS * (1 - legs / 50),
        stepP10S: stepS * 0.9,
        stepP90S: stepS * (1 - legs / 50) * p90,
        windowS: stepS * window,
        layout: 'made up',
      })),
      tokensPerStep: 32_768,
      // At 10 Gb/s the exchange between two sites takes this much of a step.
      gradientGb: (exchangeOverStep * stepS * 10) / 8,
      notes: [],
    }
    return {
      model: 'llama3-8b',
      tokens: ((hours * 3600) / stepS) * 32_768,
      sequenceLength: 4096,
      batchSequences: 8,
      precision: 'bf16',
      reduction,
      ...(isEstimated ? { profile } : {}),
    }
  })

const withoutUndefined = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T

/** Batch, services without an end and training runs of one to three legs, with every option that the core knows. */
export const arbitrarySpec: fc.Arbitrary<WorkloadSpec> = fc
  .record({
    kind: fc.constantFrom(
      'batch' as const,
      'batch' as const,
      'training' as const,
      'service' as const,
    ),
    tenant: fc.constantFrom('acme', 'globex', 'globex'),
    priority: fc.constantFrom(10, 50, 50, 90),
    accelerator: fc.constantFrom(kinds[0], kinds[0], kinds[0], kinds[0], kinds[0], kinds[1]),
    perLeg: fc.constantFrom(1, 2, 4, 4, 8, 8, 8, 16),
    isOdd: fc.integer({ min: 0, max: 20 }).map((roll) => roll === 0),
    range: legRange,
    startTogether: fc.integer({ min: 0, max: 4 }).map((roll) => roll > 0),
    hours: fc.constantFrom(0.1, 0.25, 0.5, 1, 2, 5),
    wan: wanNeed,
    hasWan: fc.boolean(),
    trains: seldom(2, arbitraryTrains),
    flexibility: fc.constantFrom(
      'firm' as const,
      'shift' as const,
      'pause' as const,
      'cap' as const,
    ),
    fallback: fc.constantFrom('pause' as const, 'single-site' as const, 'loose-sync' as const),
    datasets: fc
      .integer({ min: 0, max: 20 })
      .map((roll) => (roll === 0 ? ['secret'] : roll < 5 ? ['corpus'] : [])),
    retriesMax: fc.integer({ min: 0, max: 2 }),
    ...options,
  })
  .map(
    ({ range, startTogether, hours, wan, hasWan, trains, accelerator, perLeg, isOdd, ...part }) => {
      const { durationMaxH: _none, ...base } = sketchSpec()
      const isEndless = part.kind === 'service' && hours < 1
      return withoutUndefined({
        ...base,
        ...part,
        accelerators: { kind: accelerator, count: perLeg * range[1]! + (isOdd ? 1 : 0) },
        legs: { min: range[0]!, max: range[1]!, startTogether },
        ...(isEndless ? {} : { durationMaxH: hours }),
        ...(hasWan && range[1]! > 1 ? { wan: withoutUndefined(wan) } : {}),
        ...(part.kind === 'training' && trains !== undefined ? { trains } : {}),
      }) as WorkloadSpec
    },
  )

export const minutesMs = (minutes: number): number => (minutes * hourMs) / 60
