import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Api } from './daemon.ts'
import { planSubmission } from './plan.ts'
import type { Submission } from './plan.ts'
import type { Place } from './world.ts'

/** What the client was told and may rely on. */
export interface Acknowledged extends Submission {
  readonly workloadId: string
  /** Its cancellation was acknowledged, or asked for without an answer. */
  cancel: 'not-asked' | 'asked' | 'acknowledged'
}

/** A tenant's script: it submits under keys, cancels some, asks again under the same key when no answer came. */
export interface Client extends Disposable {
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** Submits and cancels until the daemon no longer answers; `backlogMax` bounds what is not yet over. */
  load(api: Api): Promise<void>
  /** Asks again for what got no answer, until nothing is open. */
  settle(api: Api): Promise<void>
  readonly faults: readonly string[]
  stop(): void
}

const atOnce = 4
const backlogMax = 24

export interface ClientOptions {
  readonly seed: number
  readonly place: Place
}

export function createClient({ seed, place }: ClientOptions): Client {
  const acknowledged = new Map<string, Acknowledged>()
  const open = new Map<string, Submission>()
  const over = new Set<string>()
  const faults: string[] = []
  const record = openSync(join(place.root, 'acknowledged.jsonl'), 'a')
  let next = 0
  let isStopped = false

  /** False when no answer came. */
  async function submit(api: Api, submission: Submission): Promise<boolean> {
    open.set(submission.key, submission)
    const answer = await api.call('POST', '/v1/workloads', {
      body: JSON.stringify({ text: submission.text }),
      key: submission.key,
    })
    if (answer === undefined || answer.status === 503) return false
    const { workloadId } = answer.body as { readonly workloadId?: string }
    if ((answer.status !== 200 && answer.status !== 201) || workloadId === undefined) {
      faults.push(`${submission.key} got ${answer.status}: ${JSON.stringify(answer.body)}`)
      return true
    }
    note({ submission, workloadId })
    return true
  }

  function note({ submission, workloadId }: { submission: Submission; workloadId: string }): void {
    const { key } = submission
    const known = acknowledged.get(key)
    open.delete(key)
    if (known === undefined) {
      writeSync(record, `${JSON.stringify({ key, workloadId })}\n`)
      fsyncSync(record)
      acknowledged.set(key, { ...submission, workloadId, cancel: 'not-asked' })
    } else if (known.workloadId !== workloadId)
      faults.push(`${key} was acknowledged as ${known.workloadId} and then as ${workloadId}`)
  }

  async function cancel(api: Api, one: Acknowledged): Promise<boolean> {
    one.cancel = 'asked'
    const answer = await api.call('DELETE', `/v1/workloads/${one.workloadId}`)
    if (answer === undefined || answer.status === 503) return false
    if (answer.status === 200) one.cancel = 'acknowledged'
    else faults.push(`cancelling ${one.workloadId} got ${answer.status}`)
    return true
  }

  /** A key that has its answer, asked again at random places of the plan: it must give the same workload. */
  async function askAgain(api: Api): Promise<boolean> {
    const known = [...acknowledged.values()]
    const one = known[(next * 7919) % Math.max(1, known.length)]
    return one === undefined || (await submit(api, one))
  }

  async function work(api: Api): Promise<void> {
    while (!isStopped) {
      if (acknowledged.size + open.size - over.size >= backlogMax) {
        if (!(await refreshOver(api, over))) return
        continue
      }
      const submission = planSubmission(seed, next++, place)
      if (!(await submit(api, submission))) return
      const one = acknowledged.get(submission.key)
      if (one?.isCancelled === true && !(await cancel(api, one))) return
      if (next % 5 === 0 && !(await askAgain(api))) return
    }
  }

  return {
    acknowledged,
    faults,
    async load(api) {
      isStopped = false
      await retryOpen(api)
      await Promise.all(Array.from({ length: atOnce }, () => work(api)))
    },
    settle: retryOpen,
    stop: () => (isStopped = true),
    [Symbol.dispose]: () => closeSync(record),
  }

  async function retryOpen(api: Api): Promise<void> {
    for (const submission of [...open.values()]) if (!(await submit(api, submission))) return
    for (const one of acknowledged.values())
      if (one.cancel === 'asked' && !(await cancel(api, one))) return
  }
}

/** Workloads that have ended, so that the backlog has room for others; waits a little when there is none. */
async function refreshOver(api: Api, over: Set<string>): Promise<boolean> {
  const answer = await api.call('GET', '/v1/workloads?limit=200')
  if (answer === undefined) return false
  const { workloads } = answer.body as {
    readonly workloads: readonly { readonly id: string; readonly state: string }[]
  }
  const before = over.size
  for (const { id, state } of workloads) if (isOver(state)) over.add(id)
  if (over.size === before) await new Promise((resolve) => setTimeout(resolve, 50))
  return true
}

export const isOver = (state: string): boolean =>
  ['completed', 'failed', 'cancelled', 'timed-out', 'refused'].includes(state)
