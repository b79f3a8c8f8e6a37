import * as z from 'zod'
import { pageOf } from '../diagnostics/index.ts'
import { notFound } from './answers.ts'
import { httpCodes, isHttpCode } from './http-codes.ts'
import { defineRoute, type RegisterRoute } from './route.ts'

const health = defineRoute({
  method: 'GET',
  url: '/healthz',
  access: 'public',
  tag: 'operation',
  summary: 'Whether the daemon answers, and whether it leads',
  reply: z.object({ status: z.literal('ok'), isLeader: z.boolean() }).meta({ id: 'Health' }),
  handle: ({ control }) => ({
    status: 200,
    body: { status: 'ok', isLeader: control.status().isLeader },
  }),
})

const word = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/)

const explainCode = defineRoute({
  method: 'GET',
  url: '/v1/explain-code/:room/:name',
  access: 'any',
  tag: 'operation',
  summary: 'What a diagnostic code means and what to do',
  problems: [404],
  params: z.strictObject({ room: word, name: word }),
  reply: z
    .object({
      code: z.string(),
      title: z.string(),
      explanation: z.string(),
      example: z.string().exactOptional().meta({ description: 'What brings it about' }),
      fix: z.string().exactOptional().meta({ description: 'What to do' }),
    })
    .meta({ id: 'CodeExplanation' }),
  handle: ({ params }) => {
    const code = `${params.room}/${params.name}`
    const body = explain(code)
    return body ? { status: 200, body: { code, ...body } } : notFound(`code ${code}`)
  },
})

interface Page {
  readonly title: string
  readonly explanation: string
  readonly example?: string
  readonly fix?: string
}

/** The codes of this door, and those of the register. */
function explain(code: string): Page | undefined {
  if (!isHttpCode(code)) return pageOf(code)
  const { title, explanation } = httpCodes[code]
  return { title, explanation }
}

export const operationRoutes: readonly RegisterRoute[] = [health, explainCode]
