import { expect, it } from 'vitest'
import { refusalCells } from './link-refusal.ts'

it('a line on which nothing of the signal is left has none, not a figure of decibels', () => {
  const dark = { modeId: 'm', reason: 'signal-short', has: -100, needs: 14.38, unit: 'dB' } as const
  expect(refusalCells(dark)).toEqual(['lacks signal', 'none', 'at least 14.38 dB'])
  expect(refusalCells({ ...dark, has: 9.876 })[1]).toBe('9.876 dB')
})
