import { describe, expect, it } from 'vitest'
import { bench, hourMs, sketchFleet, sketchSpec } from './test-world.ts'
import type { Bench } from './test-world.ts'

const status = (world: Bench, id: string) => world.state.workloads.get(id)!.status

describe('nobody starves', () => {
  it('whoever is stopped for another waits from then on, and does not push back in for its age', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    world.submit('old-1', sketchSpec({ priority: 10, durationMaxH: 100 }))
    world.pass()
    world.obey()
    // Older than the starvation limit of 24 h, but it ran all that time.
    world.nowMs += 30 * hourMs
    world.submit('vip-1', sketchSpec({ priority: 90, durationMaxH: 1 }))
    for (let minute = 0; minute < 10; minute++) {
      world.pass(60_000)
      world.obey()
    }
    expect([status(world, 'vip-1'), status(world, 'old-1')]).toEqual(['running', 'queued'])
    expect(world.decisions.filter((one) => one.kind === 'preempted')).toHaveLength(1)
  })

  it('whoever waited beyond the limit is not stopped again by the next urgent run', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    world.submit('first-1', sketchSpec({ priority: 90, durationMaxH: 25, flexibility: 'firm' }))
    world.pass()
    world.obey()
    world.submit('low-1', sketchSpec({ priority: 10, durationMaxH: 2 }))
    world.pass(25.5 * hourMs)
    world.obey()
    world.pass(1000)
    world.obey()
    expect(status(world, 'low-1')).toBe('running')
    world.submit('vip-1', sketchSpec({ priority: 90 }))
    world.pass(1000)
    expect(status(world, 'low-1')).toBe('running')
  })

  it("a tenant's small work does not keep its own large work out of its quota for ever", () => {
    const fleet = sketchFleet([{ id: 'a', nodes: 4 }])
    const world = bench({
      ...fleet,
      tenants: fleet.tenants.map((tenant) => ({
        ...tenant,
        quota: { acceleratorsMax: 16, priorityMax: 100 },
      })),
    })
    const large = { kind: 'h100-sxm', count: 16 }
    let id = 0
    const small = (): unknown => world.submit(`small-${++id}`, sketchSpec({ durationMaxH: 1 }))
    small()
    world.pass()
    world.obey()
    world.submit('large-1', sketchSpec({ accelerators: large }))
    for (let half = 0; half < 60 && status(world, 'large-1') === 'queued'; half++) {
      small()
      world.pass(hourMs / 2)
      world.obey()
    }
    expect(status(world, 'large-1')).not.toBe('queued')
    expect(world.nowMs - world.state.workloads.get('large-1')!.submittedAtMs).toBeLessThan(
      26 * hourMs,
    )
  })

  it('small starts do not use up the start budget that a large one needs', () => {
    // One node draws 12.5 kW at the meter; a full minute of this ramp is 30 kW.
    const world = bench(sketchFleet([{ id: 'a', nodes: 40, rampMaxMwPerMin: 0.03 }]))
    const large = { kind: 'h100-sxm', count: 64 }
    for (let i = 1; i <= 4; i++) world.submit(`first-${i}`, sketchSpec({ durationMaxH: 20 }))
    world.pass()
    world.obey()
    world.submit('large-1', sketchSpec({ accelerators: large, priority: 60 }))
    for (let i = 0; i < 30 && status(world, 'large-1') === 'queued'; i++) {
      world.submit(`small-${i}`, sketchSpec({ durationMaxH: 20, priority: 50 }))
      world.pass(20_000)
      world.obey()
    }
    expect(status(world, 'large-1')).not.toBe('queued')
    expect(world.nowMs - world.state.workloads.get('large-1')!.submittedAtMs).toBeLessThan(180_000)
  })
})
