import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pathOf, pointerOf } from './pointer.ts'

it('the steps of a pointer read back, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (path) => {
      expect(pathOf(pointerOf(path))).toEqual(path)
    }),
  )
})

it('slashes and tildes are escaped as RFC 6901 says', () => {
  expect(pointerOf(['a/b', 0, 'm~n'])).toBe('/a~1b/0/m~0n')
})
