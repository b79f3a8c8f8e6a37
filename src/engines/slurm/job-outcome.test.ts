import { expect, test } from 'vitest'
import { accountOf, phaseOf, reportOf, type LegJob } from './job-outcome.ts'
import type { LegComment } from './leg-comment.ts'
import type { JobRow } from './transport.ts'

const job = (row: Partial<JobRow>, comment: Partial<LegComment> = {}): LegJob => ({
  row: { jobId: 5, name: 'gridloom-a', comment: '', state: 'RUNNING', ...row },
  comment: {
    legId: 'a',
    fencingToken: 1,
    poolId: 'gpu',
    accelerators: 4,
    hasBarrier: true,
    isReleased: false,
    ...comment,
  },
})

test('a state of Slurm is a phase by what the launcher has said', () => {
  expect(phaseOf(job({ state: 'PENDING' }))).toBe('queued')
  expect(phaseOf(job({ state: 'RUNNING' }))).toBe('queued')
  expect(phaseOf(job({ state: 'RUNNING' }, { heldAtMs: 1 }))).toBe('held')
  expect(phaseOf(job({ state: 'RUNNING' }, { heldAtMs: 1, startedAtMs: 2 }))).toBe('running')
  expect(phaseOf(job({ state: 'COMPLETING' }, { startedAtMs: 2 }))).toBe('running')
  expect(phaseOf(job({ state: 'COMPLETED' }, { startedAtMs: 2 }))).toBe('ended')
})

test('each final state of Slurm is an outcome', () => {
  const cases = {
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
  for (const [state, outcome] of Object.entries(cases))
    expect(reportOf(job({ state })), state).toMatchObject({ phase: 'ended', outcome })
  expect(reportOf(job({ state: 'FAILED' }, { how: 'timed-out' })).outcome).toBe('timed-out')
  expect(reportOf(job({ state: 'FAILED', exitSignal: 9 })).exitCode).toBe(137)
})

test('the wait at the barrier is never charged, even when the launcher could not say when it ended', () => {
  const ended = { state: 'COMPLETED', startedAtS: 100, endedAtS: 200 }
  expect(accountOf(job(ended))).toBeUndefined()
  expect(accountOf(job({ ...ended, state: 'CANCELLED' }, { heldAtMs: 1 }))).toBeUndefined()
  expect(accountOf(job(ended, { startedAtMs: 150_250 }))).toMatchObject({
    fromMs: 150_250,
    toMs: 200_000,
    source: 'slurm: start from launcher, end from slurmctld in whole seconds',
  })
})

test('without marks and without a barrier the whole seconds of Slurm are the account', () => {
  const ended = { state: 'COMPLETED', startedAtS: 100, endedAtS: 200 }
  expect(accountOf(job(ended, { hasBarrier: false }))).toMatchObject({
    fromMs: 100_000,
    toMs: 200_000,
  })
})

test('an end in whole seconds never lies before the start', () => {
  const account = accountOf(job({ state: 'CANCELLED', endedAtS: 150 }, { startedAtMs: 150_250 }))
  expect(account).toMatchObject({ fromMs: 150_250, toMs: 150_250 })
})
