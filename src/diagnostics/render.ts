import { showHidden } from './cite.ts'
import type { Diagnostic, SourcePlace } from './diagnostic.ts'
import { sortDiagnostics } from './sort.ts'

/** The text of a file by the name used in the diagnostics; undefined when it is not at hand. */
export type SourceText = (file: string) => string | undefined

const widthMax = 120

/** All diagnostics as text for a terminal, each with its source line and carets under the fault, in reading order. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sourceOf: SourceText = () => undefined,
): string {
  const linesByFile = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const known = linesByFile.get(file)
    if (known !== undefined) return known
    const lines = sourceOf(file)?.split(/\r?\n/u) ?? []
    linesByFile.set(file, lines)
    return lines
  }
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => renderOne(diagnostic, linesOf))
    .join('\n')
}

function renderOne(diagnostic: Diagnostic, linesOf: (file: string) => readonly string[]): string {
  const { at, hint, related = [] } = diagnostic
  const lines = [`${diagnostic.severity}[${diagnostic.code}]: ${showHidden(diagnostic.message)}`]
  if (at !== undefined) {
    const pointer = showHidden(diagnostic.pointer)
    lines.push(`  --> ${showHidden(at.file)}:${at.line}:${at.column}${pointer && `  ${pointer}`}`)
    const source = linesOf(at.file)[at.line - 1]
    if (source !== undefined) lines.push(...excerpt(source, at))
  } else if (diagnostic.pointer !== '') lines.push(`  --> ${showHidden(diagnostic.pointer)}`)
  for (const { pointer, message } of related)
    lines.push(`  see ${showHidden(pointer)}: ${showHidden(message)}`)
  if (hint !== undefined) lines.push('', `hint: ${showHidden(hint)}`)
  return `${lines.join('\n')}\n`
}

/** The line with carets under the fault; of a very long line only the part around it. */
function excerpt(source: string, at: SourcePlace): readonly string[] {
  const start = Math.max(0, at.column - 1)
  const from = source.length > widthMax ? Math.max(0, start - 40) : 0
  const shown = visible(source.slice(from, from + widthMax))
  const gutter = `  ${at.line} | `
  const indent = ' '.repeat(gutter.length - 2)
  const width = Math.max(1, Math.min(at.length, shown.length - (start - from)))
  return [`${gutter}${shown}`, `${indent}| ${' '.repeat(start - from)}${'^'.repeat(width)}`]
}

/** One column for one character, so that the carets stand where they should. */
const visible = (text: string): string => text.replace(/\t/gu, ' ').replace(hiddenInLine, '�')
const hiddenInLine = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu
