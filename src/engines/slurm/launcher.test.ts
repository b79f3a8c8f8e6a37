import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LegOrder } from '../engine.ts'
import { launcherScript } from './launcher-script.ts'
import { launcherFor, timeLimitMin } from './launcher.ts'

const settings = { workingDirectory: '/w', pollHeldS: 1, pollRunningS: 5, holdMaxS: 600 }
const order: LegOrder = {
  legId: 'leg-1',
  fencingToken: 1,
  workloadId: 'w',
  tenantId: 't',
  siteId: 'alpha',
  poolId: 'gpu',
  accelerator: 'h100-sxm',
  accelerators: 8,
  nodes: 1,
  command: ['/bin/true'],
  environment: {},
  durationMaxS: 90,
  barrier: false,
  contract: {
    runId: 'run',
    attempt: 1,
    rank: 0,
    legCount: 1,
    listen: '',
    rendezvous: '',
    peers: [],
    wanGbps: 0,
    wanRttMs: 0,
    sync: 'sync',
    rampS: 0,
    checkpointIntervalS: 0,
  },
}
const texts = fc.array(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')))

test('all that differs between two scripts is base64 or a number', () => {
  fc.assert(
    fc.property(texts, texts, texts, (command, values, checkpointCommand) => {
      const environment = Object.fromEntries(values.map((value, index) => [`V${index}`, value]))
      const script = launcherFor({ ...order, command, environment, checkpointCommand }, settings)
      const head = script.slice(0, script.indexOf(launcherScript.trimStart()))
      const lines = head.trimEnd().split('\n').slice(2)
      for (const line of lines)
        expect(line).toMatch(/^[a-z0-9_]+=[A-Za-z0-9+/=.]*( [a-z_]+=[0-9.]+)*$/)
    }),
  )
})

test('the list that bash decodes is the list that was given, empty texts included', () => {
  const command = ['', 'a b', '\n', '$(id)', '`id`', "'", '"', '\\', '\u0001\u007f', 'ü🚀', '']
  const script = launcherFor({ ...order, command }, settings)
  const assignment = script.split('\n').find((line) => line.startsWith('argv_b64='))!
  const decode = launcherScript.split('\n').find((line) => line.startsWith('decode_list()'))!
  const print = `for part in "\${argv[@]}"; do printf '%s\\0' "$part"; done`
  const program = [assignment, decode, 'decode_list argv "$argv_b64"', print].join('\n')
  const output = execFileSync('bash', ['-c', program], { encoding: 'utf8' })
  expect(output.split('\0').slice(0, -1)).toEqual(command)
})

test('bash reads the whole script', () => {
  execFileSync('bash', ['-n'], { input: launcherFor(order, settings) })
})

test('the limit given to Slurm covers the wait at the barrier and never cuts the duration short', () => {
  expect(timeLimitMin(order, settings)).toBe(3)
  expect(timeLimitMin({ ...order, barrier: true }, settings)).toBe(13)
})
