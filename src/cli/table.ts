import { withoutControls } from './terminal.ts'

/** Columns as wide as their widest cell, two spaces apart; plain enough for `cut`, `awk` and a screen reader. */
export function formatTable(
  rows: readonly (readonly string[])[],
  header?: readonly string[],
  rightAligned: ReadonlySet<number> = new Set(),
): string {
  const lines = [...(header ? [header] : []), ...rows].map((row) => row.map(inOneLine))
  const widths: number[] = []
  for (const row of lines) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, [...cell].length)
    })
  }
  return lines
    .map((row) =>
      row
        .map((cell, column) => {
          const gap = ' '.repeat((widths[column] ?? 0) - [...cell].length)
          return rightAligned.has(column) ? gap + cell : cell + gap
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A cell holds one line and no escape sequences, whoever wrote it. */
const inOneLine = (text: string): string =>
  withoutControls(text.replace(/\s+/g, ' ')).replaceAll(/\u001b\[[\d;]*m/g, '')

/** UTC to the second, as people read it. */
export const formatTime = (atMs: number | undefined): string =>
  atMs === undefined ? '-' : new Date(atMs).toISOString().replace('T', ' ').slice(0, 19)

/** How long, in the two largest units. */
export function formatSpan(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  if (s < 60) return `${s}s`
  if (s < 3600) return `${Math.floor(s / 60)}m${String(s % 60).padStart(2, '0')}s`
  if (s < 86_400) return `${Math.floor(s / 3600)}h${String(Math.floor((s % 3600) / 60)).padStart(2, '0')}m` // prettier-ignore
  return `${Math.floor(s / 86_400)}d${Math.floor((s % 86_400) / 3600)}h`
}
