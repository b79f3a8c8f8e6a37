import type { Diagnostic } from '../../diagnostics/index.ts'
import { hoursPerYear, type Hourly } from './hourly.ts'

export interface Range {
  readonly min: number
  readonly max: number
  readonly unit?: string
  /** The least value itself is not allowed. */
  readonly isMinExcluded?: boolean
}

export const share: Range = { min: 0, max: 1 }
/** Of one site: ten times the largest power station of the world. */
export const power: Range = { min: 0, max: 1e6, unit: 'MW' }
export const price: Range = { min: -1e5, max: 1e5, unit: 'USD/MWh' }
export const carbonFactor: Range = { min: 0, max: 5000, unit: 'g/kWh' }
export const ratioAtMeter: Range = { min: 1, max: 5 }
export const waterFactor: Range = { min: 0, max: 1000, unit: 'L/kWh' }

/** Gathers all that is wrong with a request; what passes gives finite figures. */
export interface SiteCheck {
  /** What is left out is in range: it has a default. */
  number(pointer: string, value: number | undefined, range: Range): void
  /** One value, 24 of a day or one for each hour of a year. */
  hourly(pointer: string, values: Hourly | undefined, range: Range): void
  add(diagnostic: Omit<Diagnostic, 'severity'>): void
  readonly found: readonly Diagnostic[]
}

const wordsOf = ({ min, max, unit = '', isMinExcluded = false }: Range): string =>
  `it must be ${isMinExcluded ? 'above' : 'at least'} ${min} and at most ${max} ${unit}`.trimEnd()

const isIn = (value: number, { min, max, isMinExcluded = false }: Range): boolean =>
  (isMinExcluded ? value > min : value >= min) && value <= max

export function createSiteCheck(): SiteCheck {
  const found: Diagnostic[] = []
  const add: SiteCheck['add'] = (diagnostic) =>
    void found.push({ severity: 'error', ...diagnostic })
  const number: SiteCheck['number'] = (pointer, value, range) => {
    if (value === undefined || isIn(value, range)) return
    const name = pointer.slice(1).replaceAll('/', '.')
    const unit = range.unit === undefined ? '' : ` ${range.unit}`
    add({
      code: 'energy/out-of-range',
      pointer,
      message: `${name} is ${value}${unit}; ${wordsOf(range)}`,
    })
  }
  return {
    found,
    add,
    number,
    hourly(pointer, values, range) {
      if (values === undefined) return
      if (typeof values === 'number') return number(pointer, values, range)
      if (values.length !== 24 && values.length !== hoursPerYear) {
        const message = `${pointer.slice(1).replaceAll('/', '.')} has ${values.length} values; it must have 24 or ${hoursPerYear}`
        add({ code: 'energy/series-length', pointer, message })
        return
      }
      const at = Array.prototype.findIndex.call(values, (value: number) => !isIn(value, range))
      if (at >= 0) number(`${pointer}/${at}`, values[at], range)
    },
  }
}
