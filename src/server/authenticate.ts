import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../control/index.ts'
import { isAllowed, type Access } from './access.ts'
import { sendProblem } from './problem.ts'

/** Whose token this is; undefined for a token that is unknown, revoked or past its end. */
export interface TokenVerifier {
  verify(token: string): Identity | undefined
}

export interface Identity {
  readonly tokenId: string
  readonly viewer: Viewer
}

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null
  }
  interface FastifyContextConfig {
    access?: Access
  }
}

const bearer = /^Bearer ([\x21-\x7e]{1,256})$/i

/** Runs before a body is read: a stranger costs a hash and a header. */
export function authenticateRequests(app: FastifyInstance, tokens: TokenVerifier): void {
  app.decorateRequest('identity', null)
  app.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access
    // Without an access this is the not-found handler: routes cannot be registered without one.
    if (access === undefined || access === 'public') return
    const token = bearer.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) {
      reply.header('www-authenticate', 'Bearer realm="gridloom"')
      return sendProblem(reply, { code: 'http/missing-token' })
    }
    const identity = tokens.verify(token)
    if (!identity) {
      reply.header('www-authenticate', 'Bearer realm="gridloom", error="invalid_token"')
      return sendProblem(reply, { code: 'http/bad-token' })
    }
    request.identity = identity
    if (!isAllowed(access, identity.viewer)) {
      return sendProblem(reply, {
        code: 'http/role-forbidden',
        detail: `The role ${identity.viewer.role} may not ${request.method} ${request.routeOptions.url}`,
      })
    }
  })
}
