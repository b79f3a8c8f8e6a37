import { rm } from 'node:fs/promises'
import { controlText } from '../contract-environment.ts'
import type { EngineAnswer, LegOrder, LegSignal } from '../engine.ts'
import { isLegId, orderFault } from '../order-fault.ts'
import { poolFault } from '../pool-fault.ts'
import { accountOf, hasEnded, holdsNodes, reportOf, type LegJob } from './job-outcome.ts'
import { launcherFor, logPath, scratchFolder, timeLimitMin } from './launcher.ts'
import {
  firstComment,
  formatComment,
  given,
  isCommentValue,
  type LegComment,
} from './leg-comment.ts'
import { findLeg } from './leg-jobs.ts'
import type { LegRecord } from './leg-records.ts'
import { isGone } from './slurm-error.ts'
import type { SlurmSite } from './slurm-site.ts'
import { jobName, type JobRequest, type SlurmAnswer } from './transport.ts'

const done: EngineAnswer = { status: 'done' }
const refused = (why: string): EngineAnswer => ({ status: 'refused', why })

export async function allocate(site: SlurmSite, order: LegOrder): Promise<EngineAnswer> {
  const fault = orderFault(order) ?? poolFault(order, site) ?? slurmFault(site, order)
  if (fault !== undefined) return refused(fault)
  const mark = site.records.markOf(order.legId)
  if (mark !== undefined) return refused(`the leg was ${mark.why}`)
  // A leg with a record was submitted; that slurmctld has let its job go since does not make it a new one.
  if (site.records.read(order.legId) !== undefined) return done
  const found = await findLeg(site.transport, order.legId)
  if (found.status !== 'done') return found
  if (found.value !== undefined) {
    site.records.save(recordOf(found.value))
    return done
  }
  const submitted = await site.transport.submit(jobRequest(site, order))
  if (submitted.status !== 'done') return submitted
  site.records.save({
    legId: order.legId,
    fencingToken: order.fencingToken,
    jobId: submitted.value,
    accelerators: order.accelerators,
  })
  return done
}

function slurmFault(site: SlurmSite, order: LegOrder): string | undefined {
  if (site.config.gresTypeByPool[order.poolId] === undefined)
    return `pool ${order.poolId} has no gres type at site ${site.siteId}`
  if (!isCommentValue(order.poolId)) return `pool id ${order.poolId} cannot be in a comment`
  if (!Number.isSafeInteger(order.fencingToken) || order.fencingToken < 0)
    return 'the fencing token is not a whole number from 0'
  return undefined
}

function jobRequest(site: SlurmSite, order: LegOrder): JobRequest {
  const { config } = site
  const isEven = order.accelerators % order.nodes === 0
  return {
    name: jobName(order.legId),
    comment: firstComment(order),
    script: launcherFor(order, site.launcher),
    partition: config.partition,
    ...given('account', config.account),
    nodes: order.nodes,
    gpus: {
      per: isEven ? 'node' : 'job',
      count: isEven ? order.accelerators / order.nodes : order.accelerators,
      gresType: config.gresTypeByPool[order.poolId]!,
    },
    timeLimitMin: timeLimitMin(order, site.launcher),
    workingDirectory: config.workingDirectory,
    outputPath: logPath(config.workingDirectory, order.legId),
  }
}

/** What is kept of a job; once it has ended, all that will ever be asked of it. */
export function recordOf(job: LegJob): LegRecord {
  const { legId, fencingToken, accelerators, startedAtMs } = job.comment
  const record = {
    legId,
    fencingToken,
    jobId: job.row.jobId,
    accelerators,
    ...given('startedAtMs', startedAtMs),
  }
  if (!hasEnded(job)) return record
  return { ...record, report: reportOf(job), ...given('account', accountOf(job)) }
}

/** Changes the comment of a live leg; a leg that is not there or has ended needs no change. */
async function steer(
  site: SlurmSite,
  legId: string,
  change: (job: LegJob) => Partial<LegComment> | undefined,
): Promise<EngineAnswer> {
  if (!isLegId(legId) || site.records.read(legId)?.report !== undefined) return done
  const found = await findLeg(site.transport, legId)
  if (found.status !== 'done') return found
  const job = found.value
  if (job === undefined || hasEnded(job)) return done
  const changed = change(job)
  if (changed === undefined) return done
  const comment = formatComment({ ...job.comment, ...changed })
  const answer = await site.transport.setComment(job.row.jobId, comment)
  if (isGone(answer)) return done
  if (answer.status !== 'done') return answer
  // Before its mark the launcher may not yet catch the signal, and would die of it.
  const isListening = job.comment.heldAtMs !== undefined || job.comment.startedAtMs !== undefined
  if (isListening && holdsNodes(job)) await site.transport.nudge?.(job.row.jobId)
  return done
}

export const release = (site: SlurmSite, legId: string): Promise<EngineAnswer> =>
  steer(site, legId, ({ comment }) => (comment.isReleased ? undefined : { isReleased: true }))

export async function signal(
  site: SlurmSite,
  legId: string,
  wanted: LegSignal,
): Promise<EngineAnswer> {
  const change = changeFor(wanted, site.nowMs())
  const answer = await steer(site, legId, ({ comment }) =>
    // A command that has not begun has nothing to save.
    wanted.kind === 'checkpoint-now' && comment.startedAtMs === undefined ? undefined : change,
  )
  if (answer.status === 'done') site.wanted.set(legId, { ...site.wanted.get(legId), ...change })
  return answer
}

const changeFor = (wanted: LegSignal, nowMs: number): Partial<LegComment> =>
  wanted.kind === 'checkpoint-now'
    ? { checkpointAskedAtMs: nowMs }
    : { control: Buffer.from(controlText(wanted).trimEnd()).toString('base64url') }

/**
 * The mark comes before the cancel, and both only once the site has answered: an order that is on its way meets the mark,
 * and a job that arrives later still is cancelled by the next observation.
 */
export async function cancel(site: SlurmSite, legId: string): Promise<EngineAnswer> {
  if (!isLegId(legId)) return done
  const isOver = site.records.read(legId)?.report !== undefined
  const found: SlurmAnswer<LegJob | undefined> = isOver
    ? { status: 'done', value: undefined }
    : await findLeg(site.transport, legId)
  if (found.status !== 'done') return found
  if (site.records.markOf(legId) === undefined) site.records.mark(legId, { why: 'cancelled' })
  if (found.value === undefined || hasEnded(found.value)) return done
  return site.transport.cancel(found.value.row.jobId)
}

/** An ended leg leaves only the mark that it was, with its account; its log and its checkpoints stay. */
export async function forget(site: SlurmSite, legId: string): Promise<void> {
  if (!isLegId(legId)) return
  const record = site.records.read(legId)
  const found = record?.report === undefined ? await findLeg(site.transport, legId) : undefined
  if (found !== undefined && found.status !== 'done') return
  const job = found?.value
  if (job !== undefined && !hasEnded(job)) return
  if (record === undefined && job === undefined) return
  const account = record?.account ?? (job === undefined ? undefined : accountOf(job))
  site.records.mark(legId, { why: 'forgotten', ...given('account', account) })
  site.records.remove(legId)
  site.wanted.delete(legId)
  // The launcher has taken its folder away itself, unless it was killed.
  const folder = scratchFolder(site.config.workingDirectory, legId)
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}
