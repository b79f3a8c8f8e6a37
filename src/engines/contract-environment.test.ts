import { expect, test } from 'vitest'
import { contractEnvironment, controlText } from './contract-environment.ts'
import type { LegOrder } from './engine.ts'

const order: LegOrder = {
  legId: 'w1.2.0',
  fencingToken: 41,
  workloadId: 'w1',
  tenantId: 'acme',
  siteId: 'desk',
  poolId: 'gpu',
  accelerator: 'h100-sxm',
  accelerators: 8,
  nodes: 1,
  command: ['node', 'train.ts'],
  environment: {},
  durationMaxS: 60,
  barrier: true,
  contract: {
    runId: 'w1',
    attempt: 2,
    rank: 0,
    legCount: 2,
    listen: '127.0.0.1:21000',
    rendezvous: '127.0.0.1:21000',
    peers: ['127.0.0.1:21000', '127.0.0.1:21001'],
    wanGbps: 0.5,
    wanRttMs: 15.5,
    sync: 'loose',
    rampS: 30,
    checkpointIntervalS: 600,
  },
}

test('every variable of the launch contract is there, and no other', () => {
  const paths = { checkpointDirectory: '/c/w1', controlFile: '/l/control.json' }
  expect(contractEnvironment(order, paths)).toEqual({
    GRIDLOOM_RUN_ID: 'w1',
    GRIDLOOM_LEG_ID: 'w1.2.0',
    GRIDLOOM_ATTEMPT: '2',
    GRIDLOOM_LEG_RANK: '0',
    GRIDLOOM_LEG_COUNT: '2',
    GRIDLOOM_SITE: 'desk',
    GRIDLOOM_FENCING_TOKEN: '41',
    GRIDLOOM_LISTEN: '127.0.0.1:21000',
    GRIDLOOM_RENDEZVOUS: '127.0.0.1:21000',
    GRIDLOOM_PEERS: '127.0.0.1:21000,127.0.0.1:21001',
    GRIDLOOM_WAN_GBPS: '0.5',
    GRIDLOOM_WAN_RTT_MS: '15.5',
    GRIDLOOM_SYNC: 'loose',
    GRIDLOOM_RAMP_S: '30',
    GRIDLOOM_CHECKPOINT_DIR: '/c/w1',
    GRIDLOOM_CHECKPOINT_INTERVAL_S: '600',
    GRIDLOOM_CONTROL_FILE: '/l/control.json',
    GRIDLOOM_ACCELERATORS: '8',
    GRIDLOOM_ACCELERATOR_KIND: 'h100-sxm',
    GRIDLOOM_NODES: '1',
  })
})

test('the control file holds the mode and nothing else', () => {
  const told = { kind: 'set-mode', sync: 'loose', speedShare: 0.25 } as const
  expect(JSON.parse(controlText(told))).toEqual({ sync: 'loose', speedShare: 0.25 })
})
