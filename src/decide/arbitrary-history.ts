import fc from 'fast-check'
import type { WorkloadSpec } from '../fleet/index.ts'
import { arbitrarySpec } from './arbitrary-spec.ts'
import type { LegOutcome } from './event.ts'
import { mayAllocate } from './gang.ts'
import type { Leg } from './state.ts'
import { isTerminal } from './state.ts'
import { nextDueMs } from './timers.ts'
import type { Bench } from './test-world.ts'

/** One thing that happens. Legs, sites and workloads are drawn by number: what the number means depends on the day. */
export type Step =
  | { readonly kind: 'submit'; readonly spec: WorkloadSpec }
  | { readonly kind: 'pass'; readonly afterMs: number }
  | { readonly kind: 'until-due' }
  | { readonly kind: 'engines'; readonly legs: number }
  | { readonly kind: 'leg-ends'; readonly pick: number; readonly outcome: LegOutcome }
  | {
      readonly kind: 'site'
      readonly pick: number
      readonly isReachable: boolean
      readonly foreign: number
      readonly down: number
    }
  | { readonly kind: 'link'; readonly pick: number; readonly isUp: boolean }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'fleet' }

const pick = fc.nat({ max: 1000 })
const submit = fc.record({ kind: fc.constant('submit' as const), spec: arbitrarySpec })
const pass = fc.record({
  kind: fc.constant('pass' as const),
  afterMs: fc.constantFrom(0, 0, 1000, 20_000, 60_000, 130_000, 700_000, 3_600_000, 7_777_777),
})
const engines = fc.record({ kind: fc.constant('engines' as const), legs: fc.nat({ max: 8 }) })

export const arbitraryHistory = (maxLength = 70): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 9, arbitrary: submit },
      { weight: 9, arbitrary: pass },
      { weight: 3, arbitrary: fc.constant({ kind: 'until-due' as const }) },
      { weight: 9, arbitrary: engines },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('leg-ends' as const),
          pick,
          outcome: fc.constantFrom<LegOutcome>(
            'completed',
            'completed',
            'failed',
            'cancelled',
            'timed-out',
            'node-failed',
            'preempted',
            'vanished',
          ),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('site' as const),
          pick,
          isReachable: fc.boolean(),
          foreign: fc.constantFrom(0, 0, 8, 16),
          down: fc.constantFrom(0, 0, 4),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('link' as const), pick, isUp: fc.boolean() }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'fleet' as const }) },
    ),
    { minLength: 25, maxLength, size: 'max' },
  )

/** Makes the step happen, as events at the bench. */
export function take(world: Bench, step: Step, index: number): void {
  switch (step.kind) {
    case 'submit':
      world.submit(`w${index}-1`, step.spec)
      return
    case 'pass':
      world.pass(step.afterMs)
      return
    case 'until-due': {
      const dueMs = nextDueMs(world.state)
      if (Number.isFinite(dueMs) && dueMs < world.nowMs + 30 * 86_400_000)
        world.pass(dueMs - world.nowMs)
      return
    }
    case 'engines':
      for (let i = 0; i < step.legs; i++) if (!engineMoves(world, i)) return
      return
    case 'leg-ends':
      return legEnds(world, step)
    case 'site':
      return siteSpeaks(world, step)
    case 'link': {
      const span = world.state.world!.fleet.spans[step.pick % world.state.world!.fleet.spans.length]
      if (span !== undefined)
        world.do({ kind: 'link-observed', spanIds: [span.id], isUp: step.isUp, by: 'test' })
      return
    }
    case 'cancel': {
      const live = [...world.state.workloads.values()].filter((one) => !isTerminal(one.status))
      const workload = live[step.pick % live.length]
      if (workload !== undefined)
        world.do({ kind: 'cancel-requested', workloadId: workload.id, by: 'test' })
      return
    }
    case 'fleet':
      world.do({
        kind: 'fleet-loaded',
        fleet: world.state.world!.fleet,
        gridloomVersion: 'again',
      })
  }
}

const answers = (world: Bench, leg: Leg): boolean =>
  leg.phase !== 'ended' && world.state.sites.get(leg.siteId)!.isReachable

function legEnds(world: Bench, step: Step & { kind: 'leg-ends' }): void {
  const legs = world.legs().filter((leg) => answers(world, leg) && leg.phase !== 'ordered')
  const leg = legs[step.pick % legs.length]
  if (leg === undefined) return
  world.do({
    kind: 'leg-observed',
    legId: leg.legId,
    phase: 'ended',
    outcome: step.outcome,
    endedAtMs: world.nowMs,
    ...(step.outcome === 'failed' ? { exitCode: 1 } : {}),
  })
}

function siteSpeaks(world: Bench, step: Step & { kind: 'site' }): void {
  const sites = world.state.world!.sites
  const { site } = sites[step.pick % sites.length]!
  const pool = site.pools[0]!
  world.do({
    kind: 'site-observed',
    siteId: site.id,
    isReachable: step.isReachable,
    foreignAccelerators: {
      [pool.id]: Math.min(step.foreign, pool.nodes * pool.acceleratorsPerNode),
    },
    downAccelerators: { [pool.id]: step.down },
  })
}

/** One step of one engine: what is wanted gone goes, what may be allocated is held, what is released runs. */
export function engineMoves(world: Bench, turn = 0): boolean {
  const legs = world.legs()
  for (let i = 0; i < legs.length; i++) {
    const leg = legs[(i + turn) % legs.length]!
    if (!answers(world, leg)) continue
    const { legId } = leg
    const workload = world.state.workloads.get(leg.workloadId)!
    if (leg.desired === 'gone' || (leg.desired === 'checkpointed' && turn % 3 !== 2)) {
      world.end(legId, { outcome: 'cancelled' })
      return true
    }
    if (leg.phase === 'ordered' && mayAllocate(workload, leg)) {
      world.do({ kind: 'leg-observed', legId, phase: 'held', engineJobId: legId })
      return true
    }
    if (leg.phase === 'held' && leg.desired === 'running') {
      world.do({ kind: 'leg-observed', legId, phase: 'running', startedAtMs: world.nowMs })
      return true
    }
  }
  return false
}

/** Everything heals, everything is cancelled, every engine answers: afterwards nothing may be left in the books. */
export function endAll(world: Bench): void {
  const { fleet } = world.state.world!
  for (const site of fleet.sites)
    world.do({
      kind: 'site-observed',
      siteId: site.id,
      isReachable: true,
      foreignAccelerators: {},
      downAccelerators: {},
    })
  world.do({
    kind: 'link-observed',
    spanIds: fleet.spans.map((span) => span.id),
    isUp: true,
    by: 'test',
  })
  for (const workload of world.state.workloads.values())
    if (!isTerminal(workload.status))
      world.do({ kind: 'cancel-requested', workloadId: workload.id, by: 'test' })
  while (engineMoves(world));
  world.pass(1000)
}
