import type { Diagnostic, Path } from '../../diagnostics/index.ts'

/** What a check finds, by path in the file; the loader adds the place. */
export interface Finding {
  readonly code: string
  readonly severity?: 'error' | 'warning' | 'note'
  readonly path: Path
  /** Where the key is at fault, not its value. */
  readonly part?: 'key'
  readonly message: string
  /** A function where it takes a search: it is asked only for findings that are shown. */
  readonly hint?: string | (() => string | undefined) | undefined
  readonly related?: Diagnostic['related']
}
