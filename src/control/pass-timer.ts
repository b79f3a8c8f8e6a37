import { nextDueMs } from '../decide/index.ts'
import type { State } from '../decide/index.ts'
import type { InstantMs } from '../units/index.ts'

/** Says when a scheduling pass is due: soon after something changed, and when a time-out falls. */
export interface PassTimer {
  /** Something changed: a pass soon. Many requests become one. */
  request(): void
  /** A pass was made: the next one when time alone demands it. */
  rest(): void
  stop(): void
}

export interface PassTimerOptions {
  readonly state: State
  readonly clockMs: () => InstantMs
  readonly onDue: () => void
}

/** Passes are at least this far apart, so that a burst of submissions is placed together. */
const spacingMs = 20
/** And at least this many times as long as the last one took, so that submissions are acknowledged meanwhile. */
const spacingFactor = 4
/** Longest sleep: Node's timers hold no more than 24 days, and a clock may be set. */
const restMaxMs = 60_000

export function createPassTimer({ state, clockMs, onDue }: PassTimerOptions): PassTimer {
  let timer: NodeJS.Timeout | undefined
  let plannedMs = Number.POSITIVE_INFINITY
  let lastPassMs = 0
  let lastTookMs = 0
  let isStopped = false

  const nowMs = (): InstantMs => Math.max(clockMs(), state.nowMs)

  /** A pass that can change nothing is not worth a record: nobody waits, and no time-out is due. */
  function isUseful(): boolean {
    for (const queue of state.queues.values()) if (queue.length > 0) return true
    return nextDueMs(state) <= nowMs()
  }

  function plan(inMs: number): void {
    const atMs = clockMs() + Math.max(0, Math.min(inMs, restMaxMs))
    if (isStopped || atMs >= plannedMs) return
    clearTimeout(timer)
    plannedMs = atMs
    timer = setTimeout(
      () => {
        plannedMs = Number.POSITIVE_INFINITY
        if (isUseful()) pass()
        else plan(nextDueMs(state) - nowMs())
      },
      Math.max(0, atMs - clockMs()),
    )
  }

  function pass(): void {
    const startedMs = performance.now()
    onDue()
    lastTookMs = performance.now() - startedMs
  }

  return {
    request: () => plan(lastPassMs + Math.max(spacingMs, spacingFactor * lastTookMs) - clockMs()),
    rest() {
      lastPassMs = clockMs()
      plan(nextDueMs(state) - state.nowMs)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
