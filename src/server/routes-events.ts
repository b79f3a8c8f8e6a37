import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { ControlPlane, StreamEvent, Viewer } from '../control/index.ts'
import { openEventStream, type EventStream, type StreamLimits } from './event-stream.ts'
import { truth } from './parameters.ts'
import { sendProblem } from './problem.ts'
import { documentation, viewerOfRequest } from './route.ts'
import { securityHeaders } from './security.ts'

export interface EventLimits extends StreamLimits {
  readonly streamsPerTokenMax: number
  readonly streamsMax: number
  /** Without `follow` the stream ends when nothing has come for so long. */
  readonly quietMs: number
}

const query = z.strictObject({
  from: z.coerce
    .number()
    .int()
    .min(1)
    .exactOptional()
    .meta({ description: 'First sequence number wanted; without it, only what is new' }),
  follow: truth
    .default(true)
    .meta({ description: 'false: end with the last event that is there now' }),
})
const headers = z.looseObject({
  'last-event-id': z
    .string()
    .regex(/^\d{1,15}$/, 'the id of the last event that you have')
    .exactOptional()
    .meta({ description: 'Resume after this event; goes before `from`' }),
})

/** Events in order as they become durable, narrowed to what the token may see. */
export function serveEvents(
  app: FastifyInstance,
  control: ControlPlane,
  limits: EventLimits,
): void {
  const streams = new Map<EventStream, string>()
  // Streams would hold the server open for ever; they end first.
  app.addHook('preClose', async () => [...streams.keys()].forEach((stream) => stream.close()))
  const { problems, ...documented } = documentation({
    access: 'any',
    tag: 'events',
    summary: 'Server-sent events, resumable with Last-Event-ID as far back as the daemon remembers',
  })
  const content = { 'text/event-stream': { schema: z.string() } }
  app.get<{ Querystring: z.output<typeof query> }>('/v1/events', {
    config: { access: 'any' },
    schema: {
      ...documented,
      querystring: query,
      headers,
      response: { 200: { description: 'The stream', content }, ...problems },
    },
    handler: async (request, reply) => {
      const tokenId = request.identity?.tokenId ?? ''
      const held = [...streams.values()].filter((id) => id === tokenId).length
      if (held >= limits.streamsPerTokenMax || streams.size >= limits.streamsMax) {
        return sendProblem(reply, { code: 'http/too-many-streams' })
      }
      const stream = startStream(request, reply, limits)
      streams.set(stream, tokenId)
      stream.onceClosed(() => streams.delete(stream))
      pump(stream, { control, viewer: viewerOfRequest(request), limits, ...resumePoint(request) })
      return reply
    },
  })
}

function startStream(
  request: FastifyRequest,
  reply: FastifyReply,
  limits: EventLimits,
): EventStream {
  reply.hijack()
  reply.raw.writeHead(200, {
    ...securityHeaders,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-request-id': request.id,
    // A proxy that collects the stream would defeat it.
    'x-accel-buffering': 'no',
  })
  return openEventStream(reply.raw, limits)
}

function resumePoint(request: FastifyRequest<{ Querystring: z.output<typeof query> }>): {
  fromSeq: number | undefined
  follow: boolean
} {
  const lastSeen = request.headers['last-event-id']
  const { from, follow } = request.query
  return { fromSeq: typeof lastSeen === 'string' ? Number(lastSeen) + 1 : from, follow }
}

interface Pump {
  readonly control: ControlPlane
  readonly viewer: Viewer
  readonly limits: EventLimits
  readonly fromSeq: number | undefined
  readonly follow: boolean
}

function pump(stream: EventStream, { control, viewer, limits, fromSeq, follow }: Pump): void {
  const lastSeq = control.status().journalSeq
  const isOver = (seq: number): boolean => !follow && seq >= lastSeq
  const quiet = follow ? undefined : setTimeout(() => stream.close(), limits.quietMs)
  const firstSeq = follow ? fromSeq : (fromSeq ?? 1)
  // The control plane tells what came after a number; whoever gets that one too does not get it twice here.
  const after = firstSeq === undefined ? undefined : firstSeq - 1
  const subscription = control.subscribe(viewer, after, (event) => {
    quiet?.refresh()
    if (maySee(viewer, event) && event.seq >= (firstSeq ?? 0)) {
      stream.send({ id: event.seq, kind: event.kind, data: JSON.stringify(event) })
    }
    // It may have ended while the history was still being told, before there was anything to dispose of.
    if (isOver(event.seq)) stream.close()
  })
  stream.onceClosed(() => {
    clearTimeout(quiet)
    subscription[Symbol.dispose]()
  })
}

/** The control plane has narrowed the events already; an event that names another tenant stops here in any case. */
const maySee = (viewer: Viewer, event: StreamEvent): boolean =>
  viewer.tenantId === undefined ||
  event.tenantId === undefined ||
  event.tenantId === viewer.tenantId
