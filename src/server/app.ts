import { randomUUID } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ControlPlane } from '../control/index.ts'
import { authenticateRequests, type TokenVerifier } from './authenticate.ts'
import { acceptYamlBodies } from './body-parser.ts'
import { serveMetrics } from './metrics.ts'
import { answerErrorsWithProblems } from './on-error.ts'
import { describeApi, serveDescription } from './openapi.ts'
import { billRoutes } from './routes-bill.ts'
import { serveEvents, type EventLimits } from './routes-events.ts'
import { journalRoutes } from './routes-journal.ts'
import { operationRoutes } from './routes-operation.ts'
import { submitRoutes } from './routes-submit.ts'
import { workloadRoutes } from './routes-workloads.ts'
import { worldRoutes } from './routes-world.ts'
import { guardEveryRequest } from './security.ts'

export interface AppOptions {
  readonly control: ControlPlane
  readonly tokens: TokenVerifier
  readonly logger?: FastifyServerOptions['logger']
  readonly limits?: Partial<ServerLimits>
  /** Only requests under a local host name are answered. */
  readonly isLocalOnly?: boolean
}

export interface ServerLimits {
  readonly bodyMaxBytes: number
  /** By token; requests without one are counted by address. */
  readonly requestsPerMinute: number
  /** The same for operators, whose scripts submit for everybody. */
  readonly operatorRequestsPerMinute: number
  /** Requests in flight get so long when the server closes. */
  readonly closeGraceMs: number
  readonly events: EventLimits
}

/**
 * Generous for a person or a script, a wall for a loop gone wild: the control plane acknowledges about 1,000
 * submissions a second, and no tenant should be able to take all of it. An operator may.
 */
export const defaultLimits: ServerLimits = {
  bodyMaxBytes: 1_048_576,
  requestsPerMinute: 6_000,
  operatorRequestsPerMinute: 300_000,
  closeGraceMs: 2_000,
  events: {
    bufferMaxBytes: 1_048_576,
    heartbeatMs: 15_000,
    drainMs: 10_000,
    streamsPerTokenMax: 16,
    streamsMax: 256,
    quietMs: 1_000,
  },
}

/** The whole API on one fastify instance, not yet listening. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { control } = options
  const limits = { ...defaultLimits, ...options.limits }
  const app: FastifyInstance = fastify({
    logger: options.logger ?? false,
    genReqId: () => randomUUID(),
    bodyLimit: limits.bodyMaxBytes,
    requestTimeout: 30_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  requireAccess(app)
  answerErrorsWithProblems(app)
  acceptYamlBodies(app)
  guardEveryRequest(app, options.isLocalOnly ?? true)
  authenticateRequests(app, options.tokens)
  await app.register(rateLimit, {
    max: (request) =>
      request.identity?.viewer.role === 'operator'
        ? limits.operatorRequestsPerMinute
        : limits.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.identity?.tokenId ?? request.ip,
  })
  await describeApi(app, control.status().version)
  serveMetrics(app, control)
  serveEvents(app, control, limits.events)
  serveDescription(app)
  const routes = [
    ...workloadRoutes,
    ...submitRoutes,
    ...worldRoutes,
    ...billRoutes,
    ...journalRoutes,
    ...operationRoutes,
  ]
  for (const register of routes) register(app, control)
  await app.ready()
  return app
}

/** A route that does not say who may use it must not exist. */
function requireAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) {
      throw new Error(`defect: route ${route.url} does not say who may use it`)
    }
  })
}
