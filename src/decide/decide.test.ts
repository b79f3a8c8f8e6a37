import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../units/index.ts'
import { explainWorkload, preview } from './explain.ts'
import { bench, gangSpec, hourMs, sketchFleet, sketchSpec, startMs } from './test-world.ts'

const two = () =>
  sketchFleet([
    { id: 'a', nodes: 2, priceUsdPerMwh: 60 },
    { id: 'b', nodes: 2, priceUsdPerMwh: 30 },
  ])
const three = () =>
  sketchFleet([
    { id: 'a', nodes: 2 },
    { id: 'b', nodes: 2 },
    { id: 'c', nodes: 2 },
  ])

describe('admission and placement', () => {
  it('the cheapest site that fits is chosen, and every other site has its reason', () => {
    const world = bench(two())
    world.submit('job-1', sketchSpec())
    const [placed] = world.pass()
    expect(placed).toMatchObject({ kind: 'placed', legs: [{ siteId: 'b' }] })
    const rows = explainWorkload(world.state, world.state.workloads.get('job-1')!).reasons
    expect(rows.map((row) => [row.siteIds[0], row.verdict, row.constraint])).toEqual([
      ['a', 'refused', 'cost'],
      ['b', 'chosen', 'chosen'],
    ])
    expect(rows[0]!.slack).toBeLessThan(0)
  })

  it('what could never run is refused at once with the binding limit of each site', () => {
    const world = bench(two())
    const [refused] = world.submit(
      'big-1',
      sketchSpec({ accelerators: { kind: 'h100-sxm', count: 64 } }),
    )
    expect(refused).toMatchObject({
      kind: 'refused',
      reasons: [
        { siteIds: ['a'], constraint: 'accelerators', need: 64, limit: 16 },
        { siteIds: ['b'] },
      ],
    })
  })

  it('an envelope that falls during the run is respected before it falls', () => {
    const limited = {
      kind: 'dated' as const,
      fromMs: startMs + 2 * hourMs,
      toMs: startMs + 3 * hourMs,
      maxMw: 0.005,
    }
    const world = bench(sketchFleet([{ id: 'a', nodes: 2, envelope: [limited] }]))
    world.submit('short-1', sketchSpec({ durationMaxH: 1 }))
    world.submit('long-1', sketchSpec({ durationMaxH: 4 }))
    world.pass()
    expect(world.state.workloads.get('short-1')!.status).toBe('starting')
    expect(world.state.workloads.get('long-1')!.status).toBe('queued')
    const { reasons } = explainWorkload(world.state, world.state.workloads.get('long-1')!)
    const reason = reasons.find((row) => row.constraint === 'facility-power')!
    expect(reason).toMatchObject({ constraint: 'facility-power', atMs: startMs + 2 * hourMs })
    expect(reason.need).toBeCloseTo(0.0125, 6)
  })

  it('an evening window that wraps midnight limits only its own hours', () => {
    const world = bench(
      sketchFleet([
        {
          id: 'a',
          nodes: 1,
          envelope: [{ kind: 'daily', fromHourUtc: 22, toHourUtc: 2, maxMw: 0 }],
        },
      ]),
      startMs + 3 * hourMs,
    )
    expect(preview(world.state, sketchSpec({ durationMaxH: 18 })).status).toBe('placed')
    // A run of 20 h and its start window are longer than the day, one of 19 h has to wait for tomorrow's.
    expect(preview(world.state, sketchSpec({ durationMaxH: 20 })).status).toBe('refused')
    expect(preview(world.state, sketchSpec({ durationMaxH: 19 }))).toMatchObject({
      status: 'waiting',
      startsAtMs: startMs + 26 * hourMs,
    })
  })

  it('quota, deadline, budget and residency each refuse by name', () => {
    const fleet = sketchFleet([{ id: 'a', nodes: 2 }], {
      tenants: [
        { id: 'acme', name: 'Acme', shares: 1, quota: { acceleratorsMax: 8, priorityMax: 60 } },
      ],
    })
    const world = bench(fleet)
    const why = (id: string, change: Parameters<typeof sketchSpec>[0]): string[] => {
      const [first] = world.submit(id, sketchSpec(change))
      return first?.kind === 'refused' ? first.reasons.map((reason) => reason.constraint) : []
    }
    expect(why('q-1', { accelerators: { kind: 'h100-sxm', count: 16 } })).toContain('quota')
    expect(why('p-1', { priority: 90 })).toContain('priority')
    expect(why('d-1', { deadlineMs: startMs + hourMs / 2 })).toContain('deadline')
    expect(why('b-1', { budgetUsd: 10 })).toContain('budget')
    expect(why('r-1', { residency: { jurisdictions: ['EU'] } })).toContain('residency')
    expect(why('k-1', { accelerators: { kind: 'b200', count: 8 } })).toContain('accelerator-kind')
  })

  it('load that is not ours counts, and a site that does not answer gets no new work', () => {
    const world = bench(two())
    world.do({
      kind: 'site-observed',
      siteId: 'b',
      isReachable: true,
      foreignAccelerators: { gpu: 12 },
      downAccelerators: {},
    })
    world.submit('job-1', sketchSpec())
    world.pass()
    expect(world.legs()[0]!.siteId).toBe('a')
    world.do({
      kind: 'site-observed',
      siteId: 'a',
      isReachable: false,
      foreignAccelerators: {},
      downAccelerators: {},
    })
    world.submit('job-2', sketchSpec())
    world.pass(1000)
    const reasons = explainWorkload(world.state, world.state.workloads.get('job-2')!).reasons
    expect(reasons.map((reason) => reason.constraint)).toEqual(['site-unreachable', 'accelerators'])
  })
})

