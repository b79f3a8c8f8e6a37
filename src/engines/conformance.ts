import { describe, test } from 'vitest'
import { laws } from './conformance-laws.ts'
import { recordLaws } from './conformance-records.ts'
import { commandLaws } from './conformance-commands.ts'
import { bench, type EngineHarness } from './conformance-bench.ts'

export type { EngineHarness } from './conformance-bench.ts'

export interface EngineConformanceOptions {
  readonly name: string
  /** A harness for one test. It may stand on a site that other tests use too: the suite tidies up its own legs. */
  readonly make: () => Promise<EngineHarness>
  /** Tests, by their exact names, that do not apply to this engine, and why. A name that no test has is an error. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[]
  /** Run the tests of the suite side by side; false where the site is small or shared. */
  readonly isConcurrent?: boolean
}

/** One suite for every engine: each test is named for the law of engine.ts that it holds. */
export function engineConformance(options: EngineConformanceOptions): void {
  const { name, make, skip = [], isConcurrent = false } = options
  const all = [...laws, ...recordLaws, ...commandLaws]
  const skipped = new Set(skip.flatMap((entry) => entry.tests))
  const names = new Set(all.map((law) => law.name))
  for (const unknown of [...skipped].filter((skip) => !names.has(skip))) {
    throw new Error(`${name} skips "${unknown}", which is not a test of the suite`)
  }
  describe(`engine conformance: ${name}`, { concurrent: isConcurrent }, () => {
    for (const law of all) {
      const reason = skip.find((entry) => entry.tests.includes(law.name))?.reason
      if (reason !== undefined) {
        test.skip(`${law.name} (${reason})`)
        continue
      }
      test(law.name, async () => {
        const place = await bench(await make())
        try {
          await law.holds(place)
        } finally {
          await place.clear()
        }
      })
    }
  })
}
