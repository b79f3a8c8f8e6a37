import type { FastifyInstance } from 'fastify'
import { isLocalHostHeader } from './listen-address.ts'
import { sendProblem } from './problem.ts'

/** Answers are for the caller, not for caches, frames or guesses about their type. There is no CORS on purpose. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Before authentication: whoever comes by a foreign name learns nothing, not even whether a token is good. */
export function guardEveryRequest(app: FastifyInstance, isLocalOnly: boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...securityHeaders, 'x-request-id': request.id })
    if (isLocalOnly && !isLocalHostHeader(request.headers.host)) {
      return sendProblem(reply, { code: 'http/wrong-host' })
    }
  })
}