describe('gangs', () => {
  it('legs are ordered one after the other in the order of the fleet file, and released together', () => {
    const world = bench(two())
    world.submit('gang-1', gangSpec())
    world.pass()
    const [first, second] = world.legs()
    expect([first!.siteId, second!.siteId]).toEqual(['a', 'b'])
    world.do({ kind: 'leg-observed', legId: first!.legId, phase: 'held' })
    expect(first!.desired).toBe('held')
    world.do({ kind: 'leg-observed', legId: second!.legId, phase: 'held' })
    expect([first!.desired, second!.desired]).toEqual(['running', 'running'])
  })

  it('a leg that does not come within the start window gives everything back and backs off', () => {
    const world = bench(two())
    world.submit('gang-1', gangSpec())
    world.pass()
    world.do({ kind: 'leg-observed', legId: 'gang-1.1.0', phase: 'held' })
    const decisions = world.pass(121_000)
    expect(decisions[0]).toMatchObject({ kind: 'rolled-back', workloadId: 'gang-1' })
    world.obey()
    expect(world.legs().filter((leg) => leg.phase !== 'ended')).toEqual([])
    expect([...world.state.sites.values()].map((site) => site.usedItW)).toEqual([0, 0])
    const retryAtMs = world.state.workloads.get('gang-1')!.notBeforeMs
    expect(retryAtMs).toBeGreaterThan(world.nowMs)
    world.pass(retryAtMs - world.nowMs)
    world.obey()
    expect(world.state.workloads.get('gang-1')).toMatchObject({ status: 'running', attempt: 2 })
  })

  it('two gangs over the same sites never each hold half', () => {
    const world = bench(two())
    // The books say that both fit; the engines have room for one leg each only, as a job behind our back took the rest.
    world.submit('gang-1', gangSpec())
    world.submit('gang-2', gangSpec())
    world.pass()
    const held = new Set<string>()
    const roomBySite = new Map([
      ['a', 1],
      ['b', 1],
    ])
    for (let round = 0; round < 4; round++)
      for (const leg of world.legs()) {
        const workload = world.state.workloads.get(leg.workloadId)!
        const before = workload.legs.filter((other) => other.rank < leg.rank)
        if (
          held.has(leg.legId) ||
          before.some((other) => !held.has(other.legId)) ||
          roomBySite.get(leg.siteId) === 0
        )
          continue
        held.add(leg.legId)
        roomBySite.set(leg.siteId, 0)
        world.do({ kind: 'leg-observed', legId: leg.legId, phase: 'held' })
      }
    // Whoever got the first site also gets the second: the other holds nothing.
    expect([...held].map((legId) => legId.split('.')[0])).toEqual(['gang-1', 'gang-1'])
    expect(world.legs().filter((leg) => leg.desired === 'running')).toHaveLength(2)
  })

  it('a run without an even split over its legs is refused by leg count', () => {
    const world = bench(two())
    const [refused] = world.submit(
      'odd-1',
      gangSpec({ accelerators: { kind: 'h100-sxm', count: 9 } }),
    )
    expect(refused).toMatchObject({ kind: 'refused', reasons: [{ constraint: 'leg-count' }] })
  })

  it('a failed leg stops the others, and the run comes back until its retries are used', () => {
    const world = bench(two())
    world.submit('gang-1', gangSpec({ retriesMax: 1 }))
    for (const attempt of [1, 2]) {
      world.pass(1000_000)
      world.obey()
      world.end(`gang-1.${attempt}.1`, { outcome: 'failed', exitCode: 1 })
      world.obey()
    }
    expect(world.state.workloads.get('gang-1')).toMatchObject({ status: 'failed', attempt: 2 })
  })
})

