import { dimensionOf, units } from './dimension.ts'
import type { Dimension, PowerLevel, Scale, Unit } from './dimension.ts'

/** What is wrong with a written quantity: the code is registered in the diagnostics room. */
export interface QuantityProblem {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export type ParsedQuantity =
  { readonly ok: true; readonly value: number } | ({ readonly ok: false } & QuantityProblem)

const shape = /^([+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,9})?)\s*(.*)$/u
const lengthMax = 80
const smallest = 1e-12

const levelWords: Readonly<Record<string, PowerLevel>> = {
  IT: 'IT',
  facility: 'facility',
  'at the meter': 'facility',
  node: 'node',
  'per node': 'node',
  chip: 'chip',
  'per chip': 'chip',
}

const levelNames: Readonly<Record<PowerLevel, string>> = {
  chip: 'power of one chip',
  node: 'IT power of one node',
  IT: 'IT power',
  facility: 'power at the meter',
  MVA: 'apparent power at the interconnection',
}

const refuse = (code: string, message: string, hint: string): ParsedQuantity => ({
  ok: false,
  code,
  message,
  hint,
})

/** Text as it may be repeated in a message: quoted, control characters escaped, cut. */
const cite = (text: string): string =>
  JSON.stringify(text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text)

/**
 * A quantity as people write it ("300 MW IT", "1.6 Tb/s", "62 USD/MWh") in the canonical unit asked for. A figure from
 * another level of the power chain is refused by name, as are bits for bytes, a missing unit and figures beyond belief.
 */
export function parseQuantity(text: string, unit: Unit): ParsedQuantity {
  const wanted = dimensionOf(unit)
  const match = text.length > lengthMax ? null : shape.exec(text.trim())
  if (match === null) {
    const hint = `write a plain number and a unit, as in "${wanted.example}"`
    return refuse('units/not-a-quantity', `${cite(text)} is not ${wanted.what}`, hint)
  }
  const words = (match[2] ?? '').replace(/\s+/gu, ' ')
  if (words === '') return missingUnit(match[1] ?? '', unit)
  const written = readUnit(words, wanted)
  if ('problem' in written) return written.problem(text)
  return checkRange(scaled(match[1] ?? '', written.scale), text, wanted)
}

/** Powers of ten move the decimal point in the text, so that 10.2 kW is 0.0102 MW to the last bit. */
function scaled(number: string, { times, over }: Scale): number {
  const shift = Math.log10(times) - Math.log10(over)
  if (!Number.isInteger(shift)) return (Number(number) * times) / over
  const [mantissa = '', exponent = '0'] = number.split(/e/iu)
  return Number(`${mantissa}e${Number(exponent) + shift}`)
}

/** The refusal of a bare number where a quantity must stand. */
export function missingUnit(number: string, unit: Unit): ParsedQuantity {
  const wanted = dimensionOf(unit)
  const spelling = wanted.example.replace(/^\S+ /u, '')
  const message = `${cite(number)} has no unit; this is ${wanted.what}`
  return refuse('units/missing-unit', message, `write "${number.slice(0, 40)} ${spelling}"`)
}

type ReadUnit = { readonly scale: Scale } | { readonly problem: (text: string) => ParsedQuantity }

function readUnit(words: string, wanted: Dimension): ReadUnit {
  const exact = lookUp(wanted, words)
  if (exact !== undefined) return { scale: exact }
  const power = readPower(words)
  if (power !== undefined && wanted.level !== undefined) {
    const scale = lookUp(wanted, power.spelling)
    if (scale !== undefined && power.level === wanted.level) return { scale }
    return { problem: (text) => wrongLevel(text, power.level, wanted) }
  }
  return { problem: (text) => wrongUnit(text, words, wanted) }
}

/** A power with its level said: "MW IT", "facility MW", "MVA". */
function readPower(words: string): { spelling: string; level: PowerLevel } | undefined {
  if (lookUp(dimensionOf('MVA'), words)) return { spelling: words, level: 'MVA' }
  for (const [word, level] of Object.entries(levelWords)) {
    const rest = words.endsWith(` ${word}`)
      ? words.slice(0, -word.length - 1)
      : words.startsWith(`${word} `)
        ? words.slice(word.length + 1)
        : undefined
    if (rest !== undefined && lookUp(dimensionOf('IT MW'), rest)) return { spelling: rest, level }
  }
  if (lookUp(dimensionOf('IT MW'), words)) return { spelling: words, level: 'IT' }
  return undefined
}

