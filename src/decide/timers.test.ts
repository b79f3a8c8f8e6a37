import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFleet, arbitraryRuns, arbitraryTimeoutMs } from './arbitrary-fleet.ts'
import { arbitraryHistory, engineMoves, take } from './arbitrary-history.ts'
import { isTerminal } from './state.ts'
import { bench, hourMs, sketchFleet, sketchSpec } from './test-world.ts'
import type { Bench } from './test-world.ts'
import { nextDueMs } from './timers.ts'

/** Passes made when nothing but the clock moves, until there is nothing due or the time is over. */
function passes(world: Bench, forMs: number, afterEach = (): void => {}): number {
  const endMs = world.nowMs + forMs
  for (let count = 0; ; count++) {
    const dueMs = nextDueMs(world.state)
    expect(dueMs).toBeGreaterThan(world.nowMs)
    if (dueMs > endMs) return count
    world.pass(dueMs - world.nowMs)
    afterEach()
  }
}

describe('timers', { timeout: arbitraryTimeoutMs }, () => {
  it('never keep a silent world busy: a pass a minute for what waits, and a few for each run', () => {
    fc.assert(
      fc.property(arbitraryFleet(), arbitraryHistory(40), (fleet, history) => {
        const world = bench(fleet)
        for (const [index, step] of history.entries()) take(world, step, index)
        const { startWindowS } = fleet.policy
        const live = [...world.state.live.values()]
        // Where some of several independent legs run, the others are waited for from one start window to the next.
        const independent = live.filter(
          (one) => one.legs.length > 1 && !one.spec.legs.startTogether,
        )
        const windowMs = 2 * hourMs
        const waits = windowMs / 60_000 + (independent.length * windowMs) / (startWindowS * 1000)
        // A gang that is not whole at the end of its window, its legs' time, its grace, its site given up, its retry.
        expect(passes(world, windowMs)).toBeLessThanOrEqual(waits + 8 * live.length)
      }),
      arbitraryRuns,
    )
  })

  it('carry obedient engines through: what starts ends in its time, and then nothing is due', () => {
    fc.assert(
      fc.property(arbitraryFleet(), arbitraryHistory(40), (fleet, history) => {
        const world = bench(fleet)
        for (const [index, step] of history.entries()) take(world, step, index)
        for (const { id } of fleet.sites)
          world.do({
            kind: 'site-observed',
            siteId: id,
            isReachable: true,
            foreignAccelerators: {},
            downAccelerators: {},
          })
        for (const workload of world.state.workloads.values())
          if (workload.spec.durationMaxH === undefined && !isTerminal(workload.status))
            world.do({ kind: 'cancel-requested', workloadId: workload.id, by: 'test' })
        while (engineMoves(world));
        const legsBefore = world.decisions.filter((one) => one.kind === 'placed').length
        const count = passes(world, 12 * hourMs, () => {
          while (engineMoves(world));
        })
        const legs = world.decisions.filter((one) => one.kind === 'placed').length
        // Whatever does not wait any longer was started within its own time.
        for (const workload of world.state.workloads.values()) {
          if (isTerminal(workload.status) || workload.status === 'queued') continue
          const lastMs = Math.max(...workload.legs.map((leg) => leg.holdsUntilMs))
          expect(lastMs, JSON.stringify(workload)).toBeGreaterThan(world.nowMs)
        }
        const isOver = [...world.state.workloads.values()].every((one) => isTerminal(one.status))
        if (isOver) expect(nextDueMs(world.state)).toBe(Number.POSITIVE_INFINITY)
        expect(count).toBeLessThanOrEqual(
          12 * 60 + 8 * (world.state.workloads.size + legs - legsBefore),
        )
      }),
      { ...arbitraryRuns, numRuns: Math.ceil(arbitraryRuns.numRuns / 3) },
    )
  })

  it('a site that stays silent is not looked at every second once its legs are given up', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    const { durationMaxH: _none, ...service } = sketchSpec({ kind: 'service' })
    world.submit('web-1', service)
    world.pass()
    world.obey()
    world.do({
      kind: 'site-observed',
      siteId: 'a',
      isReachable: false,
      foreignAccelerators: {},
      downAccelerators: {},
    })
    expect(passes(world, 24 * hourMs)).toBeLessThanOrEqual(2)
  })

  it('a deadline that can no longer be met ends the wait', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    world.submit('long-1', sketchSpec({ durationMaxH: 3, priority: 90 }))
    world.pass()
    world.obey()
    const deadlineMs = world.nowMs + 2 * hourMs
    world.submit('late-1', sketchSpec({ deadlineMs }))
    world.pass(hourMs)
    expect(world.state.workloads.get('late-1')!.status).toBe('queued')
    expect(world.pass(1)).toContainEqual({
      kind: 'finished',
      workloadId: 'late-1',
      outcome: 'timed-out',
    })
  })
})