describe('cuts and lost sites', () => {
  const cut = (world: ReturnType<typeof bench>, isUp = false) =>
    world.do({ kind: 'link-observed', spanIds: ['s-a'], isUp, by: 'test' })
  const running = (change: Parameters<typeof gangSpec>[0], fleet = two()) => {
    const world = bench(fleet)
    world.submit('gang-1', gangSpec(change))
    world.pass()
    world.obey()
    expect(world.state.workloads.get('gang-1')!.status).toBe('running')
    return world
  }

  it('another way is taken before any fallback', () => {
    const world = running({ sites: { allow: ['a', 'b'] } }, three())
    expect(cut(world)).toMatchObject([{ kind: 'rerouted', wan: { paths: [['r-s-c', 'r-s-b']] } }])
    expect(world.state.workloads.get('gang-1')!.status).toBe('running')
  })

  it('pause: a checkpoint, everything given back, and a new start when it is light again', () => {
    const world = running({ fallback: 'pause' })
    expect(cut(world)).toMatchObject([{ kind: 'fallback', fallback: 'pause' }])
    expect(world.legs().map((leg) => leg.desired)).toEqual(['checkpointed', 'checkpointed'])
    world.pass(21_000)
    world.obey()
    world.pass(1000)
    const workload = world.state.workloads.get('gang-1')!
    expect([workload.status, workload.pausedWhy === undefined]).toEqual(['queued', false])
    cut(world, true)
    world.pass(1000)
    world.obey()
    expect(workload).toMatchObject({ status: 'running', attempt: 2, pausedWhy: undefined })
  })

  const oneOrTwo = {
    fallback: 'single-site' as const,
    legs: { min: 1, max: 2, startTogether: true },
    accelerators: { kind: 'h100-sxm', count: 16 },
  }
  const small = () =>
    sketchFleet([
      { id: 'a', nodes: 1 },
      { id: 'b', nodes: 1 },
    ])

  it('single-site: the run starts again on one site', () => {
    const world = bench(two())
    // Somebody else has half of each site, so that it begins as a gang.
    const others = (accelerators: number) => {
      for (const siteId of ['a', 'b'])
        world.do({
          kind: 'site-observed',
          siteId,
          isReachable: true,
          foreignAccelerators: { gpu: accelerators },
          downAccelerators: {},
        })
    }
    others(8)
    world.submit('gang-1', gangSpec(oneOrTwo))
    world.pass()
    world.obey()
    expect(world.state.workloads.get('gang-1')!.legs).toHaveLength(2)
    others(0)
    expect(cut(world)).toMatchObject([{ kind: 'fallback', fallback: 'single-site' }])
    world.pass(21_000)
    world.obey()
    world.pass(1000)
    world.obey()
    const { status, legs } = world.state.workloads.get('gang-1')!
    expect([status, legs.length]).toEqual(['running', 1])
  })

  it('single-site for a run that no site could hold: it pauses, and is a gang again when it is light', () => {
    const world = running(oneOrTwo, small())
    expect(cut(world)).toMatchObject([{ kind: 'fallback', fallback: 'pause' }])
    world.pass(21_000)
    world.obey()
    cut(world, true)
    world.pass(1000)
    world.obey()
    const { status, legs } = world.state.workloads.get('gang-1')!
    expect([status, legs.length]).toEqual(['running', 2])
  })

  it('loose-sync: the run goes on, and returns to synchronous when it is light again', () => {
    const world = running({ fallback: 'loose-sync' })
    expect(cut(world)).toMatchObject([{ kind: 'fallback', fallback: 'loose-sync' }])
    expect(world.state.workloads.get('gang-1')).toMatchObject({ status: 'running', sync: 'loose' })
    expect(cut(world, true)).toMatchObject([{ kind: 'restored' }])
    expect(world.state.workloads.get('gang-1')!.sync).toBe('sync')
  })

  it('a silent site is not a dead one: its leg keeps its capacity until the engine says that it is gone', () => {
    const world = running({ fallback: 'pause' })
    const silent = (isReachable: boolean) =>
      world.do({
        kind: 'site-observed',
        siteId: 'b',
        isReachable,
        foreignAccelerators: {},
        downAccelerators: {},
      })
    silent(false)
    world.pass(60_000)
    expect(world.state.workloads.get('gang-1')!.status).toBe('running')
    world.pass(600_000)
    expect(world.state.workloads.get('gang-1')!.status).toBe('stopping')
    world.end('gang-1.1.0', { outcome: 'cancelled' })
    world.pass(60_000)
    expect(world.state.workloads.get('gang-1')!.stale).toHaveLength(1)
    expect(world.state.sites.get('b')!.usedByPool.get('gpu')).toBe(8)
    silent(true)
    world.obey()
    expect(world.state.sites.get('b')!.usedByPool.get('gpu')).toBe(0)
  })
})

