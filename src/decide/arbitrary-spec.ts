import fc from 'fast-check'
import type { WorkloadSpec } from '../fleet/index.ts'
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
  .map(({ range, startTogether, hours, wan, hasWan, accelerator, perLeg, isOdd, ...part }) => {
    const { durationMaxH: _none, ...base } = sketchSpec()
    const isEndless = part.kind === 'service' && hours < 1
    return withoutUndefined({
      ...base,
      ...part,
      accelerators: { kind: accelerator, count: perLeg * range[1]! + (isOdd ? 1 : 0) },
      legs: { min: range[0]!, max: range[1]!, startTogether },
      ...(isEndless ? {} : { durationMaxH: hours }),
      ...(hasWan && range[1]! > 1 ? { wan: withoutUndefined(wan) } : {}),
    }) as WorkloadSpec
  })

export const minutesMs = (minutes: number): number => (minutes * hourMs) / 60
