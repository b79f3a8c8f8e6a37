import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fleet, WorkloadSpec } from '../fleet/index.ts'
import { canonicalJson } from '../units/index.ts'
import { arbitraryFleet, arbitraryRuns, arbitraryTimeoutMs } from './arbitrary-fleet.ts'
import { engineMoves } from './arbitrary-history.ts'
import { arbitrarySpec } from './arbitrary-spec.ts'
import { bench } from './test-world.ts'

type Named = readonly [id: string, spec: WorkloadSpec]

/** What is placed, where, and at what cost, over two passes with an hour between them. */
function totals(fleet: Fleet, early: readonly Named[], late: readonly Named[]) {
  const world = bench(fleet)
  for (const batch of [early, late]) {
    for (const [id, spec] of batch) world.submit(id, spec)
    for (let i = 0; i < 4; i++) {
      world.pass(1000)
      while (engineMoves(world));
    }
    world.pass(3_600_000)
  }
  const placed = world.decisions.flatMap((one) => (one.kind === 'placed' ? [one] : []))
  const refused = world.decisions.flatMap((one) => (one.kind === 'refused' ? [one.workloadId] : []))
  return {
    accelerators: placed.flatMap((one) => one.legs).reduce((sum, leg) => sum + leg.accelerators, 0),
    costUsd: placed.reduce((sum, one) => sum + one.costUsd, 0),
    where: placed.map((one) => `${one.workloadId} ${canonicalJson(one.legs)}`),
    refused: refused.toSorted(),
  }
}

describe('submissions at one instant', { timeout: arbitraryTimeoutMs }, () => {
  it('give the same placements, accelerators and cost in whatever order they came', () => {
    const orders = fc
      .tuple(
        arbitraryFleet(),
        fc.array(arbitrarySpec, { minLength: 2, maxLength: 14, size: 'max' }),
      )
      .chain(([fleet, specs]) => {
        const named = specs.map((spec, i): Named => [`w${i}-1`, spec])
        const cut = Math.ceil(named.length / 2)
        const halves = [named.slice(0, cut), named.slice(cut)] as const
        return fc.record({
          fleet: fc.constant(fleet),
          halves: fc.constant(halves),
          shuffled: fc.tuple(
            fc.shuffledSubarray(halves[0], { minLength: halves[0].length }),
            fc.shuffledSubarray(halves[1], { minLength: halves[1].length }),
          ),
        })
      })
    fc.assert(
      fc.property(orders, ({ fleet, halves, shuffled }) => {
        expect(totals(fleet, ...shuffled)).toEqual(totals(fleet, ...halves))
      }),
      arbitraryRuns,
    )
  })
})
