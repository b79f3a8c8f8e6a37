import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { formatComment, type LegComment } from './leg-comment.ts'
import { openLegRecords } from './leg-records.ts'
import { account, observe } from './observe-site.ts'
import type { SlurmConfig } from './slurm-config.ts'
import type { SlurmSite } from './slurm-site.ts'
import { done, type JobRow, type NodeRow, type SlurmTransport } from './transport.ts'

/** A Slurm that has the jobs it is given, and keeps what was done to them. */
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function siteWith(jobs: readonly JobRow[], parts: Partial<SlurmTransport> = {}) {
  const acts: string[] = []
  const node: NodeRow = { state: 'IDLE', partitions: ['std'], gres: 'gpu:h100:8', gresUsed: '' }
  const transport: SlurmTransport = {
    kind: 'rest',
    submit: async () => ({ status: 'done', value: 1 }),
    jobs: async () => ({ status: 'done', value: jobs }),
    nodes: async () => ({ status: 'done', value: [node, node] }),
    setComment: async (jobId, comment) => {
      acts.push(`comment ${jobId} ${comment}`)
      return done
    },
    cancel: async (jobId) => {
      acts.push(`cancel ${jobId}`)
      return done
    },
    pastJobs: async () => ({ status: 'done', value: [] }),
    ...parts,
  }
  const folder = mkdtempSync(join(tmpdir(), 'slurm-observe-'))
  folders.push(folder)
  const config = { gresTypeByPool: { gpu: 'h100' }, partition: 'std' } as unknown as SlurmConfig
  const site: SlurmSite = {
    siteId: 'alpha',
    pools: [{ id: 'gpu', accelerator: 'h100-sxm', nodes: 2, acceleratorsPerNode: 8 }],
    config,
    transport,
    records: openLegRecords(folder),
    launcher: { workingDirectory: '/w', pollHeldS: 1, pollRunningS: 1, holdMaxS: 1 },
    nowMs: () => 5000,
    timeoutMs: 1000,
    wanted: new Map(),
  }
  return { site, acts }
}

const row = (jobId: number, state: string, marks: Partial<LegComment> = {}): JobRow => {
  const comment: LegComment = {
    legId: 'a',
    fencingToken: 1,
    poolId: 'gpu',
    accelerators: 4,
    hasBarrier: false,
    isReleased: true,
    ...marks,
  }
  return { jobId, state, name: `gridloom-${comment.legId}`, comment: formatComment(comment) }
}
const record = { legId: 'a', fencingToken: 1, jobId: 3, accelerators: 4, startedAtMs: 1000 }
const report = {
  legId: 'a',
  fencingToken: 1,
  phase: 'ended',
  engineJobId: '3',
  outcome: 'completed',
} as const

test('a leg that has ended stays ended when slurmctld believes that its job runs, and the job is cancelled', async () => {
  const { site, acts } = siteWith([row(3, 'RUNNING', { startedAtMs: 1000 })])
  site.records.save({ ...record, report })
  expect(await observe(site)).toMatchObject({ isReachable: true, legs: [report] })
  expect(acts).toEqual(['cancel 3'])
})

test('a live job of a leg that was cancelled or forgotten is cancelled', async () => {
  for (const why of ['cancelled', 'forgotten'] as const) {
    const { site, acts } = siteWith([row(3, 'PENDING')])
    site.records.mark('a', { why })
    const seen = await observe(site)
    expect(acts).toEqual(['cancel 3'])
    expect(seen.isReachable && seen.legs).toHaveLength(why === 'forgotten' ? 0 : 1)
  }
})

test('of two jobs of a leg the first is the leg, ended or not, and a live second is cancelled', async () => {
  for (const state of ['RUNNING', 'COMPLETED']) {
    const { site, acts } = siteWith([row(9, 'PENDING'), row(3, state, { startedAtMs: 1000 })])
    expect(await observe(site)).toMatchObject({ legs: [{ engineJobId: '3' }] })
    expect(acts).toEqual(['cancel 9'])
  }
})

test('a name without the comment of the same leg makes no leg', async () => {
  const other = { ...row(3, 'RUNNING'), name: 'gridloom-b' }
  const bare = { ...row(4, 'RUNNING'), comment: '' }
  expect(await observe(siteWith([other, bare]).site)).toMatchObject({ legs: [] })
})

test('what a signal asked for and the launcher has overwritten is written again', async () => {
  const { site, acts } = siteWith([row(3, 'RUNNING', { startedAtMs: 1000 })])
  site.wanted.set('a', { checkpointAskedAtMs: 77 })
  await observe(site)
  expect(acts).toEqual([
    `comment 3 ${row(3, '', { startedAtMs: 1000, checkpointAskedAtMs: 77 }).comment}`,
  ])
})

test('a job that slurmctld has let go is looked up in slurmdbd', async () => {
  const past: JobRow = {
    jobId: 3,
    name: 'gridloom-a',
    comment: '',
    state: 'COMPLETED',
    endedAtS: 4,
  }
  const pastJobs = async () => ({ status: 'done' as const, value: [past] })
  const { site } = siteWith([], { pastJobs })
  site.records.save(record)
  expect(await observe(site)).toMatchObject({ legs: [{ outcome: 'completed', endedAtMs: 4000 }] })
  expect(await account(site, 'a')).toMatchObject({ fromMs: 1000, toMs: 4000 })
})

test('without slurmdbd it has vanished, and nothing beyond its start is charged', async () => {
  const { site } = siteWith([])
  site.records.save(record)
  expect(await observe(site)).toMatchObject({ legs: [{ phase: 'ended', outcome: 'vanished' }] })
  expect(await account(site, 'a')).toMatchObject({ fromMs: 1000, toMs: 1000 })
  const { startedAtMs, ...unstarted } = record
  site.records.save(unstarted)
  await observe(site)
  expect(await account(site, 'a')).toBeUndefined()
})

test('while slurmdbd does not answer the leg stays what it was', async () => {
  const pastJobs = async () => ({ status: 'unknown' as const, why: 'silent' })
  const { site } = siteWith([], { pastJobs })
  site.records.save(record)
  expect(await observe(site)).toMatchObject({ legs: [{ phase: 'running', startedAtMs: 1000 }] })
  expect(site.records.read('a')?.report).toBeUndefined()
})
