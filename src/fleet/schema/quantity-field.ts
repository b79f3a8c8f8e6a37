import { z } from 'zod'
import { cite } from '../../diagnostics/index.ts'
import {
  dimensionOf,
  isDecimalText,
  missingUnit,
  parseQuantity,
  roundToCents,
} from '../../units/index.ts'
import type { ParsedQuantity, Unit } from '../../units/index.ts'
import { refuse } from './section.ts'

interface QuantityRule {
  /** Zero is refused. */
  readonly isPositive?: boolean
}

/** A quantity with its unit written out; the value is a number in the canonical unit. */
export const quantity = (unit: Unit, description: string, rule: QuantityRule = {}) =>
  quantityText(unit, description).transform((input, context): number => {
    const parsed = parse(input, unit)
    if (!parsed.ok) return refuse(context, parsed)
    if (rule.isPositive !== true || parsed.value > 0) return parsed.value
    const message = `${cite(input)} is nothing; ${dimensionOf(unit).what} must be above zero here`
    return refuse(context, { code: 'schema/out-of-range', message })
  })

/** A price by the hour that reaches a bill: the value is the decimal text as written. */
export const billedPrice = (description: string) =>
  quantityText('USD/h', description).transform((input, context): string => {
    const parsed = parse(input, 'USD/h')
    if (!parsed.ok) return refuse(context, parsed)
    const text = String(input)
      .trim()
      .replace(/\s*USD\/h$/u, '')
      .replace(/^\+/u, '')
    if (isDecimalText(text)) return text
    const message = `${cite(input)} is not plain decimal money`
    const hint = `write it without exponent, as in "${roundToCents('2.95')} USD/h"`
    return refuse(context, { code: 'units/not-a-quantity', message, hint })
  })

/** The key in the JSON Schema is text; what else is given is refused here, where the unit is known. */
const quantityText = (unit: Unit, description: string) =>
  z.unknown().meta({ type: 'string', unit, description, examples: [dimensionOf(unit).example] })

function parse(input: unknown, unit: Unit): ParsedQuantity {
  if (typeof input === 'string') return parseQuantity(input, unit)
  if (typeof input === 'number') return missingUnit(String(input), unit)
  const { what, example } = dimensionOf(unit)
  const hint = `write it as in "${example}"`
  if (input === undefined)
    return { ok: false, code: 'schema/missing-key', message: `${what} is missing`, hint }
  const message = `${cite(input)} is not ${what}`
  return { ok: false, code: 'schema/wrong-type', message, hint }
}