describe('the queue', () => {
  it('a higher priority stops as few lesser runs as it needs, the youngest first', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 3 }]))
    for (const id of ['old-1', 'mid-1', 'new-1']) {
      world.submit(id, sketchSpec({ priority: 10, durationMaxH: 100 }))
      world.pass(1000)
      world.obey()
    }
    world.submit('vip-1', sketchSpec({ priority: 90, flexibility: 'firm' }))
    expect(world.pass(1000)).toContainEqual({
      kind: 'preempted',
      workloadId: 'new-1',
      forWorkloadId: 'vip-1',
    })
    expect(world.decisions.filter((decision) => decision.kind === 'preempted')).toHaveLength(1)
    world.pass(1000)
    expect(world.decisions.filter((decision) => decision.kind === 'preempted')).toHaveLength(1)
    world.pass(30_000)
    world.obey()
    world.pass(1000)
    world.obey()
    expect(world.state.workloads.get('vip-1')!.status).toBe('running')
  })

  it('firm work is never stopped for another', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    world.submit('firm-1', sketchSpec({ priority: 1, flexibility: 'firm' }))
    world.pass()
    world.obey()
    world.submit('vip-1', sketchSpec({ priority: 99 }))
    world.pass(1000)
    expect(world.state.workloads.get('firm-1')!.status).toBe('running')
  })

  it('small work fills gaps but never pushes the head of the queue back', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 2 }]))
    world.submit('first-1', sketchSpec({ durationMaxH: 2, priority: 60 }))
    world.pass()
    world.obey()
    world.submit(
      'wide-1',
      sketchSpec({
        accelerators: { kind: 'h100-sxm', count: 16 },
        priority: 60,
        flexibility: 'firm',
      }),
    )
    world.submit('long-1', sketchSpec({ durationMaxH: 3, priority: 50 }))
    world.submit('short-1', sketchSpec({ durationMaxH: 1, priority: 50 }))
    world.pass(1000)
    const status = (id: string) => world.state.workloads.get(id)!.status
    expect([status('wide-1'), status('long-1'), status('short-1')]).toEqual([
      'queued',
      'queued',
      'starting',
    ])
  })

  it('the tenant that used less of its share goes first', () => {
    const world = bench(sketchFleet([{ id: 'a', nodes: 1 }]))
    world.submit('a-1', sketchSpec({ tenant: 'acme' }))
    world.pass()
    world.obey()
    world.submit('a-2', sketchSpec({ tenant: 'acme' }))
    world.nowMs += 1000
    world.submit('g-1', sketchSpec({ tenant: 'globex' }))
    world.nowMs += hourMs / 2
    world.end('a-1.1.0')
    world.pass(1000)
    expect(world.state.workloads.get('g-1')!.status).toBe('starting')
  })

  it('a longest run time that is over ends the run', () => {
    const world = bench(two())
    world.submit('job-1', sketchSpec({ durationMaxH: 1 }))
    world.pass()
    world.obey()
    world.pass(hourMs + 1)
    world.obey()
    expect(world.state.workloads.get('job-1')!.status).toBe('timed-out')
  })

  it('the same id twice is one workload', () => {
    const world = bench(two())
    world.submit('job-1', sketchSpec())
    expect(world.submit('job-1', sketchSpec())).toEqual([])
  })

  it('a preview changes nothing', () => {
    const world = bench(two())
    const before = canonicalJson({
      ...world.state,
      world: undefined,
      workloads: [...world.state.workloads],
      sites: [...world.state.sites.values()].map((site) => ({ ...site, legs: [...site.legs] })),
    })
    preview(world.state, gangSpec())
    expect(
      canonicalJson({
        ...world.state,
        world: undefined,
        workloads: [...world.state.workloads],
        sites: [...world.state.sites.values()].map((site) => ({ ...site, legs: [...site.legs] })),
      }),
    ).toBe(before)
  })
})
