import type { WorkloadDetail, WorkloadStateName } from '../control/index.ts'
import type { Client } from './client.ts'
import { good, type Outcome } from './failure.ts'

const ends: ReadonlySet<WorkloadStateName> = new Set([
  'completed',
  'failed',
  'cancelled',
  'refused',
  'timed-out',
])

export const hasEnded = ({ state }: Pick<WorkloadDetail, 'state'>): boolean => ends.has(state)

/** Waiting that an interrupt ends at once. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    if (stop.aborted) return resume()
    const done = (): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', done)
      resume()
    }
    const timer = setTimeout(done, ms)
    stop.addEventListener('abort', done)
  })
}

const pollMs = 300
/** A daemon that restarts is back within this time; a longer silence is told to the user. */
const silenceMaxMs = 30_000

/** Until the workload has ended, or, as a service, runs. The daemon may restart meanwhile. */
export async function waitForWorkload(
  client: Client,
  id: string,
  stop: AbortSignal,
): Promise<Outcome<{ readonly workload: WorkloadDetail; readonly isGood: boolean }>> {
  let silentSinceMs: number | undefined
  for (;;) {
    const found = await client.get<WorkloadDetail>(`/v1/workloads/${encodeURIComponent(id)}`)
    if (found.ok) {
      silentSinceMs = undefined
      const workload = found.value
      if (hasEnded(workload)) return good({ workload, isGood: workload.state === 'completed' })
      if (workload.kind === 'service' && workload.state === 'running') {
        return good({ workload, isGood: true })
      }
      if (stop.aborted) return good({ workload, isGood: false })
    } else {
      silentSinceMs ??= Date.now()
      const isSilent = found.failure.exit === 'unreachable'
      if (!isSilent || stop.aborted || Date.now() - silentSinceMs > silenceMaxMs) return found
    }
    await pause(pollMs, stop)
  }
}
