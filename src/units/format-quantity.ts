import { dimensionOf, dimensions } from './dimension.ts'
import type { Unit } from './dimension.ts'

/**
 * The one formatter: a value in its canonical unit as people read it, to four figures, with the prefix that fits
 * (0.0102 IT MW is "10.2 kW IT"). It reads back with `parseQuantity`. Money has cents and no prefix; a unit outside
 * the register ("nodes", "1") is printed as it stands.
 */
export function formatQuantity(value: number, unit: Unit | (string & {})): string {
  if (!isUnit(unit)) return `${figures(value)}${unit === '1' || unit === '' ? '' : ` ${unit}`}`
  if (!Number.isFinite(value)) return figures(value)
  const dimension = dimensionOf(unit)
  const suffix = dimension.level === 'IT' || dimension.level === 'facility' ? dimension.level : ''
  const name = (spelling: string): string => `${spelling}${suffix && ` ${suffix}`}`
  if (unit === 'USD' && Math.abs(value) < 1e15) return `${withoutMinusZero(value.toFixed(2))} USD`
  let text = ''
  for (const spelling of dimension.shown) {
    const scale = dimension.spellings[spelling]
    if (scale === undefined) continue
    const scaled = (value * scale.over) / scale.times
    const figure = figures(scaled, (dimension.max * scale.over) / scale.times)
    text = `${figure} ${name(spelling)}`
    if (Math.abs(Number(figure)) >= 1) return text
  }
  const own = dimension.spellings[dimension.shown.find((s) => s === plain(unit)) ?? '']
  return value === 0 && own ? `0 ${name(plain(unit))}` : text
}

const isUnit = (unit: string): unit is Unit => Object.hasOwn(dimensions, unit)

/** "IT MW" is shown as MW; the level comes after it. */
const plain = (unit: Unit): string => unit.replace(/^(?:chip|node|IT|facility) /u, '')

const withoutMinusZero = (text: string): string =>
  Number(text) === 0 ? text.replace('-', '') : text

/**
 * Four significant figures, whole numbers kept whole. A value within its limit is not rounded past it: it would no longer
 * read back.
 */
function figures(value: number, limit = Infinity): string {
  if (!Number.isFinite(value)) return value > 0 ? 'unlimited' : value < 0 ? '-unlimited' : 'NaN'
  const nearest = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4))
  const isPast = Math.abs(nearest) > limit && Math.abs(value) <= limit
  const rounded = isPast ? Math.trunc(value) : nearest
  return String(rounded === 0 ? 0 : rounded)
}
