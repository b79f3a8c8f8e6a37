import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import { importLimits } from './imported-network.ts'

/** Where in a text something stands: an offset from its start. */
export interface Spot {
  readonly offset: number
  readonly length: number
}

export interface Finding {
  readonly code: string
  readonly pointer: string
  readonly message: string
  readonly hint?: string
  readonly severity?: 'error' | 'warning' | 'note'
  readonly spot?: Spot
}

/** Gathers every problem of one file and gives each its line and column. */
export interface Findings {
  readonly add: (finding: Finding) => void
  readonly hasErrors: () => boolean
  readonly conclude: <T>(value: () => T) => Result<T>
}

export interface Source {
  readonly text: string
  readonly fileName: string
  /** For formats whose findings come without a spot: where a JSON pointer leads. */
  readonly locate?: (pointer: string) => Spot | undefined
}

export function createFindings(source: Source): Findings {
  const kept: Finding[] = []
  let errors = 0
  let total = 0
  const add = (finding: Finding): void => {
    total += 1
    if ((finding.severity ?? 'error') === 'error') errors += 1
    if (kept.length < importLimits.findings) kept.push(finding)
  }
  const diagnostics = (): readonly Diagnostic[] => {
    // Each place costs a walk through the text: in a large file only the first ones get their line, all have a pointer.
    const placedMax = Math.ceil(placeBudget / (source.text.length + 1))
    const placed = kept.map((finding, i) => (i < placedMax ? placedIn(source, finding) : placeless(finding))) // prettier-ignore
    if (total === kept.length) return placed
    const message = `${total - kept.length} more problems are left out`
    return [...placed, { code: 'import/too-many-problems', severity: 'note', pointer: '', message }]
  }
  return {
    add,
    hasErrors: () => errors > 0,
    conclude: (value) =>
      errors > 0
        ? { ok: false, diagnostics: diagnostics() }
        : { ok: true, value: value(), notes: diagnostics() },
  }
}

/** Characters that are walked through to find lines, all findings of one file together. */
const placeBudget = 50_000_000

const placeless = ({ spot: _, severity = 'error', ...rest }: Finding): Diagnostic => ({
  ...rest,
  severity,
})

function placedIn(source: Source, finding: Finding): Diagnostic {
  const { spot = source.locate?.(finding.pointer), severity = 'error', ...rest } = finding
  const diagnostic = { ...rest, severity }
  if (spot === undefined) return diagnostic
  const before = source.text.slice(0, spot.offset)
  const line = before.split('\n').length
  const column = spot.offset - (before.lastIndexOf('\n') + 1) + 1
  return { ...diagnostic, at: { file: source.fileName, line, column, length: spot.length } }
}
