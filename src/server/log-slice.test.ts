import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { sliceLog } from './log-slice.ts'

it('slices of any size put together are the whole log, cut between characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 64, max: 128 }),
      (text, max) => {
        const whole = Buffer.from(text)
        let from = 0
        let read = ''
        for (;;) {
          const rest = { text: whole.subarray(from).toString(), nextByte: whole.length, isEnded: true } // prettier-ignore
          const slice = sliceLog(rest, { from, max })
          read += slice.text
          from = slice.nextByte
          expect(Buffer.byteLength(slice.text)).toBeLessThanOrEqual(max)
          if (slice.isEnded) break
        }
        expect(read).toBe(text)
        expect(from).toBe(whole.length)
      },
    ),
  )
})

it('a slice whose text is not its bytes is handed on whole', () => {
  const slice = { text: '\ufffd'.repeat(100), nextByte: 100, isEnded: false }
  expect(sliceLog(slice, { from: 0, max: 64 })).toBe(slice)
})
