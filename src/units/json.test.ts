import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './json.ts'

/** The law itself, in the plainest words: keys sorted at every level, the rest as JSON.stringify has it. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(entries.map(([key, item]) => [key, sorted(item)]))
}

const write = (value: unknown): string =>
  value instanceof Map
    ? `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(',')}}`
    : Array.isArray(value)
      ? `[${value.map(write).join(',')}]`
      : JSON.stringify(value)

describe('canonical JSON', () => {
  it('is JSON with the keys sorted at every level', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(value)).toBe(write(sorted(value)))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('gives equal bytes for more keys than a decision has, whatever order they came in', () => {
    const keys = fc.uniqueArray(fc.string(), { minLength: 20, maxLength: 40 })
    fc.assert(
      fc.property(keys, (names) => {
        const forward = Object.fromEntries(names.map((name) => [name, 1]))
        const backward = Object.fromEntries(names.toReversed().map((name) => [name, 1]))
        expect(canonicalJson(forward)).toBe(canonicalJson(backward))
      }),
    )
  })

  it('leaves out what is undefined, and writes null for it in a list', () => {
    expect(canonicalJson({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}')
  })
})
