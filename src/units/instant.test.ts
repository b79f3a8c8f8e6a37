import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDailyHours, parseInstant } from './instant.ts'
import { formatInstant } from './time.ts'

it('an instant that was formatted reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2200, 0) }), (atMs) => {
      expect(parseInstant(formatInstant(atMs))).toBe(atMs)
    }),
  )
})

it('an offset is subtracted', () => {
  expect(parseInstant('2026-01-01T02:00:00+02:00')).toBe(Date.UTC(2026, 0, 1))
  expect(parseInstant('2025-12-31T18:30-05:30')).toBe(Date.UTC(2026, 0, 1))
})

it.each([
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01',
  '1960-01-01T00:00:00Z',
  '9999-01-01T00:00:00Z',
  'tomorrow',
])('%s is no instant', (text) => {
  expect(parseInstant(text)).toBeUndefined()
})

it('a daily window is decimal hours and may wrap', () => {
  expect(parseDailyHours('22:30-06:00')).toEqual({ fromHourUtc: 22.5, toHourUtc: 6 })
  expect(parseDailyHours('00:00-24:00')).toEqual({ fromHourUtc: 0, toHourUtc: 24 })
})

it.each(['14:15-20:00', '14:00-14:00', '24:00-06:00', '14:00-25:00', '14-20', '14:00'])(
  '%s is no daily window',
  (text) => {
    expect(parseDailyHours(text)).toBeUndefined()
  },
)
