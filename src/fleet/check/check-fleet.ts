import { checkAssumptions } from './assumptions.ts'
import { checkCommerce } from './commerce.ts'
import type { Draft } from './draft.ts'
import { checkDuplicates } from './duplicates.ts'
import { checkEngines } from './engines.ts'
import { checkEnvelopes } from './envelopes.ts'
import type { Finding } from './finding.ts'
import { checkNetwork } from './network.ts'
import { checkReferences } from './references.ts'
import { checkSitePower } from './site-power.ts'
import { checkSources } from './sources.ts'
import { checkSpanLengths } from './span-length.ts'

/** Every check of a fleet beyond its schema: one file for each subject. */
const checks: readonly ((draft: Draft) => readonly Finding[])[] = [
  checkDuplicates,
  checkReferences,
  checkNetwork,
  checkSpanLengths,
  checkSitePower,
  checkEnvelopes,
  checkEngines,
  checkCommerce,
  checkSources,
]

/** `value` is the file as written, before defaults. */
export const checkFleet = (draft: Draft, value: unknown): readonly Finding[] =>
  [...checks, checkAssumptions(value)].flatMap((check) => check(draft))
