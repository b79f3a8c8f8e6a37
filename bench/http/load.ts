import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { benchFleet } from '../world/synthetic-fleet.ts'
import { workloadFile } from '../world/workload-mix.ts'
import type { Writing } from '../world/workload-mix.ts'

/**
 * The load generator, a process of its own: so many submissions over keep-alive connections, so many in flight at once,
 * each under its own idempotency key. Prints one line of JSON. The token comes by environment, since arguments are
 * public.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '48' },
    writing: { type: 'string', default: 'json' },
  },
})
const url = new URL('/v1/workloads', values.url)
const first = Number(values.from)
const count = Number(values.count)
const concurrency = Number(values.concurrency)
const writing = values.writing as Writing
const token = process.env['GRIDLOOM_TOKEN'] ?? ''
const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
const bodies = Array.from({ length: count }, (_, i) => bodyOf(first + i))
const latenciesMs: number[] = []
const failures = new Map<number, number>()

function bodyOf(index: number): Buffer {
  const { text } = workloadFile(index, benchFleet.tenants, writing)
  // A file as a person writes it is sent as it is; a program sends JSON inside JSON, as the command line does.
  return Buffer.from(writing === 'yaml' ? text : JSON.stringify({ text }))
}

const contentType = writing === 'yaml' ? 'application/yaml' : 'application/json'

function submit(index: number): Promise<void> {
  const body = bodies[index]!
  const startedMs = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': contentType,
    'content-length': body.length,
    'idempotency-key': `bench-${first + index}`,
  }
  const sent = request(url, { method: 'POST', agent, headers }, (response) => {
    if (response.statusCode === 201) response.resume()
    else response.on('data', (data: Buffer) => failures.size < 1 && process.stderr.write(data))
    response.on('end', () => {
      const status = response.statusCode ?? 0
      if (status === 201) latenciesMs.push(performance.now() - startedMs)
      else failures.set(status, (failures.get(status) ?? 0) + 1)
      resolve()
    })
  })
  sent.on('error', reject)
  sent.end(body)
  return promise
}

let next = 0
const startedMs = performance.now()
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    while (next < count) await submit(next++)
  }),
)
const seconds = (performance.now() - startedMs) / 1000
agent.destroy()
process.stdout.write(
  `${JSON.stringify({
    acknowledged: latenciesMs.length,
    failures: Object.fromEntries(failures),
    seconds,
    cpuS: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    latenciesMs: latenciesMs.map((ms) => Math.round(ms * 100) / 100),
  })}\n`,
)