const lookUp = (dimension: Dimension, spelling: string): Scale | undefined =>
  Object.hasOwn(dimension.spellings, spelling) ? dimension.spellings[spelling] : undefined

const levelHints: Readonly<Partial<Record<`${PowerLevel}>${PowerLevel}`, string>>> = {
  'facility>IT': 'divide by the PUE to get IT power, or drop the word if the figure is IT power',
  'IT>facility': 'multiply by the PUE to get power at the meter',
  'MVA>facility': 'multiply by the power factor to get MW at the meter',
  'facility>MVA': 'divide by the power factor to get MVA',
  'IT>MVA': 'divide by the power factor, and give the rating as in "400 MVA"',
}

function wrongLevel(text: string, given: PowerLevel, wanted: Dimension): ParsedQuantity {
  const isActive = wanted.level === 'MVA' && given === 'IT'
  const message = `${cite(text)} is ${isActive ? 'active power' : levelNames[given]}; this is ${wanted.what}`
  const hint = wanted.level && levelHints[`${given}>${wanted.level}`]
  return refuse('units/wrong-power-level', message, hint ?? `write it as in "${wanted.example}"`)
}

const bits = /^(?:[kMGTPE]?b(?:it)?)$/u
const bytesPerSecond = /^[kMGTPE]?i?B(?:\/s|ps)$/u

function wrongUnit(text: string, words: string, wanted: Dimension): ParsedQuantity {
  const example = `write it as in "${wanted.example}"`
  if (/^[^\p{L}°(/]/u.test(words))
    return refuse(
      'units/not-a-quantity',
      `${cite(text)} is not one number and a unit`,
      `${example}: digits are not separated, and a range is not a number`,
    )
  if (wanted === dimensionOf('Gb/s') && bytesPerSecond.test(words))
    return refuse(
      'units/bits-or-bytes',
      `${cite(text)} is bytes per second; this is ${wanted.what}`,
      'multiply by 8 and write it in bits with a small b, as in "1.6 Tb/s"',
    )
  if (wanted === dimensionOf('GB') && bits.test(words))
    return refuse(
      'units/bits-or-bytes',
      `${cite(text)} is bits; this is ${wanted.what}`,
      'divide by 8 and write it in bytes with a capital B, as in "200 GB"',
    )
  const folded = Object.keys(wanted.spellings).find(
    (spelling) => spelling.toLowerCase() === words.toLowerCase(),
  )
  if (folded !== undefined)
    return refuse(
      'units/unknown-unit',
      `${cite(words)} is not how ${folded} is spelled`,
      `write "${folded}": capitals matter in units`,
    )
  const other = units.find((unit) => lookUp(dimensionOf(unit), words) !== undefined)
  if (other !== undefined)
    return refuse(
      'units/wrong-unit',
      `${cite(text)} is ${dimensionOf(other).what}; this is ${wanted.what}`,
      example,
    )
  const known = Object.keys(wanted.spellings).slice(0, 6).join(', ')
  return refuse(
    'units/unknown-unit',
    `${cite(words)} is not a unit for ${wanted.what}`,
    `known here: ${known}`,
  )
}

function checkRange(value: number, text: string, wanted: Dimension): ParsedQuantity {
  if (value < 0 && wanted.min === 0)
    return refuse(
      'units/negative',
      `${cite(text)} is negative; ${wanted.what} is not`,
      'drop the sign',
    )
  const isAbsurd = !(value >= wanted.min && value <= wanted.max)
  if (isAbsurd || (value !== 0 && Math.abs(value) < smallest))
    return refuse(
      'units/beyond-belief',
      `${cite(text)} is beyond belief for ${wanted.what}`,
      'check the prefix of the unit and the exponent',
    )
  return { ok: true, value: value === 0 ? 0 : value }
}
