import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkloadSpec } from '../fleet/index.ts'
import { arbitraryFleet, arbitraryRuns, arbitraryTimeoutMs } from './arbitrary-fleet.ts'
import { engineMoves } from './arbitrary-history.ts'
import { arbitrarySpec } from './arbitrary-spec.ts'
import { endAllowanceMs } from './need.ts'
import { bench, gangSpec, hourMs, sketchFleet, sketchSpec } from './test-world.ts'
import type { Bench } from './test-world.ts'
import { nextDueMs } from './timers.ts'

/** Engines that obey at once; runs end by themselves after a share of their time that their name decides. */
interface Day {
  readonly world: Bench
  /** Lets `ms` go by, with every pass that falls due. */
  live(ms: number): void
}

function obedient(world: Bench, afterPass: () => void): Day {
  const endsMs = new Map<string, number>()
  const pass = (afterMs: number): void => {
    world.pass(afterMs)
    afterPass()
    while (engineMoves(world));
    for (const leg of world.legs()) {
      if (leg.phase !== 'running' || endsMs.has(leg.legId)) continue
      const { durationMaxH } = world.state.workloads.get(leg.workloadId)!.spec
      const share = [...leg.legId].reduce((sum, char) => sum + char.codePointAt(0)!, 0) % 4
      // One in four runs into the end of its time, the others end earlier.
      endsMs.set(
        leg.legId,
        share === 0 ? Infinity : world.nowMs + (durationMaxH! * hourMs * share) / 4,
      )
    }
  }
  return {
    world,
    live(ms) {
      const untilMs = world.nowMs + ms
      pass(0)
      for (;;) {
        const due = world.legs().filter((leg) => leg.phase === 'running')
        const nextEndMs = Math.min(...due.map((leg) => endsMs.get(leg.legId) ?? Infinity))
        const nextMs = Math.min(nextEndMs, nextDueMs(world.state))
        if (nextMs > untilMs) break
        world.nowMs = Math.max(world.nowMs, Math.ceil(nextMs))
        for (const leg of due) if (endsMs.get(leg.legId)! <= world.nowMs) world.end(leg.legId)
        pass(0)
      }
      world.nowMs = untilMs
    },
  }
}

/** Holds every promise to its word: it comes forward or stays, as long as nobody who stands before is let in. */
function watchPromises(world: Bench): { afterPass: () => void; kept: () => number } {
  let held: { readonly id: string; readonly fromMs: number } | undefined
  let seen = 0
  let kept = 0
  const stands = (id: string): number => [...world.state.workloads.keys()].indexOf(id)
  return {
    kept: () => kept,
    afterPass() {
      const placed = world.decisions
        .slice(seen)
        .flatMap((one) => (one.kind === 'placed' ? [one.workloadId] : []))
      seen = world.decisions.length
      const before = held
      const isOvertaken =
        before !== undefined && placed.some((id) => stands(id) < stands(before.id))
      const now = world.state.reservation
      if (before !== undefined && !isOvertaken) {
        const { status } = world.state.workloads.get(before.id)!
        if (status === 'queued') {
          expect(world.nowMs, `${before.id} was to start`).toBeLessThan(before.fromMs)
          if (now?.workloadId === before.id) expect(now.fromMs).toBeLessThanOrEqual(before.fromMs)
        } else kept++
      }
      held = now === undefined ? undefined : { id: now.workloadId, fromMs: now.fromMs }
    },
  }
}

describe('a promise', { timeout: arbitraryTimeoutMs }, () => {
  it('never moves later, and is kept, as long as engines keep their times and nobody is lost', () => {
    const batch = arbitrarySpec.map((spec): WorkloadSpec => {
      const { deadlineMs: _none, ...timeless } = spec
      return { ...timeless, tenant: 'globex', priority: 50, durationMaxH: spec.durationMaxH ?? 1 }
    })
    const arrivals = fc.array(
      fc.tuple(fc.constantFrom(0, 0, 300_000, 1_234_567, 3_600_000), batch),
      { minLength: 15, maxLength: 40, size: 'max' },
    )
    let kept = 0
    fc.assert(
      fc.property(arbitraryFleet(), arrivals, (fleet, jobs) => {
        const world = bench(fleet)
        const promises = watchPromises(world)
        const day = obedient(world, promises.afterPass)
        for (const [i, [afterMs, spec]] of jobs.entries()) {
          world.submit(`w${i}-1`, spec)
          if (afterMs > 0) day.live(afterMs)
        }
        day.live(8 * hourMs)
        kept += promises.kept()
      }),
      arbitraryRuns,
    )
    expect(kept).toBeGreaterThan(arbitraryRuns.numRuns / 4)
  })
})

