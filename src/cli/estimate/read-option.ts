import { InvalidArgumentError } from 'commander'
import { cite } from '../../diagnostics/index.ts'
import { parseQuantity, type Unit } from '../../units/index.ts'

/**
 * The text of an option as a number in its canonical unit. What cannot be read is refused here, with a way out, and
 * ends the command as any other command line that is not valid; what can be read but cannot be is for the models.
 */
type Reader<T> = (text: string) => T

const refuse = (message: string, hint: string): never => {
  throw new InvalidArgumentError(`${message}; ${hint}`)
}

const bareNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu

/** A quantity with its unit, or a bare number where the name of the option says the unit, which is then `bare`. */
export const readQuantity =
  (unit: Unit, bare?: string): Reader<number> =>
  (text) => {
    const isBare = bare !== undefined && bareNumber.test(text.trim())
    const parsed = parseQuantity(isBare ? `${text} ${bare}` : text, unit)
    return parsed.ok ? parsed.value : refuse(parsed.message, parsed.hint)
  }

/** Milliseconds: `21ms`, `0.5 s`, `21`. */
export const readMs = readQuantity('ms', 'ms')

/** Milliseconds that something may take at most: nothing takes none. */
export function readLimitMs(text: string): number {
  const limitMs = readMs(text)
  return limitMs > 0 ? limitMs : refuse('a limit is above 0', 'write it as in "40ms"')
}

/** Kilometres: `1580km`, `80`. */
export const readKm = readQuantity('km', 'km')

/** Gb/s: `400G`, `1.6T`, `400 Gb/s`. A bare number is refused: it could be any of them. */
export function readGbps(text: string): number {
  const [, number, prefix] = /^\s*([\d.]+)\s*([kMGTP])\s*$/u.exec(text) ?? []
  const written = number === undefined ? text : `${number} ${prefix}b/s`
  const parsed = parseQuantity(written, 'Gb/s')
  if (!parsed.ok) return refuse(parsed.message, `${parsed.hint}, or short as in "400G" or "1.6T"`)
  return parsed.value > 0 ? parsed.value : refuse('a rate is above 0', 'write it as in "400G"')
}

const itemsMax = 64

const readList =
  <T>(read: Reader<T>, example: string): Reader<readonly T[]> =>
  (text) => {
    const items = text.split(',').map((item) => item.trim())
    if (items.some((item) => item === ''))
      return refuse(`${cite(text)} has an empty item`, `write it as in "${example}"`)
    if (items.length > itemsMax)
      return refuse(`a list has at most ${itemsMax} items, not ${items.length}`, 'ask in parts')
    return items.map(read)
  }

/** Gb/s: `100G,400G,1.6T`. */
export const readGbpsList = readList(readGbps, '100G,400G,1.6T')

interface Range {
  /** Completes "this is …". */
  readonly what: string
  readonly min: number
  readonly max: number
  readonly example: string
}

/** A number without a unit between two ends; `suffix` may follow it and says nothing. */
export const readNumber =
  ({ what, min, max, example }: Range, suffix = ''): Reader<number> =>
  (text) => {
    const trimmed = text.trim()
    const bare = suffix !== '' && trimmed.endsWith(suffix) ? trimmed.slice(0, -suffix.length) : trimmed // prettier-ignore
    const value = bareNumber.test(bare.trim()) ? Number(bare) : NaN
    if (Number.isNaN(value))
      return refuse(`${cite(text)} is not ${what}`, `write it as in "${example}"`)
    if (value < min || value > max)
      return refuse(`${cite(text)} is beyond ${what}`, `it lies between ${min} and ${max}`)
    return value === 0 ? 0 : value
  }

const countMax = 1e9

/** How many: a whole number from 1, as in `16384`. */
export function readCount(text: string): number {
  const count = readNumber({ what: 'a count', min: 1, max: countMax, example: '16384' })(text)
  if (!Number.isInteger(count))
    return refuse(`${cite(text)} is not a whole number`, 'write it as in "16384"')
  return count
}

export const readCountList = readList(readCount, '1,8,64')

/** Degrees Celsius of the dry and the wet bulb: `15,10`; one alone stands for both. */
export function readTemperatures(text: string): readonly number[] {
  const read = readNumber({ what: 'a temperature in C', min: -90, max: 60, example: '15,10' }, 'C')
  const list = readList(read, '15,10')(text)
  const [dry = 0, wet = dry] = list
  if (list.length > 2) return refuse(`${cite(text)} has more than two temperatures`, 'write dry bulb, wet bulb') // prettier-ignore
  return wet <= dry ? list : refuse(`${cite(text)} has a wet bulb above the dry bulb`, 'write dry bulb, wet bulb') // prettier-ignore
}

const thousands: Readonly<Record<string, number>> = { k: 3, K: 3, M: 6, G: 9, B: 9, T: 12 }
const tokensMax = 1e18

/** Tokens: `15.6T`, `500B`, `8k`, `2e12`. B is a billion, as those who train models write it. */
export function readTokens(text: string): number {
  const [, number = '', prefix = ''] = /^\s*(\S*?)\s*([kKMGBT]?)\s*$/u.exec(text) ?? []
  const isNumber = bareNumber.test(number) && !(prefix !== '' && /e/iu.test(number))
  if (!isNumber) return refuse(`${cite(text)} is not a number of tokens`, 'write it as in "15.6T"')
  const tokens = Math.round(Number(`${number}${prefix === '' ? '' : `e${thousands[prefix]}`}`))
  if (!(tokens >= 1 && tokens <= tokensMax))
    return refuse(`${cite(text)} is beyond a number of tokens`, `it lies between 1 and ${tokensMax}`) // prettier-ignore
  return tokens
}

/** A share from 0 to 1: `0.4`, `40%`. */
export function readShare(text: string): number {
  const isPercent = text.trim().endsWith('%')
  const share = { what: 'a share', example: '0.4 or 40%', min: 0 }
  return isPercent
    ? readNumber({ ...share, max: 100 }, '%')(text) / 100
    : readNumber({ ...share, max: 1 })(text)
}
