import { expect, test } from 'vitest'
import type { LegJob } from './job-outcome.ts'
import { gresCount, poolLoad } from './pool-load.ts'
import type { NodeRow } from './transport.ts'

test('accelerators of a type are counted in every spelling of Slurm', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['gpu:h100:8', 'h100', 8],
    ['gpu:h100:4(IDX:0-1,4,7)', 'h100', 4],
    ['gpu:h100:8(S:0-1),gpu:a100:2(S:0)', 'a100', 2],
    ['gpu:h100:8,shard:h100:64', 'h100', 8],
    ['gres:gpu:h100:4', 'h100', 4],
    ['gres/gpu:h100:4', 'h100', 4],
    ['gpu:4', 'h100', 0],
    ['gpu:4(IDX:0-3)', 'gpu', 4],
    ['gpu:h100:4,gpu:2', 'gpu', 6],
    ['gpu:h100.nvl:4', 'h100.nvl', 4],
    ['', 'h100', 0],
    ['(null)', 'h100', 0],
    ['N/A', 'h100', 0],
  ]
  for (const [gres, type, count] of cases) expect(gresCount(gres, type), gres).toBe(count)
})

const site = {
  pools: [{ id: 'gpu', accelerator: 'h100-sxm', nodes: 2, acceleratorsPerNode: 8 }],
  gresTypeByPool: { gpu: 'h100' },
  partition: 'std',
}
const node = (state: string, used: number, partitions = ['std']): NodeRow => ({
  state,
  partitions,
  gres: 'gpu:h100:8',
  gresUsed: `gpu:h100:${used}(IDX:0)`,
})
const leg = (state: string, accelerators: number): LegJob => ({
  row: { jobId: 1, name: 'gridloom-a', comment: '', state },
  comment: {
    legId: 'a',
    fencingToken: 1,
    poolId: 'gpu',
    accelerators,
    hasBarrier: false,
    isReleased: true,
  },
})
const load = (nodes: readonly NodeRow[], jobs: readonly LegJob[] = []): readonly number[] => {
  const { foreignAccelerators, downAccelerators } = poolLoad(site, nodes, jobs)
  return [foreignAccelerators['gpu']!, downAccelerators['gpu']!]
}

test('what is in use and not ours is foreign', () => {
  expect(load([node('MIXED', 4), node('IDLE', 0)])).toEqual([4, 0])
  expect(load([node('MIXED', 4), node('IDLE', 0)], [leg('RUNNING', 3)])).toEqual([1, 0])
  expect(load([node('MIXED', 4), node('IDLE', 0)], [leg('COMPLETING', 4)])).toEqual([0, 0])
  expect(load([node('MIXED', 4), node('IDLE', 0)], [leg('PENDING', 4)])).toEqual([4, 0])
  expect(load([node('MIXED', 4), node('IDLE', 0)], [leg('COMPLETED', 4)])).toEqual([4, 0])
})

test('nodes of other partitions are none of this site, and nodes that are not there are down', () => {
  expect(load([node('MIXED', 8, ['other']), node('IDLE', 0)])).toEqual([0, 8])
})

test('each state in which Slurm starts nothing is out of service, others are not', () => {
  for (const state of [
    'DOWN',
    'DOWN*',
    'IDLE*',
    'IDLE+DRAIN',
    'DRAINED',
    'FAIL',
    'IDLE+MAINT',
    'INVAL',
  ])
    expect(load([node(state, 0), node('IDLE', 0)]), state).toEqual([0, 8])
  for (const state of ['IDLE', 'MIXED', 'ALLOCATED', 'IDLE+POWERED_DOWN', 'IDLE+PLANNED'])
    expect(load([node(state, 0), node('IDLE', 0)]), state).toEqual([0, 0])
  expect(load([node('MIXED+DRAIN', 5), node('IDLE', 0)])).toEqual([5, 3])
})
