import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import type { Event } from './event.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { bench, gangSpec, sketchFleet } from './test-world.ts'

describe('after a snapshot', () => {
  /** Two gangs on a and b; the one that was submitted first was placed second. */
  function twoGangs() {
    const sites = [
      { id: 'a', nodes: 2 },
      { id: 'b', nodes: 2 },
    ]
    const world = bench(sketchFleet(sites))
    world.submit('early-1', gangSpec({ priority: 10 }))
    world.submit('late-1', gangSpec({ priority: 90 }))
    world.pass()
    world.obey()
    expect([...world.state.workloads.values()].map((one) => one.status)).toEqual([
      'running',
      'running',
    ])
    return { world, again: readSnapshot(writeSnapshot(world.state))! }
  }
  const both = (bench: ReturnType<typeof twoGangs>, event: Event): void => {
    const decided = decide(bench.world.state, event)
    expect(decided).toHaveLength(2)
    expect(decide(bench.again, event)).toEqual(decided)
  }

  it('gangs that lose their WAN are moved in the same order as without it', () => {
    const gangs = twoGangs()
    const atMs = gangs.world.nowMs + 1000
    both(gangs, { kind: 'link-observed', spanIds: ['s-a'], isUp: false, by: 'test', atMs })
  })

  it('gangs that lose a site fall back in the same order as without it', () => {
    const gangs = twoGangs()
    const silent: Event = {
      kind: 'site-observed',
      siteId: 'b',
      isReachable: false,
      foreignAccelerators: {},
      downAccelerators: {},
      atMs: gangs.world.nowMs + 1000,
    }
    decide(gangs.world.state, silent)
    decide(gangs.again, silent)
    both(gangs, { kind: 'pass-due', atMs: gangs.world.nowMs + 700_000 })
  })

  it('a text that is no snapshot is no state', () => {
    for (const text of ['', 'null', '7', '{}', '{"format":2}', '{"format":1', '[]'])
      expect(readSnapshot(text), text).toBeUndefined()
  })
})
