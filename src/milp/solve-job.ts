import type { Solution } from './problem.ts'
import type { RunOptions, SolveOptions } from './solve-options.ts'
import type { ConflictResult, Incumbent, Response } from './wire.ts'
import type { SolveWorker } from './worker-thread.ts'

/** How long HiGHS may take to notice that it is to stop; presolve, for one, does not look. Then its thread is ended. */
const stopGraceMs = 400
/** HiGHS keeps its own time limit. If it overlooks it by this much, it is told from outside. */
const limitGraceMs = 1000
/** The longest that a timer can wait. */
const timerMaxMs = 2 ** 31 - 1

type Stopped = Extract<Solution, { readonly status: 'stopped' }>

/** Runs the problem that is open in the worker. */
export async function runJob(worker: SolveWorker, options: SolveOptions): Promise<Solution> {
  const answer = await ask(worker, 'run', options)
  if (answer.kind === 'solved') return answer.solution
  return answer.kind === 'ended' ? answer.solution : unexpected(answer.kind)
}

/** Looks for a conflict in the problem that is open in the worker. */
export async function conflictJob(
  worker: SolveWorker,
  options: SolveOptions,
): Promise<ConflictResult> {
  const answer = await ask(worker, 'find-conflict', options)
  if (answer.kind === 'searched') return answer.result
  return answer.kind === 'ended' ? answer.solution : unexpected(answer.kind)
}

const unexpected = (kind: string): Extract<Solution, { readonly status: 'failed' }> => ({
  status: 'failed',
  why: `the solve worker answered out of turn (${kind})`,
  solveS: 0,
})

type Answer =
  | Extract<Response, { readonly kind: 'solved' | 'searched' }>
  | {
      readonly kind: 'ended'
      readonly solution: Extract<Solution, { readonly status: 'stopped' | 'failed' }>
    }

function ask(
  worker: SolveWorker,
  kind: 'run' | 'find-conflict',
  { onProgress, signal, ...all }: SolveOptions,
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const startedMs = performance.now()
  const seconds = (): number => (performance.now() - startedMs) / 1000
  const stop = new Int32Array(new SharedArrayBuffer(4))
  let incumbent: Incumbent | undefined
  let why: Stopped['why'] = 'cancelled'
  let graceTimer: NodeJS.Timeout | undefined

  const finish = (answer: Answer): void => {
    clearTimeout(graceTimer)
    clearTimeout(limitTimer)
    signal?.removeEventListener('abort', cancel)
    worker.listen(undefined)
    resolve(answer)
  }
  const giveUp = (): void => {
    const solution: Stopped = { status: 'stopped', why, ...incumbent, solveS: seconds() }
    finish({ kind: 'ended', solution })
    void worker.end()
  }
  const stopFor = (reason: Stopped['why']): void => {
    if (Atomics.exchange(stop, 0, 1) !== 0) return
    why = reason
    graceTimer = setTimeout(giveUp, stopGraceMs)
  }
  const cancel = (): void => stopFor('cancelled')
  const limitMs = (all.timeLimitS ?? Infinity) * 1000 + limitGraceMs
  const limitTimer =
    limitMs < timerMaxMs ? setTimeout(() => stopFor('time-limit'), limitMs) : undefined

  worker.listen((response) => {
    if (response.kind === 'progress') onProgress?.(response.progress)
    else if (response.kind === 'incumbent') incumbent = response.incumbent
    else if (response.kind !== 'broken') finish(withReason(response, why))
    else {
      const solution = { status: 'failed', why: response.why, solveS: seconds() } as const
      finish({ kind: 'ended', solution })
    }
  })
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted === true) cancel()
  worker.post({ kind, options: runOptionsOf(all), stop })
  return promise
}

/** HiGHS calls every interruption a cancel; one that the time limit asked for is a time limit. */
function withReason(
  answer: Extract<Response, { readonly kind: 'solved' | 'searched' }>,
  why: Stopped['why'],
): Answer {
  if (answer.kind === 'solved' && answer.solution.status === 'stopped') {
    const isCancel = answer.solution.why === 'cancelled'
    return { ...answer, solution: { ...answer.solution, ...(isCancel ? { why } : {}) } }
  }
  return answer
}

/** Only what can cross to a thread. */
const runOptionsOf = ({ timeLimitS, gapRelative, seed, method }: RunOptions): RunOptions => ({
  ...(timeLimitS === undefined ? {} : { timeLimitS }),
  ...(gapRelative === undefined ? {} : { gapRelative }),
  ...(seed === undefined ? {} : { seed }),
  ...(method === undefined ? {} : { method }),
})
