import { setTimeout as sleep } from 'node:timers/promises'
import type { Leg, Workload } from '../decide/index.ts'
import type { Engine, EngineAnswer, LegReport, SiteObservation } from '../engines/index.ts'
import { canonicalJson } from '../units/index.ts'
import type { Loop } from './loop.ts'
import { meterSite } from './metering.ts'
import { actionFor, toLegOrder } from './orders.ts'
import type { LegAction } from './orders.ts'

/**
 * One site's reconciler: observe the engine, write down what differs from what the journal knows, then order what is
 * wanted and not yet so. It is level-triggered: an order that got lost is simply given again, because every engine call
 * is idempotent by leg id. A site that does not answer is unknown, never dead.
 */
export interface SiteLoop extends AsyncDisposable {
  readonly siteId: string
  /** Look again at once. */
  wake(): void
}

export interface SiteLoopOptions {
  readonly loop: Loop
  readonly engine: Engine
  /** Called before a leg is allocated: the emulated WAN of the leg has to stand. */
  readonly beforeAllocate: (workload: Workload, leg: Leg) => Promise<void>
  readonly observeEveryMs: number
  readonly observeTimeoutMs: number
  readonly onTrouble: (message: string, error: unknown) => void
}

/** Calls in flight at one site at a time. */
const callsAtOnce = 8

export function startSiteLoop(options: SiteLoopOptions): SiteLoop {
  const { engine, loop } = options
  const { siteId } = engine
  const stopping = new AbortController()
  let wakeUp = Promise.withResolvers<void>()
  const memory: Memory = {
    lastCall: new Map(),
    sentSync: new Map(),
    checkpointed: new Set(),
    askedAtMs: new Map(),
    turn: 0,
    cancelled: new Map(),
  }

  const turn = async (): Promise<void> => {
    const startedTurn = ++memory.turn
    const observation = await observeInTime(engine, options.observeTimeoutMs)
    await report(loop, memory, { siteId, observation, startedTurn })
    if (observation.isReachable) {
      await orderAll(options, memory)
      await meterSite(loop, engine)
    }
  }

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wakeUp = Promise.withResolvers<void>()
      try {
        await turn()
      } catch (error) {
        if (stopping.signal.aborted) return
        options.onTrouble(`site ${siteId}`, error)
      }
      const pause = sleep(options.observeEveryMs, undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
      await Promise.race([pause, wakeUp.promise])
      // A burst of wake-ups is one look.
      await sleep(15, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    siteId,
    wake: () => wakeUp.resolve(),
    async [Symbol.asyncDispose]() {
      stopping.abort()
      wakeUp.resolve()
      await running
    },
  }
}

interface Memory {
  /** The turn in which the last call about a leg was made: an older observation says nothing about it. */
  readonly lastCall: Map<string, number>
  readonly sentSync: Map<string, 'sync' | 'loose'>
  readonly checkpointed: Set<string>
  /** When a queued leg was last asked for again. */
  readonly askedAtMs: Map<string, number>
  /** Legs whose cancellation the engine confirmed, with the turn. */
  readonly cancelled: Map<string, number>
  turn: number
}

async function observeInTime(engine: Engine, timeoutMs: number): Promise<SiteObservation> {
  const late = new AbortController()
  const timeout = sleep(timeoutMs, undefined, { signal: late.signal }).then(
    (): SiteObservation => ({ isReachable: false, atMs: 0, why: `no answer in ${timeoutMs} ms` }),
  )
  try {
    return await Promise.race([engine.observe(), timeout])
  } catch (error) {
    return { isReachable: false, atMs: 0, why: String(error) }
  } finally {
    late.abort()
    timeout.catch(() => undefined)
  }
}

interface Seen {
  readonly siteId: string
  readonly observation: SiteObservation
  readonly startedTurn: number
}

/** Writes down what is new: the site itself, each leg whose phase moved, legs that are gone. */
async function report(loop: Loop, memory: Memory, seen: Seen): Promise<void> {
  const { siteId, observation } = seen
  const site = loop.fold.state.sites.get(siteId)
  if (site === undefined) return
  const writes: Promise<unknown>[] = []
  if (!observation.isReachable) {
    if (site.isReachable)
      await loop.apply({
        kind: 'site-observed',
        siteId,
        isReachable: false,
        foreignAccelerators: site.foreign,
        downAccelerators: site.down,
      })
    return
  }
  const { foreignAccelerators, downAccelerators } = observation
  const isSame =
    site.isReachable &&
    canonicalJson(site.foreign) === canonicalJson(foreignAccelerators) &&
    canonicalJson(site.down) === canonicalJson(downAccelerators)
  if (!isSame)
    writes.push(
      loop.apply({
        kind: 'site-observed',
        siteId,
        isReachable: true,
        foreignAccelerators,
        downAccelerators,
      }),
    )
  const reports = new Map(observation.legs.map((leg) => [leg.legId, leg]))
  for (const leg of [...site.legs.values()]) {
    const found = reports.get(leg.legId)
    // A leg of our id with another token was ordered by somebody else: its word is not about ours.
    if (found !== undefined && found.fencingToken !== leg.fencingToken) continue
    if (found !== undefined && isNews(leg, found)) writes.push(loop.apply(toEvent(found)))
    if (found === undefined && isGone(memory, leg, seen.startedTurn))
      writes.push(
        loop.apply({
          kind: 'leg-observed',
          legId: leg.legId,
          phase: 'ended',
          outcome: leg.desired === 'gone' ? 'cancelled' : 'vanished',
        }),
      )
  }
  await Promise.all(writes)
}

const phases = ['ordered', 'queued', 'held', 'running', 'ended']
const isNews = (leg: Leg, found: LegReport): boolean =>
  phases.indexOf(found.phase) > phases.indexOf(leg.phase)

/**
 * A reachable engine that does not name a leg: gone, if it once named it, or if it confirmed that the leg is cancelled,
 * and if nothing was asked about the leg since this observation began.
 */
function isGone(memory: Memory, leg: Leg, startedTurn: number): boolean {
  if ((memory.lastCall.get(leg.legId) ?? 0) >= startedTurn) return false
  const cancelledIn = memory.cancelled.get(leg.legId)
  return leg.phase === 'ordered' ? cancelledIn !== undefined && cancelledIn < startedTurn : true
}

function toEvent(found: LegReport) {
  const { legId, phase, engineJobId, startedAtMs, endedAtMs, outcome, exitCode } = found
  return {
    kind: 'leg-observed' as const,
    legId,
    phase,
    engineJobId,
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(exitCode === undefined ? {} : { exitCode }),
  }
}

async function orderAll(options: SiteLoopOptions, memory: Memory): Promise<void> {
  const { loop, engine } = options
  const { state } = loop.fold
  const due: (() => Promise<void>)[] = []
  for (const leg of state.sites.get(engine.siteId)?.legs.values() ?? []) {
    const workload = state.workloads.get(leg.workloadId)
    // What is not durable yet may still be forgotten: nothing is ordered on its strength.
    if (workload === undefined || !loop.isDurable(workload.id)) continue
    const action = actionFor(workload, leg)
    if (leg.phase === 'queued' && action === 'allocate' && isAskedLately(memory, leg)) continue
    if (action !== 'none' && !(action === 'checkpoint' && memory.checkpointed.has(leg.legId)))
      due.push(() => order(options, memory, { workload, leg, action }))
    else if (leg.phase === 'running' && needsMode(memory, workload, leg))
      due.push(() => sendMode(options, memory, { workload, leg, action }))
  }
  forgetGone(memory, state.sites.get(engine.siteId)?.legs ?? new Map())
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < due.length) await due[next++]!()
  }
  await Promise.all(Array.from({ length: Math.min(callsAtOnce, due.length) }, worker))
}

