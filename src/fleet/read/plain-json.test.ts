import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workloadLimits } from './limits.ts'
import { readPlainJson } from './plain-json.ts'
import { readYaml } from './read-yaml.ts'

const read = (text: string) => readYaml(text, 'w.json', workloadLimits)

describe('a text that JSON.stringify would write', () => {
  it('means what it means as YAML, and is refused where that is refused', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const plain = JSON.stringify(value)
        // A line break behind it is enough to have it read as YAML.
        const [fast, slow] = [read(plain), read(`${plain}\n`)]
        expect(fast.ok).toBe(slow.ok)
        if (fast.ok && slow.ok) {
          expect(fast.value).toEqual(slow.value)
          for (const key of Object.keys(value))
            expect(fast.locate([key])).toEqual(slow.locate([key]))
        }
      }),
    )
  })

  it.each([
    ['a key that stands twice', '{"a":1,"a":2}'],
    ['a number written otherwise', '{"a":1.0}'],
    ['a number that is kept otherwise', '{"a":9007199254740993}'],
    ['spaces', '{ "a": 1 }'],
    ['a key into the prototype', '{"__proto__":{"a":1}}'],
    ['an escaped NUL', '{"a":"\\u0000"}'],
    ['more levels than are allowed', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['no object', '["a"]'],
  ])('is not one with %s', (_, text) => {
    expect(readPlainJson(text, workloadLimits)).toBeUndefined()
  })
})
