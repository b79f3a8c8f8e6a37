import { createRandom } from './random.ts'
import { kinds } from './synthetic-fleet.ts'

/**
 * What tenants ask for: 30 % services without an end, 60 % batch jobs, 10 % training gangs over two or three sites with
 * a WAN need. On average 12 accelerators, so that 10,000 of them ask for more than the 100,000 there are: part runs, part
 * waits.
 */
export interface WorkloadFile {
  readonly name: string
  readonly text: string
}

export type Writing = 'json' | 'yaml'

/** The n-th workload of the mix: always the same, in either writing. */
export function workloadFile(index: number, tenants: number, writing: Writing): WorkloadFile {
  const file = describe(index, tenants)
  const text = writing === 'json' ? JSON.stringify(file) : toYaml(file)
  return { name: file.name, text }
}

type Description = Readonly<Record<string, unknown>> & { readonly name: string }

function describe(index: number, tenants: number): Description {
  const random = createRandom(index * 2_654_435_761 + 11)
  const share = random.next()
  const base = {
    gridloom: 1,
    name: `w-${index}`,
    tenant: `tenant-${random.whole(0, tenants - 1)}`,
    priority: random.pick([20, 40, 50, 50, 50, 60, 80]),
  }
  const kind = random.next() < 0.6 ? kinds[0] : kinds[1]
  if (share < 0.3)
    return {
      ...base,
      kind: 'service',
      accelerators: { kind, count: 8 },
      command: ['serve', '--port', '0'],
    }
  const durationMax = `${random.whole(1, 48)} h`
  const checkpoint = { interval: '10 min', duration: '20 s', size: '100 GB' }
  if (share < 0.9)
    return {
      ...base,
      kind: 'batch',
      accelerators: { kind, count: random.pick([8, 8, 8, 8, 16]) },
      command: ['run', '--input', `part-${index}`],
      durationMax,
      checkpoint,
    }
  const legs = random.pick([2, 2, 3])
  return {
    ...base,
    kind: 'training',
    accelerators: { kind, count: legs * 8 * random.pick([1, 1, 2, 4]) },
    legs: { min: legs, max: legs },
    command: ['train', '--config', 'large'],
    durationMax,
    wan: { rate: `${random.pick([1, 2, 5])} Gb/s`, rttMax: '150 ms' },
    checkpoint,
    fallback: 'loose-sync',
  }
}

/** One key a line, as a person writes it; the values stay in flow style, which YAML shares with JSON. */
const toYaml = (file: Description): string =>
  Object.entries(file)
    .map(([key, value]) => `${key}: ${flow(value)}\n`)
    .join('')

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${flow(item)}`)
      .join(', ')} }`
  return typeof value === 'string' && /^[a-z][a-z0-9-]*$/u.test(value)
    ? value
    : JSON.stringify(value)
}
