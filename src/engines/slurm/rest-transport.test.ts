import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { restTransport } from './rest-transport.ts'
import type { JobRequest, SlurmTransport } from './transport.ts'

/** A slurmrestd that gives the answers it is told and keeps what it was asked. */
interface Asked {
  readonly method: string
  readonly path: string
  readonly token: string
  readonly body: unknown
}
type Answer = readonly [status: number, body: unknown]

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function serve(paths: readonly string[], answers: Readonly<Record<string, Answer>>) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const path = request.url!
    const token = String(request.headers['x-slurm-user-token'])
    asked.push({ method: request.method!, path, token, body: text ? JSON.parse(text) : undefined })
    const openApi: Answer = [200, { paths: Object.fromEntries(paths.map((name) => [name, {}])) }]
    const [status, body] = path === '/openapi/v3' ? openApi : (answers[path] ?? [404, 'not found'])
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'slurm-rest-'))
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, 'first\n')
  open.push(() => {
    server.close()
    server.closeAllConnections()
    rmSync(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const transport: SlurmTransport = restTransport({ url, tokenFile, user: 'gl', timeoutMs: 3000 })
  return { transport, asked, tokenFile }
}

const job: JobRequest = {
  name: 'gridloom-a',
  comment: 'gridloom,leg=a',
  script: '#!/bin/bash\n',
  partition: 'std',
  account: 'acme',
  nodes: 2,
  gpus: { per: 'node', count: 4, gresType: 'h100' },
  timeLimitMin: 12,
  workingDirectory: '/w',
  outputPath: '/w/a.log',
}
const v0038 = ['/slurm/v0.0.37/job/submit', '/slurm/v0.0.38/job/submit']
const v0040 = ['/slurm/v0.0.39/job/submit', '/slurm/v0.0.40/job/submit', '/slurmdb/v0.0.40/jobs']

test('the newest plugin that the server offers is spoken, in its own dialect', async () => {
  const answer: Answer = [200, { errors: [], job_id: 7 }]
  const old = await serve(v0038, { '/slurm/v0.0.38/job/submit': answer })
  expect(await old.transport.submit(job)).toEqual({ status: 'done', value: 7 })
  expect(old.asked.at(-1)!.body).toEqual({
    script: '#!/bin/bash\n',
    job: {
      name: 'gridloom-a',
      comment: 'gridloom,leg=a',
      partition: 'std',
      account: 'acme',
      nodes: 2,
      tasks: 2,
      gpus_per_node: 'h100:4',
      time_limit: 12,
      current_working_directory: '/w',
      standard_output: '/w/a.log',
      requeue: false,
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    },
  })
  const recent = await serve(v0040, { '/slurm/v0.0.40/job/submit': answer })
  expect(await recent.transport.submit(job)).toEqual({ status: 'done', value: 7 })
  expect(recent.asked.at(-1)!.body).toMatchObject({
    job: {
      tres_per_node: 'gres/gpu:h100:4',
      time_limit: { set: true, infinite: false, number: 12 },
      environment: ['PATH=/usr/local/bin:/usr/bin:/bin'],
      requeue: false,
    },
  })
})

const common = { job_id: 7, name: 'gridloom-a', user_name: 'gl', comment: 'c' }
const row = { jobId: 7, name: 'gridloom-a', comment: 'c', startedAtS: 100 }

test('jobs of v0.0.38 are read as slurmctld 22.05 writes them', async () => {
  const jobs = [
    { ...common, job_state: 'RUNNING', start_time: 100, end_time: 0, exit_code: 0 },
    { ...common, job_id: 8, job_state: 'FAILED', start_time: 100, end_time: 101, exit_code: 768 },
    { ...common, job_id: 9, user_name: 'mallory', job_state: 'RUNNING' },
    { ...common, job_id: 10, name: 'other', job_state: 'RUNNING' },
  ]
  const { transport } = await serve(v0038, { '/slurm/v0.0.38/jobs': [200, { errors: [], jobs }] })
  expect(await transport.jobs()).toEqual({
    status: 'done',
    value: [
      { ...row, state: 'RUNNING', exitCode: 0, exitSignal: 0 },
      { ...row, jobId: 8, state: 'FAILED', endedAtS: 101, exitCode: 3, exitSignal: 0 },
    ],
  })
})

test('jobs and nodes of v0.0.40 are read from its typed numbers and lists', async () => {
  const number = (value: number) => ({ set: true, infinite: false, number: value })
  const times = { start_time: number(100), end_time: number(0) }
  const exit = (code: number, signal: number) => ({
    status: ['ERROR'],
    return_code: number(code),
    signal: { id: number(signal), name: '' },
  })
  const jobs = [
    { ...common, ...times, job_state: ['RUNNING'], exit_code: exit(0, 0) },
    {
      ...common,
      ...times,
      job_id: 8,
      job_state: ['CANCELLED', 'COMPLETING'],
      exit_code: exit(0, 15),
    },
  ]
  const nodes = [
    { state: ['MIXED', 'DRAIN'], partitions: ['std'], gres: 'gpu:h100:8', gres_used: 'gpu:h100:2' },
  ]
  const { transport } = await serve(v0040, {
    '/slurm/v0.0.40/jobs': [200, { errors: [], jobs }],
    '/slurm/v0.0.40/nodes': [200, { errors: [], nodes }],
  })
  expect(await transport.jobs()).toEqual({
    status: 'done',
    value: [
      { ...row, state: 'RUNNING', exitCode: 0 },
      { ...row, jobId: 8, state: 'COMPLETING', exitCode: 0, exitSignal: 15 },
    ],
  })
  expect(await transport.nodes()).toEqual({
    status: 'done',
    value: [
      { state: 'MIXED+DRAIN', partitions: ['std'], gres: 'gpu:h100:8', gresUsed: 'gpu:h100:2' },
    ],
  })
})

test('past jobs come from slurmdbd where there is one', async () => {
  const old = await serve(v0038, {})
  expect(await old.transport.pastJobs('gridloom-a')).toEqual({ status: 'done', value: [] })
  const number = (value: number) => ({ set: true, infinite: false, number: value })
  const past = {
    job_id: 7,
    name: 'gridloom-a',
    user: 'gl',
    comment: { job: 'c', administrator: '', system: '' },
    state: { current: ['COMPLETED'], reason: 'None' },
    time: { start: 100, end: 130 },
    exit_code: { status: ['SUCCESS'], return_code: number(0), signal: {} },
  }
  const recent = await serve(v0040, {
    '/slurmdb/v0.0.40/jobs?job_name=gridloom-a': [200, { errors: [], jobs: [past] }],
  })
  expect(await recent.transport.pastJobs('gridloom-a')).toEqual({
    status: 'done',
    value: [{ ...row, state: 'COMPLETED', endedAtS: 130, exitCode: 0 }],
  })
})

test('the token is read again for each question', async () => {
  const { transport, asked, tokenFile } = await serve(v0038, {
    '/slurm/v0.0.38/jobs': [200, { errors: [], jobs: [] }],
  })
  await transport.jobs()
  writeFileSync(tokenFile, 'second')
  await transport.jobs()
  expect(asked.at(-2)!.token).toBe('first')
  expect(asked.at(-1)!.token).toBe('second')
})

test('errors as slurmrestd 22.05 gives them: a lasting no is refused, all else is unknown', async () => {
  const submit = '/slurm/v0.0.38/job/submit'
  const cases: readonly (readonly [Answer, string])[] = [
    [
      [500, { errors: [{ error_code: 2000, error: 'Invalid partition name specified' }] }],
      'refused',
    ],
    [
      [500, { errors: [{ error_code: 1800, error: 'Unable to contact slurm controller' }] }],
      'unknown',
    ],
    [[500, { errors: [{ error_number: -1, error: 'Unspecified error' }] }], 'unknown'],
    [[401, 'Authentication failure'], 'unknown'],
    [[502, '<html>'], 'unknown'],
    [[200, 'not JSON'], 'unknown'],
    [[200, { errors: [] }], 'unknown'],
    [[200, { errors: [{ error_code: 2015, error: 'not available now' }], job_id: 6 }], 'done'],
  ]
  for (const [answer, status] of cases) {
    const { transport } = await serve(v0038, { [submit]: answer })
    expect((await transport.submit(job)).status, JSON.stringify(answer)).toBe(status)
  }
})

test('a list that comes with an error is no list: legs are never gone because slurmctld is', async () => {
  const body = { errors: [{ error_number: -1, error: 'Unspecified error' }], jobs: [] }
  for (const status of [200, 500]) {
    const { transport } = await serve(v0038, { '/slurm/v0.0.38/jobs': [status, body] })
    expect((await transport.jobs()).status).toBe('unknown')
  }
})

test('to cancel a job that is over or was never there is done', async () => {
  const body = { errors: [{ error_number: 2017, error: 'Invalid job id specified' }] }
  const { transport } = await serve(v0038, { '/slurm/v0.0.38/job/7': [500, body] })
  expect((await transport.cancel(7)).status).toBe('done')
})
