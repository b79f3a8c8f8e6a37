import { figureOfCell } from './figure.ts'
import type { Cell, Figure, Origin } from './figure.ts'

/** Figures of one row, each with the unit of its column. A column that the row leaves out is absent. */
export function figuresOf<K extends string, C extends { readonly [P in K]?: Cell }>(
  units: Readonly<Record<K, string>>,
  cells: C,
): { readonly [P in keyof C & K]: Figure } {
  const entries = Object.entries<Cell | undefined>(cells).flatMap(([key, cell]) =>
    cell === undefined ? [] : [[key, figureOfCell(cell, units[key as K])]],
  )
  return Object.fromEntries(entries) as { readonly [P in keyof C & K]: Figure }
}

/** Where the words of a row come from; figures carry their own. */
export type RowOrigin = Pick<Figure, 'provenance' | 'source' | 'asOf' | 'licence' | 'confidence'>

export const published = (
  source: string,
  asOf: string,
  confidence: Figure['confidence'] = 'medium',
) => ({ provenance: 'published', source, asOf, confidence }) satisfies Origin

export const assumed = (source: string, asOf: string) =>
  ({ provenance: 'assumed', source, asOf, confidence: 'low' }) satisfies Origin
