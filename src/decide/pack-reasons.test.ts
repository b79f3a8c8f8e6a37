import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reason } from './decision.ts'
import { packReasons, unpackReasons } from './pack-reasons.ts'

const arbitraryNumber = fc.oneof(
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
)
const word = fc.constantFrom('accelerators', 'IT MW', 'USD', 'the whole pool', 'site-1', '')

const arbitraryReason: fc.Arbitrary<Reason> = fc
  .record(
    {
      siteIds: fc.array(fc.constantFrom('a', 'b', 'site-1'), { maxLength: 3 }),
      verdict: fc.constantFrom('chosen', 'possible', 'refused'),
      constraint: fc.constantFrom('cost', 'accelerators', 'wan-path'),
      need: arbitraryNumber,
      limit: arbitraryNumber,
      slack: arbitraryNumber,
      unit: word,
      atMs: fc.integer({ min: 1 }),
      note: word,
    },
    { requiredKeys: ['siteIds', 'verdict', 'constraint', 'need', 'limit', 'slack', 'unit'] },
  )
  .chain((reason) =>
    fc.constantFrom<Reason>(reason, { ...reason, slack: reason.limit - reason.need }),
  )

describe('packed reasons', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(arbitraryReason), (reasons) => {
        expect(unpackReasons(packReasons(reasons))).toEqual(reasons)
      }),
    )
  })

  it('of 50 sites are less than a third of their JSON', () => {
    const reasons = Array.from({ length: 50 }, (_, i): Reason => ({
      siteIds: [`site-${i}`],
      verdict: 'refused',
      constraint: 'cost',
      need: 1000 + i / 3,
      limit: 1000,
      slack: -i / 3,
      unit: 'USD',
    }))
    const exact = reasons.map((reason) => ({ ...reason, slack: reason.limit - reason.need }))
    expect(packReasons(exact).length).toBeLessThan(JSON.stringify(exact).length / 3)
  })
})
