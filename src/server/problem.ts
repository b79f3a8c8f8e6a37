import type { FastifyReply } from 'fastify'
import type { Reason } from '../decide/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import { httpCodes, type HttpCodeName } from './http-codes.ts'

/** RFC 9457, with the diagnostics that the CLI prints and, for a refusal, its reasons. */
export interface Problem {
  /** A reference that resolves on this very server: it explains the code. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** The request id, as in the log. */
  readonly instance: string
  readonly code: HttpCodeName
  readonly diagnostics: readonly Diagnostic[]
  readonly reasons?: readonly Reason[]
  readonly workloadId?: string
}

export interface ProblemSource {
  readonly code: HttpCodeName
  readonly detail?: string
  readonly diagnostics?: readonly Diagnostic[]
  readonly reasons?: readonly Reason[]
  readonly workloadId?: string
}

export function makeProblem(source: ProblemSource, requestId: string): Problem {
  const { status, title } = httpCodes[source.code]
  return {
    type: `/v1/explain-code/${source.code}`,
    title,
    status,
    detail: source.detail ?? title,
    instance: `urn:uuid:${requestId}`,
    code: source.code,
    diagnostics: source.diagnostics ?? [],
    ...(source.reasons && { reasons: source.reasons }),
    ...(source.workloadId !== undefined && { workloadId: source.workloadId }),
  }
}

export const problemType = 'application/problem+json'

export function sendProblem(reply: FastifyReply, source: ProblemSource): FastifyReply {
  const problem = makeProblem(source, reply.request.id)
  // Serialised here: an error must leave in this form even where a route's schema is what went wrong.
  return reply
    .code(problem.status)
    .type(problemType)
    .serializer((body) => JSON.stringify(body))
    .send(problem)
}
