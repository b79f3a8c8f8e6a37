import type { LegAccount, LegReport, SiteObservation } from '../engine.ts'
import { accountOf, hasEnded, phaseOf, reportOf, type LegJob } from './job-outcome.ts'
import { formatComment, given } from './leg-comment.ts'
import { cancelTwins, findLeg, legJobs, type LegJobs } from './leg-jobs.ts'
import { recordOf } from './leg-orders.ts'
import type { LegRecord } from './leg-records.ts'
import { poolLoad, type PoolLoad } from './pool-load.ts'
import type { SlurmSite } from './slurm-site.ts'
import { jobName, type SlurmAnswer } from './transport.ts'

export async function observe(site: SlurmSite): Promise<SiteObservation> {
  // Records first: a leg recorded before the list was asked for, and not in it, is gone for certain.
  const records = site.records.all()
  const seen = await readSite(site)
  const atMs = site.nowMs()
  if (seen.status !== 'done') return { isReachable: false, atMs, why: seen.why }
  const { legs, twins, load } = seen.value
  await cancelTwins(site.transport, twins)
  const known = new Map(records.map((record) => [record.legId, record]))
  const reports: LegReport[] = []
  for (const job of legs) {
    const { legId } = job.comment
    const mark = site.records.markOf(legId)
    const final = known.get(legId)?.report
    // An order that was still on its way when the leg was cancelled; or a job that a restarted slurmctld has from an old
    // save and believes to run. What has ended stays ended, and its nodes are given back.
    if ((mark ?? final) !== undefined && !hasEnded(job)) await site.transport.cancel(job.row.jobId)
    if (mark?.why === 'forgotten') continue
    if (final === undefined) keep(site, job, known.get(legId))
    reports.push(final ?? reportOf(job))
    await restoreWanted(site, job)
  }
  const listed = new Set(legs.map((job) => job.comment.legId))
  for (const record of records.filter(({ legId }) => !listed.has(legId))) {
    reports.push(record.report ?? (await reportOfVanished(site, record, atMs)))
  }
  return { isReachable: true, atMs, legs: reports, ...load }
}

type SeenSite = LegJobs & { readonly load: PoolLoad }

const readsMax = 3

/**
 * Jobs and nodes are two questions, between which a job can begin or end and make our own load look foreign. When there
 * is foreign load, the jobs are therefore read on both sides of the nodes until they agree.
 */
async function readSite(site: SlurmSite): Promise<SlurmAnswer<SeenSite>> {
  const poolsInSlurm = { ...site.config, pools: site.pools }
  let before = await site.transport.jobs()
  for (let read = 1; ; read++) {
    if (before.status !== 'done') return before
    const nodes = await site.transport.nodes()
    if (nodes.status !== 'done') return nodes
    const jobs = legJobs(before.value)
    const load = poolLoad(poolsInSlurm, nodes.value, [...jobs.legs, ...jobs.twins])
    const seen: SlurmAnswer<SeenSite> = { status: 'done', value: { ...jobs, load } }
    const hasForeign = Object.values(load.foreignAccelerators).some((count) => count > 0)
    if (!hasForeign || read === readsMax) return seen
    const after = await site.transport.jobs()
    if (after.status !== 'done') return after
    if (stateList(legJobs(after.value)) === stateList(jobs)) return seen
    before = after
  }
}

const stateList = ({ legs, twins }: LegJobs): string =>
  [...legs, ...twins].map(({ row }) => `${row.jobId} ${row.state}`).join()

/** Records what a later answer may need: the job, the start, and in the end the whole report. */
function keep(site: SlurmSite, job: LegJob, known: LegRecord | undefined): void {
  const isNews =
    known === undefined ||
    known.jobId !== job.row.jobId ||
    known.startedAtMs !== job.comment.startedAtMs ||
    hasEnded(job)
  if (isNews) site.records.save(recordOf(job))
}

/** The launcher and the engine write the same comment; what the engine wrote and is not there, it writes again. */
async function restoreWanted(site: SlurmSite, job: LegJob): Promise<void> {
  const { comment, row } = job
  const wanted = site.wanted.get(comment.legId)
  if (wanted === undefined) return
  if (phaseOf(job) === 'ended') {
    site.wanted.delete(comment.legId)
    return
  }
  const isThere =
    comment.control === (wanted.control ?? comment.control) &&
    comment.checkpointAskedAtMs === (wanted.checkpointAskedAtMs ?? comment.checkpointAskedAtMs)
  if (!isThere) await site.transport.setComment(row.jobId, formatComment({ ...comment, ...wanted }))
}

/**
 * slurmctld has let the job go while nobody looked. slurmdbd knows how it ended, where there is one; else the leg is
 * reported as vanished, and what can be proved of its run is charged: nothing beyond the start is known.
 */
async function reportOfVanished(
  site: SlurmSite,
  record: LegRecord,
  atMs: number,
): Promise<LegReport> {
  const past = await site.transport.pastJobs(jobName(record.legId))
  const { legId, fencingToken, accelerators, startedAtMs } = record
  const common = { legId, fencingToken, engineJobId: String(record.jobId) }
  const started = given('startedAtMs', startedAtMs)
  // Not being told is no proof of an end: the leg stays what it was last seen to be.
  if (past.status !== 'done')
    return { ...common, phase: startedAtMs === undefined ? 'queued' : 'running', ...started }
  const row = past.value.find(({ jobId }) => jobId === record.jobId)
  if (row !== undefined) {
    const comment = { legId, fencingToken, accelerators, poolId: '', isReleased: true, ...started }
    const job = { row, comment: { ...comment, hasBarrier: startedAtMs === undefined } }
    if (!hasEnded(job)) return { ...common, phase: phaseOf(job), ...started }
    const account = withSource(accountOf(job), 'slurm: end from slurmdbd in whole seconds')
    site.records.save({ ...record, report: reportOf(job), ...given('account', account) })
    return reportOf(job)
  }
  const endedAtMs = startedAtMs ?? atMs
  const report: LegReport = {
    ...common,
    phase: 'ended',
    outcome: 'vanished',
    endedAtMs,
    ...started,
  }
  const account =
    startedAtMs === undefined
      ? undefined
      : {
          legId,
          fromMs: startedAtMs,
          toMs: startedAtMs,
          accelerators,
          source: 'slurm: no record of the end was left',
        }
  site.records.save({ ...record, report, ...given('account', account) })
  return report
}

const withSource = (account: LegAccount | undefined, source: string): LegAccount | undefined =>
  account === undefined ? undefined : { ...account, source }

/** The engine's record of the run; throws when the site has to be asked and does not answer. */
export async function account(site: SlurmSite, legId: string): Promise<LegAccount | undefined> {
  const mark = site.records.markOf(legId)
  if (mark?.account !== undefined) return mark.account
  const record = site.records.read(legId)
  if (record?.report !== undefined) return record.account
  const found = await findLeg(site.transport, legId)
  if (found.status !== 'done') throw new Error(`site ${site.siteId} cannot be asked: ${found.why}`)
  return found.value === undefined ? undefined : accountOf(found.value)
}
