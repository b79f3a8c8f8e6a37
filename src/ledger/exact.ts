import { invariant } from '../diagnostics/index.ts'
import { isDecimalText, type DecimalText } from '../units/index.ts'

/**
 * The arithmetic of the ledger, and its one rounding law.
 *
 * Inside, nothing is rounded. A quantity is a whole number of accelerator-milliseconds, an amount is a whole number of
 * 10^-18 USD x accelerator-milliseconds per accelerator-hour: rate times quantity, before the division by 3,600,000
 * that most decimals cannot carry. Sums of these are exact, so an interval that is cut anywhere adds up to the same.
 *
 * On a bill, lines are written with at most 6 places (amounts) and 7 places (accelerator-hours: one accelerator-
 * millisecond is 2.8e-7 h, so 7 places tell every one apart). Each line takes what the running sum, rounded half to
 * even, grew by: what one line loses the next one gets, and the lines add up to the sum without a rest. The total is
 * the sum of the lines, rounded half to even to cents.
 */
export type AcceleratorMs = bigint
/** 10^-18 USD x accelerator-milliseconds per accelerator-hour. */
export type ExactUsd = bigint

const ratePlaces = 18
const msPerHour = 3_600_000n
const usdScale = 10n ** BigInt(ratePlaces) * msPerHour
export const amountPlaces = 6
export const hourPlaces = 7
const shownPlacesMin = 2

export const acceleratorMs = (accelerators: number, durationMs: number): AcceleratorMs =>
  BigInt(accelerators) * BigInt(durationMs)

export function exactUsd(usdPerAcceleratorH: DecimalText, quantity: AcceleratorMs): ExactUsd {
  invariant(isDecimalText(usdPerAcceleratorH), `a rate is decimal text, not ${usdPerAcceleratorH}`)
  const [whole = '0', places = ''] = usdPerAcceleratorH.split('.')
  return BigInt(whole + places.padEnd(ratePlaces, '0')) * quantity
}

/** In whole units of 10^-`amountPlaces` USD. */
export const roundUsd = (amount: ExactUsd): bigint =>
  divideHalfEven(amount * 10n ** BigInt(amountPlaces), usdScale)

/** In whole units of 10^-`hourPlaces` accelerator-hours. */
export const roundHours = (quantity: AcceleratorMs): bigint =>
  divideHalfEven(quantity * 10n ** BigInt(hourPlaces), msPerHour)

export const roundToCents = (micro: bigint): bigint =>
  divideHalfEven(micro, 10n ** BigInt(amountPlaces - 2))

export const formatHours = (quantity: AcceleratorMs): DecimalText =>
  formatScaled(roundHours(quantity), hourPlaces)

/** Gives each amount its share of the rounded running sum. */
export function createCarry(round: (sum: bigint) => bigint): (amount: bigint) => bigint {
  let sum = 0n
  let given = 0n
  return (amount) => {
    sum += amount
    const share = round(sum) - given
    given += share
    return share
  }
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n
  const size = isNegative ? -numerator : numerator
  const quotient = size / denominator
  const twice = 2n * (size % denominator)
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  const rounded = isUp ? quotient + 1n : quotient
  return isNegative ? -rounded : rounded
}

/** Decimal text with at least two places, without further zeros at its end. */
export function formatScaled(value: bigint, places: number): DecimalText {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(shownPlacesMin, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${fraction}`
}
