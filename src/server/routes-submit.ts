import * as z from 'zod'
import type { SubmitRequest } from '../control/index.ts'
import { truth } from './parameters.ts'
import { defineRoute, type Answer, type RegisterRoute } from './route.ts'
import { submitReply, type SubmitReply } from './schema-workload.ts'
import type { ControlPlane } from '../control/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'

const workloadBody = z.union([
  z.strictObject({
    text: z.string().meta({ description: 'The workload file, YAML or JSON' }),
    fileName: z
      .string()
      .max(255)
      .default('workload.yaml')
      .meta({ description: 'The name to use in diagnostics; it is never opened' }),
  }),
  z.string().meta({ description: 'The workload file itself' }),
])

/** The code with which the control plane says that a key came back with another body. */
const isConflict = ({ code }: Diagnostic): boolean => code === 'submit/idempotency-key-reused'

const submit = defineRoute({
  method: 'POST',
  url: '/v1/workloads',
  access: 'submit',
  tag: 'workloads',
  summary: 'Submit a workload; with dryRun, see where it would go',
  problems: [409, 413, 415, 422, 503],
  query: z.strictObject({ dryRun: truth.default(false) }),
  headers: z.looseObject({
    'idempotency-key': z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/, '1 to 128 visible ASCII characters')
      .exactOptional()
      .meta({ description: 'The same key again is the same submission' }),
  }),
  body: workloadBody,
  consumes: ['application/json', 'application/yaml'],
  reply: submitReply,
  handle: ({ control, viewer, query, body, header }) => {
    const idempotencyKey = header('idempotency-key')
    const request: SubmitRequest = {
      ...(typeof body === 'string' ? { text: body, fileName: 'workload.yaml' } : body),
      viewer,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    }
    return query.dryRun ? preview(control, request) : place(control, request)
  },
})

async function place(control: ControlPlane, request: SubmitRequest): Promise<Answer<SubmitReply>> {
  const outcome = await control.submit(request)
  switch (outcome.status) {
    case 'accepted':
      return {
        status: outcome.isRepeat ? 200 : 201,
        body: outcome,
        headers: { location: `/v1/workloads/${outcome.workloadId}` },
      }
    case 'invalid':
      return invalid(outcome.diagnostics)
    case 'refused':
      return {
        problem: {
          code: 'http/workload-refused',
          reasons: outcome.reasons,
          workloadId: outcome.workloadId,
        },
      }
    case 'forbidden':
      return { problem: { code: 'http/forbidden', detail: outcome.why } }
    case 'unavailable':
      return { problem: { code: 'http/unavailable', detail: outcome.why } }
  }
}

async function preview(
  control: ControlPlane,
  request: SubmitRequest,
): Promise<Answer<SubmitReply>> {
  const outcome = await control.preview(request)
  if (outcome.status === 'invalid') return invalid(outcome.diagnostics)
  if (outcome.status === 'forbidden') {
    return { problem: { code: 'http/forbidden', detail: outcome.why } }
  }
  return { status: 200, body: outcome }
}

const invalid = (diagnostics: readonly Diagnostic[]): Answer<SubmitReply> => ({
  problem: {
    code: diagnostics.some(isConflict) ? 'http/idempotency-conflict' : 'http/workload-invalid',
    diagnostics,
  },
})

export const submitRoutes: readonly RegisterRoute[] = [submit]
