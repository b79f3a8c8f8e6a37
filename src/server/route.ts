import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { ControlPlane, Viewer } from '../control/index.ts'
import { accessInWords, type Access } from './access.ts'
import { problemType, sendProblem, type ProblemSource } from './problem.ts'
import { problem } from './schema-basics.ts'

/**
 * A route as data: who may use it, what it takes, what it answers. One function makes fastify routes of them, so that
 * each is checked, documented and guarded in the same way, and a handler is a plain function that a test may call.
 */
export interface RouteSpec<Params, Query, Body, Reply> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly access: Access
  readonly tag: string
  readonly summary: string
  /** Problems it gives beyond those of every route: 400, 401, 403, 429 and 500. */
  readonly problems?: readonly number[]
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  readonly consumes?: readonly string[]
  readonly headers?: z.ZodType
  readonly reply: z.ZodType<Reply>
  readonly handle: (ask: Ask<Params, Query, Body>) => Answer<Reply> | Promise<Answer<Reply>>
}

export interface Ask<Params, Query, Body> {
  readonly control: ControlPlane
  readonly viewer: Viewer
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly header: (name: string) => string | undefined
}

export type Answer<Reply> =
  | {
      readonly status: 200 | 201
      readonly body: Reply
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly problem: ProblemSource }

export type RegisterRoute = (app: FastifyInstance, control: ControlPlane) => void

const nobody: Viewer = { subject: 'nobody', role: 'viewer', tenantId: '' }

export const viewerOfRequest = (request: FastifyRequest): Viewer =>
  request.identity?.viewer ?? nobody

export function problemResponses(statuses: readonly number[]): Record<string, unknown> {
  const content = { [problemType]: { schema: problem } }
  return Object.fromEntries(
    statuses.map((status) => [status, { description: 'Problem details', content }]),
  )
}

const statusesOf = (access: Access): readonly number[] => {
  if (access === 'public') return [429, 500]
  return access === 'any' ? [400, 401, 429, 500] : [400, 401, 403, 429, 500]
}

export function documentation(
  spec: Pick<RouteSpec<never, never, never, never>, 'access' | 'tag' | 'summary'> & {
    readonly problems?: readonly number[]
  },
) {
  return {
    tags: [spec.tag],
    summary: spec.summary,
    description: `For ${accessInWords[spec.access]}.`,
    ...(spec.access !== 'public' && { security: [{ token: [] }] }),
    problems: problemResponses([
      ...new Set([...statusesOf(spec.access), ...(spec.problems ?? [])]),
    ]),
  }
}

export function defineRoute<Params, Query, Body, Reply>(
  spec: RouteSpec<Params, Query, Body, Reply>,
): RegisterRoute {
  return (app, control) => {
    const { problems, ...documented } = documentation(spec)
    app.route({
      method: spec.method,
      url: spec.url,
      config: { access: spec.access },
      schema: {
        ...documented,
        ...(spec.params && { params: spec.params }),
        ...(spec.query && { querystring: spec.query }),
        ...(spec.body && { body: spec.body }),
        ...(spec.headers && { headers: spec.headers }),
        ...(spec.consumes && { consumes: [...spec.consumes] }),
        response: { '2xx': spec.reply, ...problems },
      },
      handler: async (request, reply) => {
        const answer = await spec.handle({
          control,
          viewer: viewerOfRequest(request),
          // Checked by the schemas above before this runs.
          params: request.params as Params,
          query: request.query as Query,
          body: request.body as Body,
          header: (name) => [request.headers[name]].flat()[0],
        })
        if ('problem' in answer) return sendProblem(reply, answer.problem)
        return reply
          .code(answer.status)
          .headers({ ...answer.headers })
          .send(answer.body)
      },
    })
  }
}
