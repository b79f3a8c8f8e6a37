import type { Diagnostic } from '../diagnostics/index.ts'

/** Takes a diagnostic; an error unless it says otherwise. */
export type Report = (
  diagnostic: Omit<Diagnostic, 'severity'> & Partial<Pick<Diagnostic, 'severity'>>,
) => void

export interface Range {
  readonly min: number
  readonly max: number
  readonly unit: string
  /** Whether the least value itself is refused. */
  readonly isMinExcluded?: boolean
}

/** Whether a figure is a number within its range; one that is not is reported at its place. */
export type RangeCheck = (key: string, value: number, range: Range) => boolean

export const rangeCheck =
  (report: Report, pointer: string): RangeCheck =>
  (key, value, { min, max, unit, isMinExcluded = false }) => {
    const isAbove = isMinExcluded ? value > min : value >= min
    if (Number.isFinite(value) && isAbove && value <= max) return true
    const shown = unit === '' ? '' : ` ${unit}`
    const least = isMinExcluded ? `above ${min}` : `at least ${min}`
    report({
      code: 'line/out-of-range',
      pointer: `${pointer}/${key}`,
      message: `${key} is ${value}${shown}; it must be ${least} and at most ${max}${shown}`,
    })
    return false
  }
