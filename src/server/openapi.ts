import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { documentation } from './route.ts'

/** The description is made from the routes themselves; there is no second copy that could fall behind. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'gridloom',
        version,
        description:
          'Makes GPU sites on different power grids behave as one machine. Every error is problem+json (RFC 9457).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'glm_<id>_<secret>' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => tidy(jsonSchemaTransformObject(document)),
  })
}

interface Described {
  components?: { schemas?: Record<string, unknown> }
  paths?: Record<string, Record<string, { requestBody?: { content: Content } }> | undefined>
}
interface Schema {
  type?: string
  anyOf?: readonly Schema[]
}
type Content = Record<string, { schema: Schema }>

/**
 * Two things that the generator cannot know: no route takes a component as input, so the input copies of the components
 * are noise; and of a body that may be an object or text, JSON carries the one and YAML the other.
 */
function tidy<T>(document: T): T {
  const described = document as Described
  const schemas = described.components?.schemas ?? {}
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name]
  const operations = Object.values(described.paths ?? {}).flatMap((path) =>
    Object.values(path ?? {}),
  )
  for (const { requestBody } of operations) {
    for (const [type, body] of Object.entries(requestBody?.content ?? {})) {
      const wanted = type === 'application/json' ? 'object' : 'string'
      const member = body.schema.anyOf?.find((schema) => schema.type === wanted)
      if (member) body.schema = member
    }
  }
  return document
}

export function serveDescription(app: FastifyInstance): void {
  const { problems, ...documented } = documentation({
    access: 'public',
    tag: 'operation',
    summary: 'This description, OpenAPI 3.1',
  })
  app.get('/openapi.json', {
    config: { access: 'public' },
    schema: { ...documented, response: { 200: z.looseObject({}), ...problems } },
    handler: async (_request, reply) =>
      reply
        .type('application/json')
        .serializer((body) => JSON.stringify(body))
        .send(app.swagger()),
  })
}
