import { hintNearest, type Diagnostic } from '../../diagnostics/index.ts'
import type { PerStep } from './model-parts.ts'

/** Beyond this no figure of a power system is meant, and a solver takes it for infinite. */
const magnitudeMax = 1e12

export interface Range {
  readonly min?: number
  readonly max?: number
  /** The least value itself is not allowed. */
  readonly isAboveMin?: boolean
}

/** Collects what is wrong with a model: all of it, each with its place. */
export interface Findings {
  readonly list: readonly Diagnostic[]
  add(diagnostic: Omit<Diagnostic, 'severity'>): void
  /** A number that may be left out. */
  number(value: number | undefined, pointer: string, range?: Range): void
  /** One number, or as many as there are steps. */
  series(value: PerStep | undefined, pointer: string, range?: Range): void
  /** The id of something that is there. */
  reference(id: string, pointer: string, known: ReadonlySet<string>): void
  count(value: number | undefined, pointer: string): void
}

export function createFindings(steps: number): Findings {
  const list: Diagnostic[] = []
  const add: Findings['add'] = (diagnostic) => void list.push({ severity: 'error', ...diagnostic })
  const number: Findings['number'] = (value, pointer, range = {}) => {
    if (value === undefined) return
    const fault = faultOf(value, range)
    if (fault !== undefined) add({ ...fault, pointer })
  }
  return {
    list,
    add,
    number,
    series(value, pointer, range = {}) {
      if (value === undefined) return
      if (typeof value === 'number') return number(value, pointer, range)
      if (value.length !== steps)
        return add({
          code: 'energy/series-length',
          pointer,
          message: `a series has ${value.length} values, the model has ${steps} steps`,
        })
      // One slip in a formula breaks every hour of the year: the first place is enough.
      const values = Array.from(value as ArrayLike<number>)
      const first = values.findIndex((one) => faultOf(one, range) !== undefined)
      if (first >= 0) number(values[first], `${pointer}/${first}`, range)
    },
    reference(id, pointer, known) {
      if (known.has(id)) return
      const message = `no bus has the id ${JSON.stringify(id)}`
      const hint = hintNearest(String(id), [...known])
      add({ code: 'energy/unknown-bus', pointer, message, ...(hint === undefined ? {} : { hint }) })
    },
    count(value, pointer) {
      if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return
      const message = `a number of steps is ${value}; it is a whole number, at least 0`
      add({ code: 'energy/out-of-range', pointer, message })
    },
  }
}

function faultOf(
  value: number,
  { min = -Infinity, max = Infinity, isAboveMin = false }: Range,
): { readonly code: string; readonly message: string } | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > magnitudeMax)
    return {
      code: 'energy/not-a-number',
      message: `a figure is ${String(value)}; it must be a number up to ${magnitudeMax}`,
    }
  if (value >= min && value <= max && !(isAboveMin && value === min)) return undefined
  const low = min === -Infinity ? '' : `${isAboveMin ? 'above' : 'at least'} ${min}`
  const high = max === Infinity ? '' : `at most ${max}`
  const allowed = [low, high].filter((part) => part !== '').join(' and ')
  return { code: 'energy/out-of-range', message: `a figure is ${value}; it must be ${allowed}` }
}