/** What is remembered of legs that no longer hold anything here is of no use to anyone. */
function forgetGone(memory: Memory, legs: ReadonlyMap<string, Leg>): void {
  const { lastCall, sentSync, cancelled, askedAtMs, checkpointed } = memory
  for (const kept of [lastCall, sentSync, cancelled, askedAtMs, checkpointed]) {
    if (kept.size <= 2 * legs.size + 64) continue
    for (const legId of kept.keys()) if (!legs.has(legId)) kept.delete(legId)
  }
}

/** How often a leg that waits in its engine's queue is asked for again. */
const askAgainMs = 2000

function isAskedLately(memory: Memory, { legId }: Leg): boolean {
  const nowMs = performance.now()
  if (nowMs - (memory.askedAtMs.get(legId) ?? -askAgainMs) < askAgainMs) return true
  memory.askedAtMs.set(legId, nowMs)
  return false
}

interface Ordered {
  readonly workload: Workload
  readonly leg: Leg
  readonly action: LegAction
}

async function order(
  options: SiteLoopOptions,
  memory: Memory,
  { workload, leg, action }: Ordered,
): Promise<void> {
  const { engine, loop } = options
  memory.lastCall.set(leg.legId, memory.turn)
  const answer = await call(options, { workload, leg, action })
  memory.lastCall.set(leg.legId, memory.turn)
  if (answer.status === 'done' && action === 'cancel') memory.cancelled.set(leg.legId, memory.turn)
  if (answer.status === 'done' && action === 'checkpoint') memory.checkpointed.add(leg.legId)
  if (answer.status === 'done' && action === 'allocate')
    memory.sentSync.set(leg.legId, workload.sync)
  if (answer.status === 'refused' && action === 'allocate') {
    options.onTrouble(`${engine.siteId} refuses ${leg.legId}: ${answer.why}`, undefined)
    await loop.apply({ kind: 'leg-observed', legId: leg.legId, phase: 'ended', outcome: 'failed' })
  }
}

async function call(
  options: SiteLoopOptions,
  { workload, leg, action }: Ordered,
): Promise<EngineAnswer> {
  const { engine, loop } = options
  if (action === 'release') return engine.release(leg.legId)
  if (action === 'cancel') return engine.cancel(leg.legId)
  if (action === 'checkpoint') return engine.signal(leg.legId, { kind: 'checkpoint-now' })
  await options.beforeAllocate(workload, leg)
  return engine.allocate(toLegOrder(loop.fold.state.world!.fleet, workload, leg))
}

/**
 * Only a run that declared `loose-sync` is ever told its mode: the signal would end a program that does not know it. After
 * a restart nobody remembers what was sent, so such a run is told once more.
 */
const needsMode = (memory: Memory, workload: Workload, leg: Leg): boolean =>
  workload.spec.fallback === 'loose-sync' &&
  workload.legs.length > 1 &&
  workload.legs.includes(leg) &&
  memory.sentSync.get(leg.legId) !== workload.sync

async function sendMode(
  { engine }: SiteLoopOptions,
  memory: Memory,
  { workload, leg }: Ordered,
): Promise<void> {
  const { sync } = workload
  const answer = await engine.signal(leg.legId, { kind: 'set-mode', sync, speedShare: 1 })
  if (answer.status !== 'unknown') memory.sentSync.set(leg.legId, sync)
}
