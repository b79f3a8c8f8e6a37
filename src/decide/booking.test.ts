import { describe, expect, it } from 'vitest'
import { preview } from './explain.ts'
import { bench, hourMs, sketchFleet, sketchSpec, startMs } from './test-world.ts'

const status = (world: ReturnType<typeof bench>, id: string) =>
  world.state.workloads.get(id)!.status

describe('a booking covers the run wherever it falls within the start window', () => {
  /** The start window of this fleet, and what an engine may take to end a leg. */
  const slackS = 120 + 30
  const fromMs = startMs + 2 * hourMs
  const falls = sketchFleet([
    {
      id: 'a',
      nodes: 1,
      envelope: [{ kind: 'dated', fromMs, toMs: fromMs + hourMs, maxMw: 0.005 }],
    },
  ])

  it('a run that ends when the envelope falls is not placed, as its start may take a while', () => {
    const world = bench(falls)
    expect(preview(world.state, sketchSpec({ durationMaxH: 2 })).status).not.toBe('placed')
    const hours = 2 - slackS / 3600
    expect(preview(world.state, sketchSpec({ durationMaxH: hours })).status).toBe('placed')
  })

  it('a late start never reaches beyond what was booked', () => {
    const world = bench(falls)
    world.submit('job-1', sketchSpec({ durationMaxH: 2 - slackS / 3600 }))
    world.pass()
    world.do({ kind: 'leg-observed', legId: 'job-1.1.0', phase: 'held' })
    // Released within the window, it is seen to run only after it.
    world.nowMs += 200_000
    world.do({
      kind: 'leg-observed',
      legId: 'job-1.1.0',
      phase: 'running',
      startedAtMs: world.nowMs,
    })
    expect(world.legs()[0]!.holdsUntilMs).toBe(fromMs)
    expect(world.state.workloads.get('job-1')!.endsByMs).toBe(fromMs - 30_000)
  })

  it('a checkpoint before the end of its time does not lengthen a run', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    world.submit('low-1', sketchSpec({ priority: 10, durationMaxH: 1 }))
    world.pass()
    world.obey()
    const workload = world.state.workloads.get('low-1')!
    const { endsByMs } = workload
    world.submit('vip-1', sketchSpec({ priority: 90 }))
    world.pass(hourMs - 5000)
    expect([workload.status, workload.graceEndsMs]).toEqual(['stopping', endsByMs])
  })

  it('what fills the gap before a promise is gone when the promise is due', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 2 }]))
    world.submit('first-1', sketchSpec({ durationMaxH: 2, priority: 60, flexibility: 'firm' }))
    world.pass()
    world.obey()
    const wide = { kind: 'h100-sxm', count: 16 }
    world.submit('wide-1', sketchSpec({ accelerators: wide, priority: 60 }))
    world.submit('gap-1', sketchSpec({ durationMaxH: 2, priority: 50 }))
    world.pass()
    const promised = world.state.reservation!
    expect([promised.workloadId, promised.fromMs]).toEqual([
      'wide-1',
      startMs + 2 * hourMs + 30_000,
    ])
    expect(status(world, 'gap-1')).toBe('queued')
    world.pass(hourMs / 2)
    expect(world.state.reservation!.fromMs).toBe(promised.fromMs)
  })
})

describe('independent legs', () => {
  it('the run time of those that run is over although another never started', () => {
    const world = bench(
      sketchFleet([
        { id: 'a', nodes: 1 },
        { id: 'b', nodes: 1 },
      ]),
    )
    const accelerators = { kind: 'h100-sxm', count: 16 }
    const legs = { min: 2, max: 2, startTogether: false }
    world.submit('job-1', sketchSpec({ accelerators, legs, durationMaxH: 1 }))
    world.pass()
    world.do({ kind: 'leg-observed', legId: 'job-1.1.0', phase: 'held' })
    world.do({
      kind: 'leg-observed',
      legId: 'job-1.1.0',
      phase: 'running',
      startedAtMs: world.nowMs,
    })
    for (let minute = 0; minute < 61; minute++) world.pass(60_000)
    expect(world.state.workloads.get('job-1')!.legs.map((leg) => leg.desired)).toEqual([
      'gone',
      'gone',
    ])
    world.obey()
    expect(status(world, 'job-1')).toBe('timed-out')
  })
})
