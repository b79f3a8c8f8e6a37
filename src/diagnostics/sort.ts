import type { Diagnostic } from './diagnostic.ts'

const rank = { error: 0, warning: 1, note: 2 } as const

/** By file and place, as one reads; at the same place errors first; what has no place comes last. */
export const sortDiagnostics = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) =>
      compareText(a.at?.file ?? '\uffff', b.at?.file ?? '\uffff') ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
      rank[a.severity] - rank[b.severity] ||
      compareText(a.code, b.code) ||
      compareText(a.pointer, b.pointer),
  )

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error')
