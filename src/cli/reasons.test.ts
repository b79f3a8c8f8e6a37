import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reason } from '../decide/index.ts'
import { reasonInWords, renderReasons } from './reasons.ts'

const refused: Reason = {
  siteIds: ['riv'],
  verdict: 'refused',
  constraint: 'facility-power',
  need: 38.4,
  limit: 31,
  slack: 31 - 38.4,
  unit: 'MW',
  atMs: Date.UTC(2026, 10, 22, 14),
}

describe('a reason in words', () => {
  it('has its figures with the same decimals, and when the limit binds', () => {
    expect(renderReasons([refused])).toBe(
      'riv  x  facility-power  needs 38.4 MW, limit 31.0 MW, short 7.4 MW at 14:00Z',
    )
  })

  it('comes with the chosen place first', () => {
    const chosen: Reason = { ...refused, siteIds: ['mke', 'atl'], verdict: 'chosen', constraint: 'chosen', need: 12.5, limit: 12.5, slack: 0, unit: 'USD' } // prettier-ignore
    expect(renderReasons([refused, chosen]).split('\n')[0]).toMatch(/^mke\+atl +\+ +chosen +costs 12.50 USD/) // prettier-ignore
  })

  it.each<[Partial<Reason>, string]>([
    [{ need: 8, limit: 16, slack: 8, unit: 'accelerators' }, 'needs 8 accelerators, limit 16 accelerators, 8 accelerators to spare at 14:00Z'], // prettier-ignore
    [{ unit: 'sites', need: 1, limit: 0, note: 'closed to new work' }, 'closed to new work'],
    [{ constraint: 'cost', unit: 'USD', need: 120, limit: 100, slack: -20 }, 'costs 120.00 USD, 20.00 USD more than the chosen place at 14:00Z'], // prettier-ignore
    [{ need: Infinity, limit: 1, slack: -Infinity }, 'needs unlimited MW, limit 1 MW, short unlimited MW at 14:00Z'], // prettier-ignore
  ])('%o', (change, text) => {
    expect(reasonInWords({ ...refused, ...change })).toBe(text)
  })

  it('never hides that something was short', () => {
    const figure = fc.double({ min: 0.001, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(figure, figure, (limit, short) => {
        const text = reasonInWords({ ...refused, need: limit + short, limit, slack: -short })
        expect(Number(/short ([\d.]+)/.exec(text)?.[1])).toBeGreaterThan(0)
      }),
    )
  })

  it('keeps to one line whoever wrote the note', () => {
    const text = renderReasons([{ ...refused, note: 'a\nforged  line \u001b[2J' }])
    expect(text.split('\n').length).toBe(1)
    expect(text).not.toContain('\u001b')
  })
})
