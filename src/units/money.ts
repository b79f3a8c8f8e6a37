import { Decimal } from 'decimal.js'

/**
 * Money that reaches a bill is decimal text, never a float. Sums and products here are exact to 18 places; rounding
 * happens once, to cents, half to even, so that many small rows carry no bias.
 */
const Money = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN })
export type DecimalText = string

const shape = /^-?\d{1,18}(?:\.\d{1,18})?$/u

/** Plain decimal text without exponent, at most 18 figures on either side of the point. */
export const isDecimalText = (text: string): boolean => shape.test(text)

const read = (text: DecimalText): Decimal => {
  if (!isDecimalText(text)) throw new Error(`defect: ${JSON.stringify(text)} is not decimal text`)
  return new Money(text)
}

const write = (value: Decimal): DecimalText => (value.isZero() ? '0' : value.toFixed())

export const addMoney = (a: DecimalText, b: DecimalText): DecimalText =>
  write(read(a).plus(read(b)))

/** The product of two decimals, to 18 places. */
export const multiplyMoney = (a: DecimalText, b: DecimalText): DecimalText =>
  write(read(a).times(read(b)).toDecimalPlaces(18))

export const sumMoney = (amounts: readonly DecimalText[]): DecimalText =>
  write(amounts.reduce((sum, amount) => sum.plus(read(amount)), new Money(0)))

/** Half to even, always two places: "0.125" is "0.12". */
export const roundToCents = (amount: DecimalText): DecimalText => {
  const cents = read(amount).toDecimalPlaces(2)
  return cents.isZero() ? '0.00' : cents.toFixed(2)
}

/** For people: "1,234.50 USD". */
export const formatMoney = (amount: DecimalText): string => {
  const [whole = '0', cents = '00'] = roundToCents(amount).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/gu, ',')}.${cents} USD`
}
