import * as z from 'zod'
import { sliceLog } from './log-slice.ts'
import { workloadParams } from './parameters.ts'
import { defineRoute, type RegisterRoute } from './route.ts'
import {
  actionReply,
  explanation,
  logSlice,
  stateName,
  workloadDetail,
  workloadList,
} from './schema-workload.ts'
import { actionAnswer, notFound } from './answers.ts'

const tag = 'workloads'

const list = defineRoute({
  method: 'GET',
  url: '/v1/workloads',
  access: 'any',
  tag,
  summary: 'Workloads, newest first',
  query: z.strictObject({
    state: stateName.exactOptional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    after: z.string().max(128).exactOptional(),
  }),
  reply: workloadList,
  handle: ({ control, viewer, query }) => {
    // One more than asked for tells whether there is a next page.
    const found = control.list(viewer, { ...query, limit: query.limit + 1 })
    const workloads = found.slice(0, query.limit)
    const last = workloads.at(-1)
    const hasMore = found.length > query.limit && last !== undefined
    return { status: 200, body: { workloads, ...(hasMore && { next: last.id }) } }
  },
})

const show = defineRoute({
  method: 'GET',
  url: '/v1/workloads/:id',
  access: 'any',
  tag,
  summary: 'One workload with its legs',
  problems: [404],
  params: workloadParams,
  reply: workloadDetail,
  handle: ({ control, viewer, params }) => {
    const body = control.show(params.id, viewer)
    return body ? { status: 200, body } : notFound(`workload ${params.id}`)
  },
})

const explain = defineRoute({
  method: 'GET',
  url: '/v1/workloads/:id/explain',
  access: 'any',
  tag,
  summary: 'Why here, why not there, why not yet',
  problems: [404],
  params: workloadParams,
  reply: explanation,
  handle: ({ control, viewer, params }) => {
    const body = control.explain(params.id, viewer)
    return body ? { status: 200, body } : notFound(`workload ${params.id}`)
  },
})

const log = defineRoute({
  method: 'GET',
  url: '/v1/workloads/:id/legs/:rank/log',
  access: 'any',
  tag,
  summary: 'The output of one leg from a byte on',
  problems: [404],
  params: workloadParams.extend({ rank: z.coerce.number().int().min(0).max(9999) }),
  query: z.strictObject({
    from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    max: z.coerce.number().int().min(1024).max(1_048_576).default(65_536).meta({ unit: 'B' }),
  }),
  reply: logSlice,
  handle: async ({ control, viewer, params, query }) => {
    const slice = await control.readLog(params.id, params.rank, query.from, viewer)
    if (!slice) return notFound(`leg ${params.rank} of workload ${params.id}`)
    return { status: 200, body: sliceLog(slice, query) }
  },
})

const cancel = defineRoute({
  method: 'DELETE',
  url: '/v1/workloads/:id',
  access: 'submit',
  tag,
  summary: 'Cancel a workload',
  problems: [404, 503],
  params: workloadParams,
  reply: actionReply,
  handle: async ({ control, viewer, params }) => {
    // Whoever may not see it may not learn that it is there.
    if (!control.show(params.id, viewer)) return notFound(`workload ${params.id}`)
    return actionAnswer(await control.cancel(params.id, viewer), `workload ${params.id}`)
  },
})

export const workloadRoutes: readonly RegisterRoute[] = [list, show, explain, log, cancel]
