import { applyEvent, emptyFold } from '../../src/control/fold.ts'
import type { Fold } from '../../src/control/fold.ts'
import type { Decision, Event } from '../../src/decide/index.ts'
import { loadFleet, loadWorkload } from '../../src/fleet/index.ts'
import { createRandom } from './random.ts'
import { benchFleet, syntheticFleet } from './synthetic-fleet.ts'
import { workloadFile } from './workload-mix.ts'

/**
 * A world that lives on a virtual clock: the fold of the daemon, fed with the events that a daemon would see. Legs hold
 * their nodes, start and end at once when they are told to; each event is timed where it is applied, decision, hash and
 * ledger included, as the daemon applies it.
 */
export interface LiveWorld {
  readonly fold: Fold
  /** What each event took, by kind: by the clock, and on the processor, which others on the machine do not lengthen. */
  readonly timesMs: Map<string, number[]>
  readonly cpuMs: Map<string, number[]>
  submit(): void
  pass(): void
  /** Ends one running workload, chosen by seed; false when none runs. */
  endOne(): boolean
  /** Passes until one decides nothing. */
  settle(): void
}

const startMs = Date.UTC(2026, 10, 2)

export function createLiveWorld(): LiveWorld {
  const loaded = loadFleet(syntheticFleet(benchFleet), 'bench.json')
  if (!loaded.ok) throw new Error(`the fleet has a fault: ${loaded.diagnostics[0]?.message}`)
  const fold = emptyFold()
  const timesMs = new Map<string, number[]>()
  const cpuMs = new Map<string, number[]>()
  const random = createRandom(3)
  const running: string[] = []
  let nowMs = startMs
  let submitted = 0

  function apply(event: Event): readonly Decision[] {
    const cpuBefore = process.threadCpuUsage()
    const before = performance.now()
    const decisions = applyEvent(fold, event)
    const tookMs = performance.now() - before
    const { user, system } = process.threadCpuUsage(cpuBefore)
    note(timesMs, event.kind, tookMs)
    note(cpuMs, event.kind, (user + system) / 1000)
    fold.state.touched.clear()
    return decisions
  }
  function observe(legId: string, phase: 'held' | 'running' | 'ended'): void {
    const ended = { endedAtMs: nowMs, outcome: 'completed' as const, startedAtMs: nowMs - 1000 }
    const seen = phase === 'held' ? {} : phase === 'running' ? { startedAtMs: nowMs } : ended
    apply({ kind: 'leg-observed', atMs: nowMs, legId, phase, ...seen })
  }
  apply({ kind: 'fleet-loaded', atMs: nowMs, fleet: loaded.value, gridloomVersion: 'bench' })
  timesMs.clear()

  function pass(): readonly Decision[] {
    nowMs += 1000
    const decisions = apply({ kind: 'pass-due', atMs: nowMs })
    for (const decision of decisions) {
      if (decision.kind !== 'placed') continue
      for (const phase of ['held', 'running'] as const)
        for (const leg of decision.legs) observe(leg.legId, phase)
      running.push(decision.workloadId)
    }
    return decisions
  }
  return {
    fold,
    timesMs,
    cpuMs,
    submit() {
      const { text } = workloadFile(submitted, benchFleet.tenants, 'json')
      const spec = loadWorkload(text, 'bench.json')
      if (!spec.ok) throw new Error(`the workload has a fault: ${spec.diagnostics[0]?.message}`)
      nowMs += 10
      apply({
        kind: 'workload-submitted',
        atMs: nowMs,
        workloadId: `${spec.value.name}-${submitted.toString(36)}`,
        spec: spec.value,
        submittedBy: 'bench',
        idempotencyKey: `key-${submitted++}`,
      })
    },
    pass: () => void pass(),
    endOne() {
      const at = random.whole(0, running.length - 1)
      const workload = fold.state.workloads.get(running[at] ?? '')
      if (workload === undefined) return false
      running[at] = running[running.length - 1]!
      running.pop()
      // A preempted one is stopping: its legs end all the same.
      for (const leg of [...workload.legs]) if (leg.phase !== 'ended') observe(leg.legId, 'ended')
      return true
    },
    settle() {
      while (pass().length > 0);
    },
  }
}

function note(times: Map<string, number[]>, kind: string, ms: number): void {
  const known = times.get(kind)
  if (known === undefined) times.set(kind, [ms])
  else known.push(ms)
}

/** Submits so many, with a pass after every hundred, until all that fits has started. */
export function populate(world: LiveWorld, workloads: number): void {
  for (let i = 1; i <= workloads; i++) {
    world.submit()
    if (i % 100 === 0) world.pass()
  }
  world.settle()
}
