import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/** Every check of a fleet beyond its schema, in the order of the file. */
const checks: readonly ((draft: Draft) => readonly Finding[])[] = []

export const checkFleet = (draft: Draft): readonly Finding[] =>
  checks.flatMap((check) => check(draft))
