import type { FastifyInstance } from 'fastify'

const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml']

/** A workload file as it is: text, decoded strictly, so that a stray byte is refused instead of replaced. */
export function acceptYamlBodies(app: FastifyInstance): void {
  // Fastify takes text/plain by default; nothing here asks for it.
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser(yamlTypes, { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer))
    } catch {
      done(Object.assign(new Error('The body is not UTF-8 text'), { statusCode: 400 }))
    }
  })
}
