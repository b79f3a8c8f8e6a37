import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hintNearest, nearest } from './did-you-mean.ts'

it('a slip of the fingers finds the word that was meant', () => {
  expect(nearest('zaragosa', ['dublin', 'zaragoza'])).toBe('zaragoza')
  expect(nearest('itpower', ['id', 'itPower'])).toBe('itPower')
})

it('what is near nothing gets no guess', () => {
  expect(nearest('quebec', ['mke', 'atl'])).toBeUndefined()
  expect(hintNearest('quebec', ['mke', 'atl'])).toBe('known here: mke, atl')
  expect(hintNearest('quebec', [])).toBeUndefined()
})

it('a word is nearest to itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.array(fc.string()), (word, others) => {
      expect(nearest(word, [word, ...others])?.toLowerCase()).toBe(word.toLowerCase())
    }),
  )
})
