import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logSlice, readLogFile } from './log-slice.ts'

test('slices of any size joined are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 4, max: 9 }), (text, step) => {
      const bytes = Buffer.from(text.toWellFormed())
      let [joined, fromByte, isEnded] = ['', 0, false]
      while (!isEnded) {
        const slice = bytes.subarray(fromByte, fromByte + step)
        const isEndOfLog = fromByte + step >= bytes.length
        const read = logSlice(slice, { fromByte, isEndOfLog })
        expect(read.nextByte > fromByte || read.isEnded).toBe(true)
        joined += read.text
        fromByte = read.nextByte
        isEnded = read.isEnded
      }
      expect(joined).toBe(text.toWellFormed())
      expect(fromByte).toBe(bytes.length)
    }),
  )
})

test('bytes that are no text never stop a reader', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4 }), (bytes) => {
      const read = logSlice(bytes, { fromByte: 10, isEndOfLog: false })
      expect(read.nextByte).toBeGreaterThan(10)
      expect(read.nextByte).toBeLessThanOrEqual(10 + bytes.length)
    }),
  )
})

test('a log that is not there is empty, and ended only when its leg is', async () => {
  const at = { fromByte: 0, maxBytes: 10 }
  for (const hasLegEnded of [true, false])
    expect(await readLogFile('/no/such/log', { ...at, hasLegEnded })).toEqual({
      text: '',
      nextByte: 0,
      isEnded: hasLegEnded,
    })
})

test('a character cut off at the end of a log is given up only when the leg has ended', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gridloom-log-'))
  const path = join(directory, 'log')
  writeFileSync(path, Buffer.from('a漢').subarray(0, 3))
  const at = { fromByte: 0, maxBytes: 100 }
  expect(await readLogFile(path, { ...at, hasLegEnded: false })).toEqual({
    text: 'a',
    nextByte: 1,
    isEnded: false,
  })
  expect(await readLogFile(path, { ...at, hasLegEnded: true })).toEqual({
    text: 'a\ufffd',
    nextByte: 3,
    isEnded: true,
  })
  for (const fromByte of [-5, Number.NaN])
    expect((await readLogFile(path, { ...at, fromByte, hasLegEnded: true })).nextByte).toBe(3)
  rmSync(directory, { recursive: true })
})
