import * as z from 'zod'
import type {
  Explanation,
  LegView,
  PreviewOutcome,
  WorkloadDetail,
  WorkloadView,
} from '../control/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import type { LogSlice } from '../engines/index.ts'
import { diagnostic, instantMs, placedLeg, placedLegShape, reason } from './schema-basics.ts'

export const stateName = z.enum([
  'queued',
  'starting',
  'running',
  'stopping',
  'paused',
  'completed',
  'failed',
  'cancelled',
  'refused',
  'timed-out',
])

const workloadShape = {
  id: z.string(),
  name: z.string(),
  kind: z.enum(['training', 'batch', 'service']),
  tenantId: z.string(),
  state: stateName,
  priority: z.number(),
  accelerator: z.string(),
  accelerators: z.int(),
  siteIds: z.array(z.string()),
  submittedAtMs: instantMs,
  startedAtMs: instantMs.exactOptional(),
  endedAtMs: instantMs.exactOptional(),
  attempt: z.int(),
  summary: z.string(),
}
const workloadSchema: z.ZodType<WorkloadView> = z.object(workloadShape)
const workload = workloadSchema.meta({ id: 'Workload' })

export const workloadList = z
  .object({
    workloads: z.array(workload).readonly(),
    next: z
      .string()
      .exactOptional()
      .meta({ description: 'Give it as `after` for the page that follows' }),
  })
  .meta({ id: 'WorkloadList' })

const legSchema: z.ZodType<LegView> = z.object({
  ...placedLegShape,
  phase: z.enum(['ordered', 'queued', 'held', 'running', 'ended', 'unknown']),
  outcome: z.string().exactOptional(),
  engineJobId: z.string().exactOptional(),
  startedAtMs: instantMs.exactOptional(),
  endedAtMs: instantMs.exactOptional(),
})
const detailSchema: z.ZodType<WorkloadDetail> = z.object({
  ...workloadShape,
  legs: z.array(legSchema.meta({ id: 'Leg' })),
  sync: z.enum(['sync', 'loose']),
  costUsd: z.number().meta({ unit: 'USD' }),
})
export const workloadDetail = detailSchema.meta({ id: 'WorkloadDetail' })

const explanationSchema: z.ZodType<Explanation> = z.object({
  id: z.string(),
  name: z.string(),
  state: stateName,
  question: z.enum(['why here, why not there', 'why not yet', 'why not']),
  decidedAtMs: instantMs,
  reasons: z.array(reason),
  history: z.array(z.object({ atMs: instantMs, text: z.string() })),
})
export const explanation = explanationSchema.meta({ id: 'Explanation' })

const logSchema: z.ZodType<LogSlice> = z.object({
  text: z.string(),
  nextByte: z.int().meta({ description: 'Ask from here for what follows' }),
  isEnded: z.boolean(),
  note: z.string().exactOptional(),
})
export const logSlice = logSchema.meta({ id: 'LogSlice' })

export type SubmitReply =
  | {
      readonly status: 'accepted'
      readonly workloadId: string
      readonly isRepeat: boolean
      readonly notes: readonly Diagnostic[]
    }
  | Extract<PreviewOutcome, { legs: unknown }>

const submitSchema: z.ZodType<SubmitReply> = z.union([
  z.object({
    status: z.literal('accepted'),
    workloadId: z.string(),
    isRepeat: z.boolean().meta({ description: 'The same idempotency key was seen before' }),
    notes: z.array(diagnostic),
  }),
  z.object({
    status: z.enum(['placed', 'waiting', 'refused']),
    legs: z.array(placedLeg),
    costUsd: z.number().meta({ unit: 'USD' }),
    startsAtMs: instantMs.exactOptional(),
    reasons: z.array(reason),
  }),
])
export const submitReply = submitSchema.meta({
  id: 'SubmitReply',
  description: 'The receipt; or, with `dryRun=true`, where it would go now and why',
})

export const actionReply = z.object({ status: z.literal('done') }).meta({ id: 'ActionReply' })
