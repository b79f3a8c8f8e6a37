import { type Findings } from './findings.ts'
import { isObject, type JsonObject } from './json-reader.ts'

/** Reads fields of foreign JSON: what is not what it should be is a finding and `undefined`, never a guess. */
export interface Fields {
  readonly text: (from: JsonObject, key: string, pointer: string) => string | undefined
  readonly number: (read: NumberField) => number | undefined
  readonly list: (from: JsonObject, key: string, pointer: string) => readonly unknown[]
  readonly object: (value: unknown, pointer: string) => JsonObject | undefined
  readonly report: Findings['add']
}

export interface NumberField {
  readonly from: JsonObject
  readonly key: string
  readonly pointer: string
  readonly isRequired?: boolean
  readonly min?: number
}

export function createFields(findings: Findings): Fields {
  const bad = (pointer: string, message: string): undefined => {
    findings.add({ code: 'import/bad-value', pointer, message })
    return undefined
  }
  return {
    report: findings.add,
    // Ids are texts in some files and numbers in others; both name one thing.
    text(from, key, pointer) {
      const value = own(from, key)
      if (typeof value === 'string' && value.trim() !== '') return value.trim()
      if (typeof value === 'number' && Number.isFinite(value)) return String(value)
      return bad(`${pointer}/${key}`, `"${key}" is ${shown(value)}, not a text`)
    },
    number({ from, key, pointer, isRequired = false, min }) {
      const value = own(from, key)
      if (value === undefined || value === null) {
        return isRequired ? bad(`${pointer}/${key}`, `"${key}" is missing`) : undefined
      }
      if (typeof value !== 'number' || !Number.isFinite(value)) return bad(`${pointer}/${key}`, `"${key}" is ${shown(value)}, not a number`) // prettier-ignore
      if (min !== undefined && value < min) return bad(`${pointer}/${key}`, `"${key}" is ${value}, less than ${min}`) // prettier-ignore
      return value
    },
    list(from, key, pointer) {
      const value = own(from, key)
      if (value === undefined || value === null) return []
      if (Array.isArray(value)) return value
      bad(`${pointer}/${key}`, `"${key}" is ${shown(value)}, not a list`)
      return []
    },
    object: (value, pointer) =>
      isObject(value) ? value : bad(pointer, `${shown(value)} stands where an object should`),
  }
}

/** Only what the file itself says: `constructor` is no field. */
export const own = (from: JsonObject, key: string): unknown =>
  Object.hasOwn(from, key) ? from[key] : undefined

export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
