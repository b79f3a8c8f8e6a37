import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { ControlPlane, MetricSample } from '../control/index.ts'
import { documentation } from './route.ts'
import * as z from 'zod'

/** The text format of Prometheus 0.0.4: help and type once for each name, then its samples. */
export function renderSamples(samples: readonly MetricSample[]): string {
  const byName = Map.groupBy(samples, ({ name }) => name)
  const lines: string[] = []
  for (const [name, group] of byName) {
    const [first] = group
    if (!first) continue
    lines.push(`# HELP ${name} ${first.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`)
    lines.push(`# TYPE ${name} ${first.type}`)
    for (const { labels, value } of group) lines.push(`${name}${renderLabels(labels)} ${value}`)
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function renderLabels(labels: MetricSample['labels']): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    return `${name}="${escaped}"`
  })
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** The process, the time of each request by route, and what the control plane counts. */
export function serveMetrics(app: FastifyInstance, control: ControlPlane): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'gridloom_http_request_duration_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    // A stream lasts as long as its reader likes: that is no answering time.
    if (route === '/v1/events') return
    duration.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
  app.addHook('onClose', async () => registry.clear())
  const { problems, ...documented } = documentation({
    access: 'fleet-wide',
    tag: 'operation',
    summary: 'Metrics as Prometheus text',
  })
  app.get('/metrics', {
    config: { access: 'fleet-wide' },
    schema: {
      ...documented,
      response: {
        200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } },
        ...problems,
      },
    },
    handler: async (_request, reply) =>
      reply
        .type('text/plain; version=0.0.4; charset=utf-8')
        .serializer((text) => String(text))
        .send(renderSamples(control.metrics()) + (await registry.metrics())),
  })
}
