import type { SourcePlace } from '../../diagnostics/index.ts'

/** Turns offsets of one file into line and column, both from 1, counted in UTF-16 code units as editors do. */
export interface PlaceFinder {
  readonly at: (fromOffset: number, toOffset: number) => SourcePlace
}

export function buildPlaceFinder(text: string, file: string): PlaceFinder {
  let starts: number[] | undefined
  const lineStarts = (): readonly number[] => {
    if (starts !== undefined) return starts
    starts = [0]
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
    return starts
  }
  return {
    at: (fromOffset, toOffset) => {
      const from = Math.max(0, Math.min(fromOffset, text.length))
      const line = lastNotAfter(lineStarts(), from)
      const start = lineStarts()[line] ?? 0
      const end = lineStarts()[line + 1] ?? text.length + 1
      const length = Math.max(1, Math.min(toOffset, end - 1) - from)
      return { file, line: line + 1, column: from - start + 1, length }
    },
  }
}

function lastNotAfter(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
