import type { Diagnostic } from '../../diagnostics/index.ts'

interface Range {
  readonly min: number
  readonly max: number
  readonly unit: string
  readonly isMinExcluded?: boolean
}

export interface PlantCheck {
  /** What is left out is in range: it has a default. */
  readonly inRange: (pointer: string, value: number | undefined, range: Range) => void
  readonly add: (diagnostic: Diagnostic) => void
  readonly found: () => readonly Diagnostic[]
}

/** For what has to be one of a table: a request may come from a program that no compiler has checked. */
export const unknownChoice = (
  key: string,
  value: string,
  known: readonly string[],
): Diagnostic => ({
  code: 'link/out-of-range',
  severity: 'error',
  pointer: `/${key}`,
  message: `${key} is ${JSON.stringify(value)}, which no table holds`,
  hint: `known are ${known.join(', ')}`,
})

/** Gathers all that is wrong with a request; what passes gives finite figures. */
export function createPlantCheck(): PlantCheck {
  const found: Diagnostic[] = []
  return {
    inRange(pointer, value, { min, max, unit, isMinExcluded = false }) {
      if (value === undefined) return
      const isAbove = isMinExcluded ? value > min : value >= min
      if (isAbove && value <= max) return
      const least = isMinExcluded ? `above ${min}` : `at least ${min}`
      const name = pointer.slice(1).replaceAll('/', '.')
      const message = `${name} is ${value} ${unit}; it must be ${least} and at most ${max} ${unit}`
      found.push({ code: 'link/out-of-range', severity: 'error', pointer, message })
    },
    add: (diagnostic) => void found.push(diagnostic),
    found: () => found,
  }
}
