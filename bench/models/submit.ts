import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDaemon } from '../http/daemon.ts'
import type { Daemon } from '../http/daemon.ts'
import { quantile } from '../quantile.ts'
import type { Benchmark, Figure, Progress, Size } from '../spec.ts'
import { benchFleet, syntheticFleet } from '../world/synthetic-fleet.ts'
import type { Writing } from '../world/workload-mix.ts'
import { measureJournal } from './journal.ts'

/** What `load.ts` prints, and what it cost. */
interface Load {
  readonly acknowledged: number
  readonly failures: Readonly<Record<string, number>>
  readonly seconds: number
  readonly latenciesMs: readonly number[]
  /** Of the daemon, everything that it did meanwhile. */
  readonly daemonCpuS: number
}

interface Burst {
  readonly from: number
  readonly count: number
  readonly writing: Writing
}

const concurrency = 48
const settleMaxMs = 90_000
const published =
  'Kueue 42 admissions/s (kueue.sigs.k8s.io, performance of the scheduler, v0.6); Slurm 500 jobs/s (slurm.schedmd.com/high_throughput.html)'

/**
 * A real daemon with a SQLite journal and simulated engines at every site; the load comes from another process over
 * keep-alive connections, so both share the cores of the machine. An acknowledgement is HTTP 201: the submission is then on
 * disk. First onto an empty fleet, then onto the full one. Its journal is then verified and replayed.
 */
export const submitBenchmark: Benchmark = {
  name: 'submit',
  question:
    'How many submissions a second does a daemon acknowledge, what does it hold, how fast is its journal?',
  async run(size, progress) {
    await using daemon = await startDaemon(syntheticFleet(benchFleet))
    const more = size.isQuick ? 200 : 3000
    progress(`${size.workloads} submissions onto an empty fleet`)
    const empty = await submit(daemon, { from: 0, count: size.workloads, writing: 'json' })
    progress('until every site runs what it can')
    const rssMb = await settle(daemon)
    progress(`${more} submissions onto the full fleet, as JSON and as YAML`)
    const full = await submit(daemon, { from: size.workloads, count: more, writing: 'json' })
    const yaml = await submit(daemon, { from: size.workloads + more, count: more, writing: 'yaml' })
    await settle(daemon)
    await daemon.stop()
    return [
      ...figuresOf(empty, { id: 'empty', what: 'JSON onto an empty fleet', ...aimOf(size) }),
      ...figuresOf(full, { id: 'full', what: 'JSON onto the full fleet' }),
      ...figuresOf(yaml, { id: 'yaml', what: 'YAML onto the full fleet' }),
      memory(rssMb, size),
      ...(await measureJournal(join(daemon.directory, 'journal.sqlite'), progress)),
    ]
  },
}

const aimOf = ({ isQuick }: Size): Pick<Figure, 'aim' | 'published'> =>
  isQuick ? {} : { aim: { kind: 'at-least', value: 1000 }, published }

const memory = (rssMb: number, { workloads, isQuick }: Size): Figure => ({
  id: 'memory/rss',
  what: `resident memory of the daemon at ${workloads} live workloads, the simulated sites in it`,
  value: rssMb,
  unit: 'MB',
  ...(isQuick ? {} : { aim: { kind: 'at-most', value: 300 } as const }),
})

async function submit(daemon: Daemon, { from, count, writing }: Burst): Promise<Load> {
  const options = { url: daemon.url, from, count, concurrency, writing }
  const child = spawn(
    process.execPath,
    [
      resolve(import.meta.dirname, '../http/load.ts'),
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, GRIDLOOM_TOKEN: daemon.token } },
  )
  const cpuBeforeS = daemon.cpuS()
  let text = ''
  child.stdout.on('data', (data: Buffer) => (text += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the load generator ended with ${code}`)
  const printed = JSON.parse(text) as Omit<Load, 'daemonCpuS'>
  const load: Load = { ...printed, daemonCpuS: daemon.cpuS() - cpuBeforeS }
  if (load.acknowledged !== count)
    throw new Error(
      `only ${load.acknowledged} of ${count} acknowledged: ${JSON.stringify(load.failures)}`,
    )
  return load
}

/** Until the numbers stand still for two seconds; answers the most memory that was seen, in MB. */
async function settle(daemon: Daemon): Promise<number> {
  const giveUpAt = performance.now() + settleMaxMs
  let last = ''
  let rssBytes = 0
  for (let still = 0; still < 4 && performance.now() < giveUpAt;) {
    await sleep(500)
    const response = await fetch(new URL('/v1/status', daemon.url), {
      headers: { authorization: `Bearer ${daemon.token}` },
    })
    const { journalSeq } = (await response.json()) as { readonly journalSeq: number }
    still = String(journalSeq) === last ? still + 1 : 0
    last = String(journalSeq)
    rssBytes = Math.max(rssBytes, daemon.rssBytes())
  }
  return rssBytes / 1e6
}

function figuresOf(
  { acknowledged, seconds, latenciesMs, daemonCpuS }: Load,
  { id, what, ...aim }: Pick<Figure, 'id' | 'what' | 'aim' | 'published'>,
): readonly Figure[] {
  return [
    {
      id: `submit/${id}-per-s`,
      what: `acknowledged submissions, ${what} (${acknowledged})`,
      value: acknowledged / seconds,
      unit: '1/s',
      ...aim,
    },
    {
      id: `submit/${id}-p50`,
      what: `time to the acknowledgement with ${concurrency} at once, p50`,
      value: quantile(latenciesMs, 0.5),
      unit: 'ms',
    },
    {
      id: `submit/${id}-p99`,
      what: 'the same, p99',
      value: quantile(latenciesMs, 0.99),
      unit: 'ms',
    },
    {
      id: `submit/${id}-cpu`,
      what: 'processor time of the daemon for each, placing and engines included',
      value: (daemonCpuS / acknowledged) * 1000,
      unit: 'ms',
    },
  ]
}