describe('a promise among more ends than are tried', () => {
  it('does not move later when another run ends early and other instants are tried', () => {
    const world = bench(
      sketchFleet([
        { id: 'a', nodes: 20 },
        { id: 'b', nodes: 20 },
      ]),
    )
    const one = { kind: 'h100-sxm', count: 1 }
    // 320 runs that end a minute apart; the wide one needs 100 of them to end at its site.
    for (let i = 0; i < 320; i++)
      world.submit(
        `w${i}-1`,
        sketchSpec({
          accelerators: one,
          durationMaxH: 10 + i / 60,
          flexibility: 'firm',
          priority: 90,
        }),
      )
    for (let i = 0; i < 3; i++) world.pass(1000)
    world.obey()
    const wide = { kind: 'h100-sxm', count: 104 }
    world.submit('wide-1', sketchSpec({ accelerators: wide, sites: { allow: ['a'] } }))
    world.pass(1000)
    let { fromMs } = world.state.reservation!
    // Those at the other site change nothing for it but the list of instants.
    const elsewhere = world.legs().filter((leg) => leg.siteId === 'b' && leg.phase === 'running')
    expect(elsewhere.length).toBeGreaterThan(20)
    for (const leg of elsewhere.slice(0, 20)) {
      world.end(leg.legId)
      world.pass(1000)
      expect(world.state.reservation!.fromMs).toBeLessThanOrEqual(fromMs)
      fromMs = world.state.reservation!.fromMs
    }
  })
})

describe('a gang as large as the fleet', { timeout: arbitraryTimeoutMs }, () => {
  /** Longest run of the stream. */
  const walltimeH = 3
  const starvationAfterH = 6

  it('starts within the starvation limit and the longest run, whatever smaller, dearer and fairer work keeps coming', () => {
    const job = fc.record({
      perLeg: fc.constantFrom(1, 2, 4, 8, 16),
      hours: fc.constantFrom(0.25, 1, 2, walltimeH),
      priority: fc.constantFrom(50, 50, 90),
      tenant: fc.constantFrom('globex', 'globex', 'acme'),
      flexibility: fc.constantFrom('firm' as const, 'pause' as const),
    })
    const setting = fc.record({
      sites: fc.integer({ min: 2, max: 3 }),
      nodes: fc.integer({ min: 1, max: 3 }),
      ramp: fc.option(fc.constantFrom(0.02, 0.05), { freq: 1 }),
      blocked: fc.integer({ min: 0, max: 2 }),
      everyMin: fc.constantFrom(5, 10, 20),
      jobs: fc.array(job, { minLength: 40, maxLength: 40 }),
    })
    fc.assert(
      fc.property(setting, (part) => {
        const sites = Array.from({ length: part.sites }, (_, i) => ({
          id: `site-${i}`,
          nodes: part.nodes,
          ...(part.ramp === null ? {} : { rampMaxMwPerMin: part.ramp }),
        }))
        const base = sketchFleet([...sites, { id: 'silent', nodes: 1 }])
        const world = bench({ ...base, policy: { ...base.policy, starvationAfterH } })
        const day = obedient(world, () => undefined)
        world.do({
          kind: 'site-observed',
          siteId: 'silent',
          isReachable: false,
          foreignAccelerators: {},
          downAccelerators: {},
        })
        let id = 0
        const deny = ['silent']
        const come = (): void => {
          const one = part.jobs[id % part.jobs.length]!
          const accelerators = { kind: 'h100-sxm', count: Math.min(one.perLeg, part.nodes * 8) }
          const { tenant, priority, flexibility } = one
          const spec = { tenant, priority, flexibility, accelerators, durationMaxH: one.hours }
          world.submit(`job${++id}-1`, sketchSpec({ ...spec, sites: { deny } }))
        }
        for (let i = 0; i < 12; i++) come()
        day.live(60_000)
        for (const workload of world.state.workloads.values())
          if (workload.status === 'queued')
            world.do({ kind: 'cancel-requested', workloadId: workload.id, by: 'test' })
        // Whoever waits for ever for a site that does not answer stands before the gang.
        for (let i = 0; i < part.blocked; i++)
          world.submit(`stuck${i}-1`, sketchSpec({ sites: { allow: ['silent'] } }))
        const submittedAtMs = world.nowMs
        world.submit(
          'gang-1',
          gangSpec({
            accelerators: { kind: 'h100-sxm', count: part.sites * part.nodes * 8 },
            legs: { min: part.sites, max: part.sites, startTogether: true },
            sites: { deny },
            wan: { gbps: 1, disjointPaths: 1 },
            priority: 50,
          }),
        )
        const { startWindowS } = base.policy
        // It leads the queue once it starves; then everything that runs must end, and the next pass comes in a minute.
        const boundMs =
          (starvationAfterH + walltimeH) * hourMs + startWindowS * 1000 + endAllowanceMs + 120_000
        const gang = world.state.workloads.get('gang-1')!
        while (gang.status === 'queued' && world.nowMs - submittedAtMs <= boundMs) {
          for (let i = 0; i < 4; i++) come()
          day.live(part.everyMin * 60_000)
        }
        expect(gang.status).not.toBe('queued')
        expect(gang.decidedAtMs - submittedAtMs).toBeLessThanOrEqual(boundMs)
      }),
      { ...arbitraryRuns, numRuns: Math.ceil(arbitraryRuns.numRuns / 4) },
    )
  })
})
