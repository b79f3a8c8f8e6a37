import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../units/index.ts'
import { arbitraryFleet, arbitraryRuns, arbitraryTimeoutMs } from './arbitrary-fleet.ts'
import { arbitraryHistory, endAll, take } from './arbitrary-history.ts'
import type { Step } from './arbitrary-history.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { holdLaws, newWitness } from './laws.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { emptyState } from './state.ts'
import { bench } from './test-world.ts'
import type { Bench } from './test-world.ts'
import { nextDueMs } from './timers.ts'

/** A bench that holds every law after every single event. */
function watched(fleet: Parameters<typeof bench>[0]): Bench {
  const world = bench(fleet)
  const witness = newWitness()
  const unwatched = world.do
  world.do = (event) => {
    const decided = unwatched(event)
    holdLaws(world, witness, decided)
    const dueMs = nextDueMs(world.state)
    expect(dueMs, 'the next pass lies ahead').toBeGreaterThan(world.state.nowMs)
    return decided
  }
  return world
}

function live(world: Bench, history: readonly Step[]): Bench {
  for (const [index, step] of history.entries()) take(world, step, index)
  return world
}

describe('any history of a small fleet', { timeout: arbitraryTimeoutMs }, () => {
  it('is never over a limit, never half-starts a gang, and leaves nothing in the books at its end', () => {
    fc.assert(
      fc.property(arbitraryFleet(), arbitraryHistory(), (fleet, history) => {
        const world = live(watched(fleet), history)
        endAll(world)
        for (const site of world.state.sites.values()) {
          expect([...site.usedByPool.values()].filter((used) => used !== 0)).toEqual([])
          expect([site.usedItW, site.legs.size, site.ports.size]).toEqual([0, 0, 0])
        }
        const { wanLegs, live: waiting, queues, reservation } = world.state
        expect([wanLegs.size, waiting.size]).toEqual([0, 0])
        expect([...queues.values()].flat()).toEqual([])
        expect(reservation).toBeUndefined()
        expect([...world.state.tenants.values()].map((one) => one.heldAccelerators)).toEqual(
          [...world.state.tenants].map(() => 0),
        )
      }),
      arbitraryRuns,
    )
  })

  it('gives the same bytes when it is folded again, and when it goes on from a snapshot', () => {
    fc.assert(
      fc.property(
        arbitraryFleet(),
        arbitraryHistory(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (fleet, history, share) => {
          const { events, decisions, state } = live(bench(fleet), history)
          const cutAt = Math.floor(share * events.length)
          const again = emptyState()
          let resumed = emptyState()
          const told: Decision[] = []
          const toldResumed: Decision[] = []
          for (const [i, event] of events.entries()) {
            if (i === cutAt) resumed = readSnapshot(writeSnapshot(resumed))!
            told.push(...decide(again, event))
            toldResumed.push(...decide(resumed, event))
          }
          expect(canonicalJson(told)).toBe(canonicalJson(decisions))
          expect(canonicalJson(toldResumed)).toBe(canonicalJson(decisions))
          const all = JSON.parse(writeSnapshot(state))
          expect(JSON.parse(writeSnapshot(again))).toEqual(all)
          expect(JSON.parse(writeSnapshot(resumed))).toEqual(all)
        },
      ),
      arbitraryRuns,
    )
  })
})
