import { invariant } from '../diagnostics/index.ts'
import { nextDueMs, sentence } from '../decide/index.ts'
import type { Decision, Event, State } from '../decide/index.ts'
import type { GroupCommit } from '../journal/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { StreamEvent } from './api.ts'
import { applyEvent } from './fold.ts'
import type { Fold } from './fold.ts'
import { toRecordBody } from './recover.ts'

/**
 * The one place where events enter: each is decided at once, written with whatever arrives beside it in one commit, and
 * only when it is durable are its callers answered and its effects carried out. `durableSeq` is how far that has come:
 * whoever acts on a workload asks `isDurable` first, so nothing is ever done that the journal could forget.
 */
export interface Loop {
  readonly fold: Fold
  /** Resolves with the decisions once the event is durable; rejects when this daemon no longer leads. */
  apply(event: EventWithoutTime): Promise<readonly Decision[]>
  /** Has everything that touched this workload become durable? */
  isDurable(workloadId: string): boolean
  /** Asks for a scheduling pass soon; many requests become one. */
  requestPass(): void
  nowMs(): InstantMs
  head(): { readonly seq: number; readonly decisionHash: string }
  /** How many records have been decided; ahead of `head` while some are on their way to the disk. */
  decided(): number
  onDurable(listener: (events: readonly StreamEvent[]) => void): Disposable
  stop(): Promise<void>
}

type WithoutTime<T> = T extends Event ? Omit<T, 'atMs'> : never
export type EventWithoutTime = WithoutTime<Event>

export interface LoopOptions {
  readonly fold: Fold
  readonly seq: number
  readonly commit: GroupCommit
  readonly clockMs: () => InstantMs
  /** Called once when the journal refuses us: nothing decided since may be carried out. */
  readonly onFailed: (why: string) => void
}

/** Passes are at least this far apart, so that a burst of submissions is placed together. */
const passSpacingMs = 20
const passAtMost = 60_000

export function createLoop(options: LoopOptions): Loop {
  const { fold, commit, clockMs, onFailed } = options
  const touchedAt = new Map<string, number>()
  const listeners = new Set<(events: readonly StreamEvent[]) => void>()
  let decidedSeq = options.seq
  let durableSeq = options.seq
  let isStopped = false
  let passTimer: NodeJS.Timeout | undefined
  let passAtMs = Number.POSITIVE_INFINITY
  let lastPassMs = 0

  const nowMs = (): InstantMs => Math.max(clockMs(), fold.state.nowMs)

  async function apply(timeless: EventWithoutTime): Promise<readonly Decision[]> {
    if (isStopped) throw new Error('the control loop has stopped')
    const event = { ...timeless, atMs: nowMs() } as Event
    const decisions = applyEvent(fold, event)
    const seq = ++decidedSeq
    for (const id of fold.state.touched) touchedAt.set(id, seq)
    fold.state.touched.clear()
    schedulePass(event)
    const record = {
      atMs: event.atMs,
      kind: event.kind,
      body: toRecordBody(event),
      decisionHash: fold.decisionHash,
    }
    const outcome = await commit
      .submit([record])
      .catch((error: unknown) => fail(`the journal cannot be written: ${String(error)}`))
    if (outcome.status === 'fenced')
      return fail(`another daemon leads now (token ${outcome.newestToken})`)
    invariant(outcome.lastSeq === seq, 'the journal numbers records as the loop does')
    durableSeq = Math.max(durableSeq, seq)
    const shown = [toStreamEvent(fold.state, seq, event, decisions)]
    for (const listener of listeners) listener(shown)
    return decisions
  }

  function fail(why: string): never {
    if (!isStopped) {
      isStopped = true
      clearTimeout(passTimer)
      onFailed(why)
    }
    throw new Error(why)
  }

  function schedulePass(event: Event): void {
    if (event.kind === 'usage-recorded' || event.kind === 'leader-elected') return
    if (event.kind !== 'pass-due') return requestPass()
    lastPassMs = clockMs()
    planPass(nextDueMs(fold.state) - fold.state.nowMs)
  }

  /** A pass that can change nothing is not worth a record: nobody waits, and no time-out is due. */
  function isPassUseful(): boolean {
    for (const queue of fold.state.queues.values()) if (queue.length > 0) return true
    return nextDueMs(fold.state) <= nowMs()
  }

  function requestPass(): void {
    planPass(Math.max(0, lastPassMs + passSpacingMs - clockMs()))
  }

  function planPass(inMs: number): void {
    const atMs = clockMs() + Math.max(0, Math.min(inMs, passAtMost))
    if (isStopped || atMs >= passAtMs) return
    clearTimeout(passTimer)
    passAtMs = atMs
    passTimer = setTimeout(() => {
      passAtMs = Number.POSITIVE_INFINITY
      if (isPassUseful()) apply({ kind: 'pass-due' }).catch(() => undefined)
      else planPass(nextDueMs(fold.state) - nowMs())
    }, atMs - clockMs())
  }

  return {
    fold,
    apply,
    requestPass,
    nowMs,
    isDurable(workloadId) {
      const seq = touchedAt.get(workloadId)
      if (seq === undefined) return true
      if (seq > durableSeq) return false
      touchedAt.delete(workloadId)
      return true
    },
    head: () => ({ seq: durableSeq, decisionHash: fold.decisionHash }),
    decided: () => decidedSeq,
    onDurable(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => listeners.delete(listener) }
    },
    async stop() {
      isStopped = true
      clearTimeout(passTimer)
      await commit.idle()
    },
  }
}

function toStreamEvent(
  state: State,
  seq: number,
  event: Event,
  decisions: readonly Decision[],
): StreamEvent {
  const workloadId = workloadOf(event)
  const tenantId =
    workloadId === undefined ? undefined : state.workloads.get(workloadId)?.spec.tenant
  return {
    seq,
    atMs: event.atMs,
    kind: event.kind,
    ...(workloadId === undefined ? {} : { workloadId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    summary: decisions.length > 0 ? decisions.map(sentence).join('; ') : describe(event),
    decisions,
  }
}

function workloadOf(event: Event): string | undefined {
  if (event.kind === 'workload-submitted' || event.kind === 'cancel-requested')
    return event.workloadId
  if (event.kind === 'leg-observed' || event.kind === 'usage-recorded')
    return event.legId.slice(0, event.legId.indexOf('.'))
  return undefined
}

function describe(event: Event): string {
  switch (event.kind) {
    case 'fleet-loaded':
      return `fleet ${event.fleet.name} loaded`
    case 'workload-submitted':
      return `${event.workloadId} submitted by ${event.submittedBy}`
    case 'cancel-requested':
      return `${event.workloadId} is to be cancelled, asked by ${event.by}`
    case 'leg-observed':
      return `${event.legId} is ${event.phase}${event.outcome === undefined ? '' : `, ${event.outcome}`}`
    case 'site-observed':
      return `${event.siteId} ${event.isReachable ? 'answers' : 'does not answer'}`
    case 'link-observed':
      return `${event.spanIds.join(', ')} ${event.isUp ? 'lit' : 'dark'}`
    case 'usage-recorded':
      return `${event.rowId} metered`
    case 'leader-elected':
      return `${event.holder} leads with token ${event.fencingToken}`
    case 'pass-due':
      return 'pass'
  }
}
