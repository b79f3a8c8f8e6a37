import type { Client, More, Query } from '../client.ts'
import type { SiteView, WorkloadDetail } from '../../control/index.ts'

/** The API for a story: every answer or an error, as nothing here may be refused. */
export interface DemoApi {
  get<T>(path: string, query?: Query): Promise<T>
  post<T>(path: string, body?: unknown, more?: More): Promise<T>
  submit(
    text: string,
    key: string,
  ): Promise<{ readonly workloadId: string; readonly isRepeat: boolean }>
  cancel(id: string): Promise<void>
  workload(id: string): Promise<WorkloadDetail>
  sites(): Promise<readonly SiteView[]>
  /** What the trainer of a rank has printed so far: one JSON object a line. */
  reports(id: string, rank: number): Promise<readonly TrainerReport[]>
}

export interface TrainerReport {
  readonly step: number
  readonly loss: number
  readonly mode: 'sync' | 'loose'
  readonly computeMs: number
  readonly waitLinkMs: number
  readonly waitPeerMs: number
}

export function demoApi(client: Client): DemoApi {
  const get = async <T>(path: string, query?: Query): Promise<T> =>
    unwrap(await client.get<T>(path, query))
  const post = async <T>(path: string, body?: unknown, more?: More): Promise<T> =>
    unwrap(await client.post<T>(path, body, more))
  return {
    get,
    post,
    submit: (text, key) =>
      post(
        '/v1/workloads',
        { text, fileName: 'demo.yaml' },
        { headers: { 'idempotency-key': key } },
      ),
    async cancel(id) {
      unwrap(await client.delete(`/v1/workloads/${id}`))
    },
    workload: (id) => get(`/v1/workloads/${id}`),
    sites: async () => (await get<{ readonly sites: readonly SiteView[] }>('/v1/sites')).sites,
    async reports(id, rank) {
      let text = ''
      for (let from = 0; ;) {
        const slice = await get<{ readonly text: string; readonly nextByte: number }>(
          `/v1/workloads/${id}/legs/${rank}/log`,
          { from },
        )
        text += slice.text
        if (slice.nextByte === from) break
        from = slice.nextByte
      }
      return text.split('\n').flatMap(parseReport)
    },
  }
}

function parseReport(line: string): readonly TrainerReport[] {
  try {
    const report = JSON.parse(line) as TrainerReport
    return typeof report.loss === 'number' ? [report] : []
  } catch {
    // A line that is still being written.
    return []
  }
}

function unwrap<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | {
        readonly ok: false
        readonly failure: {
          readonly problem?: { readonly detail?: string }
          readonly diagnostics: readonly { readonly message: string }[]
        }
      },
): T {
  if (outcome.ok) return outcome.value
  const { problem, diagnostics } = outcome.failure
  throw new Error(
    diagnostics.map((one) => one.message).join('; ') || (problem?.detail ?? 'the API refused'),
  )
}
