/**
 * What a user can get wrong is data: every diagnostic at once, each with its place and a way out. The same object is
 * text on stderr, JSON with `--json` and problem+json over HTTP.
 */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
}

export interface Diagnostic {
  /** From the register in `codes.ts`, e.g. `fleet/unknown-site`. */
  readonly code: string
  readonly severity: 'error' | 'warning' | 'note'
  /** RFC 6901 JSON pointer, e.g. `/routes/0/spans/1`. */
  readonly pointer: string
  readonly at?: SourcePlace
  /** One sentence without full stop; numbers carry units. */
  readonly message: string
  /** What to do next. */
  readonly hint?: string
  readonly related?: readonly { readonly pointer: string; readonly message: string }[]
}

/** The answer at the door of a room that takes user input. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly notes: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** What we got wrong: throws; only the process edge catches it. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`defect: ${sentence}`)
}
