import { expect, test } from 'vitest'
import { runAtSite } from './cli-command.ts'
import { parseNodes, parseSacct, parseSqueue } from './cli-text.ts'

const row = (...cells: readonly string[]): string =>
  cells.map((cell, index) => cell.padEnd([20, 20, 24, 24, 16, 160, 1000][index]!)).join('')

test('squeue is read by columns, with the status of wait(2) as exit code and signal', () => {
  const text = [
    row('12', 'RUNNING', '1795376467', 'NONE', '0', 'gridloom-a', 'gridloom,leg=a'),
    row('13', 'FAILED', '1795376467', '1795376468', '768', 'gridloom-b', ''),
    row('14', 'CANCELLED', '1795376467', '1795376469', '9', 'gridloom-c', ''),
    '',
  ].join('\n')
  expect(parseSqueue(text)).toEqual([
    {
      jobId: 12,
      state: 'RUNNING',
      startedAtS: 1795376467,
      exitCode: 0,
      exitSignal: 0,
      name: 'gridloom-a',
      comment: 'gridloom,leg=a',
    },
    expect.objectContaining({ jobId: 13, endedAtS: 1795376468, exitCode: 3, exitSignal: 0 }),
    expect.objectContaining({ jobId: 14, exitCode: 0, exitSignal: 9 }),
  ])
})

test('sacct is read with its exit code and signal', () => {
  const text =
    '7|CANCELLED by 1002|1795376467|1795376469|0:15|gridloom-a|\n7.batch|FAILED|1|2|1:0|b|\n'
  expect(parseSacct(text)).toEqual([
    {
      jobId: 7,
      state: 'CANCELLED',
      name: 'gridloom-a',
      comment: '',
      startedAtS: 1795376467,
      endedAtS: 1795376469,
      exitCode: 0,
      exitSignal: 15,
    },
  ])
})

test('nodes are read from scontrol of Slurm 22.05', () => {
  const text =
    'NodeName=alpha1 Arch=x86_64 Gres=gpu:h100:8 GresDrain=N/A GresUsed=gpu:h100:4(IDX:0-3) NodeAddr=198.18.0.2 ' +
    'OS=Linux 6.18 #1 SMP  State=MIXED+DRAIN ThreadsPerCore=1 Partitions=std,spot  Reason=State=IDLE Gres=gpu:h100:99\n'
  expect(parseNodes(text)).toEqual([
    {
      state: 'MIXED+DRAIN',
      partitions: ['std', 'spot'],
      gres: 'gpu:h100:8',
      gresUsed: 'gpu:h100:4(IDX:0-3)',
    },
  ])
})

test('an argument that a remote shell would read is not sent', async () => {
  const route = { prefix: [], timeoutMs: 5000 }
  for (const argument of [
    '$(id)',
    'a b',
    'a;b',
    'a|b',
    '`id`',
    "'",
    'a\nb',
    '',
    '*',
    '~',
    '#',
    '>x',
  ])
    expect((await runAtSite(route, ['echo', argument])).status, argument).toBe('failed')
  expect(await runAtSite(route, ['echo', 'a=1,b:/c@d%e+f-g_h.i'])).toMatchObject({ exitCode: 0 })
})

test('a command that is not there, that hangs or that fails is an answer and no exception', async () => {
  const route = { prefix: [], timeoutMs: 200 }
  expect(await runAtSite(route, ['no-such-command'])).toMatchObject({ status: 'failed' })
  expect(await runAtSite(route, ['sleep', '60'])).toMatchObject({ status: 'failed' })
  expect(await runAtSite(route, ['false'])).toMatchObject({ status: 'ran', exitCode: 1 })
})
