import type { LegAccount, LegReport } from '../engine.ts'
import type { LegOutcome, LegPhase } from '../../decide/index.ts'
import { given, type LegComment } from './leg-comment.ts'
import type { JobRow } from './transport.ts'

/** A job of ours with what its comment says. */
export interface LegJob {
  readonly row: JobRow
  readonly comment: LegComment
}

/** Slurm's final states; each other state means that the job waits, runs or still gives its nodes back. */
const outcomes: Readonly<Record<string, LegOutcome>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  OUT_OF_MEMORY: 'failed',
  CANCELLED: 'cancelled',
  REVOKED: 'cancelled',
  TIMEOUT: 'timed-out',
  DEADLINE: 'timed-out',
  NODE_FAIL: 'node-failed',
  BOOT_FAIL: 'node-failed',
  PREEMPTED: 'preempted',
}
const waiting = new Set(['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT'])

export const hasEnded = ({ row }: LegJob): boolean => row.state in outcomes
/** Whether the job has accelerators, which a job that gives them back still has. */
export const holdsNodes = (job: LegJob): boolean => !hasEnded(job) && !waiting.has(job.row.state)

export function phaseOf(job: LegJob): LegPhase {
  if (hasEnded(job)) return 'ended'
  if (!holdsNodes(job)) return 'queued'
  if (job.comment.startedAtMs !== undefined) return 'running'
  return job.comment.hasBarrier && job.comment.heldAtMs !== undefined ? 'held' : 'queued'
}

export function reportOf(job: LegJob): LegReport {
  const { row, comment } = job
  const report = {
    legId: comment.legId,
    fencingToken: comment.fencingToken,
    phase: phaseOf(job),
    engineJobId: String(row.jobId),
    ...given('startedAtMs', startedAtMs(job)),
  }
  if (!hasEnded(job)) return report
  const outcome = outcomeOf(job)
  return {
    ...report,
    outcome,
    ...given('endedAtMs', endedAtMs(job)),
    ...(outcome === 'cancelled' ? {} : given('exitCode', exitCodeOf(job))),
  }
}

function outcomeOf({ row, comment }: LegJob): LegOutcome {
  // The launcher ends a command that is over its time to the millisecond; Slurm's own limits are whole minutes.
  if (row.state === 'FAILED' && comment.how === 'timed-out') return 'timed-out'
  return outcomes[row.state] ?? 'failed'
}

/** As a shell counts it: a command ended by signal N has 128 + N. */
function exitCodeOf({ row, comment }: LegJob): number | undefined {
  if (comment.exitCode !== undefined) return comment.exitCode
  return row.exitSignal ? 128 + row.exitSignal : row.exitCode
}

/**
 * The instant from the launcher, else, for a command that completed without a wait at the barrier, Slurm's start of the
 * job. A leg that did wait and left no mark has no start: Slurm's own would bill the wait.
 */
function startedAtMs({ row, comment }: LegJob): number | undefined {
  if (comment.startedAtMs !== undefined) return comment.startedAtMs
  if (row.state !== 'COMPLETED' || comment.hasBarrier || row.startedAtS === undefined)
    return undefined
  return row.startedAtS * 1000
}

/** From the launcher, else Slurm's whole second, which may lie before a start of the same second. */
function endedAtMs(job: LegJob): number | undefined {
  if (job.comment.endedAtMs !== undefined) return job.comment.endedAtMs
  if (job.row.endedAtS === undefined) return undefined
  return Math.max(job.row.endedAtS * 1000, startedAtMs(job) ?? 0)
}

/** When the tenant's command ran, undefined when it never did. */
export function accountOf(job: LegJob): LegAccount | undefined {
  const fromMs = startedAtMs(job)
  if (fromMs === undefined) return undefined
  const { legId, accelerators, startedAtMs: marked, endedAtMs: markedEnd } = job.comment
  const start =
    marked === undefined ? 'start from slurmctld in whole seconds' : 'start from launcher'
  if (!hasEnded(job)) return { legId, fromMs, accelerators, source: `slurm: ${start}` }
  const end = markedEnd === undefined ? 'end from slurmctld in whole seconds' : 'end from launcher'
  return {
    legId,
    fromMs,
    ...given('toMs', endedAtMs(job)),
    accelerators,
    source: `slurm: ${start}, ${end}`,
  }
}
