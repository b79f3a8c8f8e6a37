import { invariant } from '../diagnostics/index.ts'
import type { Decision, Event } from '../decide/index.ts'
import type { GroupCommit } from '../journal/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { StreamEvent } from './api.ts'
import { applyEvent } from './fold.ts'
import { toStreamEvent } from './stream-event.ts'
import type { Fold } from './fold.ts'
import { createPassTimer } from './pass-timer.ts'
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

/** Marks kept before those of durable records are dropped. */
const touchedMax = 10_000

export function createLoop(options: LoopOptions): Loop {
  const { fold, commit, clockMs, onFailed } = options
  const touchedAt = new Map<string, number>()
  const listeners = new Set<(events: readonly StreamEvent[]) => void>()
  let decidedSeq = options.seq
  let durableSeq = options.seq
  let isStopped = false

  const nowMs = (): InstantMs => Math.max(clockMs(), fold.state.nowMs)

  async function apply(timeless: EventWithoutTime): Promise<readonly Decision[]> {
    if (isStopped) throw new Error('the control loop has stopped')
    const event = { ...timeless, atMs: nowMs() } as Event
    const decisions = decideOrFail(event)
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
    if (touchedAt.size > touchedMax) forgetDurable()
    const shown = [toStreamEvent(fold.state, { seq, event, decisions })]
    for (const listener of listeners) listener(shown)
    return decisions
  }

  /** A defect in the core leaves the state changed by half: nothing more may be decided on it. */
  function decideOrFail(event: Event): readonly Decision[] {
    try {
      return applyEvent(fold, event)
    } catch (error) {
      return fail(`a defect in deciding ${event.kind}: ${describeError(error)}`)
    }
  }

  /** What is durable needs no mark: nobody may have asked about it, and the marks would pile up. */
  function forgetDurable(): void {
    for (const [id, seq] of touchedAt) if (seq <= durableSeq) touchedAt.delete(id)
  }

  function fail(why: string): never {
    if (!isStopped) {
      isStopped = true
      passes.stop()
      onFailed(why)
    }
    throw new Error(why)
  }

  const passes = createPassTimer({
    state: fold.state,
    clockMs,
    onDue: () => void apply({ kind: 'pass-due' }).catch(() => undefined),
  })

  function schedulePass({ kind }: Event): void {
    if (kind === 'pass-due') passes.rest()
    else if (kind !== 'usage-recorded' && kind !== 'leader-elected') passes.request()
  }

  return {
    fold,
    apply,
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
      passes.stop()
      await commit.idle()
    },
  }
}

const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
