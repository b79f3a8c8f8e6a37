import { describe, expect, it } from 'vitest'
import { preview } from './explain.ts'
import { bench, hourMs, sketchFleet, sketchSpec, startMs } from './test-world.ts'
import type { EnvelopeWindow } from '../fleet/index.ts'

const under = (...envelope: EnvelopeWindow[]) =>
  bench(sketchFleet([{ id: 'a', nodes: 1, envelope }]))
const night = (fromHourUtc: number, toHourUtc: number): EnvelopeWindow => ({
  kind: 'daily',
  fromHourUtc,
  toHourUtc,
  maxMw: 0,
})
const dated = (fromH: number, toH: number, maxMw = 0): EnvelopeWindow => ({
  kind: 'dated',
  fromMs: startMs + fromH * hourMs,
  toMs: startMs + toH * hourMs,
  maxMw,
})

describe('what can run some day is queued, what can never run is refused', () => {
  it('work that fits once a dated limit is over waits for it, and starts then', () => {
    const world = under(dated(-1, 30))
    world.submit('job-1', sketchSpec())
    world.pass()
    expect(world.state.reservation?.fromMs).toBe(startMs + 30 * hourMs)
    world.pass(30 * hourMs)
    expect(world.state.workloads.get('job-1')!.status).toBe('starting')
  })

  it('work that is longer than what is left of the day waits for the next one', () => {
    const world = under(night(0, 1.5))
    world.submit('long-1', sketchSpec({ durationMaxH: 22 }))
    expect(preview(world.state, sketchSpec({ durationMaxH: 22 }))).toMatchObject({
      status: 'waiting',
      startsAtMs: startMs + 1.5 * hourMs,
    })
    world.pass()
    expect(world.state.workloads.get('long-1')!.status).toBe('queued')
  })

  it('work that is longer than the gap between two nights is refused', () => {
    const [refused] = under(night(0, 1.5)).submit('long-1', sketchSpec({ durationMaxH: 23 }))
    expect(refused).toMatchObject({ kind: 'refused', reasons: [{ constraint: 'facility-power' }] })
  })

  it('work whose deadline is before the limit ends is refused', () => {
    const deadlineMs = startMs + 30 * hourMs
    const [refused] = under(dated(-1, 30)).submit('late-1', sketchSpec({ deadlineMs }))
    expect(refused?.kind).toBe('refused')
  })

  it('a service without an end waits for the last dated limit that it cannot live with', () => {
    const world = under(dated(-1, 1), dated(50, 60))
    const { durationMaxH: _none, ...service } = sketchSpec({ kind: 'service' })
    world.submit('web-1', service)
    world.pass()
    expect(world.state.reservation?.fromMs).toBe(startMs + 60 * hourMs)
  })

  it('a limit that never lifts refuses', () => {
    const [refused] = under(night(0, 24)).submit('job-1', sketchSpec())
    expect(refused?.kind).toBe('refused')
  })
})
