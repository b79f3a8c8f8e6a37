import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Benchmark, Figure, Progress } from '../spec.ts'

/** What `grow.ts` prints for one size. */
export interface Grown {
  readonly workloads: number
  readonly running: number
  readonly queued: number
  readonly passP50Ms: number
  readonly passP95Ms: number
  readonly submitP95Ms: number
  readonly heapMb: number
}

const sizes = { full: [1_000, 10_000, 100_000], quick: [200, 2_000] }

/**
 * The same fleet and the same mix, ten and a hundred times as many workloads, each size in a process of its own: beyond
 * some 8,000 the fleet is full and the rest waits. What should grow is memory, in proportion; what should not is the time.
 */
export const growthBenchmark: Benchmark = {
  name: 'growth',
  question: 'How do time and memory grow with the number of live workloads?',
  async run(size, progress) {
    const grown: Grown[] = []
    for (const workloads of size.isQuick ? sizes.quick : sizes.full)
      grown.push(await grow(workloads, progress))
    return grown.flatMap((one, i) => figuresOf(one, grown[i - 1]))
  },
}

async function grow(workloads: number, progress: Progress): Promise<Grown> {
  progress(`${workloads} workloads`)
  const child = spawn(
    process.execPath,
    ['--expose-gc', resolve(import.meta.dirname, '../world/grow.ts'), String(workloads)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let text = ''
  child.stdout.on('data', (data: Buffer) => (text += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`growing to ${workloads} workloads ended with ${code}`)
  return JSON.parse(text) as Grown
}

interface Series {
  readonly id: string
  readonly what: string
  readonly unit: string
  readonly of: (grown: Grown) => number
  /** Is it set against the size before? */
  readonly hasRatio?: boolean
}

const series: readonly Series[] = [
  { id: 'queued', what: 'waiting', unit: 'workloads', of: (grown) => grown.queued },
  { id: 'submit-p95', what: 'submission, p95', unit: 'ms', of: (grown) => grown.submitP95Ms },
  { id: 'pass-p50', what: 'scheduling pass, p50', unit: 'ms', of: (grown) => grown.passP50Ms },
  {
    id: 'pass-p95',
    what: 'scheduling pass, p95',
    unit: 'ms',
    of: (grown) => grown.passP95Ms,
    hasRatio: true,
  },
  {
    id: 'heap',
    what: 'heap that is alive',
    unit: 'MB',
    of: (grown) => grown.heapMb,
    hasRatio: true,
  },
]

function figuresOf(one: Grown, before: Grown | undefined): readonly Figure[] {
  const at = one.workloads.toLocaleString('en')
  return series.flatMap(({ id, what, unit, of, hasRatio }) => {
    const name = `growth/${one.workloads}/${id}`
    const figure: Figure = { id: name, what: `${at} live: ${what}`, value: of(one), unit }
    if (hasRatio !== true || before === undefined) return [figure]
    const ratio: Figure = {
      id: `${name}-ratio`,
      what: `${at} live: ${what}, times that at ${before.workloads.toLocaleString('en')}`,
      value: of(one) / of(before),
      unit: '1',
    }
    return [figure, ratio]
  })
}
