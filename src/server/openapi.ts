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
    transformObject: jsonSchemaTransformObject,
  })
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
