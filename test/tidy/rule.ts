import type { Tree } from './tree.ts'

/** One violation: its place, the rule it breaks and what to do about it. */
export interface Finding {
  readonly path: string
  readonly line?: number
  /** Number in the style guide, e.g. `S6`. */
  readonly rule: string
  readonly message: string
}

/** A rule comes with its proof: small sources that break it, and what it must say about them. */
export interface Rule {
  readonly law: string
  readonly check: (tree: Tree) => readonly Finding[]
  readonly proof: readonly Proof[]
}

export interface Proof {
  readonly files: Readonly<Record<string, string>>
  /** Exactly the findings, as printed; empty shows what the rule leaves alone. */
  readonly says: readonly string[]
}

/** `src/power/envelope.ts:12  S6  "power" is pure and calls Date.now(): take the instant as an argument` */
export const print = (finding: Finding): string =>
  `${finding.path}${finding.line === undefined ? '' : `:${finding.line}`}  ${finding.rule}  ${finding.message}`
