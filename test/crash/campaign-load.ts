import type { WorkloadView } from '../../src/control/index.ts'
import type { Api } from './campaign-daemon.ts'

/**
 * What tenants do meanwhile: submit, repeat what was not answered, cancel now and then. Every acknowledgement is kept;
 * it must hold for ever.
 */
export interface Load {
  /** One thing after the other until the daemon dies or `stop` is called. */
  run(api: Api): Promise<void>
  stop(): void
  readonly acknowledged: ReadonlyMap<string, string>
  readonly cancelled: ReadonlySet<string>
  /** What went against an acknowledgement. */
  readonly faults: readonly string[]
  readonly unanswered: () => number
}

/** More than these wait or run at a time: enough to keep two small sites busy. */
const openMax = 8

export function createLoad(random: () => number, startsFile: string): Load {
  const acknowledged = new Map<string, string>()
  const pending = new Map<string, unknown>()
  const cancelled = new Set<string>()
  const faults: string[] = []
  let number = 0
  let isStopped = false

  async function submit(api: Api, key: string, body: unknown): Promise<boolean> {
    pending.set(key, body)
    const answer = await api.ask<{ readonly workloadId?: string }>('POST', '/v1/workloads', {
      body,
      key,
    })
    if (answer === undefined) return false
    const id = answer.body.workloadId
    if ((answer.status !== 201 && answer.status !== 200) || id === undefined) {
      faults.push(`${key} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      pending.delete(key)
      return true
    }
    const before = acknowledged.get(key)
    if (before !== undefined && before !== id) faults.push(`${key} was ${before} and is now ${id}`)
    acknowledged.set(key, id)
    pending.delete(key)
    return true
  }

  async function act(api: Api): Promise<boolean> {
    const [again] = pending
    if (again !== undefined) return submit(api, again[0], again[1])
    const open = await api.ask<{ readonly workloads: readonly WorkloadView[] }>(
      'GET',
      '/v1/workloads?limit=100',
    )
    if (open === undefined) return false
    const live = open.body.workloads.filter(
      (one) => one.endedAtMs === undefined && one.state !== 'refused',
    )
    const dice = random()
    if (dice < 0.08 && live.length > 0) {
      const { id } = live[Math.floor(random() * live.length)]!
      cancelled.add(id)
      return (await api.ask('DELETE', `/v1/workloads/${id}`)) !== undefined
    }
    if (dice < 0.2 && acknowledged.size > 0) {
      // A tenant that did not believe the answer asks again.
      const [key] = [...acknowledged][Math.floor(random() * acknowledged.size)]!
      return submit(api, key, workload(Number(key.slice(1)), startsFile))
    }
    if (live.length >= openMax) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return true
    }
    const n = number++
    return submit(api, `k${n}`, workload(n, startsFile))
  }

  return {
    acknowledged,
    cancelled,
    faults,
    unanswered: () => pending.size,
    stop: () => void (isStopped = true),
    async run(api) {
      while (!isStopped) if (!(await act(api))) return
    },
  }
}

/** Every third is a gang over both sites. Each leg says once that it started, then works a little. */
function workload(n: number, startsFile: string): unknown {
  const isGang = n % 3 === 0
  const seconds = 0.2 + (n % 5) / 5
  const text = JSON.stringify({
    gridloom: 1,
    kind: isGang ? 'training' : 'batch',
    name: isGang ? 'gang' : 'job',
    tenant: 'acme',
    accelerators: { kind: 'h100-sxm', count: isGang ? 8 : 1 + (n % 4) },
    ...(isGang
      ? { legs: { min: 2, max: 2, startTogether: true }, wan: { rate: '0.01 Gb/s' } }
      : {}),
    // The tenant's own shell, in the tenant's own process: one line by O_APPEND for each start.
    command: ['/bin/sh', '-c', `echo "$GRIDLOOM_LEG_ID $$" >> ${startsFile}; sleep ${seconds}`],
    durationMax: '10 min',
    flexibility: 'shift',
  })
  return { text, fileName: 'load.json' }
}
